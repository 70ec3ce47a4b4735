"""The expiry view's timeline: now to ten years, and the most crowded day of it in minutes, a row for each node."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from .marks import Mark, Seal
from .outlines import mark
from .text import Style, Text, set_text, width_of

WIDTH = 1024.0
LEFT, RIGHT = 100.0, 992.0
"""Where `now` and ten years stand."""
AXIS_Y = 36.0
ZOOM_TOP, ZOOM_HEAD, ROW = 78.0, 32.0, 32.0
MAX_ROWS = 12
"""Rows of the zoomed day; of more nodes the last row stands for the rest."""
NEAR = 26.0
"""Marks nearer than this become one with a count."""
CROWD = 4
"""Certificates of one day that are worth a closer look."""

YEAR = timedelta(days=365)
_SCALE = ((0.0, 0.0), (0.5, 0.194), (1.0, 0.387), (2.0, 0.523), (5.0, 0.760), (10.0, 1.0))
"""Years from now → part of the axis: the near future takes most of it."""
_TICKS = ((0.0, "now"), (0.5, "6 months"), (1.0, "1 year"), (2.0, "2 years"), (5.0, "5 years"), (10.0, "10 years"))
_PAST = 40.0
"""How far left of `now` whatever has ended stands."""
_STEPS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720))
_MAX_TICKS = 6
_R = 5.5
_SEAL_ROOM, _LABEL_GAP = 12.0, 14.0


@dataclass(frozen=True, slots=True)
class Event:
    """A certificate's end. `id` is the certificate's; `label` what it is called, `family` what several such are
    called together; `node` where it stands.
    """

    id: str
    moment: datetime
    node: str
    label: str
    family: str
    seal: Seal


@dataclass(frozen=True, slots=True)
class Spot:
    """One mark: a certificate's seal, or the `count` of several in a pill of `width`. `first` is the certificate
    that it leads to, the earliest; `names` are those of all, for who cannot see it.
    """

    x: float
    y: float
    first: str
    count: int
    width: float
    seal: Mark
    label: Text | None
    moments: tuple[datetime, datetime]
    names: tuple[str, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: Text


@dataclass(frozen=True, slots=True)
class Row:
    y: float
    name: Text
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Zoom:
    """The most crowded day. `source`: where on the axis it lies; `day`: the date of it."""

    source: float
    top: float
    bottom: float
    day: datetime
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    width: float
    height: float
    total: int
    ticks: tuple[Tick, ...]
    spots: tuple[Spot, ...]
    zoom: Zoom | None


def timeline(events: Iterable[Event], clock: datetime, current: str | None) -> Timeline:
    """The events from a clock on; what has ended stands before `now`, what ends after ten years at the axis' end."""
    ordered = sorted(events, key=lambda event: (event.moment, event.id))
    ticks = tuple(Tick(_x(years), set_text(word, Style.PLACE, (_x(years), 20), 80)) for years, word in _TICKS)
    placed = [(_at(event.moment, clock), event) for event in ordered]
    spots = tuple(_spots(placed, AXIS_Y, current, labels=False))
    zoom = _zoom(ordered, clock, current)
    height = zoom.bottom + 10 if zoom else AXIS_Y + 30
    return Timeline(WIDTH, height, len(ordered), ticks, spots, zoom)


def _x(years: float) -> float:
    for (start, low), (end, high) in pairwise(_SCALE):
        if years <= end:
            return round(LEFT + (RIGHT - LEFT) * (low + (high - low) * (years - start) / (end - start)), 1)
    return RIGHT


def _at(moment: datetime, clock: datetime) -> float:
    return LEFT - _PAST if moment < clock else _x((moment - clock) / YEAR)


def _spots(placed: Sequence[tuple[float, Event]], y: float, current: str | None, *, labels: bool) -> Iterator[Spot]:
    """Neighbours that would lie over each other are one spot, at their middle."""
    heaps: list[list[tuple[float, Event]]] = []
    for x, event in placed:
        if heaps and x - heaps[-1][-1][0] < NEAR:
            heaps[-1].append((x, event))
        else:
            heaps.append([(x, event)])
    before = LEFT
    for index, heap in enumerate(heaps):
        after = heaps[index + 1][0][0] - _LABEL_GAP if index + 1 < len(heaps) else RIGHT
        spot = _spot(heap, y, current, (before, after) if labels else None)
        yield spot
        before = spot.x + spot.width / 2 + (spot.label.width + _LABEL_GAP if spot.label and not spot.label.end else 0)


