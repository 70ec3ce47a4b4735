"""Which row of which box a connection begins and ends at."""

from collections import defaultdict

from ..model.cluster import Cluster, Connection, Group, State
from .lines import kind_of

CLIENT, SERVER, PEER, TOKENS, HEADER, MEMORY = "client", "server", "peer", "tokens", "header", "memory"
_SLIP_PURPOSES = ("probe", "loopback", "gateway", "bootstrap", "authentication", "authorization")
"""Clients inside another program: each stands on a slip of its own."""
_TOKEN_CHECKED = ("pod", "kube-proxy")
"""Whose token is a service account's, so that it ends at the key that checks it. Of another bearer token nobody in the
tree says what checks it."""


def client_key(cluster: Cluster, connection: Connection) -> str:
    """The row, or the slip, that a connection begins at."""
    if connection.purpose in _SLIP_PURPOSES:
        return connection.purpose
    if connection.group is Group.ETCD_PEER:
        return PEER
    if kind_of(cluster, connection.client.component) == "kube-apiserver":
        return f"{CLIENT}:{connection.group}"
    return CLIENT


def server_key(cluster: Cluster, connection: Connection) -> str:
    """The row that a connection ends at, or the header of its box."""
    if connection.group is Group.ETCD_PEER:
        return PEER
    if connection.purpose == "loopback":
        return MEMORY
    if connection.group is Group.TOKEN:
        return TOKENS if kind_of(cluster, connection.client.component) in _TOKEN_CHECKED else HEADER
    if connection.purpose == "probe" and connection.server.certificate.state in (State.IN_MEMORY, State.NONE):
        return HEADER
    return SERVER


class Index:
    """The connections of a cluster by their ends."""

    def __init__(self, cluster: Cluster) -> None:
        by_client: dict[str, list[Connection]] = defaultdict(list)
        by_server: dict[str, list[Connection]] = defaultdict(list)
        for connection in cluster.connections.values():
            by_client[connection.client.component].append(connection)
            by_server[connection.server.component].append(connection)
        self.by_client = dict(by_client)
        self.by_server = dict(by_server)

    def from_client(self, component: str, group: Group | None = None, purpose: str | None = None) -> Connection | None:
        """The first connection of a client in a group, with a purpose (None: the main one)."""
        return _first(self.by_client.get(component, ()), group, purpose)

    def to_server(self, component: str, group: Group | None = None, purpose: str | None = None) -> Connection | None:
        return _first(self.by_server.get(component, ()), group, purpose)


def _first(some: "list[Connection] | tuple[()]", group: Group | None, purpose: str | None) -> Connection | None:
    return next((one for one in some if (group is None or one.group is group) and one.purpose == purpose), None)
