"""systemctl(1), journalctl(1): the kubelet's unit."""

from collections.abc import Iterable

from ..completion.asking import Asking
from ..life.engine import start_kubelet
from ..life.kubelet import Kubelet
from ..shell.call import Call, Stop
from ..tools.go_flags import flag_words, read_flags

NAMES = ("systemctl", "journalctl", "service")
VERBS = ("restart", "status", "start", "stop", "try-restart", "is-active", "enable", "disable", "daemon-reload")
JOURNAL_VALUES = frozenset({"u", "unit", "n", "lines", "since", "o", "output"})
JOURNAL_SWITCHES = frozenset({"f", "follow", "no-pager", "e", "x", "r", "b", "q"})


def complete(asking: Asking) -> Iterable[str]:
    """Verbs and the unit; the journal's flags."""
    units = ("kubelet", "containerd")
    if asking.awaited({"u", "unit"}):
        return units
    if asking.word.startswith("-"):
        return flag_words(JOURNAL_VALUES, JOURNAL_SWITCHES)
    return VERBS if not any(not word.startswith("-") for word in asking.words) else units


def run(call: Call) -> int:
    """restart, start, stop, status, is-active, daemon-reload of the kubelet; its journal."""
    kubelet = call.host.kubelet
    if call.name == "journalctl":
        return _journal(call, kubelet)
    words = [word for word in call.arguments if not word.startswith("-")]
    if call.name == "service":
        words.reverse()
    if words and words[0] not in VERBS:
        call.world.hint(f"Of systemctl's commands this simulation offers {', '.join(VERBS)}, of units kubelet")
        raise Stop(f"Unknown command verb {words[0]}.")
    verb, unit = words[0] if words else "", (words[1] if len(words) > 1 else "").removesuffix(".service")
    if verb == "daemon-reload":
        return 0
    if unit != "kubelet" or kubelet is None:
        if unit in ("containerd", "docker") and kubelet is not None:
            return 0
        raise Stop(f"Failed to {verb or 'start'} {unit or '?'}.service: Unit {unit or '?'}.service not found.", 5)
    if verb in ("restart", "start", "stop", "try-restart"):
        _change(call, kubelet, verb)
        return 0
    if verb == "is-active":
        call.line("active" if kubelet.started else "activating" if kubelet.due else "inactive")
        return 0 if kubelet.started else 3
    if verb == "status":
        return _status(call, kubelet)
    return 0


def _change(call: Call, kubelet: Kubelet, verb: str) -> None:
    """The kubelet's pods go on when it stops; when it starts it looks at its files and at the manifests."""
    if verb == "start" and kubelet.started is not None:
        return
    kubelet.started = None
    kubelet.due = None
    if verb != "stop":
        start_kubelet(call.host, call.world.now)


def _status(call: Call, kubelet: Kubelet) -> int:
    call.line("● kubelet.service - kubelet: The Kubernetes Node Agent")
    call.line("     Loaded: loaded (/usr/lib/systemd/system/kubelet.service; enabled; preset: enabled)")
    if kubelet.started is not None:
        call.line(f"     Active: active (running) since {kubelet.started:%a %Y-%m-%d %H:%M:%S} UTC")
    elif kubelet.due is not None:
        call.line("     Active: activating (auto-restart) (Result: exit-code)")
    else:
        call.line("     Active: inactive (dead)")
    for moment, line in kubelet.log[-5:]:
        call.line(f"{moment:%b %d %H:%M:%S} {call.session.host} kubelet[1000]: {line}")
    return 0 if kubelet.started is not None else 3


def _journal(call: Call, kubelet: Kubelet | None) -> int:
    given = read_flags(call.arguments, JOURNAL_VALUES, JOURNAL_SWITCHES)
    if given.unknown:
        known = " ".join(sorted(flag_words(JOURNAL_VALUES, JOURNAL_SWITCHES)))
        call.world.hint(f"Of journalctl's options this simulation offers {known}")
        dashed = (
            f"unrecognized option '--{given.unknown}'"
            if len(given.unknown) > 1
            else f"invalid option -- '{given.unknown}'"
        )
        raise Stop(f"journalctl: {dashed}")
    if given.has("f", "follow"):
        call.world.hint("Nothing is followed here: what is there is printed, and the command ends.")
    unit = (given.value("u", "unit") or "kubelet").removesuffix(".service")
    if unit != "kubelet" or kubelet is None or not kubelet.log:
        call.line("-- No entries --")
        return 0
    count = given.value("n", "lines")
    lines = (
        kubelet.log[-int(count) :] if count and count.isascii() and count.isdigit() and len(count) < 10 else kubelet.log
    )
    for moment, line in lines:
        call.line(f"{moment:%b %d %H:%M:%S} {call.session.host} kubelet[1000]: {line}")
    return 0
