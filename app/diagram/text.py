"""Text of the picture: how wide it is, and how it is cut so that it stays in its place."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..reading.visible import visible
from .widths import FIRST, INTER, JETBRAINS_MONO

NAME_LIMIT = 28
"""Characters of a name before it is cut in the middle: `kubelet-client-current.pem` (26) fits whole."""
FALLBACK, MONO_FALLBACK = 1.25, 1.02
"""How much wider a system's font may be than Inter (DejaVu Sans Bold is 1.22) and than JetBrains Mono (DejaVu Sans Mono
is 1.004): text that would then no longer fit is held to its width by the picture."""
FOREIGN = 0.8
"""Of the font's size: a character that the vendored fonts lack, drawn in a font nobody knows."""
WIDE = 1.1
"""Of the font's size: the same for East Asian wide characters."""


_LONGEST = 120
"""Characters that a text is cut to before it is measured: no room of the picture holds more."""


class Style(StrEnum):
    """How a text is set; the value is its class in map.css."""

    OVERLINE = "ov"
    TITLE = "bn"
    PLACE = "bm"
    SLIP = "sn"
    FOLD = "fd"
    FILE = "fn"
    TAG = "tg"
    BADGE = "bt"


@dataclass(frozen=True, slots=True)
class _Face:
    size: float
    weight: int | None
    spacing: float = 0.0


_FACES = {
    Style.OVERLINE: _Face(11, 500, 0.55),
    Style.TITLE: _Face(13.5, 600),
    Style.PLACE: _Face(12, 400),
    Style.SLIP: _Face(12, 600),
    Style.FOLD: _Face(12, 400),
    Style.FILE: _Face(11.5, None),
    Style.TAG: _Face(10.8, 400),
    Style.BADGE: _Face(11, 600),
}
"""The same sizes as in map.css; weight None is JetBrains Mono."""
_INTER = {
    weight: {chr(ord(FIRST) + place): float(width) for place, width in enumerate(widths)}
    for weight, widths in INTER.items()
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text at its place: `x` is its start (its end if `end`), `y` its baseline. `squeezed`: another font than Inter
    could make it leave its place, so its width is fixed.
    """

    x: float
    y: float
    value: str
    style: Style
    width: float
    end: bool = False
    squeezed: bool = False


def middle(text: str, limit: int = NAME_LIMIT) -> str:
    """The text with its middle replaced by … when it has more than `limit` characters: both ends of a name tell most.

    >>> middle("system-node-with-a-very-long-name-01")
    'system-node-wi…-long-name-01'
    """
    if len(text) <= limit:
        return text
    kept = max(limit - 1, 0)
    head = (kept + 1) // 2
    tail = kept - head
    return text[:head] + "…" + text[len(text) - tail :]


def width_of(text: str, style: Style) -> float:
    """How wide a text is, in units of the picture. Kerning, which only makes text narrower, is left out."""
    face = _FACES[style]
    if text.isascii() and text.isprintable():
        widths = len(text) * JETBRAINS_MONO if face.weight is None else sum(map(_INTER[face.weight].__getitem__, text))
    else:
        widths = sum(_advance(character, face) for character in text)
    return round(widths * face.size / 1000 + len(text) * face.spacing, 1)


def _advance(character: str, face: _Face) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE * 1000
    if face.weight is None:
        return JETBRAINS_MONO
    return _INTER[face.weight].get(character, FOREIGN * 1000)


def set_text(value: str, style: Style, at: tuple[float, float], room: float, end: bool = False) -> Text:
    """A text of a tree at its place: made visible, and cut in the middle so that it fits `room`."""
    shown = middle(visible(value), _LONGEST)
    cut, size = shown, len(shown)
    while (width := width_of(cut, style)) > room and size > 1:
        size -= 1
        cut = middle(shown, size)
    plain = cut.replace("…", "").isascii()
    fallback = MONO_FALLBACK if _FACES[style].weight is None else FALLBACK
    squeezed = width * fallback > room or not plain
    return Text(at[0], at[1], cut, style, width, end, squeezed)


def spoken(texts: Iterable[Text], facts: Iterable[str]) -> str:
    """The name that is spoken: it begins with the text that is seen (WCAG 2.5.3), and goes on with what that leaves
    out, such as a name that was cut.
    """
    seen = [text.value for text in texts if text.value]
    return ", ".join((" ".join(seen), *(fact for fact in facts if fact and visible(fact) not in seen)))


def first_that_fits(candidates: tuple[str, ...], style: Style, room: float) -> str:
    """The first of several ways to say a thing that needs no cutting; the last if none does."""
    return next((text for text in candidates if width_of(visible(text), style) <= room), candidates[-1])
