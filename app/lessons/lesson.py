"""What a lesson is: steps that are reached by the state of a world, never by the string that was typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model.cluster import Cluster
from ..model.words import Sentence
from ..simulation.world import Host, World


@dataclass(frozen=True, slots=True)
class Situation:
    """A world as a lesson looks at it. `name`: what the learner wants in the certificate; `hosts`: the control-plane
    nodes, in order.
    """

    world: World
    name: str
    hosts: tuple[Host, ...]

    @property
    def first(self) -> Host:
        return self.hosts[0]


Check = Callable[[Situation], bool]
Says = Callable[[Situation], Sentence]
Commands = Callable[[Situation], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """`goal` is all that the free mode shows; `text` explains; `hints` become plainer; `solution`: commands, `ssh` and
    `exit` among them, that reach it from wherever the steps before it left off.
    """

    id: str
    title: str
    goal: Says
    text: Says
    hints: tuple[Says, Says]
    solution: Commands
    reached: Check


@dataclass(frozen=True, slots=True)
class Notice:
    """What went wrong, as the state shows it, and the way back."""

    id: str
    text: Sentence
    way_back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What a lesson's picture says of one thing on a machine. `outcome`: works, fails or not_checkable."""

    label: Sentence
    outcome: str
    word: str


@dataclass(frozen=True, slots=True)
class Card:
    """A machine in a lesson's picture."""

    title: str
    rows: tuple[Row, ...]


ADDRESS = "(address)"
"""What a keyed line may tell of beside hosts: where the learner's name leads."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A line of output (from 0) that decides: it gets a letter, as has the `target` in the picture, a host's name or
    ADDRESS; `text`: what it means, the caption.
    """

    line: int
    target: str
    text: Sentence


def _no_keys(situation: Situation, typed: str, output: str) -> tuple[Keyed, ...]:
    return ()


def _own_clock(cluster: Cluster) -> datetime:
    return cluster.clock


@dataclass(frozen=True, slots=True)
class Lesson:
    """`sample`: the tree that it is meant for; `fits`: whether a tree allows it, with the reason where not; `notices`:
    what a wrong turn has left behind; `is_about_a_name`: the learner chooses one, and the page draws which API server
    answers to it; `clock`: the moment at which its world begins, by default the cluster’s own; `prepared`: what somebody
    typed on the first control-plane node before the learner came; `cards`: its picture, which a template draws;
    `keys`: the lines that decide in what a command (as typed) printed.
    """

    id: str
    title: str
    about: Sentence
    sample: str
    steps: tuple[Step, ...]
    fits: Callable[[World], Sentence | None]
    notices: Callable[[Situation], tuple[Notice, ...]]
    is_about_a_name: bool = False
    clock: Callable[[Cluster], datetime] = _own_clock
    prepared: Sequence[str] = ()
    cards: Callable[[Situation], tuple[Card, ...]] | None = None
    keys: Callable[[Situation, str, str], tuple[Keyed, ...]] = _no_keys

    @property
    def has_own_clock(self) -> bool:
        """Whether the lesson chooses its moment itself."""
        return self.clock is not _own_clock

    def step(self, identifier: str) -> Step | None:
        return next((one for one in self.steps if one.id == identifier), None)


def progress(lesson: Lesson, situation: Situation) -> dict[str, str]:
    """Each step's state: `reached`, `current` (the first that is not), `open`."""
    found: dict[str, str] = {}
    waiting = True
    for step in lesson.steps:
        done = step.reached(situation)
        found[step.id] = "reached" if done else "current" if waiting else "open"
        waiting = waiting and done
    return found
