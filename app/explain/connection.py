"""A connection → everything that its panel says."""

from ..model.cluster import Cluster, Connection
from .authorities import Authorities
from .beliefs import beliefs
from .cards import client_card, server_card
from .commands import command
from .edge import Edge
from .explanation import Explanation
from .judgement import judgement
from .lead import lead
from .names import component, kind_words
from .often_told import often_told
from .wire import wire

_TO_ITSELF = {"gateway": "etcd to itself: its gateway", "loopback": "kube-apiserver to itself"}
_SUFFIXES = {
    "probe": ": probe",
    "bootstrap": ": bootstrap",
    "peer": ": peers",
    "authentication": ": authentication",
    "authorization": ": authorization",
}


def explain(cluster: Cluster, connection: Connection, authorities: Authorities | None = None) -> Explanation:
    """The panel of one connection of a cluster. Give `authorities` when many of one cluster are asked for."""
    edge = Edge(cluster, connection, authorities or Authorities(cluster))
    return Explanation(
        title=title(cluster, connection),
        judgement=judgement(edge),
        lead=lead(edge),
        client=client_card(edge),
        wire=wire(edge),
        server=server_card(edge),
        believes=beliefs(edge),
        often_told=often_told(edge),
        evidence=connection.evidence,
        command=command(edge),
    )


def title(cluster: Cluster, connection: Connection) -> str:
    """`kubelet to kube-apiserver`; what tells connections of the same two kinds apart stands behind it."""
    if connection.purpose in _TO_ITSELF:
        return _TO_ITSELF[connection.purpose]
    client = kind_words(component(cluster, connection.client.component).kind)
    server = kind_words(component(cluster, connection.server.component).kind)
    return f"{client} to {server}{_SUFFIXES.get(connection.purpose or '', '')}"
