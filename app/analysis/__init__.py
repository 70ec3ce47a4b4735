"""The whole way in one call: an opened tree and a clock → the cluster; the cluster → its JSON document and text."""

from datetime import datetime

from ..breaking.broken import broken
from ..model.cluster import Cluster
from ..model.inventory import Inventory
from ..reading.bounds import INSPECT, Bounds
from ..reading.inventory import read_inventory
from ..reading.tree import Tree
from ..topology.build import at_clock, build
from ..topology.signatures import Signatures
from ..trust import judged
from .document import document, printed
from .text import text

__all__ = ["analyse", "at", "broken", "document", "moved", "printed", "text"]


def analyse(tree: Tree, clock: datetime, bounds: Bounds) -> Cluster:
    """Read, wire up and judge a tree at a moment.

    Raises NothingRecognised when it holds nothing of a cluster, LimitExceeded when it is too large or too laborious.
    """
    return at(read_inventory(tree, bounds), clock, bounds)


def at(inventory: Inventory, clock: datetime, bounds: Bounds) -> Cluster:
    """What was read, wired up and judged at a moment. Raises LimitExceeded when that is too laborious."""
    signatures = Signatures(bounds)
    return judged(build(inventory, clock, signatures), signatures)


def moved(cluster: Cluster, clock: datetime) -> Cluster:
    """The same tree judged at another moment. No signature of its certificates is checked again."""
    return judged(at_clock(cluster, clock), Signatures(INSPECT, cluster.signers))
