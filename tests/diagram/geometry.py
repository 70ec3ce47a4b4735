"""What is wrong with a picture: pure geometry over the numbers of a scene."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from app.diagram.marks import Area, Badge, Point, Scene, Wire
from app.diagram.text import Style, Text

SIZES = {Style.TITLE: 13.5, Style.OVERLINE: 11.0, Style.FILE: 11.5, Style.TAG: 10.8}
BADGE = 9
TOLERANCE = 0.51
CORNER = 9
"""A wire's corner is round: there it is nearer to its lane than its points say, never further."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A text's rectangle, and the area that must hold it."""

    text: Text
    area: Area
    holder: Area


def complaints(scene: Scene) -> list[str]:
    """Everything that is wrong with a scene; empty for a good one."""
    return [
        *_wires_through_boxes(scene),
        *_texts_outside(scene),
        *_overlapping_texts(scene),
        *_overlapping_areas(scene),
        *_loose_ends(scene),
        *_badges(scene),
        *_tangled(scene),
    ]


def crossings(scene: Scene) -> set[Point]:
    """The points where wires cross: a trunk of several that another wire crosses is one point."""
    found = set()
    for one, other in combinations(scene.wires, 2):
        for a, b in pairwise(one.points):
            for c, d in pairwise(other.points):
                if point := _crossing(a, b, c, d):
                    found.add(point)
    return found


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    if (a[1] == b[1]) == (c[1] == d[1]):
        return None
    (h1, h2), (v1, v2) = ((a, b), (c, d)) if a[1] == b[1] else ((c, d), (a, b))
    x, y = v1[0], h1[1]
    inside = min(h1[0], h2[0]) < x < max(h1[0], h2[0]) and min(v1[1], v2[1]) < y < max(v1[1], v2[1])
    return (x, y) if inside else None


def areas(scene: Scene) -> list[Area]:
    return [
        *(card.area for card in scene.cards),
        *(box.area for box in scene.boxes),
        *(slip.area for slip in scene.slips),
    ]


def _wires_through_boxes(scene: Scene) -> Iterator[str]:
    for wire in scene.wires:
        for a, b in pairwise(wire.points):
            if a[0] != b[0] and a[1] != b[1]:
                yield f"{wire.id} runs aslant"
            stretch = Area(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
            for area in areas(scene):
                if _meets(_shrunk(area, TOLERANCE), stretch):
                    yield f"{wire.id} runs through the box at {area.x}, {area.y}"
            for placed in texts(scene):
                if _meets(placed.area, stretch):
                    yield f"{wire.id} runs over “{placed.text.value}”"


def texts(scene: Scene) -> list[Placed]:
    """Every text with its own rectangle and the one that must hold it."""
    whole = Area(0, 0, scene.width, scene.height)
    found = [_placed(text, whole) for text in scene.overlines]
    for card in scene.cards:
        found += [_placed(text, card.area) for text in card.texts]
    for slip in scene.slips:
        found += [_placed(text, slip.area) for text in slip.texts]
    for box in scene.boxes:
        header = Area(box.area.x, box.area.y, box.area.width, 36)
        found += [_placed(text, header) for text in (box.title, box.where)]
        found += [_placed(text, row.area) for row in box.rows for text in (row.name, row.tag)]
    return [placed for placed in found if placed.text.value]


def _placed(text: Text, holder: Area) -> Placed:
    size = SIZES.get(text.style, 12.0)
    left = text.x - text.width if text.end else text.x
    return Placed(text, Area(left, text.y - size * 0.76, text.width, size), holder)


def _texts_outside(scene: Scene) -> Iterator[str]:
    for placed in texts(scene):
        room = _shrunk(placed.holder, 2)
        inside = room.x <= placed.area.x and placed.area.right <= room.right
        if not (inside and placed.holder.y <= placed.area.y and placed.area.bottom <= placed.holder.bottom + 1):
            yield f"“{placed.text.value}” leaves its box"


def _overlapping_texts(scene: Scene) -> Iterator[str]:
    for one, other in combinations(texts(scene), 2):
        if _meets(one.area, other.area):
            yield f"“{one.text.value}” overlaps “{other.text.value}”"
    for placed in texts(scene):
        if placed.holder not in areas(scene) and placed.text in scene.overlines:
            for area in areas(scene):
                if _meets(area, placed.area):
                    yield f"“{placed.text.value}” stands in a box"
        for badge in scene.badges:
            if _meets(_round(badge), placed.area):
                yield f"badge {badge.number} covers “{placed.text.value}”"


def _overlapping_areas(scene: Scene) -> Iterator[str]:
    whole = Area(0, 0, scene.width, scene.height)
    for area in areas(scene):
        if area.x < 0 or area.y < 0 or area.right > whole.right or area.bottom > whole.bottom:
            yield f"the box at {area.x}, {area.y} leaves the picture"
        if scene.zone and area.y < scene.zone.y < area.bottom:
            yield f"the box at {area.x}, {area.y} stands on the zone's edge"
    for one, other in combinations(areas(scene), 2):
        if _meets(one, other):
            yield f"the boxes at {one.x}, {one.y} and {other.x}, {other.y} overlap"


def _loose_ends(scene: Scene) -> Iterator[str]:
    for wire in scene.wires:
        for x, y in (wire.points[0], wire.points[-1]):
            if not any(x in (area.x, area.right) and area.y < y < area.bottom for area in areas(scene)):
                yield f"{wire.id} ends beside every box, at {x}, {y}"


def _badges(scene: Scene) -> Iterator[str]:
    for badge in scene.badges:
        for area in areas(scene):
            if _meets(_round(badge), area):
                yield f"badge {badge.number} at {badge.x}, {badge.y} stands on a box"
        own = [wire for wire in scene.wires if wire.badge == badge]
        if not all(any(_on(badge, a, b) for a, b in pairwise(wire.points)) for wire in own):
            yield f"badge {badge.number} at {badge.x}, {badge.y} is not on its line"
        for wire in scene.wires:
            if wire.group != badge.number and any(_on(badge, a, b) for a, b in pairwise(wire.points)):
                yield f"badge {badge.number} at {badge.x}, {badge.y} is on {wire.id}"
    for one, other in combinations(scene.badges, 2):
        if _meets(_round(one), _round(other)):
            yield f"badges {one.number} and {other.number} overlap at {one.x}, {one.y}"


def _tangled(scene: Scene) -> Iterator[str]:
    """Wires of two groups on one stretch of a lane could not be told apart."""
    for one, other in combinations(scene.wires, 2):
        if one.group != other.group and any(_overlap(s, t) for s in _stretches(one) for t in _stretches(other)):
            yield f"{one.id} and {other.id} run on each other"


def _stretches(wire: Wire) -> list[Area]:
    return [
        Area(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in pairwise(wire.points)
    ]


def _overlap(one: Area, other: Area) -> bool:
    if one.width == other.width == 0 and one.x == other.x:
        return min(one.bottom, other.bottom) - max(one.y, other.y) > CORNER
    if one.height == other.height == 0 and one.y == other.y:
        return min(one.right, other.right) - max(one.x, other.x) > CORNER
    return False


def _on(badge: Badge, a: Point, b: Point) -> bool:
    level = a[1] == b[1] == badge.y and min(a[0], b[0]) <= badge.x <= max(a[0], b[0])
    return level or (a[0] == b[0] == badge.x and min(a[1], b[1]) <= badge.y <= max(a[1], b[1]))


def _round(badge: Badge) -> Area:
    return Area(badge.x - BADGE, badge.y - BADGE, 2 * BADGE, 2 * BADGE)


def _shrunk(area: Area, by: float) -> Area:
    return Area(area.x + by, area.y + by, area.width - 2 * by, area.height - 2 * by)


def _meets(one: Area, other: Area) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
