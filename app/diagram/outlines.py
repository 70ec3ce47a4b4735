"""The outlines of seals and the short form of paths."""

import re
from collections.abc import Iterable

from .marks import Mark, Point, Seal

_ARM, _TIP = 0.4, 1.08
_POLYGONS: dict[Seal, tuple[Point, ...]] = {
    Seal.DIAMOND: ((0, -1.16), (1.16, 0), (0, 1.16), (-1.16, 0)),
    Seal.TRIANGLE: ((0, -1.14), (1.14, 0.96), (-1.14, 0.96)),
    Seal.DOWN: ((0, 1.14), (1.14, -0.96), (-1.14, -0.96)),
    Seal.PLUS: (
        *((-_ARM, -_TIP), (_ARM, -_TIP), (_ARM, -_ARM), (_TIP, -_ARM), (_TIP, _ARM), (_ARM, _ARM)),
        *((_ARM, _TIP), (-_ARM, _TIP), (-_ARM, _ARM), (-_TIP, _ARM), (-_TIP, -_ARM), (-_ARM, -_ARM)),
    ),
    Seal.STAR: (
        *((0, -1.25), (0.31, -0.42), (1.19, -0.39), (0.5, 0.16), (0.73, 1.01)),
        *((0, 0.53), (-0.73, 1.01), (-0.5, 0.16), (-1.19, -0.39), (-0.31, -0.42)),
    ),
    Seal.BOW: ((-1, -1.05), (1, -1.05), (-1, 1.05), (1, 1.05)),
    Seal.OTHER: ((0, -1.05), (0.9, -0.52), (0.9, 0.52), (0, 1.05), (-0.9, 0.52), (-0.9, -0.52)),
    Seal.OWN: ((-0.83, -0.83), (0.83, -0.83), (0.83, 0.83), (-0.83, 0.83)),
}
"""In units of a seal's size, so that all look equally large."""
_HOLE, _DOTTED = 0.5, 0.85
_MOVE = re.compile(r"M(-?[\d.]+) (-?[\d.]+)")


def mark(seal: Seal, x: float, y: float, r: float) -> Mark:
    """A seal at its place."""
    return Mark(seal, x, y, r, _outline(seal, x, y, r))


def _outline(seal: Seal, x: float, y: float, r: float) -> str:
    if seal is Seal.CIRCLE:
        return _circle(x, y, r)
    if seal is Seal.RING:
        return _circle(x, y, r * 1.05) + _circle(x, y, r * _HOLE)
    if seal is Seal.UNKNOWN:
        return _circle(x, y, r * _DOTTED)
    if seal is Seal.KEY:
        return _key(x, y, r / 5.3)
    return polygon((x + dx * r, y + dy * r) for dx, dy in _POLYGONS[seal])


def _circle(x: float, y: float, r: float) -> str:
    half = f"a{number(r)} {number(r)} 0 1 0 "
    return f"M{pair((x - r, y))}{half}{number(2 * r)} 0{half}{number(-2 * r)} 0z"


def _key(x: float, y: float, unit: float) -> str:
    """A ring, a shank and a bit."""
    ring = _circle(x - 3.3 * unit, y, 2.6 * unit)
    return f"{ring}m{number(5.2 * unit)} 0h{number(6.7 * unit)}m{number(-2.4 * unit)} 0v{number(2.8 * unit)}"


def polygon(corners: Iterable[Point]) -> str:
    """A closed path through some points: relative to the first, so that equal shapes are equal text (and pack well)."""
    first, *others = corners
    steps = zip((first, *others), others, strict=False)
    return f"M{pair(first)}l" + " ".join(pair((b[0] - a[0], b[1] - a[1])) for a, b in steps) + "z"


def shifted(path: str, x: float, y: float) -> str:
    """A path as it is drawn where (x, y) is the origin: only its moves to a place (`M`) name one."""
    return _MOVE.sub(lambda at: f"M{number(float(at[1]) - x)} {number(float(at[2]) - y)}", path)


def number(value: float) -> str:
    """A coordinate, as short as it can be written: two decimals at most."""
    whole = int(value)
    return str(whole) if whole == value else f"{value:.2f}".rstrip("0").rstrip(".")


def pair(point: Point) -> str:
    """A point, as a path writes it."""
    return f"{number(point[0])} {number(point[1])}"
