"""`kubepki inspect`."""

import sys
from collections.abc import Callable, Iterable, Sequence

from ..analysis import printed, text
from ..model.cluster import Cluster
from .trees import open_trees


def run(words: Sequence[str], form: str, clock: str | None) -> int:
    """Prints the tree in these paths, or the sample of this name."""
    cluster = open_trees(words, clock)
    sys.stdout.writelines(FORMS[form](cluster))
    return 0


def as_svg(cluster: Cluster) -> Iterable[str]:
    """The map, as a file of its own."""
    from ..diagram.scene import Look, place
    from ..rendering.links import NoLinks
    from ..rendering.svg import render_svg

    return (render_svg(place(cluster, Look()), NoLinks(), standalone=True),)


FORMS: dict[str, Callable[[Cluster], Iterable[str]]] = {"text": text, "json": printed, "svg": as_svg}
