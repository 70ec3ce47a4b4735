"""A communication group: the connections that end at one kind of server."""

from dataclasses import dataclass

from ..model.cluster import Cluster, Connection, Group
from ..model.words import Sentence
from .authorities import Authorities
from .edge import Edge
from .lead import ca_words
from .phrases import counted, listing, say

NAMES = {
    Group.APISERVER: "API server",
    Group.KUBELET: "kubelet",
    Group.ETCD: "etcd clients",
    Group.ETCD_PEER: "etcd peers",
    Group.EXTENSION: "API aggregation",
    Group.TOKEN: "Service account tokens",
}
"""The legend's names, in the order of the groups' numbers."""
_LEADS = {
    Group.APISERVER: "{count} to kube-apiserver{checked}.",
    Group.KUBELET: "{count} from kube-apiserver to a kubelet, for logs, exec and proxy{checked}.",
    Group.ETCD: "{count} to etcd, except those between its members{checked}.",
    Group.ETCD_PEER: "{count} between etcd members, each with one certificate for both ends{checked}.",
    Group.EXTENSION: "{count} from kube-apiserver to an extension API server, on behalf of a user{checked}.",
    Group.TOKEN: "{count} on which the client shows a [token](token) instead of a certificate.",
}


@dataclass(frozen=True, slots=True)
class GroupPage:
    """`connections`: ids, in the cluster's order."""

    group: Group
    title: str
    lead: Sentence
    connections: tuple[str, ...]


def group_page(cluster: Cluster, group: Group, authorities: Authorities | None = None) -> GroupPage:
    """What a group's page says: how many connections there are, and with which CA their servers check clients."""
    found = [connection for connection in cluster.connections.values() if connection.group is group]
    index = authorities or Authorities(cluster)
    if not found:
        sentence = say("No connection of this upload belongs to this group.")
        return GroupPage(group, NAMES[group], sentence, ())
    sentence = say(_LEADS[group], count=counted(len(found), "connection"), checked=_checked(cluster, found, index))
    return GroupPage(group, NAMES[group], sentence, tuple(connection.id for connection in found))


def _checked(cluster: Cluster, found: list[Connection], index: Authorities) -> Sentence:
    words: dict[Sentence, None] = {}
    for connection in found:
        edge = Edge(cluster, connection, index)
        if edge.shows_certificate and edge.checks_client_with.ids:
            words[ca_words(edge, edge.checks_client_with)] = None
    return say("; there client certificates are checked with {cas}", cas=listing(words, " or ")) if words else ()
