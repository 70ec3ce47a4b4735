"""Backslash escapes, as echo -e, printf, tr and awk read them."""

import re

_ESCAPE = re.compile(r"\\(?:0([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|([abefnrtv\\c]))")
_LETTERS = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


def unescaped(text: str) -> str:
    """A text with its backslash escapes as characters."""

    def one(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            return chr(int(found[1], 8) & 0xFF if found[1] else int(found[2], 16))
        return _LETTERS.get(found[3], "")

    return _ESCAPE.sub(one, text)
