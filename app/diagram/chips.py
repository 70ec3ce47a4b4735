"""The chips that rows carry in place of their part: what is wrong with a file, and what somebody says will die."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..model.cluster import Cluster
from ..reading.visible import visible
from .ends import HEADER, client_key
from .faults import faults
from .lights import same_file
from .lines import Line

WRONG = "×"
"""Before what is wrong with a file."""
DIES = "dies?"
"""Of a line that somebody says will die."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What somebody says will die: `marked` ids of lines; `told`: how that came out (right, missed, wrongly marked), by
    line, None until it is shown; `broken`: what was done to a file, by its id, until it is shown.
    """

    marked: frozenset[str] = frozenset()
    told: Mapping[str, str] | None = None
    broken: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Chip:
    """`ways` to say it, the first that fits is shown; `asks`: nothing is told yet, so it is drawn with dashes."""

    ways: tuple[str, ...]
    asks: bool = False

    def spoken(self, shown: str) -> str:
        """What a screen reader says of it where less is shown."""
        return "" if shown == self.ways[0] else self.ways[0].removeprefix(WRONG).strip()


@dataclass(frozen=True, slots=True)
class Chips:
    """By component and row, and by the id of a row's file."""

    rows: Mapping[tuple[str, str], Chip]
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, component: str, key: str, file: str | None) -> Chip | None:
        found, broken = self.rows.get((component, key)), self.files.get(file or "")
        if broken is None:
            return found
        wrong = f"{WRONG} {broken}"
        return Chip((f"{wrong}, {found.ways[0]}", *found.ways), asks=True) if found else Chip((wrong, WRONG))


def chips(cluster: Cluster, lines: Iterable[Line], prediction: Prediction) -> Chips:
    """The chips of a picture. What is wrong with a file comes before what was said of its line."""
    wrong = {place: Chip((f"{WRONG} {visible(words)}", WRONG)) for place, words in faults(cluster).items()}
    said = {place: _said(found) for place, found in _predicted(cluster, lines, prediction).items()}
    files = {one: visible(words) for file, words in prediction.broken.items() for one in same_file(cluster, file)}
    return Chips({**said, **wrong}, files)


def _predicted(cluster: Cluster, lines: Iterable[Line], prediction: Prediction) -> Mapping[tuple[str, str], list[str]]:
    """What is said of the lines that begin at a row; empty for one that is not marked."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        words = (
            prediction.told.get(line.id, "") if prediction.told is not None else DIES * (line.id in prediction.marked)
        )
        for place in {(one.client.component, client_key(cluster, one)) for one in line.connections}:
            if place[1] != HEADER:
                found[place].append(words)
    return {place: words for place, words in found.items() if any(words)}


def _said(words: list[str]) -> Chip:
    """A row from which several lines go says how many of them."""
    counts = Counter(word for word in words if word)
    asks = DIES in counts
    if len(counts) > 1:
        return Chip((", ".join(f"{count} {word}" for word, count in counts.items()), "in part"))
    [(word, count)] = counts.items()
    if count == len(words):
        return Chip((word, "wrong") if word.startswith("wrongly") else (word, "?") if asks else (word,), asks)
    return Chip((f"{count} of {len(words)} {word.replace('dies', 'die')}", "?" if asks else word), asks)
