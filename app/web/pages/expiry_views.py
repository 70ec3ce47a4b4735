"""What the template of the expiry view is given."""

from dataclasses import dataclass

from ...diagram.timeline import Timeline
from ...model.words import Sentence
from .choice import Choice
from .panel_views import Section
from .views import Label, Tools


@dataclass(frozen=True, slots=True)
class Line:
    """A line of kubeadm's output, as it is; `href` selects its certificate. `dim`: a heading or a remark of kubeadm."""

    text: str
    href: str | None
    dim: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Terminal:
    """kubeadm's output on a node, and how to read it."""

    node: str
    command: str
    lines: tuple[Line, ...]
    notes: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Certificates of one name that kubeadm does not list. `href` selects the first of them to end."""

    name: str
    what: str
    where: str
    expires: str
    who: Sentence
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ChosenPanel:
    """A certificate's end. `alike`: those of the same name on other nodes; `more` counts those that are not shown."""

    seal: str
    name: str
    node: str
    close: str
    moment: str
    lead: str
    who: Sentence
    command: str | None
    restarts: tuple[Sentence, ...]
    checked: tuple[Section, ...]
    unchecked: tuple[Section, ...]
    alike: tuple[Choice, ...]
    more: int
    page_href: str
    map_href: str
    kind: str = "chosen"


@dataclass(frozen=True, slots=True)
class Glance:
    """How many certificates are renewed in one way."""

    count: int
    way: str
    text: str


@dataclass(frozen=True, slots=True)
class GlancePanel:
    title: str
    lead: str
    ways: tuple[Glance, ...]
    kind: str = "glance"


@dataclass(frozen=True, slots=True)
class ExpiryPage:
    """`spots`: the URL of each certificate that a mark of the picture leads to; `first`: what ends first."""

    title: str
    label: Label
    map_href: str
    check_href: str
    files_href: str
    tools: Tools
    first: str
    picture: Timeline
    spots: dict[str, str]
    terminal: Terminal | None
    left_out: tuple[LeftOut, ...]
    panel: ChosenPanel | GlancePanel
