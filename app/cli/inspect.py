"""`kubepki inspect`."""

import json
import sys
from collections.abc import Callable, Sequence

from ..analysis import document, text
from ..model.cluster import Cluster
from .trees import open_trees


def run(words: Sequence[str], form: str, clock: str | None) -> int:
    """Prints the tree in these paths, or the sample of this name."""
    cluster = open_trees(words, clock)
    sys.stdout.write(FORMS[form](cluster))
    return 0


def as_json(cluster: Cluster) -> str:
    """The model, in ASCII: a terminal obeys no character of the tree."""
    return json.dumps(document(cluster), indent=2) + "\n"


def as_svg(cluster: Cluster) -> str:
    """The map, as a file of its own."""
    from ..diagram.scene import Look, place
    from ..rendering.links import NoLinks
    from ..rendering.svg import render_svg

    return render_svg(place(cluster, Look()), NoLinks(), standalone=True)


FORMS: dict[str, Callable[[Cluster], str]] = {"text": text, "json": as_json, "svg": as_svg}
