"""How a wire runs: in fixed lanes between the columns, so that none passes through a box."""

from itertools import pairwise

from ..model.cluster import Group
from .board import Port
from .grid import (
    CENTRE,
    DOWN_LANE,
    FAN,
    FROM_KUBELET_LANE,
    HEADER_LANE,
    HEADER_LANE_RIGHT,
    LEFT,
    LEFT_LANE,
    LOOP_LANE,
    MARGIN_LANE,
    MARGIN_X,
    MARGIN_Y,
    PROBE_LANE,
    PROXY_LANE,
    RADIUS,
    RIGHT,
    TO_KUBELET_LANE,
)
from .marks import Point
from .outlines import number, pair

_TOKENS = Group.TOKEN.number
_ABOVE_TRUNK = 185
"""The badge of what joins the trunk from above, between kubectl's two rows."""
ARROW, LIT_ARROW = 9, 12
"""Length of an arrow's head; the line ends 1 past its base."""


def route(
    client: Port, server: Port, purpose: str, group: int, to_header: bool
) -> tuple[tuple[Point, ...], Point | None]:
    """The corners of a wire from one port to another, and where its badge stands (None: no room for one)."""
    side = (_column(client), _column(server))
    if side == (0, 1):
        return _between(client.right, client.y, server.left, server.y, HEADER_LANE if to_header else LEFT_LANE, 28)
    if side == (2, 1):
        lane = HEADER_LANE_RIGHT if to_header else FROM_KUBELET_LANE
        points, _ = _between(client.left, client.y, server.right, server.y, lane, 0)
        return points, (726, server.y) if not to_header else (lane + 33, client.y)
    if side == (1, 2):
        return _to_right(client, server, group)
    if side == (1, 0):
        return _round_the_left(client, server), None
    return _within_centre(client, server, purpose, group, to_header)


def _column(port: Port) -> int:
    return (LEFT.x, CENTRE.x, RIGHT.x).index(int(port.left))


def _between(x1: float, y1: float, x2: float, y2: float, lane: float, badge: float) -> tuple[tuple[Point, ...], Point]:
    if y1 == y2:
        return ((x1, y1), (x2, y2)), ((x1 + x2) / 2, y1)
    return ((x1, y1), (lane, y1), (lane, y2), (x2, y2)), (x1 + badge, y1)


def _to_right(client: Port, server: Port, group: int) -> tuple[tuple[Point, ...], Point]:
    """To a kubelet the trunk's badge stands at its begin, to others on the last stretch."""
    to_kubelet = group == 2
    lane = TO_KUBELET_LANE if to_kubelet else DOWN_LANE
    points, middle = _between(client.right, client.y, server.left, server.y, lane, 30)
    if to_kubelet:
        return points, (718, client.y)
    return points, middle if len(points) == 2 else (748, server.y)


def _within_centre(
    client: Port, server: Port, purpose: str, group: int, to_header: bool
) -> tuple[tuple[Point, ...], Point]:
    if not purpose and client.y < server.y and client.y > 250:
        points, _ = _between(client.right, client.y, server.right, server.y, DOWN_LANE, 0)
        return points, (DOWN_LANE, 470)
    x, y = client.left, client.y
    if purpose == "probe" and server.y > 500:
        points, _ = _between(x, y + FAN, server.left, server.y, PROBE_LANE, 0)
        return points, (PROBE_LANE, 335)
    if purpose == "loopback":
        points, _ = _between(x, y, server.left, server.y, LOOP_LANE, 0)
        return points, (LOOP_LANE, (y + server.y) / 2)
    lane = HEADER_LANE if to_header else LEFT_LANE
    if y > server.y and group != _TOKENS and lane == LEFT_LANE:
        lane = PROXY_LANE  # kube-proxy with a certificate: the lane below the trunk is the pods'
    points, _ = _between(x, y, server.left, server.y, lane, 0)
    if y > server.y:
        return points, (x - 22, y)
    return points, (lane, (y + server.y) / 2) if to_header else (lane, _ABOVE_TRUNK)


def _round_the_left(client: Port, server: Port) -> tuple[Point, ...]:
    y = client.y - FAN
    up = (client.left, y), (MARGIN_LANE, y), (MARGIN_LANE, MARGIN_Y), (MARGIN_X, MARGIN_Y)
    return (*up, (MARGIN_X, server.y), (server.left, server.y))


def rounded(points: tuple[Point, ...], both: bool, head: float) -> str:
    """The path of a wire: round corners, and room for its arrow's head (for two if it goes both ways)."""
    trimmed = list(points)
    trimmed[-1] = _towards(points[-1], points[-2], head - 1)
    if both:
        trimmed[0] = _towards(points[0], points[1], head - 1)
    pen = trimmed[0]
    path = f"M{pair(pen)}"
    for before, corner, after in zip(trimmed, trimmed[1:], trimmed[2:], strict=False):
        radius = min(RADIUS, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        path += f"{_step(pen, start)}q{pair(_minus(corner, start))} {pair(_minus(end, start))}"
        pen = end
    return path + _step(pen, trimmed[-1])


def _step(pen: Point, to: Point) -> str:
    """A straight stretch, relative: corners and trunks that are alike are then the same text, and pack well."""
    across, down = _minus(to, pen)
    if not down:
        return f"h{number(across)}"
    return f"v{number(down)}" if not across else f"l{pair((across, down))}"


def _minus(to: Point, pen: Point) -> Point:
    return to[0] - pen[0], to[1] - pen[1]


def arrow(tip: Point, before: Point, head: float) -> str:
    """The head of an arrow at `tip`, on a horizontal stretch."""
    back, half = (head if before[0] > tip[0] else -head), head * 0.55
    return f"M{pair(tip)}l{number(back)} {number(-half)}v{number(2 * half)}z"


def crossings(one: tuple[Point, ...], other: tuple[Point, ...]) -> list[tuple[Point, bool]]:
    """Where two wires cross at right angles inside both, and whether `one` runs horizontally there."""
    found = []
    for a, b in pairwise(one):
        level = a[1] == b[1]
        for c, d in pairwise(other):
            if level == (c[1] == d[1]):
                continue
            h1, h2, v1, v2 = (a, b, c, d) if level else (c, d, a, b)
            x, y = v1[0], h1[1]
            if (h1[0] - x) * (h2[0] - x) < 0 and (v1[1] - y) * (v2[1] - y) < 0:  # x and y lie between their ends
                found.append(((x, y), level))
    return found


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Point, b: Point, by: float) -> Point:
    """The point at a distance from `a` on the way to `b`; the two are level or upright."""
    length = _length(a, b) or 1
    return (a[0] + (b[0] - a[0]) * by / length, a[1] + (b[1] - a[1]) * by / length)
