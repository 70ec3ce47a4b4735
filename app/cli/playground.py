"""What `kubepki shell` begins on: the tree, or the sample of the lesson where that will not do; what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..analysis.samples import open_sample, samples
from ..issuing.keys import KeyPool
from ..lessons import Lesson
from ..lessons.clocks import in_date
from ..model.cluster import Cluster
from ..model.words import plain
from ..simulation.beginning import begin
from ..simulation.supplying.lacks import obstacle
from ..simulation.supplying.telling import made_sentence
from ..simulation.world import World
from .trees import open_trees


@dataclass(frozen=True, slots=True)
class Playground:
    """A world, and what the simulation says before the first prompt: a line each."""

    world: World
    told: tuple[str, ...]


def playground(words: Sequence[str], clock: str | None, lesson: Lesson | None, keys: KeyPool) -> Playground:
    """The world of a tree at a clock, with what it lacks made. Raises Failure."""
    cluster = open_trees(list(words) or [lesson.sample if lesson else samples()[0].name], clock)
    told = [] if lesson is not None and lesson.has_own_clock else _clock(cluster)
    world = _begun(cluster, clock, lesson, keys)
    why_not = (obstacle(cluster) or lesson.fits(world)) if lesson is not None else None
    if lesson is not None and why_not is not None:
        told.append(f"“{lesson.title}” cannot be played on this tree: {plain(why_not)}")
        told.append(f"It opens on the sample {lesson.sample} instead.")
        world = _begun(open_sample(lesson.sample), None, lesson, keys)
    made = made_sentence(world)
    return Playground(world, (*told, *([plain(made)] if made else [])))


def _begun(cluster: Cluster, clock: str | None, lesson: Lesson | None, keys: KeyPool) -> World:
    moment = lesson.clock(cluster) if lesson is not None and clock is None else cluster.clock
    return begin(cluster, keys, moment)


def _clock(cluster: Cluster) -> list[str]:
    """Where certificates have ended: the option that sets the clock to a moment when they had not."""
    found = in_date(cluster)
    if found is None:
        return []
    some = f", all but {found.left}" if found.left else ""
    return [
        (
            f"{found.expired} certificates in use have expired at this clock ({cluster.clock:%Y-%m-%dT%H:%M:%SZ}). "
            f"To begin when they were in date{some}: --clock {found.moment:%Y-%m-%dT%H:%M:%SZ}"
        )
    ]
