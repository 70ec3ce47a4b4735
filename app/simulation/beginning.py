"""A cluster's model → a simulated world: its twin, with throw-away keys, put on hosts that run."""

from datetime import datetime

from ..issuing.keys import KeySource
from ..model.cluster import Cluster
from .ground import ground_of
from .opening import open_world
from .world import World


def begin(cluster: Cluster, source: KeySource, now: datetime) -> World:
    """The world of a cluster's twin. Keys that commands make come from the same source, and follow the twin's."""
    ground = ground_of(cluster, source)
    world = open_world(cluster, ground.placed, now, ground.new_keys(), ground.issued)
    world.made = ground.made
    return world
