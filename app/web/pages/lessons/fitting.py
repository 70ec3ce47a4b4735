"""Whether a cluster allows a lesson, and its play made ready. For a thread: signing takes hundredths of a second."""

from ....issuing.keys import KeyTooLong
from ....lessons import Lesson
from ....lessons.play import Play, Setting, Typed, started
from ....model.cluster import Cluster
from ....model.words import Sentence, Span
from ....simulation.supplying.lacks import obstacle
from ...services import Services

MOST_NODES = 12
"""A simulated host holds its files, and each has some ten throw-away keys."""

MOST_CERTIFICATES = 400


def refusal_at_sight(cluster: Cluster) -> Sentence | None:
    """Why no lesson can be played on a cluster, as far as that needs no world; None where it may be."""
    if len(cluster.nodes) > MOST_NODES or len(cluster.inventory.certificates) > MOST_CERTIFICATES:
        return (Span(f"It is larger than the {MOST_NODES} nodes that are simulated on a page."),)
    return obstacle(cluster)


def begun(
    services: Services, lesson: Lesson, cluster: Cluster, setting: Setting, typed: list[Typed]
) -> Play | Sentence:
    """A new play after some commands, or why the lesson cannot be played on this cluster."""
    at_sight = refusal_at_sight(cluster)
    if at_sight is not None:
        return at_sight
    try:
        play = played(services, lesson, cluster, setting, [])
    except KeyTooLong as fault:
        return (Span(str(fault)),)
    why_not = lesson.fits(play.world)
    if why_not is not None:
        return why_not
    for one in typed:
        play.again(one)
    return play


def played(services: Services, lesson: Lesson, cluster: Cluster, setting: Setting, typed: list[Typed]) -> Play:
    """A play after some commands."""
    return started(lesson, cluster, setting, services.keys, typed)
