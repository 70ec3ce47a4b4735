"""The whole way in one call: an opened tree and a clock → the cluster; the cluster → its JSON document and text."""

from datetime import datetime

from ..model.cluster import Cluster
from ..reading.bounds import Bounds
from ..reading.inventory import read_inventory
from ..reading.tree import Tree
from ..topology.build import build
from .document import document, printed
from .text import text

__all__ = ["analyse", "document", "printed", "text"]


def analyse(tree: Tree, clock: datetime, bounds: Bounds) -> Cluster:
    """Read and wire up a tree at a moment.

    Raises NothingRecognised when it holds nothing of a cluster, LimitExceeded when it is too large or too laborious.
    """
    return build(read_inventory(tree, bounds), clock, bounds)
