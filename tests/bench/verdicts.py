"""Verdicts: what one connection costs among a thousand nodes against ten."""

from collections.abc import Iterator

from app.model.cluster import Cluster
from app.reading.bounds import INSPECT
from app.reading.inventory import read_inventory
from app.reading.tree import Tree
from app.topology.build import build
from app.topology.signatures import Signatures
from app.trust import judged
from tests.trees import CLOCK
from tests.workers import tree

from .measure import Goal, medians

FEW, MANY, MOST = 10, 1000, 1.2


def goals() -> Iterator[Goal]:
    """Cost per connection, from the wired cluster to its verdicts, every signature known."""
    few, many = _wired(FEW), _wired(MANY)
    small, large = medians(lambda: _judge(few), lambda: _judge(many), rounds=7)
    per_small, per_large = small / len(few.connections), large / len(many.connections)
    detail = f"{per_large * 1e6:.0f} µs a connection of {len(many.connections)} against {per_small * 1e6:.0f} µs of "
    yield Goal(
        f"cost per verdict: {MANY} workers / {FEW} workers",
        per_large / per_small,
        MOST,
        f"{detail}{len(few.connections)}",
    )


def _wired(count: int) -> Cluster:
    return build(read_inventory(Tree(tree(count)), INSPECT), CLOCK, Signatures(INSPECT))


def _judge(cluster: Cluster) -> Cluster:
    return judged(cluster, Signatures(INSPECT, cluster.signers))
