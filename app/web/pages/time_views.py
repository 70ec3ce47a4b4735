"""What the templates of the clock are given."""

from dataclasses import dataclass

from .break_views import ChapterView
from .choice import Choice
from .panel_views import Pager


@dataclass(frozen=True, slots=True)
class StopView:
    """A stop of the slider: `time` and `what` ends there; `passed`: it lies before the page's clock."""

    time: str
    what: str
    href: str
    passed: bool
    current: bool


@dataclass(frozen=True, slots=True)
class ClockStrip:
    """`now`: back to the cluster's own clock; `prev`, `next`: events, None at the ends; `hidden`: what the form for a
    date carries along.
    """

    stops: tuple[StopView, ...]
    now: StopView
    prev: str | None
    next: str | None
    action: str
    hidden: tuple[tuple[str, str], ...]
    when: str


@dataclass(frozen=True, slots=True)
class EndingView:
    """Certificates that end at this stop and are renewed in one `way`."""

    way: str
    certificates: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TimePanel:
    """`ahead`: how far the clock was moved, empty at the cluster's own; `command`: what prevents it."""

    title: str
    ahead: str
    pager: Pager
    lead: str
    ending: tuple[EndingView, ...]
    chapters: tuple[ChapterView, ...]
    quorum: str
    command: str
    kind: str = "time"
