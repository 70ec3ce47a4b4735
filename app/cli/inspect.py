"""`kubepki inspect`."""

import sys
from collections.abc import Callable, Iterable, Sequence

from ..analysis import printed, text
from ..model.cluster import Cluster
from ..model.verdicts import Outcome
from .exits import A_CONNECTION_FAILS
from .trees import break_it, open_trees


def run(words: Sequence[str], form: str, clock: str | None, faults: Sequence[str] = ()) -> int:
    """Prints the tree in these paths, or the sample of this name. The exit code tells whether a connection fails."""
    cluster = break_it(open_trees(words, clock), faults)
    sys.stdout.writelines(FORMS[form](cluster))
    fails = any(verdict.outcome is Outcome.FAILS for verdict in cluster.verdicts.values())
    return A_CONNECTION_FAILS if fails else 0


def as_svg(cluster: Cluster) -> Iterable[str]:
    """The map, as a file of its own."""
    from ..diagram.scene import Look, place
    from ..rendering.links import NoLinks
    from ..rendering.svg import render_svg

    return (render_svg(place(cluster, Look()), NoLinks(), standalone=True),)


FORMS: dict[str, Callable[[Cluster], Iterable[str]]] = {"text": text, "json": printed, "svg": as_svg}
