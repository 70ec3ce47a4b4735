"""Working and failing lines never share the last stretch: a port where both end has two trunks, 16 px apart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from .endings import ended
from .marks import Badge, Point, Wire
from .outcomes import LineOutcome

HALF = 8
"""Each trunk ends this far from the middle of its row: the failing one above it."""
_LEFT, _RIGHT = -14, -11
"""How far the failing trunk's lane stands beside the working one's, left and right of the centre."""


def apart(wires: Iterable[Wire]) -> list[Wire]:
    """The wires, those of a port that both kinds reach on two trunks. Wires that go both ways have a port of their
    own.
    """
    found = list(wires)
    kinds: dict[Point, set[bool]] = defaultdict(set)
    for wire in found:
        kinds[wire.points[-1]].add(_fails(wire))
    return [_moved(wire) if len(kinds[wire.points[-1]]) > 1 and wire.start else wire for wire in found]


def _fails(wire: Wire) -> bool:
    return wire.outcome is LineOutcome.FAILS


def _moved(wire: Wire) -> Wire:
    """A wire whose last stretch is moved up or down, and whose lane is moved aside if it fails."""
    *first, (lane, begin), (_, level), tip = _with_lane(wire.points)
    down = -HALF if _fails(wire) else HALF
    from_right = lane > tip[0]
    aside = (_RIGHT if from_right else _LEFT) if _fails(wire) else 0
    points = (*first, (lane + aside, begin), (lane + aside, level + down), (tip[0], tip[1] + down))
    return ended(replace(wire, points=points, badge=_badge(wire.badge, lane, level, aside, down)), None)


def _with_lane(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """A straight wire bends in the middle."""
    if len(points) > 2:
        return points
    (x1, y), (x2, _) = points
    middle = (x1 + x2) / 2
    return (x1, y), (middle, y), (middle, y), (x2, y)


def _badge(badge: Badge | None, lane: float, level: float, aside: float, down: float) -> Badge | None:
    """The badge stays on its stretch."""
    if badge is None:
        return None
    x = badge.x + aside if badge.x == lane else badge.x
    return replace(badge, x=x, y=badge.y + down if badge.y == level else badge.y)
