"""The blast radius in words: what dies and why, what lives on and why, and what open connections do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..breaking.blast import Effect, Fate, Running, Why
from ..breaking.doors import Door
from ..model.cluster import Cluster
from ..trust.faults import is_clients
from .claims import reason
from .names import kind_words, placed
from .phrases import counted

_RUNNING = {
    Running.GOES_ON: "Open connections go on: this is judged in a handshake, so it shows at the next dial.",
    Running.NEXT_REQUEST: "Open connections too: this is judged with every request, so the next one gets 401.",
    Running.UNTIL_RESTART: "Open connections go on: what runs keeps what it has loaded, and its next start fails.",
}
_WHY = {
    Why.PLAIN: "Plain HTTP: no certificate is shown.",
    Why.NOT_VERIFIED: "The client checks nothing of the server: any certificate would do.",
    Why.NOT_ASKED: "No certificate of a client is asked for or shown: nobody looks at what was changed.",
    Why.STILL_FITS: "What was changed is read and checked, and is still good here.",
    Why.NOT_INVOLVED: "They read nothing of what was changed.",
}
_OPEN_AT_FIRST = (Fate.DIES, Fate.IN_TURN, Fate.CHANGES, Fate.MENDED)


@dataclass(frozen=True, slots=True)
class Reason:
    """Connections with one reason. `after`: what open ones do, empty where nothing is to be said; `is_plain`: nothing
    of them was changed.
    """

    text: str
    connections: tuple[str, ...]
    after: str = ""
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """What has one fate. `folded`: whether the page shows its title alone at first."""

    fate: Fate
    title: str
    reasons: tuple[Reason, ...]
    folded: bool


def chapters(after: Cluster, effects: Iterable[Effect]) -> tuple[Chapter, ...]:
    """What becomes of every connection, the dying first. `after`: the broken cluster."""
    by_fate: dict[Fate, list[Effect]] = {}
    for effect in effects:
        by_fate.setdefault(effect.fate, []).append(effect)
    return tuple(_chapter(after, fate, by_fate[fate]) for fate in _ORDER if fate in by_fate)


_ORDER = (Fate.DIES, Fate.IN_TURN, Fate.CHANGES, Fate.MENDED, Fate.LIVES, Fate.UNKNOWN, Fate.DEAD_BEFORE)


def _chapter(after: Cluster, fate: Fate, effects: list[Effect]) -> Chapter:
    count, one = counted(len(effects), "connection"), len(effects) == 1
    title = {
        Fate.DIES: f"{count} die{'s' * one}",
        Fate.IN_TURN: f"{count} die{'s' * one} at one server, and another answers",
        Fate.CHANGES: f"{count} {'is' if one else 'are'} let in as somebody else",
        Fate.MENDED: f"{count} failed before and {'works' if one else 'work'} now",
        Fate.LIVES: f"{count} live{'s' * one} on, and why",
        Fate.UNKNOWN: f"{count} cannot be checked",
        Fate.DEAD_BEFORE: f"{count} failed already",
    }[fate]
    return Chapter(fate, title, tuple(_reasons(after, effects)), fate not in (*_OPEN_AT_FIRST, Fate.LIVES))


def _reasons(after: Cluster, effects: list[Effect]) -> Iterator[Reason]:
    """Those of one text together; what is not involved stands last."""
    found: dict[tuple[bool, str, str], list[str]] = {}
    for effect in effects:
        told = (
            effect.why is Why.NOT_INVOLVED,
            _text(after, effect),
            _RUNNING[effect.running] if effect.running else "",
        )
        found.setdefault(told, []).append(effect.connection)
    for is_plain, text, running in sorted(found, key=lambda key: key[0]):
        known = tuple(one for one in found[is_plain, text, running] if one in after.connections)
        yield Reason(text, known, running, is_plain)


def _text(after: Cluster, effect: Effect) -> str:
    if effect.fault is not None:
        verdict, connection = after.verdicts[effect.connection], after.connections[effect.connection]
        server = kind_words(connection.server.component.partition("@")[0])
        why = reason(effect.fault, is_clients(verdict, effect.fault), server)
        return f"{why[0].upper()}{why[1:]}."
    if effect.fate is Fate.CHANGES:
        identity = after.verdicts[effect.connection].identity
        groups = ", ".join(identity.groups) if identity else ""
        return f"Now {identity.user}, {'groups ' + groups if groups else 'in no group'}." if identity else "Now nobody."
    if effect.why is Why.STILL_FITS and effect.rung is not None:
        return f"Still good: {effect.rung.message}"
    return _WHY[effect.why] if effect.why else ""


def told_doors(after: Cluster, doors: Iterable[Door]) -> tuple[Reason, ...]:
    """Who gets in where nobody of theirs did before, server by server."""
    found: dict[tuple[str, bool], list[str]] = {}
    for door in doors:
        component = after.components[door.client]
        found.setdefault((door.server, door.speaks_for_others), []).append(placed(component))
    return tuple(
        Reason(f"{placed(after.components[server])} {_LETS[speaks]}: {', '.join(names)}.", ())
        for (server, speaks), names in found.items()
    )


_LETS = {False: "now lets in", True: "now believes whichever user they name in request headers"}
