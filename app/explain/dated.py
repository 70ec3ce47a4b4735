"""Where the dates of a certificate are looked at: by the verifying end of a connection, in its handshake or request."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Connection


@dataclass(frozen=True, slots=True)
class Dated:
    """Ids of connections: `checked`, where the other end looks at the certificate's dates, and `unchecked`, where it is
    presented to an end that verifies nothing.
    """

    checked: tuple[str, ...]
    unchecked: tuple[str, ...]


def dated(cluster: Cluster, certificate: Certificate) -> Dated:
    """The connections on which a certificate is presented, or is the CA of one that is presented.

    A server's certificate is checked where the client verifies it; a client's by every server that asks for one (etcd
    in the handshake, kube-apiserver and kubelet at each request); a CA's dates count like those of what it issued (RFC
    5280 §6.1.3).
    """
    checked, unchecked = [], []
    for connection in cluster.connections.values():
        uses = set(_uses(cluster, connection, certificate))
        if True in uses:
            checked.append(connection.id)
        elif uses:
            unchecked.append(connection.id)
    return Dated(tuple(checked), tuple(unchecked))


def _uses(cluster: Cluster, connection: Connection, certificate: Certificate) -> Iterator[bool]:
    """For each end that presents it, or something issued by it: whether the other end checks that."""
    client, server = connection.client, connection.server
    asks = server.client_auth != "none"
    for leaf, trusted, checks in (
        (cluster.certificate(server.certificate), client.ca.ids, connection.verifies_server),
        (cluster.certificate(client.certificate), server.client_ca.ids + server.requestheader_ca.ids, asks),
    ):
        if leaf is None:
            continue
        if leaf.id == certificate.id:
            yield checks
        elif checks and certificate.id in trusted and _issued(cluster, leaf, certificate):
            yield True


def _issued(cluster: Cluster, leaf: Certificate, ca: Certificate) -> bool:
    issuer = cluster.issuer(leaf)
    return issuer is not None and issuer.facts.key.spki_sha256 == ca.facts.key.spki_sha256
