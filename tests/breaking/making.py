"""Samples and trees with faults in them."""

from app.analysis import analyse
from app.analysis.samples import open_sample
from app.breaking.blast import Effect, Fate, blast
from app.breaking.broken import broken
from app.breaking.fault import parse
from app.model.cluster import Cluster
from app.reading.bounds import INSPECT
from app.reading.tree import Tree
from tests.issuing.making import members, packed

PKI = "cp1:/etc/kubernetes/pki/"


def sample(*faults: str, name: str = "one") -> Cluster:
    """A sample with faults in it."""
    return broken(open_sample(name), [parse(fault) for fault in faults])


def effects(*faults: str, name: str = "one") -> dict[str, Effect]:
    """What becomes of each connection of a sample."""
    found = blast(open_sample(name), sample(*faults, name=name))
    return {effect.connection: effect for effect in found}


def with_fate(found: dict[str, Effect], fate: Fate) -> set[str]:
    return {name for name, effect in found.items() if effect.fate is fate}


def exported(cluster: Cluster) -> Cluster:
    """The cluster that its exported twin shows when it is read again, at the same moment."""
    return analyse(Tree(tuple(members(packed(cluster)))), cluster.clock, INSPECT)
