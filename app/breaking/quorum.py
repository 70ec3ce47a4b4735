"""Whether the members of an etcd still reach a majority of each other (etcd's raft needs more than half of them)."""

from ..model.cluster import Cluster
from ..model.verdicts import Outcome


def loses_quorum(cluster: Cluster) -> bool:
    """Several members, and no group of them that talk to each other both ways is a majority."""
    members = sorted({one.client.component for one in cluster.connections.values() if one.purpose == "peer"})
    alive = {
        (one.client.component, one.server.component)
        for one in cluster.connections.values()
        if one.purpose == "peer" and cluster.verdicts[one.id].outcome is not Outcome.FAILS
    }
    return bool(members) and max(len(_reached(one, members, alive)) for one in members) <= len(members) // 2


def _reached(first: str, members: list[str], alive: set[tuple[str, str]]) -> set[str]:
    found, waiting = {first}, [first]
    while waiting:
        here = waiting.pop()
        for other in members:
            if other not in found and {(here, other), (other, here)} <= alive:
                found.add(other)
                waiting.append(other)
    return found
