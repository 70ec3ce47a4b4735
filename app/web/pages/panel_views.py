"""What the templates of the panel are given: one frozen object for each kind of selection."""

from dataclasses import dataclass

from ...model.words import Sentence
from .choice import Choice


@dataclass(frozen=True, slots=True)
class GroupLink:
    number: int
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Pager:
    """The lines in reading order: `position` such as `7 of 12`, empty where none is selected."""

    prev: str | None
    next: str | None
    position: str
    total: int
    close: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A connection in a list. `note`: the nodes, or what tells it from others of the same text."""

    id: str
    href: str
    text: str
    note: str
    outcome: str
    word: str


@dataclass(frozen=True, slots=True)
class Section:
    """The connections of one group; number 0 and no `href` for those of none. `more`: where the rest of a long list
    stands.
    """

    number: int
    name: str
    href: str | None
    rows: tuple[ListRow, ...]
    more: Choice | None


@dataclass(frozen=True, slots=True)
class Start:
    title: str
    text: str
    href: str
    icon: str
    swaps: bool


@dataclass(frozen=True, slots=True)
class StartPanel:
    lead: Sentence
    starts: tuple[Start, ...]
    commands: tuple[object, ...]
    kind: str = "start"


@dataclass(frozen=True, slots=True)
class UnreadRow:
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A certificate or key by itself: its subject or kind, where it stands and until when, its page."""

    label: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class OverviewPanel:
    title: str
    lead: Sentence
    hints: tuple[Sentence, ...]
    loose: tuple[LooseRow, ...]
    groups: tuple[Section, ...]
    boxes: str
    components: tuple[Choice, ...]
    more_components: Choice | None
    unreadable: tuple[UnreadRow, ...]
    notes: tuple[str, ...]
    kind: str = "overview"


@dataclass(frozen=True, slots=True)
class GroupPanel:
    number: int
    name: str
    lead: Sentence
    rows: tuple[ListRow, ...]
    more: Choice | None
    pager: Pager
    kind: str = "group"


@dataclass(frozen=True, slots=True)
class RowView:
    """A credential: `label` crt, key, ca.crt …; `seal` the shape's name or None; `lacks`: not in the upload;
    `fault`: what is wrong with it.
    """

    role: str
    label: str
    name: str
    href: str | None
    seal: str | None
    note: Sentence
    lacks: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """One of several servers that a line reaches, with its outcome and the word for it."""

    label: str
    href: str
    current: bool
    outcome: str
    word: str


@dataclass(frozen=True, slots=True)
class SideView:
    side: str
    kind: str
    where: str
    href: str
    rows: tuple[RowView, ...]
    choices: tuple[ServerChoice, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    label: str
    field: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file that says something, and what; `file` is words where it is a convention, `href` None then."""

    file: str
    href: str | None
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class CommandView:
    title: str
    text: str
    expect: Sentence


@dataclass(frozen=True, slots=True)
class CheckView:
    ok: bool | None
    claim: str
    rows: tuple[tuple[str, Sentence], ...]
    name: str
    href: str | None
    field: str | None
    begins: str


@dataclass(frozen=True, slots=True)
class WordsView:
    who: str
    verb: str
    tail: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What becomes of the connection. `passed_words` and `later_words` sum up the folded checks; `fold_href` opens all
    folds, or closes them where all are `opened`.
    """

    outcome: str
    title: str
    then: Sentence
    assumed: Sentence
    passed: tuple[CheckView, ...]
    passed_words: str
    red: CheckView | None
    later: tuple[CheckView, ...]
    later_words: str
    words: tuple[WordsView, ...]
    words_of: str
    opened: bool
    fold_href: str


@dataclass(frozen=True, slots=True)
class ConnectionPanel:
    group: GroupLink | None
    pager: Pager
    title: str
    verdict: VerdictView | None
    lead: Sentence
    client: SideView
    wire: Sentence
    handshake_href: str
    token: bool
    server: SideView
    believes_title: str
    believes: tuple[Sentence, ...]
    often_told: tuple[Sentence, ...]
    evidence: tuple[Source, ...]
    command: CommandView | None
    kind: str = "connection"


@dataclass(frozen=True, slots=True)
class FileRow:
    """`leaves`: whether the link leads away from the map."""

    label: str
    name: str
    href: str | None
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class ComponentPanel:
    above: str
    pager: Pager
    title: str
    lead: Sentence
    points: tuple[Sentence, ...]
    groups: tuple[Section, ...]
    files_title: str
    files: tuple[FileRow, ...]
    more_files: Choice | None
    evidence: tuple[Source, ...]
    kind: str = "component"


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Part:
    """A certificate, key or context in a file; the first two have a page of their own."""

    title: str
    href: str | None
    seal: str | None
    facts: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class FilePanel:
    above: str
    pager: Pager
    title: str
    path: str
    lead: Sentence
    points: tuple[Sentence, ...]
    points_to: Choice | None
    text_href: str | None
    parts: tuple[Part, ...]
    groups: tuple[Section, ...]
    unreadable: tuple[str, ...]
    kind: str = "file"


Panel = StartPanel | OverviewPanel | GroupPanel | ConnectionPanel | ComponentPanel | FilePanel
