"""The picture of the Signatures view: CAs on the left, what each signed on the right, a line for each signature."""

from collections.abc import Iterable
from dataclasses import dataclass

from .marks import Area, Mark, Seal
from .outlines import mark, number
from .text import Style, Text, set_text

WIDTH = 1024.0
_LEFT = Area(16, 0, 300, 0)
_RIGHT = Area(440, 0, 568, 0)
_HEAD, _ROW, _PAD, _GAP = 52.0, 28.0, 6.0, 18.0
_CORNER = 9.0
_TRUNK = 392.0
MOST = 40
"""Rows of one CA; the list below the picture has them all."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a CA signed: a name, where, and the id of the certificate that its row leads to."""

    name: str
    where: str
    id: str


@dataclass(frozen=True, slots=True)
class Source:
    """A CA: its seal, its name, a second line, the component that its box leads to (None: none)."""

    seal: Seal
    name: str
    note: str
    component: str | None
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class LeafRow:
    area: Area
    name: Text
    where: Text
    seal: Mark
    id: str | None


@dataclass(frozen=True, slots=True)
class SourceBox:
    """A CA's box and its rows; `lines` are paths from the box to each row, `hollow`: the CA is not in the upload."""

    area: Area
    name: Text
    note: Text
    seal: Mark
    component: str | None
    hollow: bool
    rows_area: Area
    rows: tuple[LeafRow, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SigningScene:
    width: float
    height: float
    boxes: tuple[SourceBox, ...]


def place_signing(sources: Iterable[Source]) -> SigningScene:
    """CAs from top to bottom in their order, each beside what it signed: no line crosses another."""
    y, boxes = 8.0, []
    for source in sources:
        box = _box(source, y)
        boxes.append(box)
        y = max(box.area.bottom, box.rows_area.bottom) + _GAP
    return SigningScene(WIDTH, y - _GAP + 8 if boxes else 8.0, tuple(boxes))


def _box(source: Source, top: float) -> SourceBox:
    shown = source.leaves[:MOST]
    rest = len(source.leaves) - len(shown)
    leaves = (*shown, *((Leaf(f"{rest} more names below", "", ""),) if rest else ()))
    height = _PAD * 2 + _ROW * len(leaves)
    rows_top = top + max(0.0, _HEAD - height) / 2
    rows_area = Area(_RIGHT.x, rows_top, _RIGHT.width, height if leaves else 0)
    box_top = top + max(0.0, min(height, _ROW * 2 + _PAD * 2) - _HEAD) / 2
    area = Area(_LEFT.x, box_top, _LEFT.width, _HEAD)
    rows = tuple(_row(source, leaf, rows_top + _PAD + _ROW * index) for index, leaf in enumerate(leaves))
    return SourceBox(
        area=area,
        name=set_text(source.name, Style.TITLE, (area.x + 36, area.y + 22), area.width - 48),
        note=set_text(source.note, Style.PLACE, (area.x + 36, area.y + 40), area.width - 48),
        seal=mark(source.seal, area.x + 20, area.y + 20, 6),
        component=source.component,
        hollow=source.seal is Seal.UNKNOWN,
        rows_area=rows_area,
        rows=rows,
        lines=tuple(_line(area, row.area.middle) for row in rows),
    )


def _row(source: Source, leaf: Leaf, y: float) -> LeafRow:
    area = Area(_RIGHT.x, y, _RIGHT.width, _ROW)
    return LeafRow(
        area=area,
        name=set_text(leaf.name, Style.FILE, (area.x + 34, y + 18), 280),
        where=set_text(leaf.where, Style.TAG, (area.right - 14, y + 18), 220, end=True),
        seal=mark(source.seal, area.x + 18, area.middle, 5.3),
        id=leaf.id or None,
    )


def _line(box: Area, y: float) -> str:
    """From the middle of a box's right side along the common trunk to a row."""
    start, down = box.middle, y > box.middle
    corner = min(_CORNER, abs(y - start) / 2)
    sign = 1 if down else -1
    if corner < 0.5:
        return f"M{number(box.right)} {number(start)}H{number(_RIGHT.x)}"
    return (
        f"M{number(box.right)} {number(start)}H{number(_TRUNK - corner)}"
        f"q{number(corner)} 0 {number(corner)} {number(sign * corner)}V{number(y - sign * corner)}"
        f"q0 {number(sign * corner)} {number(corner)} {number(sign * corner)}H{number(_RIGHT.x)}"
    )
