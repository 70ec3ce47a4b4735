"""`kubepki inspect`."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence

from ..analysis import document, text
from ..model.cluster import Cluster
from .trees import open_trees


def run(words: Sequence[str], form: str, clock: str | None) -> int:
    """Prints the tree in these paths, or the sample of this name."""
    sys.stdout.write(FORMS[form](open_trees(words, clock)))
    return 0


def as_json(cluster: Cluster) -> str:
    """The model, in ASCII: a terminal obeys no character of the tree."""
    return json.dumps(document(cluster), indent=2) + "\n"


FORMS: Mapping[str, Callable[[Cluster], str]] = {"text": text, "json": as_json}
