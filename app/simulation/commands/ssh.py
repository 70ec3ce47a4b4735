"""ssh(1): to another of the simulated hosts; without a command the shell goes there."""

from collections.abc import Iterable

from ..completion.asking import Asking
from ..completion.hosts import hosts
from ..network import NameFault, host_of
from ..shell.builtins import Exit, Login
from ..shell.call import Call, Stop
from ..shell.session import Session

NAMES = ("ssh",)

FAILED = 255
_VALUES, _SWITCHES = "oiplFJL", "tTqvnNCA46"


def complete(asking: Asking) -> Iterable[str] | None:
    """The other machines; what runs there is not known here."""
    return () if any(not word.startswith("-") for word in asking.words) else hosts(asking)


def run(call: Call) -> int:
    """Go to a host, or run a command there as root."""
    words = list(call.arguments)
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option[1:2] not in {*_VALUES, *_SWITCHES}:
            call.world.hint(
                "Of ssh's options this simulation offers " + " ".join(f"-{one}" for one in _VALUES + _SWITCHES)
            )
            raise Stop(f"unknown option -- {option[1:2]}\nusage: ssh destination [command [argument ...]]", FAILED)
        if len(option) == 2 and option[1] in _VALUES and words:
            words.pop(0)
    if not words:
        raise Stop("usage: ssh destination [command [argument ...]]", FAILED)
    name = words.pop(0).rpartition("@")[2].removeprefix("ssh://")
    try:
        host = host_of(call.world, call.host, name)
    except NameFault:
        raise Stop(f"ssh: Could not resolve hostname {name}: Name or service not known", FAILED) from None
    if host is None:
        raise Stop(f"ssh: connect to host {name} port 22: Connection timed out", FAILED)
    session = Session.begin(host.name)
    if not words and call.stdin.is_terminal:
        raise Login(session)
    text = " ".join(words) if words else call.stdin.read().decode("utf-8", "surrogateescape")
    try:
        return call.runner.script(text, call, session)
    except Exit as end:
        return end.status
