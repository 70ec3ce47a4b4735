"""A picture for the back row: what is spoken about and nothing else, as large as it can be.

A selected line is shown as its two boxes side by side, their rows level and the line straight between them; of any
other selection the camera (the viewBox) takes what is not dimmed, where it stands.
"""

from dataclasses import replace

from .endings import RING, ended
from .marks import Area, Badge, Box, Card, Light, Mark, Point, Row, Scene, Slip, Wire
from .outcomes import LineOutcome
from .outlines import mark
from .text import Style, Text, set_text

MARGIN = 12
"""Round what the camera takes: a halo, a badge and a focus ring are drawn past a box's edge."""
_GAP, _LONGEST_GAP = 112, 260
"""Between the two boxes: room for the badge and the address dialled, cut where that is longer."""
_ABOVE_LINE = 19


def close_up(scene: Scene, address: str = "") -> Scene:
    """The scene of what is selected. `address`: what the client of the selected line dials."""
    wire = scene.current
    ends = _ends(scene, wire) if wire else None
    return _side_by_side(scene, wire, *ends, address) if wire and ends else _taken(scene)


def _taken(scene: Scene) -> Scene:
    """What is not dimmed, where it stands; of a picture with nothing selected all of it. A CA that is only spoken of
    has no line and would make everything smaller.
    """
    boxes = tuple(box for box in scene.boxes if box.light is not Light.DIM)
    is_all = all(wire.light is not Light.DIM for wire in scene.wires)
    cards = tuple(card for card in scene.cards if card.light is Light.LIT or is_all)
    slips = tuple(slip for slip in scene.slips if slip.light is not Light.DIM)
    wires = tuple(wire for wire in scene.wires if wire.light is not Light.DIM)
    if not boxes and not cards and not slips:
        return scene
    drawn: tuple[Box | Card | Slip, ...] = (*boxes, *cards, *slips)
    areas = [one.area for one in drawn]
    points = [point for wire in wires for point in wire.points]
    camera = Area(0, 0, scene.width, scene.height) if is_all else _round(areas, points)
    return replace(
        scene,
        camera=camera,
        boxes=boxes,
        cards=cards,
        slips=slips,
        wires=wires,
        overlines=scene.overlines if is_all else (),
        zone=scene.zone if is_all else None,
    )


def _round(areas: list[Area], points: list[Point]) -> Area:
    left = min([area.x for area in areas] + [x for x, _ in points]) - MARGIN
    right = max([area.right for area in areas] + [x for x, _ in points]) + MARGIN
    top = min([area.y for area in areas] + [y for _, y in points]) - MARGIN
    bottom = max([area.bottom for area in areas] + [y for _, y in points]) + MARGIN
    return Area(left, top, right - left, bottom - top)


def _ends(scene: Scene, wire: Wire) -> tuple[Box | Slip, Box | Slip] | None:
    """The boxes at both ends of a wire; None where one of them is not drawn, or both are one."""
    drawn: tuple[Box | Slip, ...] = (*scene.boxes, *scene.slips)
    client = next((one for one in drawn if _holds(one.area, wire.points[0])), None)
    server = next((one for one in drawn if _holds(one.area, wire.points[-1])), None)
    return (client, server) if client and server and client is not server else None


def _holds(area: Area, point: Point) -> bool:
    return point[0] in (area.x, area.right) and area.y <= point[1] <= area.bottom


def _side_by_side(scene: Scene, wire: Wire, client: Box | Slip, server: Box | Slip, address: str) -> Scene:
    """Whichever stands further left in the map stands left here too."""
    swapped = server.area.x < client.area.x
    left, right = (server, client) if swapped else (client, server)
    level = {id(client): wire.points[0][1] - client.area.y, id(server): wire.points[-1][1] - server.area.y}
    y = max(level.values())
    words = set_text(address, Style.FILE, (0, 0), _LONGEST_GAP - 2 * MARGIN)
    gap = max(_GAP, words.width + 2 * MARGIN)
    left = _moved(left, -left.area.x, y - level[id(left)] - left.area.y)
    right = _moved(right, left.area.right + gap - right.area.x, y - level[id(right)] - right.area.y)
    points = (left.area.right, y), (right.area.x, y)
    middle = left.area.right + gap / 2
    both = (left, right)
    return replace(
        scene,
        camera=_round([one.area for one in both], []),
        boxes=tuple(one for one in both if isinstance(one, Box)),
        slips=tuple(one for one in both if isinstance(one, Slip)),
        cards=(),
        zone=None,
        overlines=_dialled(words, middle, y),
        wires=(_straight(wire, (points[1], points[0]) if swapped else points, middle),),
    )


def _dialled(words: Text, middle: float, y: float) -> tuple[Text, ...]:
    """The address over the line."""
    return (replace(words, x=middle - words.width / 2, y=y - _ABOVE_LINE),) if words.value else ()


def _straight(wire: Wire, points: tuple[Point, Point], middle: float) -> Wire:
    """The same wire on another way: its ends say what they said."""
    both = wire.start is None
    back = _of_the_way_back(wire) if both else None
    badge = Badge(middle, points[0][1], wire.group, in_zone=False) if wire.group else None
    made = replace(wire, points=points, bridges=(), badge=badge, start=None if both else points[0], light=Light.LIT)
    return ended(made, back)


def _of_the_way_back(wire: Wire) -> LineOutcome:
    """What becomes of the lines that come back the same way: the ring at the wire's begin says so, else its arrow."""
    x, y = wire.points[0]
    found = (ring.outcome for ring in wire.rings if ring.y == y and abs(ring.x - x) <= RING * 2)
    return next(found, LineOutcome.WORKS)


def _moved(one: Box | Slip, by_x: float, by_y: float) -> Box | Slip:
    """A box at another place."""
    if isinstance(one, Slip):
        return replace(
            one,
            area=_shifted(one.area, by_x, by_y),
            mark=_seal(one.mark, by_x, by_y),
            texts=tuple(_text(text, by_x, by_y) for text in one.texts),
        )
    return replace(
        one,
        area=_shifted(one.area, by_x, by_y),
        title=_text(one.title, by_x, by_y),
        where=_text(one.where, by_x, by_y),
        rows=tuple(_row(row, by_x, by_y) for row in one.rows),
        light=Light.LIT,
    )


def _row(row: Row, by_x: float, by_y: float) -> Row:
    return replace(
        row,
        area=_shifted(row.area, by_x, by_y),
        mark=_seal(row.mark, by_x, by_y),
        name=_text(row.name, by_x, by_y),
        tag=_text(row.tag, by_x, by_y),
        chip=_shifted(row.chip, by_x, by_y) if row.chip else None,
    )


def _shifted(area: Area, by_x: float, by_y: float) -> Area:
    return replace(area, x=area.x + by_x, y=area.y + by_y)


def _text(text: Text, by_x: float, by_y: float) -> Text:
    return replace(text, x=text.x + by_x, y=text.y + by_y)


def _seal(drawn: Mark | None, by_x: float, by_y: float) -> Mark | None:
    return mark(drawn.seal, drawn.x + by_x, drawn.y + by_y, drawn.r) if drawn else None
