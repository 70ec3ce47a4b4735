"""A pasted text → the lines to look at: bounded, without terminal colours, with plain quotes."""

import re

MOST_CHARACTERS = 16_384
MOST_LINES = 200
LONGEST_LINE = 4096
"""Bounds of the work, not of the form: a log line is some hundred characters, and no template is looked for further."""

_COLOURS = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\t": " ", "\u200b": None}
)
"""What chats and office programs make of quotes and blanks."""

_BLANKS = re.compile(r" {2,}")


def lines_of(text: str) -> tuple[list[str], bool]:
    """(The lines that are not empty, whether something was cut)."""
    kept = text[:MOST_CHARACTERS]
    lines = [_plain(line) for line in re.split(r"\r\n|\r|\n", kept)]
    lines = [line for line in lines if line]
    cut = len(text) > MOST_CHARACTERS or len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines)
    return [line[:LONGEST_LINE] for line in lines[:MOST_LINES]], cut


def _plain(line: str) -> str:
    return _BLANKS.sub(" ", _COLOURS.sub("", line).translate(_PLAIN)).strip()
