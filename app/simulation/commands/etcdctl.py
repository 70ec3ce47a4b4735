"""etcdctl(1) 3.7: its commands stand in app/simulation/etcdctl."""

from collections.abc import Iterable

from ..completion.asking import Asking
from ..etcdctl import ACTIONS
from ..shell.call import Call, Stop
from ..tools.go_flags import flag_words, read_flags

NAMES = ("etcdctl",)
VALUES = frozenset({"endpoints", "cacert", "cert", "key", "w", "write-out", "command-timeout", "dial-timeout"})
SWITCHES = frozenset({"cluster"})


def complete(asking: Asking) -> Iterable[str] | None:
    """member list, endpoint health; files behind the flags that name one."""
    awaited = asking.awaited(VALUES)
    if awaited is not None:
        return ("simple", "table") if awaited in ("w", "write-out") else None
    if asking.word.startswith("-"):
        return flag_words(VALUES, SWITCHES)
    words = tuple(asking.positional(VALUES, SWITCHES))
    return sorted({known[len(words)] for known in ACTIONS if known[: len(words)] == words and len(known) > len(words)})


def run(call: Call) -> int:
    """member list, endpoint health, endpoint status; --endpoints, --cacert, --cert, --key or $ETCDCTL_…"""
    flags = read_flags(call.arguments, VALUES, SWITCHES)
    if flags.unknown:
        call.world.hint("Of etcdctl's flags this simulation offers " + " ".join(sorted(flag_words(VALUES, SWITCHES))))
        raise Stop(f"Error: unknown flag: --{flags.unknown}", 128)
    action = ACTIONS.get((flags.words[0], flags.words[1])) if len(flags.words) > 1 else None
    if action is None:
        call.world.hint(
            "Of etcdctl's commands this simulation offers " + ", ".join(" ".join(words) for words in ACTIONS)
        )
        raise Stop(f'Error: unknown command "{" ".join(flags.words)}" for "etcdctl"', 128)
    return action(call, flags)
