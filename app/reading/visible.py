"""Characters that do not show, made to show: no string of a tree can forge a line or run backwards."""

import re

_INVISIBLE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 with newline and escape, DEL, C1
    "\xad\u034f\u061c\u070f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"  # soft hyphen, fillers, Mongolian selectors
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f"  # odd spaces, zero widths, line separators, bidi marks and embeddings
    "\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"  # blanks, variation selectors, BOM, specials
    "\ud800-\udfff"  # lone surrogates: bytes that were no UTF-8
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # musical format characters, tags
    "]"
)


def visible(text: str) -> str:
    """The text with control characters, C1, bidi controls, zero widths, odd spaces and lone surrogates as ⟨U+202E⟩.

    Safe for one line of a terminal, a log or a page (which still has to escape its own markup).
    """
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def is_visible(text: str) -> bool:
    """Whether every character of the text shows."""
    return (text.isascii() and text.isprintable()) or _INVISIBLE.search(text) is None
