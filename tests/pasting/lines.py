"""Real lines of tests/data/pasted.json: whole, with the fault that each tells of, what of it must be caught, and the
versions that print it so. Those of Kubernetes 1.37 are of a recorded cluster, as they stood in its logs.
"""

import json
from pathlib import Path
from typing import NamedTuple


class Line(NamedTuple):
    """`of`: which versions print it."""

    line: str
    fault: str
    pieces: dict[str, str]
    of: str


LINES = tuple(Line(**row) for row in json.loads((Path(__file__).parents[1] / "data" / "pasted.json").read_text()))
