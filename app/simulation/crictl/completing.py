"""What Tab offers behind crictl: its commands, their flags, the ids of pods and containers."""

from collections.abc import Iterable

from ..completion.asking import Asking
from ..tools.go_flags import flag_words
from . import ACTIONS
from .asking import SWITCHES, VALUES
from .printing import SHORT

_PODS = ("stopp", "rmp", "inspectp")
_CONTAINERS = ("stop", "rm", "inspect", "logs")


def complete(asking: Asking) -> Iterable[str] | None:
    """Commands first, then ids as crictl prints them."""
    awaited = asking.awaited(VALUES)
    if awaited is not None:
        return {"o": ("json", "yaml", "table"), "output": ("json", "yaml", "table")}.get(awaited, ())
    words = asking.positional(VALUES, SWITCHES)
    if asking.word.startswith("-"):
        return flag_words(VALUES, SWITCHES) if words else ()
    if not words:
        return ACTIONS
    runtime = asking.world.hosts[asking.session.host].runtime
    if runtime is None:
        return ()
    if words[0] in _PODS:
        return [one.id[:SHORT] for one in runtime.sandboxes]
    return [one.id[:SHORT] for one in runtime.containers] if words[0] in _CONTAINERS else ()
