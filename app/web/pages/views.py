"""What the templates of the map are given: one frozen object each, nothing loose."""

from dataclasses import dataclass

from markupsafe import Markup

from .break_views import BreakPanel, BreakStrip
from .choice import Choice
from .paging import Paging
from .panel_views import Panel
from .pasting_views import PastedPanel
from .time_views import ClockStrip, TimePanel

AnyPanel = Panel | PastedPanel | BreakPanel | TimePanel


@dataclass(frozen=True, slots=True)
class Label:
    """What is open: `kind` (Sample, Upload, This machine) and its title."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A group of the legend; `href` is None for one without connections."""

    number: int
    name: str
    href: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Count:
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the picture, and its word."""

    outcome: str
    word: str


@dataclass(frozen=True, slots=True)
class Strip:
    """`outcomes`: the marks at the ends of lines that are not arrows, as far as the cluster has such lines."""

    groups: tuple[LegendEntry, ...]
    outcomes: tuple[Mark, ...]
    counts: tuple[Count, ...]
    paper_href: str
    error_href: str
    time_href: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines fail, or that all work: `outcome` names the icon."""

    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class Tools:
    """The title row. `nodes`: the control-plane nodes; `internals`: the switch, None in the table, which has all;
    `export`: what is shown, as a file; `breaking`: to "Break it" and back; `present_href`: for a projector.
    """

    heading: str
    nodes: tuple[Choice, ...]
    internals: Choice | None
    views: tuple[Choice, ...]
    search_href: str
    export: Choice
    tally: Tally | None = None
    breaking: Choice | None = None
    present_href: str | None = None


@dataclass(frozen=True, slots=True)
class UploadFoot:
    """`id`: the cluster's, under which a browser notes what it cut out of the upload before sending."""

    id: str
    until: str
    delete_href: str


@dataclass(frozen=True, slots=True)
class Foot:
    samples: tuple[Choice, ...]
    upload: UploadFoot | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A file in the table: its name, or words where no file is there (`href` is None then)."""

    name: str
    href: str | None


@dataclass(frozen=True, slots=True)
class TableRow:
    id: str
    href: str
    client: str
    server: str
    number: int | None
    group: str
    address: str
    client_cells: tuple[Cell, ...]
    server_cells: tuple[Cell, ...]
    identity: str
    current: bool
    outcome: str
    word: str


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[TableRow, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class MapPage:
    """The whole page. `picture` is the SVG, empty where a `table` is shown instead; `is_empty`: nothing is drawn in it;
    `group`: the selected one, or 0; `breaks`: what is broken, where anything is or may be picked; `clock`: the slider;
    `strip_changed`: whether the asking page's strip shows breaks;
    `legend_changed`: whether a fragment must bring the legend's links anew, because what they keep has changed.
    """

    title: str
    label: Label
    map_href: str
    check_href: str
    lessons_href: str
    files_href: str
    canonical: str
    tools: Tools
    strip: Strip
    breaks: BreakStrip | None
    clock: ClockStrip | None
    panel: AnyPanel
    foot: Foot
    picture: Markup
    is_empty: bool
    group: int
    legend_changed: bool
    strip_changed: bool
    table: Table | None
