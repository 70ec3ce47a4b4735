"""Where a fault can lie: the rungs of a connection that would say it, and the files that those look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.cluster import Client, Connection, Reference, Server, State
from ..model.verdicts import Rung, Verdict
from .faults import Fault
from .speakers import Speaker

_OF_THE_OTHER = frozenset(("extensions", "dates", "name", "usage", "constraints"))
"""Rungs that look at what the other side sent (trust/faults.py says where a red one stands)."""

_CA_FAULTS = frozenset(("ca-unusable", "ca-and-insecure"))
_EITHER = frozenset(("file-missing", "deadline"))
_NAMED = (State.FILE, State.UNREADABLE, State.NOT_IN_TREE)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A file of one side of a connection. `side`: client or server; `role`: certificate, key, ca, client_ca …"""

    side: str
    role: str
    reference: Reference


def judges(fault: Fault, speaker: Speaker) -> tuple[str, ...]:
    """Whose rungs say the fault: of an alert the other side's, else those of the side that speaks."""
    if fault.judge:
        return (fault.judge,)
    if speaker.side is None:
        return ("client", "server")
    if fault.heard:
        return ("server",) if speaker.side == "client" else ("client",)
    return (speaker.side,)


def rungs_of(verdict: Verdict, fault: Fault, speaker: Speaker) -> tuple[tuple[Rung, str], ...]:
    """For each side that could say a fault, the rung that does or would, a red one before one that is not."""
    found = []
    for side in judges(fault, speaker):
        rungs = verdict.client_side if side == "client" else verdict.server_side
        fitting = [rung for rung in rungs if rung.rung in fault.rungs and _loads_it(rung, fault)]
        if fitting:
            found.append((next((rung for rung in fitting if rung.ok is False), fitting[0]), side))
    return tuple(found)


def _loads_it(rung: Rung, fault: Fault) -> bool:
    """Of a side's several files: a CA's fault is said by the rung of the CA."""
    if rung.rung != "load" or fault.id in _EITHER:
        return True
    return rung.code.startswith("ca-") == (fault.id in _CA_FAULTS)


def suspects(connection: Connection, rung: str, side: str, fault: Fault) -> tuple[Suspect, ...]:
    """The files that can be at fault where a rung of this side says so: those that something names."""
    return tuple(one for one in _suspects(connection, rung, side, fault) if one.reference.state in _NAMED)


def _suspects(connection: Connection, rung: str, side: str, fault: Fault) -> Iterator[Suspect]:
    other = "server" if side == "client" else "client"
    if rung in _OF_THE_OTHER:
        yield _suspect(connection, other, "certificate")
    elif rung == "path":
        yield _suspect(connection, other, "certificate")
        yield from _anchors(connection, side)
    elif rung in ("load", "own-key"):
        if fault.id in _CA_FAULTS or fault.id in _EITHER:
            yield from _anchors(connection, side)
        if fault.id not in _CA_FAULTS:
            yield _suspect(connection, side, "certificate")
            yield _suspect(connection, side, "key")
    elif rung in ("handshake", "authentication", "front-proxy", "peer-address"):
        yield _suspect(connection, "client", "certificate")
        yield _suspect(connection, "client", "token")
        if rung != "peer-address":
            yield from _anchors(connection, "server")


def _anchors(connection: Connection, side: str) -> Iterator[Suspect]:
    """The CAs with which a side checks the other."""
    if side == "client":
        yield _suspect(connection, "client", "ca")
        return
    kind = connection.server.component.partition("@")[0]
    if connection.client.component.startswith("front-proxy@") or kind == "extension-apiserver":
        yield _suspect(connection, "server", "requestheader_ca")
    else:
        yield _suspect(connection, "server", "client_ca")


def _suspect(connection: Connection, side: str, role: str) -> Suspect:
    end: Client | Server = connection.client if side == "client" else connection.server
    reference: Reference = getattr(end, role)
    return Suspect(side, role, reference)
