"""A line up to the cursor → the command that is being typed: its words, and the one at the cursor.

A lenient reader: a line that is being typed is nearly never whole, and what it does not understand it passes over.
"""

import re
from dataclasses import dataclass, field

_REDIRECT = re.compile(r"&>>?|<<<|<<-?|<>|[<>]&|>>|>\||[<>](?!\()")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_RESERVED = frozenset({"if", "then", "else", "elif", "do", "while", "until", "!", "{", "time"})


@dataclass(frozen=True, slots=True)
class Typed:
    """`words`: those before the cursor's, without quotes; `raw`: the cursor's as typed, from `start` on; `is_file`: it
    stands behind a redirection.
    """

    words: tuple[str, ...]
    raw: str
    start: int
    is_file: bool


@dataclass(slots=True)
class _Level:
    """A command within a substitution, a subshell or none. `begin`: where the word at the reader's place began."""

    words: list[str] = field(default_factory=list)
    begin: int | None = None
    quoted: bool = False
    redirects: bool = False
    document: bool = False


def typed(text: str) -> Typed | None:
    """The command at the end of a text; None inside of a comment and where a here-document gets its end's name."""
    reader = _Reader(text)
    while reader.at < len(text):
        reader.step()
    level = reader.level
    if reader.in_comment or level.document:
        return None
    start = len(text) if level.begin is None else level.begin
    return Typed(tuple(level.words), text[start:], start, level.redirects)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.levels = [_Level()]
        self.in_comment = False

    @property
    def level(self) -> _Level:
        return self.levels[-1]

    def step(self) -> None:
        """Read one character, or what belongs to it."""
        level, char = self.level, self.text[self.at]
        if char == "\\":
            self._letters(2)
        elif char == "'" and not level.quoted:
            end = self.text.find("'", self.at + 1)
            self._letters((end if end >= 0 else len(self.text)) + 1 - self.at)
        elif char == '"':
            level.quoted = not level.quoted
            self._letters(1)
        elif self.text.startswith(("$(", "<("), self.at):
            self._letters(2)
            self.levels.append(_Level())
        elif char == "`":
            self._backquote()
        elif level.quoted:
            self._letters(1)
        else:
            self._unquoted(char)

    def _backquote(self) -> None:
        self._letters(1)
        if len(self.levels) > 1 and self.levels[-1].document is False and self._opened_by_backquote():
            self.levels.pop()
        else:
            self.levels.append(_Level())

    def _opened_by_backquote(self) -> bool:
        outer = self.levels[-2]
        return outer.begin is not None and self.text.count("`", outer.begin, self.at - 1) % 2 == 1

    def _unquoted(self, char: str) -> None:
        level = self.level
        redirect = _REDIRECT.match(self.text, self.at)
        if char in " \t":
            self._end_word()
            self.at += 1
        elif char == "#" and level.begin is None:
            end = self.text.find("\n", self.at)
            self.in_comment = end < 0
            self.at = len(self.text) if end < 0 else end
        elif redirect:
            if level.begin is not None and self.text[level.begin : self.at].isdigit():
                level.begin = None
            self._end_word()
            level.redirects, level.document = True, redirect[0] in ("<<", "<<-")
            self.at = redirect.end()
        elif char == ")" and len(self.levels) > 1:
            self.levels.pop()
            self._letters(1)
        elif char == "(":
            self._letters(1)
            self.levels.append(_Level())
        elif char in ";&|\n)":
            self.levels[-1] = _Level()
            self.at += 1
        else:
            self._letters(1)

    def _letters(self, count: int) -> None:
        if self.level.begin is None:
            self.level.begin = self.at
        self.at = min(self.at + count, len(self.text))

    def _end_word(self) -> None:
        level = self.level
        if level.begin is None:
            return
        word, level.begin = unquoted(self.text[level.begin : self.at]), None
        if level.redirects:
            level.redirects = level.document = False
        elif not level.words and (word in _RESERVED or _ASSIGNMENT.match(word)):
            pass
        else:
            level.words.append(word)


def unquoted(raw: str) -> str:
    """A word without its quotes and backslashes; expansions stay as they are written."""
    found, quote, at = [], "", 0
    while at < len(raw):
        char = raw[at]
        at += 1
        if char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        elif char == "\\" and quote != "'":
            found.append(raw[at : at + 1])
            at += 1
        else:
            found.append(char)
    return "".join(found)


def open_quote(raw: str) -> str:
    """The quote that a word has begun and not ended; empty if none."""
    quote, at = "", 0
    while at < len(raw):
        char = raw[at]
        if char == "\\" and quote != "'":
            at += 1
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        at += 1
    return quote
