"""How a wire ends: an arrow where it works, a ring with its outcome where it does not."""

from dataclasses import replace

from .marks import Light, Point, Ring, Wire
from .outcomes import LineOutcome
from .routes import ARROW, LIT_ARROW, arrow, rounded

RING = 8
"""A ring's radius."""
_TO_RING = 10
"""From the tip of a line to the middle of its ring."""


def ended(wire: Wire, back: LineOutcome | None) -> Wire:
    """A wire with its path and its ends. `back`: what becomes of the lines that come back the same way, if any do."""
    head = LIT_ARROW if wire.light is Light.LIT else ARROW
    points = wire.points
    tips = [(points[-1], points[-2], wire.outcome)]
    tips += [(points[0], points[1], back)] if back else []
    arrows = tuple(arrow(tip, before, head) for tip, before, outcome in tips if outcome is LineOutcome.WORKS)
    rings = tuple(_ring(tip, before, outcome) for tip, before, outcome in tips if outcome is not LineOutcome.WORKS)
    return replace(wire, path=rounded(points, bool(back), head), arrows=arrows, rings=rings)


def _ring(tip: Point, before: Point, outcome: LineOutcome) -> Ring:
    return Ring(tip[0] + (_TO_RING if before[0] > tip[0] else -_TO_RING), tip[1], outcome)
