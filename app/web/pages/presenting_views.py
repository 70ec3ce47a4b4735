"""What the templates of a presentation are given."""

from dataclasses import dataclass

from markupsafe import Markup

from ...model.words import Sentence
from .panel_views import CheckView, GroupLink, ServerChoice
from .views import MapPage


@dataclass(frozen=True, slots=True)
class Fact:
    """`words`: who shows or checks; `name`: the file; `fault`: what is wrong with it."""

    words: str
    name: str
    fault: str


@dataclass(frozen=True, slots=True)
class Pill:
    """One check, in a word. `outcome` names its icon, `state` says it: true, untrue, not checked; `is_red`: the one
    that decides.
    """

    word: str
    outcome: str
    state: str
    is_red: bool


@dataclass(frozen=True, slots=True)
class Turns:
    """The links of two keys, and the way out. `next_title`: what comes next, in words; `other`: the speaker's window,
    or back from it to the picture.
    """

    prev: str | None
    next: str | None
    next_title: str
    leave: str
    other: str


@dataclass(frozen=True, slots=True)
class Slide:
    """What is said of one stop on the map. `above`: what stands over the title beside the `group`; `groups`: of the
    whole map, each with its own stop.
    """

    group: GroupLink | None
    above: str
    title: str
    outcome: str
    verdict: str
    lead: Sentence
    facts: tuple[Fact, ...]
    servers: tuple[ServerChoice, ...]
    pills: tuple[Pill, ...]
    red: CheckView | None
    groups: tuple[GroupLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PresentPage:
    """`number`: the group's, 0 for none; `notes`: for the speaker's window, which shows the map's panel;
    `is_wide`: a line and its two boxes, which what is said stands below; else it stands beside.
    """

    title: str
    canonical: str
    number: int
    picture: Markup
    is_wide: bool
    slide: Slide
    turns: Turns
    notes: MapPage | None
