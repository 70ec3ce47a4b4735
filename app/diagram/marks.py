"""What a picture is made of, as numbers: a template turns them into marks and computes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .outcomes import LineOutcome
from .text import Text

Point = tuple[float, float]


class Light(StrEnum):
    """How a mark stands out; the value is its class in map.css. Nothing selected: everything is plain."""

    PLAIN = "plain"
    LIT = "lit"
    DIM = "dim"


class Seal(StrEnum):
    """Who signed: one shape for each CA of a cluster, and three that stand for no CA that has a card."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    DOWN = "down"
    PLUS = "plus"
    STAR = "star"
    BOW = "bow"
    RING = "ring"
    OTHER = "other"
    OWN = "own"
    UNKNOWN = "unknown"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Area:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A seal at its place: its middle, its size `r`, and its outline as a path. Some seals are filled, some are not."""

    seal: Seal
    x: float
    y: float
    r: float
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """A file in a box. `file` is the id of its page or None, `hollow`: not in the upload, `group` the number of the
    group that tints a lit row (0: ink), `label` what a screen reader says, `chip` the ground of its tag where that says
    what is wrong with the file, or what somebody says of its line (`asks`: and nothing is told yet).
    """

    area: Area
    mark: Mark | None
    name: Text
    tag: Text
    file: str | None
    hollow: bool
    group: int
    light: Light
    label: str
    chip: Area | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A component. `component` is the id that its header leads to."""

    area: Area
    component: str
    title: Text
    where: Text
    rows: tuple[Row, ...]
    hollow: bool
    light: Light
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """A CA. `component` is None for one that is not in the upload; `chip` is the ground of its note where that says
    what is wrong with the CA.
    """

    area: Area
    component: str | None
    mark: Mark
    texts: tuple[Text, ...]
    hollow: bool
    light: Light
    label: str
    chip: Area | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """A box of one line: a client inside another program, or what several boxes fold into (`mark` is None).

    It leads to `component`; without one to the list of all nodes. `lines` are the ids of the lines that a fold stands
    for.
    """

    area: Area
    component: str | None
    mark: Mark | None
    texts: tuple[Text, ...]
    light: Light
    label: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Badge:
    """A group's number on its wire."""

    x: float
    y: float
    number: int
    in_zone: bool


@dataclass(frozen=True, slots=True)
class Bridge:
    """Where a wire passes over another one: a piece of it in the colour of the ground below."""

    path: str
    in_zone: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """What stands at the end of a line in place of its arrow, unless it works."""

    x: float
    y: float
    outcome: LineOutcome


@dataclass(frozen=True, slots=True)
class Wire:
    """A line as it runs from the client's row to the server's. `id` is the line's, `lines` are the ids of all lines
    that it stands for (peers talk both ways), `server` the node whose server it is drawn to, where the line reaches
    several. `points` are its corners, `path` the same with round ones and room for the arrow, `group` 0 for none;
    `current`: it is what is selected.
    """

    id: str
    lines: tuple[str, ...]
    server: str | None
    group: int
    dashed: bool
    points: tuple[Point, ...]
    path: str
    start: Point | None
    arrows: tuple[str, ...]
    badge: Badge | None
    bridges: tuple[Bridge, ...]
    label: str
    light: Light
    current: bool
    outcome: LineOutcome
    rings: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture. `node` is the control-plane node in its middle, of `nodes`; `internals` whether they are shown;
    `camera`: the part that is looked at, None for all of it.
    """

    width: float
    height: float
    label: str
    node: str | None
    nodes: tuple[str, ...]
    internals: bool
    zone: Area | None
    overlines: tuple[Text, ...]
    cards: tuple[Card, ...]
    boxes: tuple[Box, ...]
    slips: tuple[Slip, ...]
    wires: tuple[Wire, ...]
    camera: Area | None = None

    @property
    def current(self) -> Wire | None:
        """The wire that is selected."""
        return next((wire for wire in self.wires if wire.current), None)

    @property
    def rings(self) -> tuple[Ring, ...]:
        """Wires that share a trunk share its end."""
        return tuple(dict.fromkeys(ring for wire in self.wires for ring in wire.rings))

    @property
    def badges(self) -> tuple[Badge, ...]:
        """Wires that share a trunk share its badge."""
        return tuple(dict.fromkeys(wire.badge for wire in self.wires if wire.badge))

    def texts(self) -> Iterator[Text]:
        """Every text of the picture."""
        yield from self.overlines
        for card in self.cards:
            yield from card.texts
        for slip in self.slips:
            yield from slip.texts
        for box in self.boxes:
            yield from (box.title, box.where)
            for row in box.rows:
                yield from (row.name, row.tag)
