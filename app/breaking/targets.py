"""What a fault's target names: a certificate, the certificate of a key, or the end of a connection that it is about."""

from collections.abc import Iterable, Iterator

from ..model.certificates import Certificate, Key
from ..model.cluster import Client, Cluster, Connection, Reference, Server
from ..reading.visible import visible
from .fault import BadFault, Fault

_NAMES = frozenset(("drop-san", "set-san", "cn-only"))
"""About what a server is called: of a connection the server's certificate is meant."""


def certificate(cluster: Cluster, fault: Fault) -> Certificate:
    """The certificate that a fault is about. Raises BadFault.

    Of a connection: the server's for a fault of names, the CA that the server checks its clients with for a merger;
    else the client's, and the server's where the client shows none.
    """
    target = fault.target
    if target in cluster.inventory.certificates:
        return cluster.inventory.certificates[target]
    if target in cluster.inventory.keys:
        found = next(_with_key(cluster, cluster.inventory.keys[target]), None)
        if found is None:
            raise BadFault(f"No certificate belongs to this key: {visible(target)}.", remedy="Name a certificate.")
        return found
    connection = cluster.connections.get(target)
    if connection is None:
        raise unknown(target)
    found = next((one for one in map(cluster.certificate, _of_connection(fault.name, connection)) if one), None)
    if found is None:
        raise BadFault(f"No certificate of this connection is in the tree: {visible(target)}.")
    return found


def _of_connection(fault: str, connection: Connection) -> Iterator[Reference]:
    if fault == "merge-ca":
        yield connection.server.client_ca
        return
    if fault not in _NAMES:
        yield connection.client.certificate
    yield connection.server.certificate


def _with_key(cluster: Cluster, key: Key) -> Iterator[Certificate]:
    """What is used together with a key, then whatever has this key."""
    for side in sides(cluster):
        if key.id in side.key.ids and (leaf := cluster.certificate(side.certificate)):
            yield leaf
    for one in cluster.inventory.certificates.values():
        if one.facts.key.spki_sha256 == key.spki_sha256:
            yield one


def sides(cluster: Cluster) -> Iterator[Client | Server]:
    """Both sides of each connection."""
    for connection in cluster.connections.values():
        yield connection.client
        yield connection.server


def keys_beside(cluster: Cluster, certificate: Certificate) -> list[Key]:
    """The private keys, or their public halves, that are used with a certificate, wherever it stands."""
    fingerprint = certificate.facts.fingerprint_sha256
    found: dict[str, Key] = {}
    for side in sides(cluster):
        leaf = cluster.certificate(side.certificate)
        if leaf is not None and leaf.facts.fingerprint_sha256 == fingerprint:
            found |= {one: cluster.inventory.keys[one] for one in side.key.ids}
    if not found:
        spki = certificate.facts.key.spki_sha256
        found = {key.id: key for key in cluster.inventory.keys.values() if key.spki_sha256 == spki}
    return list(found.values())


def is_anchor(cluster: Cluster, certificate: Certificate) -> bool:
    """Whether a certificate is a CA, or stands where somebody looks for one."""
    return certificate.facts.is_ca or any(certificate.id in ids for ids in _anchors(cluster))


def _anchors(cluster: Cluster) -> Iterable[tuple[str, ...]]:
    for connection in cluster.connections.values():
        yield connection.client.ca.ids
        yield connection.server.client_ca.ids
        yield connection.server.requestheader_ca.ids


def shown_by_a_server(cluster: Cluster, certificate: Certificate) -> list[Connection]:
    """The connections whose server shows this certificate, wherever it stands."""
    fingerprint = certificate.facts.fingerprint_sha256
    return [
        one
        for one in cluster.connections.values()
        if (leaf := cluster.certificate(one.server.certificate)) and leaf.facts.fingerprint_sha256 == fingerprint
    ]


def unknown(target: str) -> BadFault:
    """The refusal of an id that this tree does not have."""
    return BadFault(
        f"This tree has no {visible(target[:120])!r}.",
        remedy="Name a certificate, key or connection by its id: kubepki inspect --format json lists them.",
    )
