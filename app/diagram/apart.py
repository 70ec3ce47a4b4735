"""Working and failing lines never share the last stretch: a port where both end has two trunks, 16 px apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .endings import ended
from .grid import FROM_KUBELET_LANE
from .marks import Badge, Point, Wire
from .outcomes import LineOutcome

HALF = 8
"""Each trunk ends this far from the middle of its row. On the left the failing one ends below it, clear of the row of
kube-scheduler, which is almost level with it; on the right above it, clear of what comes up from the second kubelet.
"""
_BADGE = 20
"""From one badge to the next, at least."""
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
    moved = [_moved(wire) if len(kinds[wire.points[-1]]) > 1 and wire.start else wire for wire in found]
    return list(_with_own_badges(moved))


def _with_own_badges(wires: Iterable[Wire]) -> Iterator[Wire]:
    """Two trunks of one group that run side by side carry one badge."""
    kept: set[Badge] = set()
    for wire in wires:
        badge = wire.badge
        if badge and badge not in kept and any(_touch(badge, other) for other in kept):
            yield replace(wire, badge=None)
            continue
        if badge:
            kept.add(badge)
        yield wire


def _touch(one: Badge, other: Badge) -> bool:
    return one.number == other.number and abs(one.x - other.x) < _BADGE and abs(one.y - other.y) < _BADGE


def _fails(wire: Wire) -> bool:
    return wire.outcome in (LineOutcome.FAILS, LineOutcome.MARKED)


def _moved(wire: Wire) -> Wire:
    """A wire whose last stretch is moved up or down, and whose lane is moved aside if it fails."""
    *first, (lane, begin), (_, level), tip = _with_lane(wire.points)
    from_right = lane > tip[0]
    down = -HALF if _fails(wire) is from_right else HALF
    aside = (_RIGHT if from_right else _LEFT) if _fails(wire) else 0
    points = (*first, (lane + aside, begin), (lane + aside, level + down), (tip[0], tip[1] + down))
    return ended(replace(wire, points=points, badge=_badge(wire.badge, lane, level, aside, down)), None)


def _with_lane(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """A straight wire bends in the middle; one from a kubelet where the others from kubelets do."""
    if len(points) > 2:
        return points
    (x1, y), (x2, _) = points
    middle = FROM_KUBELET_LANE if x1 > x2 else (x1 + x2) / 2
    return (x1, y), (middle, y), (middle, y), (x2, y)


def _badge(badge: Badge | None, lane: float, level: float, aside: float, down: float) -> Badge | None:
    """The badge stays on its stretch."""
    if badge is None:
        return None
    x = badge.x + aside if badge.x == lane else badge.x
    return replace(badge, x=x, y=badge.y + down if badge.y == level else badge.y)
