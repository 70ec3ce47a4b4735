"""What the template of a handshake is given: one frozen object, nothing loose."""

from dataclasses import dataclass

from ...model.words import Sentence
from .choice import Choice
from .panel_views import GroupLink, Pager, SideView
from .views import Label


@dataclass(frozen=True, slots=True)
class HeadView:
    """An end: its box as on the map, with the file that it presents; `href` is None where that is in no file."""

    kind: str
    where: str
    name: str
    href: str | None
    seal: str | None
    side: str


@dataclass(frozen=True, slots=True)
class MarkView:
    outcome: str
    word: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class NoteView:
    """What happens inside of a side (client, server) behind a message."""

    side: str
    title: Sentence
    marks: tuple[MarkView, ...]
    text: Sentence


@dataclass(frozen=True, slots=True)
class EntryView:
    """A message or an alert. `sender`: client or server, `who` its name; `size` is None for an alert; `divider`: words
    that stand before it.
    """

    number: int
    sender: str
    who: str
    name: str
    brief: Sentence
    size: int | None
    facts: tuple[tuple[str, Sentence], ...]
    opened: bool
    divider: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class SaysView:
    """What one of the two ways says; `outcome` is its icon."""

    who: str
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class HandshakePanelView:
    """`cited`: whether files name their messages; `agree` is None where nothing can be compared."""

    group: GroupLink | None
    pager: Pager
    title: str
    client: SideView
    wire: Sentence
    token: bool
    server: SideView
    cited: bool
    says: tuple[SaysView, ...]
    agree: bool | None
    why: Sentence
    checks_href: str
    run_with: Sentence
    twin_href: str


@dataclass(frozen=True, slots=True)
class HandshakeView:
    """`afterwards`: messages behind the handshake; `refusal` says why there is nothing to shake, where that is so."""

    title: str
    label: Label
    map_href: str
    check_href: str
    files_href: str
    back_href: str
    heading: str
    versions: tuple[Choice, ...]
    fold: Choice
    number: int
    heads: tuple[HeadView, ...]
    entries: tuple[EntryView, ...]
    afterwards: tuple[EntryView, ...]
    closing: Sentence
    refusal: Sentence
    panel: HandshakePanelView
