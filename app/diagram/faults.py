"""The rows and CAs at fault: what is wrong with the file that makes a connection fail first."""

from collections.abc import Iterator, Mapping

from ..model.cluster import Cluster, Connection, Group
from ..topology.authorities import Authorities
from ..trust.faults import Place, place_of_fault
from .ends import HEADER, SERVER, client_key, server_key


def faults(cluster: Cluster) -> Mapping[tuple[str, str], str]:
    """Words by component and row, for each row whose file makes a connection fail first. Where it makes several fail
    for different reasons, those of the first by id.
    """
    found: dict[tuple[str, str], str] = {}
    for connection, place in _places(cluster):
        at_client = place.side == "client"
        if place.role == "ca" and not (at_client and _holds_its_ca(connection)):
            continue
        component = connection.client.component if at_client else connection.server.component
        key = client_key(cluster, connection) if at_client else _presented(cluster, connection)
        if key != HEADER:
            found.setdefault((component, key), place.words)
    return found


def ca_faults(cluster: Cluster, authorities: Authorities) -> Mapping[str, str]:
    """Words by a CA's component, for each whose card stands for the file that makes a connection fail first."""
    found: dict[str, str] = {}
    for connection, place in _places(cluster):
        at_client = place.side == "client"
        if place.role != "ca" or place.words == _REFUSED or (at_client and _holds_its_ca(connection)):
            continue
        for identifier in (connection.client.ca if at_client else connection.server.client_ca).ids:
            certificate = cluster.inventory.certificates.get(identifier)
            authority = authorities.of(certificate) if certificate else None
            if authority:
                found.setdefault(authority.component_id, place.words)
    return found


_REFUSED = "401"
"""No fault of the CA: something else in what the server was shown."""


def _places(cluster: Cluster) -> Iterator[tuple[Connection, Place]]:
    for connection in cluster.connections.values():
        verdict = cluster.verdicts.get(connection.id)
        if verdict and (place := place_of_fault(connection, verdict)):
            yield connection, place


def _holds_its_ca(connection: Connection) -> bool:
    """Whether the row of what a client presents stands for its CA file too: a kubeconfig."""
    client = connection.client
    return client.ca.path is not None and client.ca.path == client.certificate.path


def _presented(cluster: Cluster, connection: Connection) -> str:
    """The row of what the server presents: a token's line ends at the key that checks the token, which is not it."""
    return SERVER if connection.group is Group.TOKEN else server_key(cluster, connection)
