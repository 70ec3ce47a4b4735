"""The frame of a PEM file that Go reads otherwise than it looks: enough to write another that Go reads the same way."""

import re
from codecs import BOM_UTF8

from .pem import block_spans

BLOCK, GLUED_BLOCK = "{block}", "{glued}"
"""A complete block; one whose END stands behind its last line, where Go does not see it."""

_LONGEST = 4096

_WORD = re.compile(rb"(\A" + BOM_UTF8 + rb"|-----(?:BEGIN|END) [A-Z0-9 ]{1,64}+-----)|[^\s-]+|-")


def pem_frame(data: bytes) -> str | None:
    """A file with each complete block replaced by a mark, and every word outside of them but BEGIN and END lines by a
    question mark. None where it is too long to be anybody's mistake.
    """
    pieces: list[bytes] = []
    at = 0
    for start, stop, glued in block_spans(data):
        pieces += (_WORD.sub(_blank, data[at:start]), (GLUED_BLOCK if glued else BLOCK).encode())
        at = stop
    pieces.append(_WORD.sub(_blank, data[at:]))
    frame = b"".join(pieces)
    return frame.decode("utf-8", "replace") if len(frame) <= _LONGEST else None


def _blank(word: re.Match[bytes]) -> bytes:
    return word[1] or b"?"
