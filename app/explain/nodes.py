"""The nodes of a cluster, a row each: what its kubelet presents, and in which way it is unlike the others."""

from dataclasses import dataclass

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Group, Reference, State
from ..topology.authorities import Authorities
from ..topology.oddities import Oddity, oddities
from .names import day, file_name

_ABSENT = {State.NOT_IN_TREE: "not in the upload", State.UNREADABLE: "cannot be read", State.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Presented:
    """A certificate that a kubelet presents: its file, who signed it, when it ends; or words where there is none.

    `certificate` is None then.
    """

    name: str
    certificate: str | None
    issuer: str
    until: str


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node; `kubelet` is the component's id, None where it has none. `client` and `serving`: what that presents."""

    node: str
    roles: tuple[str, ...]
    kubelet: str | None
    client: Presented | None
    serving: Presented | None
    unlike: tuple[Oddity, ...]


def node_rows(cluster: Cluster, authorities: Authorities) -> tuple[NodeRow, ...]:
    """Every node in the cluster's order."""
    clients, servers = _presented(cluster)
    unlike = oddities(cluster, authorities)
    found = []
    for node in cluster.nodes:
        kubelet = f"kubelet@{node.id}"
        has = kubelet in cluster.components
        found.append(
            NodeRow(
                node.id,
                node.roles,
                kubelet if has else None,
                _row(cluster, authorities, clients.get(kubelet)),
                _row(cluster, authorities, servers.get(kubelet)),
                unlike.get(kubelet, ()),
            )
        )
    return tuple(found)


def _presented(cluster: Cluster) -> tuple[dict[str, Reference], dict[str, Reference]]:
    """kubelet → what it presents as a client, and as a server."""
    clients: dict[str, Reference] = {}
    servers: dict[str, Reference] = {}
    for connection in cluster.connections.values():
        if connection.purpose is None:
            clients.setdefault(connection.client.component, connection.client.certificate)
        if connection.group is Group.KUBELET:
            servers.setdefault(connection.server.component, connection.server.certificate)
    return clients, servers


def _row(cluster: Cluster, authorities: Authorities, reference: Reference | None) -> Presented | None:
    if reference is None:
        return None
    leaf = cluster.certificate(reference)
    name = file_name(reference.path) if reference.path else ""
    if leaf is None:
        words = _ABSENT.get(reference.state, "no certificate")
        return Presented(f"{name} ({words})" if name else words, None, "", "")
    return Presented(name, leaf.id, _issuer(cluster, authorities, leaf), day(leaf.facts.not_after))


def _issuer(cluster: Cluster, authorities: Authorities, leaf: Certificate) -> str:
    if cluster.issuer(leaf) is None:
        return "a CA that is not in the upload"
    authority = authorities.issuer(leaf)
    return "a throw-away CA of its own" if authority is None or authority.throw_away else authority.name
