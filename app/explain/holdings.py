"""Which files a component or a file takes part with: every reference of every connection, gathered by place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.cluster import Cluster, Connection, Reference, State
from .names import NAMED, file_name

_CLIENT = (("crt", "certificate"), ("key", "key"), ("ca", "ca"), ("token", "token"))
_SERVER = (("crt", "certificate"), ("key", "key"), ("ca", "client_ca"), ("requestheader-ca", "requestheader_ca"))


@dataclass(frozen=True, slots=True)
class Use:
    """One reference of one connection. `side`: client or server; `role` as in a credential row."""

    connection: Connection
    side: str
    role: str
    reference: Reference

    @property
    def component(self) -> str:
        return (self.connection.client if self.side == "client" else self.connection.server).component


@dataclass(frozen=True, slots=True)
class Holding:
    """A file that a component uses in one role. `file_id` is None where no such file is in the upload; `connections`
    are the ids of the connections on which it does so.
    """

    side: str
    role: str
    name: str
    path: str
    file_id: str | None
    state: State
    connections: tuple[str, ...]


def uses(connection: Connection) -> Iterator[Use]:
    """Every reference of a connection, client first, in the order of the cards."""
    for role, field in _CLIENT:
        yield Use(connection, "client", role, getattr(connection.client, field))
    for role, field in _SERVER:
        yield Use(connection, "server", role, getattr(connection.server, field))


def place(cluster: Cluster, use: Use) -> str | None:
    """The `node:path` that a reference names; None where it names none or nobody knows the node."""
    if use.reference.path is None or use.reference.state not in NAMED:
        return None
    node = _node(cluster, use)
    return f"{node}:{use.reference.path}" if node else None


def _node(cluster: Cluster, use: Use) -> str | None:
    """Where the file stands: beside the certificates behind it, else on the component's node."""
    inventory = cluster.inventory
    for id_ in use.reference.ids:
        found = inventory.certificates.get(id_) or inventory.keys.get(id_)
        if found:
            return found.node
    component = cluster.components.get(use.component)
    return component.node if component else None


def holdings(cluster: Cluster, found: Iterable[Use]) -> tuple[Holding, ...]:
    """Uses gathered by side, role and place, in the order in which they come."""
    gathered: dict[tuple[str, str, str], list[Use]] = {}
    for use in found:
        where = place(cluster, use) or use.reference.path
        if where is not None and use.reference.state in NAMED:
            gathered.setdefault((use.side, use.role, where), []).append(use)
    return tuple(_holding(cluster, where, used) for (_, _, where), used in gathered.items())


def _holding(cluster: Cluster, where: str, used: list[Use]) -> Holding:
    first = used[0]
    path = first.reference.path or ""
    return Holding(
        side=first.side,
        role=first.role,
        name=file_name(path),
        path=f"{path}#{first.reference.pointer}" if first.reference.pointer else path,
        file_id=where if where in cluster.inventory.files else None,
        state=first.reference.state,
        connections=tuple(dict.fromkeys(use.connection.id for use in used)),
    )
