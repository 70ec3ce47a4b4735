"""The blast radius: what two runs of the ladder over all connections differ in, and why the others do not.

Nothing here knows a file's name or a program's: what dies says the ladder, what lives on follows from what the
connection reads of what was changed, and whether anybody checks it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..model.cluster import Cluster, Connection, Reference, State
from ..model.verdicts import Outcome, Phase, Rung, Verdict


class Fate(StrEnum):
    """What becomes of a connection. `in-turn`: it dies, and another server answers at the address that it dials."""

    DIES = "dies"
    IN_TURN = "in-turn"
    CHANGES = "changes"
    UNKNOWN = "unknown"
    LIVES = "lives"
    DEAD_BEFORE = "dead-before"
    MENDED = "mended"


class Why(StrEnum):
    """Why a connection lives on."""

    PLAIN = "plain"
    NOT_VERIFIED = "not-verified"
    NOT_ASKED = "not-asked"
    STILL_FITS = "still-fits"
    NOT_INVOLVED = "not-involved"


class Running(StrEnum):
    """What an open connection does when the next one would die: faults are found when something is judged again."""

    GOES_ON = "goes-on"
    NEXT_REQUEST = "next-request"
    UNTIL_RESTART = "until-restart"


_RUNNING = {
    Phase.LOAD: Running.UNTIL_RESTART,
    Phase.URL: Running.UNTIL_RESTART,
    Phase.CLIENT_VERIFIES_SERVER: Running.GOES_ON,
    Phase.OWN_KEY: Running.GOES_ON,
    Phase.SERVER_VERIFIES_CLIENT: Running.GOES_ON,
    Phase.AUTHENTICATION: Running.NEXT_REQUEST,
}
"""Handshakes are judged once, requests each (tls.Config; k8s.io/apiserver's authenticators), files when they are
loaded.
"""

_ROLES = {
    "client": ("certificate", "key", "ca", "token"),
    "server": ("certificate", "key", "client_ca", "requestheader_ca"),
}

Touched = frozenset[tuple[str, str]]
"""(Side, role) of what a connection reads that was changed."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One connection. `why` and `rung` (the check that still passes) where it lives, `fault` (the first red rung) and
    `running` where it dies; `touched`: what of it was changed.
    """

    connection: str
    fate: Fate
    why: Why | None = None
    rung: Rung | None = None
    fault: Rung | None = None
    running: Running | None = None
    touched: Touched = frozenset()


def blast(before: Cluster, after: Cluster, changed: Collection[str] | None = None) -> tuple[Effect, ...]:
    """What becomes of every connection that one of the two has, in the order of the ids. `changed`: the certificates
    and keys that are not what they were, by default those that faults have changed.
    """
    changed = after.altered.keys() if changed is None else changed
    identifiers = sorted(before.connections.keys() | after.connections.keys())
    ladder = _turned_red(before, after)
    found = [_effect(before, after, identifier, ladder, changed) for identifier in identifiers]
    return tuple(_in_turn(after, found))


def _turned_red(before: Cluster, after: Cluster) -> frozenset[str]:
    """The rungs at which connections die: of one that lives, these are the checks that somebody would look at."""
    return frozenset(
        verdict.fault.rung
        for identifier, verdict in after.verdicts.items()
        if verdict.fault and _outcome(before, identifier) is not Outcome.FAILS
    )


def _outcome(cluster: Cluster, identifier: str) -> Outcome | None:
    verdict = cluster.verdicts.get(identifier)
    return verdict.outcome if verdict else None


def _effect(
    before: Cluster, after: Cluster, identifier: str, ladder: frozenset[str], changed: Collection[str]
) -> Effect:
    was, now = before.verdicts.get(identifier), after.verdicts.get(identifier)
    touched = _touched(before, after, identifier, changed)
    if now is None or now.outcome is Outcome.FAILS:
        if was is None or was.outcome is Outcome.FAILS:
            return Effect(identifier, Fate.DEAD_BEFORE, touched=touched)
        phase = now.phase if now else None
        running = _RUNNING[phase] if phase else None
        return Effect(identifier, Fate.DIES, fault=now.fault if now else None, running=running, touched=touched)
    if was is not None and was.outcome is Outcome.FAILS:
        return Effect(identifier, Fate.MENDED, touched=touched)
    if now.outcome is Outcome.NOT_CHECKABLE:
        return Effect(identifier, Fate.UNKNOWN, touched=touched)
    if was is not None and (was.identity, was.headers_honoured) != (now.identity, now.headers_honoured):
        return Effect(identifier, Fate.CHANGES, touched=touched)
    connection = after.connections[identifier]
    rung = next((one for one in _passed(now) if one.rung in ladder and one.rung != "load"), None) if touched else None
    return Effect(identifier, Fate.LIVES, _why(connection, touched), rung, touched=touched)


def _passed(verdict: Verdict) -> Iterator[Rung]:
    return (rung for rung in verdict.in_order if rung.ok)


def _touched(before: Cluster, after: Cluster, identifier: str, changed: Collection[str]) -> Touched:
    was, now = before.connections.get(identifier), after.connections.get(identifier)
    if was is None or now is None:
        return frozenset()
    found = set()
    for side, roles in _ROLES.items():
        for role in roles:
            old, new = (getattr(getattr(one, side), role) for one in (was, now))
            if _changed(old, new, changed):
                found.add((side, role))
    return frozenset(found)


def _changed(old: Reference, new: Reference, changed: Collection[str]) -> bool:
    """Whether a reference leads to something else: another file, or another certificate or key in it. (A key that only
    the twin has is no change: what stood in its place was taken to be it.)
    """
    if old.path != new.path or (old.state is State.NONE) != (new.state is State.NONE):
        return True
    return any(identifier in changed for identifier in new.ids)


def _why(connection: Connection, touched: Touched) -> Why:
    """The first reason that holds for all that was changed of what the connection reads."""
    if not touched:
        return Why.NOT_INVOLVED
    if connection.dialled.scheme == "http":
        return Why.PLAIN
    counts = {one for one in touched if not _is_unread(connection, *one)}
    if counts:
        return Why.STILL_FITS
    return (
        Why.NOT_VERIFIED
        if any(side == "server" and role == "certificate" for side, role in touched)
        else (Why.NOT_ASKED)
    )


def _is_unread(connection: Connection, side: str, role: str) -> bool:
    """Whether nobody looks at it: a server's certificate that its client does not check, a client's certificate that
    the server does not ask for, and the CAs for clients' certificates where none is shown.
    """
    if (side, role) == ("server", "certificate"):
        return not connection.verifies_server
    if role in ("client_ca", "requestheader_ca"):
        return connection.client.certificate.state is State.NONE or connection.server.client_auth == "none"
    return side == "client" and role == "certificate" and connection.server.client_auth == "none"


def _in_turn(after: Cluster, effects: list[Effect]) -> Iterator[Effect]:
    """The same client that dials the same address reaches another server, which answers."""
    alive = {
        _dials(after.connections[effect.connection])
        for effect in effects
        if effect.fate in (Fate.LIVES, Fate.CHANGES) and after.connections[effect.connection].via
    }
    for effect in effects:
        connection = after.connections.get(effect.connection)
        answered = connection is not None and connection.via is not None and _dials(connection) in alive
        if effect.fate is Fate.DIES and answered:
            yield Effect(effect.connection, Fate.IN_TURN, None, None, effect.fault, effect.running, effect.touched)
        else:
            yield effect


def _dials(connection: Connection) -> tuple[str, str | None, int | None]:
    return connection.client.component, connection.dialled.host, connection.dialled.port
