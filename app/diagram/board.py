"""The board on which boxes are put: it sets their texts and remembers where a wire can begin or end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..reading.visible import visible
from .chips import Chips
from .credentials import Credential
from .ends import HEADER
from .grid import HEADER as HEADER_HEIGHT
from .grid import INSET, PAD, ROW, SLIP, Column
from .lights import Lights
from .marks import Area, Box, Light, Row, Slip
from .outlines import mark
from .text import FALLBACK, Style, Text, first_that_fits, middle, set_text, spoken, width_of

TO_NAME = 34
"""From a box's edge to a file's name, past its seal."""
TO_SEAL = 20
SEAL, BIG_SEAL = 5.3, 8.2
END = 12
GAP = 5
"""Between two texts of one line, at least: `kubelet-server-current.pem` and `server` must fit."""


@dataclass(frozen=True, slots=True)
class Port:
    """Where wires meet a row: its left and right end, and its height."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Heading:
    """A box's header. `component` is what it leads to, `stands_for` all that it shows (the first if empty), `where`
    ways to say its place: the first that fits is shown.
    """

    component: str
    title: str
    where: tuple[str, ...]
    stands_for: tuple[str, ...] = ()

    @property
    def components(self) -> tuple[str, ...]:
        return self.stands_for or (self.component,)


_SHOW = "show"


class Board:
    """Boxes and slips as they are put down, and their ports by component and row."""

    def __init__(self, lights: Lights, chips: Chips) -> None:
        self.lights = lights
        self._chips = chips
        self.boxes: list[Box] = []
        self.slips: list[Slip] = []
        self.ports: dict[tuple[str, str], Port] = {}

    def box(self, column: Column, y: float, heading: Heading, rows: Iterable[Credential], hollow: bool = False) -> Area:
        """Put down a box with a row for each credential. It is hollow if told so or if all its rows are."""
        rows = tuple(rows)
        area = Area(column.x, y, column.width, HEADER_HEIGHT + ROW * len(rows) + PAD)
        has_file = any(row.file in self.lights.files for row in rows)
        light = self.lights.box(heading.components, has_file)
        title, where = _header(area, heading)
        made = tuple(self._row(area, index, row, light) for index, row in enumerate(rows))
        hollow = hollow or (bool(rows) and all(row.hollow for row in rows))
        label = spoken((title, where), (heading.where[0],))
        self.boxes.append(Box(area, heading.component, title, where, made, hollow, light, label))
        for component in heading.components:
            self._port(component, HEADER, area, y + HEADER_HEIGHT / 2)
            for index, row in enumerate(rows):
                self._port(component, row.key, area, y + HEADER_HEIGHT + ROW * index + ROW / 2, row.component)
        return area

    def slip(self, column: Column, y: float, credential: Credential, title: str, lines: tuple[str, ...] = ()) -> None:
        """Put down a box of one line for a client inside another program; `lines`: what else it stands for."""
        area = Area(column.x, y, column.width, SLIP)
        light = self.lights.box((credential.component,)) if self._is_end(credential) else self._aside()
        drawn = mark(credential.seal, area.x + TO_SEAL, area.middle, SEAL) if credential.seal else None
        note = (credential.name, Style.FILE if drawn else Style.TAG)
        texts = _line(area, TO_NAME if drawn else INSET, (title, Style.SLIP), note)
        label = spoken(texts, credential.facts)
        self.slips.append(Slip(area, credential.component, drawn, texts, light, label, lines))
        self._port(credential.component, credential.key, area, area.middle)

    def fold(self, area: Area, component: str | None, ways: tuple[str, ...], lines: tuple[str, ...]) -> None:
        """Put down a box of one line that stands for several components; `ways` to say which, the longest first. It
        leads to `component`, without one to the list of nodes.
        """
        light = self.lights.wire(lines) if self.lights.selected else Light.PLAIN
        light = Light.PLAIN if light is Light.LIT else light
        room = area.width - INSET - END - width_of(_SHOW, Style.TAG) - GAP
        chosen = first_that_fits(ways, Style.FOLD, room)
        texts = _line(area, INSET, (chosen, Style.FOLD), (_SHOW, Style.TAG))
        self.slips.append(Slip(area, component, None, texts, light, spoken(texts, ways[:1]), lines))

    def _is_end(self, credential: Credential) -> bool:
        return not self.lights.rows or (credential.component, credential.key) in self.lights.rows

    def _aside(self) -> Light:
        return Light.DIM if self.lights.selected else Light.PLAIN

    def _row(self, area: Area, index: int, credential: Credential, box: Light) -> Row:
        y = area.y + HEADER_HEIGHT + ROW * index
        level = y + ROW / 2
        light, group = self.lights.row(credential.component, credential.key, credential.file, box)
        drawn = mark(credential.seal, area.x + TO_SEAL, level, SEAL) if credential.seal else None
        room = area.width - TO_NAME - END
        names = tuple(middle(visible(name)) for name in (credential.name, credential.name.rpartition("/")[2]))
        name_width = width_of(names[0], Style.FILE)
        found = self._chips.of(credential.component, credential.key, credential.file)
        tags = found.ways if found else credential.tags
        tag = first_that_fits(tags, Style.TAG, room - name_width - GAP)
        tag_room = max(room / 3, room - name_width - GAP)
        shown = set_text(tag, Style.TAG, (area.right - END, level + 4), tag_room, end=True)
        chosen = first_that_fits(names, Style.FILE, room - shown.width - GAP)
        name = set_text(chosen, Style.FILE, (area.x + TO_NAME, level + 4), room - shown.width - GAP)
        place = Area(area.x, y, area.width, ROW)
        label = spoken((name, shown), (found.spoken(tag) if found else "", *credential.facts))
        chip = Area(area.right - END - shown.width - 4, y + 5, shown.width + 8, ROW - 10) if found else None
        asks = bool(found and found.asks)
        return Row(place, drawn, name, shown, credential.file, credential.hollow, group, light, label, chip, asks)

    def _port(self, component: str, key: str, area: Area, y: float, own: str | None = None) -> None:
        """`own`: the component whose row it is; a box that stands for several has their rows under each one's id."""
        port = Port(area.x, area.right, y)
        self.ports.setdefault((component, key), port)
        if own and own != component:
            self.ports[own, key] = port


def _header(area: Area, heading: Heading) -> tuple[Text, Text]:
    room = area.width - INSET - END
    title = set_text(heading.title, Style.TITLE, (area.x + INSET, area.y + 23), room)
    left = room - title.width - GAP
    chosen = first_that_fits(heading.where, Style.PLACE, left)
    where = set_text(chosen, Style.PLACE, (area.right - END, area.y + 23), left, end=True)
    if (title.width + where.width) * FALLBACK + GAP > room:  # each may fit alone in a wider font, and not both
        return replace(title, squeezed=True), replace(where, squeezed=True)
    return title, where


def _line(area: Area, indent: float, title: tuple[str, Style], note: tuple[str, Style]) -> tuple[Text, Text]:
    """Two texts on one line: the note at the right end, and the title before it in the room that is left."""
    room = area.width - indent - END
    y = area.middle + 4
    left = room - width_of(title[0], title[1]) - GAP
    words = first_that_fits((note[0], note[0].rpartition("/")[2]), note[1], left)
    right = set_text(words, note[1], (area.right - END, y), max(left, room / 2), end=True)
    return set_text(title[0], title[1], (area.x + indent, y), room - right.width - GAP), right
