"""Lines: what is drawn once, listed once and has one URL.

A client that reaches several servers of one kind for one purpose – the API servers behind a load balancer or a
service, the members of an etcd, its peers – is one line with several connections. Only kubelets stay apart: each has
its own address, its own serving certificate and its own box.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..model.cluster import Cluster, Connection, Group

READING_ORDER = (
    "kubectl",
    "kube-scheduler",
    "kube-controller-manager",
    "kubelet",
    "kube-apiserver",
    "etcdctl",
    "etcd",
    "kubeadm",
    "front-proxy",
    "pod",
    "kube-proxy",
)
"""The clients of a group, in the order of the list: who a person knows best comes first."""

_APART = "kubelet"
_INTERNAL_PURPOSES = {"probe", "loopback", "gateway", "bootstrap", "authentication", "authorization"}
_INTERNAL_CLIENTS = {"kubeadm", "front-proxy"}


@dataclass(frozen=True, slots=True)
class Line:
    """`id` is that of the first of its `connections`, which are sorted by id. `internal` ones stand behind a switch."""

    id: str
    connections: tuple[Connection, ...]
    group: Group | None
    internal: bool

    @property
    def first(self) -> Connection:
        return self.connections[0]


def lines(cluster: Cluster) -> tuple[Line, ...]:
    """Every line of a cluster in reading order: by group, then by the client's kind, then by id."""
    together: dict[tuple[str, ...], list[Connection]] = defaultdict(list)
    for connection in cluster.connections.values():
        together[_key(cluster, connection)].append(connection)
    made = (_line(cluster, sorted(some, key=lambda one: one.id)) for some in together.values())
    return tuple(sorted(made, key=lambda line: _order(cluster, line)))


def line_of(cluster: Cluster, connection_id: str) -> Line | None:
    """The line that a connection is drawn as; None if there is no such connection."""
    return line_with(lines(cluster), connection_id)


def line_with(some: Iterable[Line], connection_id: str) -> Line | None:
    """The one of some lines that holds a connection."""
    return next((line for line in some if any(one.id == connection_id for one in line.connections)), None)


def kind_of(cluster: Cluster, component_id: str) -> str:
    """The kind of a component; of one that the cluster does not list, what its id says."""
    component = cluster.components.get(component_id)
    return component.kind if component else component_id.partition("@")[0].partition(":")[0]


def _key(cluster: Cluster, connection: Connection) -> tuple[str, ...]:
    kind = kind_of(cluster, connection.server.component)
    if kind == _APART:
        return (connection.id,)
    return (connection.client.component, connection.purpose or "", kind)


def _line(cluster: Cluster, connections: list[Connection]) -> Line:
    first = connections[0]
    internal = (
        first.group is None
        or first.purpose in _INTERNAL_PURPOSES
        or kind_of(cluster, first.client.component) in _INTERNAL_CLIENTS
    )
    return Line(first.id, tuple(connections), first.group, internal)


def _order(cluster: Cluster, line: Line) -> tuple[int, int, str]:
    kind = kind_of(cluster, line.first.client.component)
    position = READING_ORDER.index(kind) if kind in READING_ORDER else len(READING_ORDER)
    return (line.group.number if line.group else len(Group) + 1, position, line.id)
