"""What the template of the pasted error is given."""

from dataclasses import dataclass

from ...explain.pasted import Checked
from ...model.words import Sentence
from .choice import Choice
from .panel_views import ListRow, Pager


@dataclass(frozen=True, slots=True)
class EdgesView:
    """Edges of one standing; `more` counts those that are not listed."""

    title: str
    rows: tuple[ListRow, ...]
    more: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class CauseView:
    """A file that can be at fault: `of` whom, how many `edges` lead to it, and the command that shows whether it is."""

    name: str
    href: str | None
    pointer: str
    of: str
    edges: int
    on: str
    command: str | None
    expect: Sentence


@dataclass(frozen=True, slots=True)
class RepairView:
    words: Sentence
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClueView:
    """Files that are mended together."""

    causes: tuple[CauseView, ...]
    repair: RepairView


@dataclass(frozen=True, slots=True)
class SingleView:
    """A fault that would make the tree say it: `href` leads to the map broken so."""

    words: Sentence
    edges: int
    href: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One thing that the text says. `words`: the part that says so; `outcome` names the icon of the answer; `then`: the
    map at another moment; `certificates`: those that the text names;
    `singles`: which one fault would make the tree say it.
    """

    words: str
    count: int
    speaker: str
    means: Sentence
    outcome: str
    answer: Sentence
    checks: tuple[Checked, ...]
    then: Choice | None
    certificates: tuple[Choice, ...]
    edges: tuple[EdgesView, ...]
    clues: tuple[ClueView, ...]
    singles: tuple[SingleView, ...]
    advice: RepairView | None


@dataclass(frozen=True, slots=True)
class PastedPanel:
    """The form with its `text`, and what it tells of. `unread`: lines that say nothing known beside some that do."""

    pager: Pager
    action: str
    text: str
    most: int
    asked: bool
    cut: bool
    unread: int
    readings: tuple[ReadingView, ...]
    kind: str = "pasted"
    title: str = "Paste your error"
