"""head(1), tail(1)."""

import re

from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("head", "tail")
OPTIONS = ("n:c:qvfF", {"lines": "n", "bytes": "c", "quiet": "q", "follow": "f"})


def run(call: Call) -> int:
    """The first or last lines (-n) or bytes (-c); `tail -f` prints what is there and ends."""
    call.arguments = [re.sub(r"^-(\d+)$", r"-n\1", word) for word in call.arguments]
    given = options(call, *OPTIONS)
    if given.flags & {"f", "F"}:
        call.world.hint("Nothing is followed here: what is there is printed, and the command ends.")
    count, unit = (given.value("c"), "c") if given.value("c") else (given.value("n") or "10", "n")
    if not re.fullmatch(r"[-+]?\d{1,9}", count or ""):
        raise Stop(f"{call.name}: invalid number of {'bytes' if unit == 'c' else 'lines'}: '{count}'")
    names = given.words or ["-"]
    status = 0
    for number, name in enumerate(names):
        data, failed = call.inputs([name], lambda name, why: f"{call.name}: cannot open '{name}' for reading: {why}")
        status |= failed
        if failed:
            continue
        if len(names) > 1 and "q" not in given.flags:
            title = "standard input" if name == "-" else name
            call.line(f"{chr(10) if number else ''}==> {title} <==")
        call.stdout.write(_part(call.name, data[0], str(count), unit))
    return status


def _part(name: str, data: bytes, count: str, unit: str) -> bytes:
    whole = data.splitlines(keepends=True) if unit == "n" else [data[at : at + 1] for at in range(len(data))]
    number = int(count.lstrip("+-"))
    if name == "head":
        part = whole[: max(0, len(whole) - number)] if count.startswith("-") else whole[:number]
    elif count.startswith("+"):
        part = whole[max(0, number - 1) :]
    else:
        part = whole[-number:] if number else []
    return b"".join(part)
