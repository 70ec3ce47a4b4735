"""The rows at fault: what is wrong with the credential that a failing connection shows there."""

from collections.abc import Mapping

from ..model.cluster import Cluster, Connection, Group
from ..trust.faults import place_of_fault
from .ends import HEADER, SERVER, client_key, server_key


def faults(cluster: Cluster) -> Mapping[tuple[str, str], str]:
    """Words by component and row, for each row whose file makes a connection fail first. Where it makes several fail
    for different reasons, those of the first by id.
    """
    found: dict[tuple[str, str], str] = {}
    for connection in cluster.connections.values():
        verdict = cluster.verdicts.get(connection.id)
        place = place_of_fault(connection, verdict) if verdict else None
        if place is None or place.role == "ca":
            continue
        at_client = place.side == "client"
        component = connection.client.component if at_client else connection.server.component
        key = client_key(cluster, connection) if at_client else _presented(cluster, connection)
        if key != HEADER:
            found.setdefault((component, key), place.words)
    return found


def _presented(cluster: Cluster, connection: Connection) -> str:
    """The row of what the server presents: a token's line ends at the key that checks the token, which is not it."""
    return SERVER if connection.group is Group.TOKEN else server_key(cluster, connection)
