"""sleep(1): lets simulated time pass, and returns at once."""

import re

from ..shell.call import Call, Stop

NAMES = ("sleep",)

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
MOST = 366 * 86400


def run(call: Call) -> int:
    """Seconds, or with m, h, d; together at most a year."""
    if not call.arguments:
        raise Stop("sleep: missing operand\nTry 'sleep --help' for more information.")
    total = 0.0
    for word in call.arguments:
        found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,6})?)([smhd]?)", word)
        if found is None:
            raise Stop(f"sleep: invalid time interval '{word}'\nTry 'sleep --help' for more information.")
        total += float(found[1]) * _UNITS[found[2]]
    if total > MOST:
        raise Stop("sleep: this simulation sleeps a year at most")
    call.world.pass_time(total)
    return 0
