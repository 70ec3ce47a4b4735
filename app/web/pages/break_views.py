"""What the templates of "Break it, mend it" are given."""

from dataclasses import dataclass

from .choice import Choice
from .panel_views import ListRow


@dataclass(frozen=True, slots=True)
class FormView:
    """A value that a person writes: `action` is where the form goes, `hidden` what it carries along."""

    action: str
    hidden: tuple[tuple[str, str], ...]
    fault: str
    label: str


@dataclass(frozen=True, slots=True)
class OfferView:
    """A way to break: a link, or several below a title, or a form."""

    title: str
    href: str
    current: bool
    choices: tuple[Choice, ...]
    form: FormView | None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """`names` in place of `rows`: those of whom nothing more is to be said, in one line; `count` is how many."""

    text: str
    count: int
    names: str
    rows: tuple[ListRow, ...]
    more: int
    after: str


@dataclass(frozen=True, slots=True)
class ChapterView:
    title: str
    folded: bool
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class GuessRow:
    """A line to be marked, and how it came out: `marked` by the person; `fate`: dies, lives, or dies in part, where
    either answer is right; `word`: right, missed or wrongly marked.
    """

    number: int
    group: int
    text: str
    note: str
    marked: bool
    word: str
    fate: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """The question before it is shown, or the comparison behind it (`told` says how many were right)."""

    rows: tuple[GuessRow, ...]
    action: str
    hidden: tuple[tuple[str, str], ...]
    told: str

    @property
    def marked(self) -> int:
        return sum(row.marked for row in self.rows)


@dataclass(frozen=True, slots=True)
class BreakPanel:
    """`place`: whose it is; `targets`: what may be meant, where that is several; `broken`: whether anything is."""

    title: str
    place: str
    close: str
    targets: tuple[Choice, ...]
    offers: tuple[OfferView, ...]
    more: tuple[OfferView, ...]
    more_open: bool
    predict: Choice
    quiz: Quiz | None
    chapters: tuple[ChapterView, ...]
    quorum: str
    doors: tuple[str, ...]
    broken: bool
    kind: str = "break"


@dataclass(frozen=True, slots=True)
class BreakRow:
    """A fault that is put: `number` in the order of putting, `mend` takes it out."""

    number: int
    name: str
    place: str
    does: str
    href: str
    mend: str


@dataclass(frozen=True, slots=True)
class BreakStrip:
    """`undo`, `redo`: None where there is nothing to."""

    rows: tuple[BreakRow, ...]
    undo: str | None
    redo: str | None
    mend_all: str | None
    pick: str
    waits: bool