def _spot(heap: Sequence[tuple[float, Event]], y: float, current: str | None, room: tuple[float, float] | None) -> Spot:
    events = [event for _, event in heap]
    x = round((heap[0][0] + heap[-1][0]) / 2, 1)
    count = len(events)
    width = _SEAL_ROOM if count == 1 else max(24.0, width_of(str(count), Style.BADGE) + 14)
    label = _label(events, x, y, width, room) if room else None
    return Spot(
        x=x,
        y=y,
        first=events[0].id,
        count=count,
        width=width,
        seal=mark(events[0].seal, x, y, _R),
        label=label,
        moments=(events[0].moment, events[-1].moment),
        names=tuple(dict.fromkeys(event.label for event in events)),
        current=any(event.id == current for event in events),
    )


def _label(events: Sequence[Event], x: float, y: float, width: float, room: tuple[float, float]) -> Text | None:
    """The name beside a mark, on the right if it fits there, else on the left, else none."""
    names = {event.label if len(events) == 1 else event.family for event in events}
    text = names.pop() if len(names) == 1 else ""
    if not text:
        return None
    beside = width / 2 + 6
    need = width_of(text, Style.FILE)
    if x + beside + need <= room[1]:
        return set_text(text, Style.FILE, (x + beside, y + 4), room[1] - x - beside)
    if x - beside - need >= room[0]:
        return set_text(text, Style.FILE, (x - beside, y + 4), x - beside - room[0], end=True)
    return None


def _zoom(events: Sequence[Event], clock: datetime, current: str | None) -> Zoom | None:
    """The day on which most certificates end: that of the selected one if it is crowded too."""
    days: dict[datetime, list[Event]] = {}
    for event in events:
        days.setdefault(event.moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0), []).append(
            event
        )
    crowded = {day: found for day, found in days.items() if len(found) >= CROWD}
    if not crowded:
        return None
    chosen = next((day for day, found in crowded.items() if any(event.id == current for event in found)), None)
    day = chosen or max(crowded, key=lambda one: (len(crowded[one]), -one.timestamp()))
    found = crowded[day]
    begin, end, step = _window(found[0].moment, found[-1].moment)

    def at(moment: datetime) -> float:
        return round(LEFT + 20 + (RIGHT - LEFT - 40) * ((moment - begin) / (end - begin)), 1)

    nodes = _rows(found)
    rows = []
    for index, (name, mine) in enumerate(nodes):
        y = ZOOM_TOP + ZOOM_HEAD + ROW * index + ROW / 2 - 4
        spots = tuple(_spots([(at(event.moment), event) for event in mine], y, current, labels=True))
        rows.append(Row(y, set_text(name, Style.PLACE, (8, y + 4), LEFT - 16), spots))
    ticks = []
    moment = begin
    while moment <= end:
        ticks.append(Tick(at(moment), set_text(f"{moment:%H:%M}", Style.PLACE, (at(moment), ZOOM_TOP + 20), 60)))
        moment += step
    bottom = ZOOM_TOP + ZOOM_HEAD + ROW * len(rows)
    source = _at(found[0].moment, clock)
    return Zoom(source, ZOOM_TOP, bottom, day, tuple(ticks), tuple(rows))


def _window(first: datetime, last: datetime) -> tuple[datetime, datetime, timedelta]:
    """A window of whole steps round two moments, and its step."""
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    for step in _STEPS:
        zero = first.replace(hour=0, minute=0, second=0, microsecond=0)
        begin = zero + (first - zero) // step * step
        count = (last - begin) // step + 1
        if count <= _MAX_TICKS:
            break
    return begin, begin + count * step, step


def _rows(events: Sequence[Event]) -> list[tuple[str, list[Event]]]:
    """The events by node, in the order of names; those of the nodes beyond MAX_ROWS together."""
    by_node: dict[str, list[Event]] = {}
    for event in events:
        by_node.setdefault(event.node, []).append(event)
    names = sorted(by_node)
    if len(names) <= MAX_ROWS:
        return [(name, by_node[name]) for name in names]
    kept, rest = names[: MAX_ROWS - 1], names[MAX_ROWS - 1 :]
    others = sorted((event for name in rest for event in by_node[name]), key=lambda event: (event.moment, event.id))
    return [*((name, by_node[name]) for name in kept), (f"{len(rest)} more", others)]
