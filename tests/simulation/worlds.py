"""Simulated worlds for tests: one pool of throw-away keys for all of them."""

import itertools
from datetime import datetime

from app.analysis.samples import open_sample
from app.issuing.keys import KeyPool
from app.model.cluster import Cluster
from app.simulation.beginning import begin
from app.simulation.terminal import Answer, Terminal
from app.simulation.world import World

POOL = KeyPool()


def world(sample: str = "ha2") -> World:
    """The world of a sample at its own clock."""
    return of(open_sample(sample))


def of(cluster: Cluster, now: datetime | None = None) -> World:
    return begin(cluster, POOL, now or cluster.clock)


def terminal(sample: str = "ha2", host: str = "cp1") -> Terminal:
    """A terminal whose CPU clock stands still: nothing is stopped for being slow."""
    return Terminal.on(world(sample), host, lambda: 0.0)


def ticking(sample: str = "ha2", step: float = 0.001) -> Terminal:
    """A terminal whose CPU clock goes on with every look at it."""
    clock = itertools.count()
    return Terminal.on(world(sample), "cp1", lambda: next(clock) * step)


def play(found: Terminal, *lines: str) -> Answer:
    """The answer to the last of some lines."""
    answers = [found.type(line) for line in lines]
    return answers[-1]
