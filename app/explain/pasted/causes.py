"""The files that can be at fault, each once, with the edges that lead to it: what the ladder clears is left out.

A certificate that another edge accepts by the same rung is not the one to blame for a missing path: the CA of the edge
that fails is, and the reverse. That is read off the verdicts, not off names.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...model.cluster import Cluster, Connection, Reference
from ...pasting import Finding, Reading, Standing
from ..names import component, file_name

MOST = 8
_SAME = {"key-missing": "file-missing", "authority-extension-unknown": "critical-extension-unknown"}


@dataclass(slots=True)
class Cause:
    """A file of one side. `side`: client or server; `role`: certificate, key, ca, client_ca …; `node`: where it stands;
    `code`: what is wrong with it, the red rung's own code where an edge fails, else what the text says; `edges`: ids
    of the connections that lead to it; `standing`: the best of theirs; `cleared`: how many edges accept it by the very
    rung that refuses it here.
    """

    side: str
    role: str
    node: str | None
    reference: Reference
    code: str
    standing: Standing
    connection: Connection
    edges: list[str] = field(default_factory=list)
    cleared: int = 0

    @property
    def is_authority(self) -> bool:
        """Whether it is a CA with which a side checks the other."""
        return self.role in ("ca", "client_ca", "requestheader_ca")

    @property
    def name(self) -> str:
        """What people call the file."""
        return file_name(self.reference.path or "")


def causes(cluster: Cluster, reading: Reading, found: Iterable[Finding]) -> tuple[Cause, ...]:
    """The suspects of some findings, the most telling first; at most MOST."""
    by_place: dict[tuple[object, ...], Cause] = {}
    for finding in found:
        for suspect in finding.suspects:
            node = _node(cluster, finding.connection, suspect.side)
            key = (node, suspect.reference.path, suspect.reference.pointer, suspect.role == "key")
            cause = by_place.get(key)
            if cause is None:
                where = (suspect.side, suspect.role, node, suspect.reference)
                cause = by_place[key] = Cause(*where, _code(finding, reading), finding.standing, finding.connection)
            cause.edges.append(finding.connection.id)
    path = reading.pieces.get("path")
    some = [cause for cause in by_place.values() if path in (None, cause.reference.path)] or list(by_place.values())
    if any(cause.code.startswith("authority-") for cause in some):
        return tuple(cause for cause in some if cause.is_authority)[:MOST]
    some = sorted(some, key=_telling)[: 2 * MOST]
    if reading.fault.rungs & {"path", "authentication"}:
        _clear(cluster, some)
        some = [cause for cause in some if not cause.cleared] or some
    return tuple(some[:MOST])


def _telling(cause: Cause) -> tuple[int, int]:
    """Those of edges that say it first, then those of many edges."""
    return list(Standing).index(cause.standing), -len(cause.edges)


def _code(finding: Finding, reading: Reading) -> str:
    if finding.standing is Standing.COULD or finding.rung is None or finding.rung.ok is not False:
        return reading.fault.id
    return _SAME.get(finding.rung.code, finding.rung.code)


def _clear(cluster: Cluster, some: list[Cause]) -> None:
    """Counts, for those that an edge says are refused, the edges on which the same file has a path."""
    for cause in some:
        if cause.standing is Standing.COULD:
            continue
        for connection in cluster.connections.values():
            verdict = cluster.verdicts.get(connection.id)
            if verdict is None or connection.id in cause.edges or not _same(cause, connection, cluster):
                continue
            judge = cause.side if cause.is_authority else "server" if cause.side == "client" else "client"
            rungs = verdict.client_side if judge == "client" else verdict.server_side
            cause.cleared += any(rung.rung == "path" and rung.ok for rung in rungs)


def _same(cause: Cause, connection: Connection, cluster: Cluster) -> bool:
    end = connection.client if cause.side == "client" else connection.server
    reference: Reference | None = getattr(end, cause.role, None)
    if reference is None or _node(cluster, connection, cause.side) != cause.node:
        return False
    return (reference.path, reference.pointer) == (cause.reference.path, cause.reference.pointer)


def _node(cluster: Cluster, connection: Connection, side: str) -> str | None:
    """Where a side's files stand: a cluster-wide one's beside the other end."""
    ends = (connection.client.component, connection.server.component)
    mine, other = ends if side == "client" else ends[::-1]
    return component(cluster, mine).node or component(cluster, other).node


def host_of(cause: Cause, reading: Reading) -> str | None:
    """The name that should be in a certificate: the one that the text names, else the one that the edge dials."""
    said = reading.pieces.get("host") or reading.pieces.get("address")
    dialled = cause.connection.dialled
    return said or (None if cause.side == "client" else dialled.server_name or dialled.host)
