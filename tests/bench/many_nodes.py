"""Many nodes: what one node costs in a cluster of 100 against one of 10."""

from collections.abc import Iterator

from app.analysis import analyse
from app.diagram.scene import Look, place
from app.reading.bounds import INSPECT
from app.reading.tree import Tree
from app.rendering.links import NoLinks
from app.rendering.svg import render_svg
from tests.trees import CLOCK
from tests.workers import tree

from .measure import Goal, medians

FEW, MANY, MOST = 10, 100, 1.3


def goals() -> Iterator[Goal]:
    """Cost per node, the whole way from entries to the picture."""
    few, many = tree(FEW), tree(MANY)

    def picture(entries: tuple[object, ...]) -> str:
        cluster = analyse(Tree(entries), CLOCK, INSPECT)  # type: ignore[arg-type]
        return render_svg(place(cluster, Look()), NoLinks(), standalone=True)

    small, large = medians(lambda: picture(few), lambda: picture(many), rounds=9)
    per_small, per_large = small / (FEW + 1), large / (MANY + 1)
    detail = f"{per_large * 1e3:.2f} ms a node of {MANY + 1} against {per_small * 1e3:.2f} ms of {FEW + 1}"
    yield Goal(f"cost per node: {MANY} workers / {FEW} workers", per_large / per_small, MOST, detail)
