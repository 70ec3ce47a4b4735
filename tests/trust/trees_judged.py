"""The verdicts of the real trees."""

from collections.abc import Iterator

from app.model.verdicts import Verdict
from tests.trees import NAMES, cluster


def verdicts_of_all_trees() -> Iterator[Verdict]:
    """Of every connection of every real tree."""
    for name in NAMES:
        yield from cluster(name).verdicts.values()
