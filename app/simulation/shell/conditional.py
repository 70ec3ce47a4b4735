"""The conditions of `test`, `[` and `[[` (XCU test; bash(1), CONDITIONAL EXPRESSIONS)."""

import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..files import Directory, File, Files, Link
from .patterns import glob, posix
from .reader import MAX_DEPTH
from .session import Session

Pieces = list[tuple[str, bool]]
"""A word: texts, and whether each was quoted."""

_INTEGER = re.compile(r"\s*[-+]?\d{1,18}\s*")
_NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
}
_FILES = frozenset("efdLhsrwx")
_BINARY = frozenset({"=", "==", "!=", "<", ">", "=~", "-nt", "-ot", *_NUMBERS})


class ConditionFault(Exception):
    """What `test` says of words that are no condition, behind its name."""


def holds(words: list[Pieces], session: Session, files: Files, *, patterns: bool = True) -> bool:
    """Whether a condition holds. `patterns`: the right side of `=` is a pattern, `&&` and `||` join (`[[`)."""
    reader = _Reader(words, session, files, patterns)
    if not words:
        return False
    found = reader.either()
    if reader.at < len(words):
        raise ConditionFault("too many arguments")
    return found


class _Reader:
    def __init__(self, words: list[Pieces], session: Session, files: Files, patterns: bool) -> None:
        self.words = words
        self.session = session
        self.files = files
        self.patterns = patterns
        self.at = 0
        self.depth = 0

    def text(self, ahead: int = 0) -> str | None:
        at = self.at + ahead
        return "".join(text for text, _ in self.words[at]) if at < len(self.words) else None

    def take(self) -> Pieces:
        if self.at == len(self.words):
            raise ConditionFault("argument expected")
        self.at += 1
        return self.words[self.at - 1]

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One parenthesis or `!` more. Raises ConditionFault below MAX_DEPTH."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ConditionFault(f"this simulation reads conditions {MAX_DEPTH} levels deep, no more")
        yield
        self.depth -= 1

    def either(self) -> bool:
        found = self.both()
        while self.text() in ("-o", "||"):
            self.at += 1
            found = self.both() or found
        return found

    def both(self) -> bool:
        found = self.no()
        while self.text() in ("-a", "&&"):
            self.at += 1
            found = self.no() and found
        return found

    def no(self) -> bool:
        if self.text() == "!" and self.text(1) is not None and self.text(1) not in _BINARY:
            self.at += 1
            with self.deeper():
                return not self.no()
        return self.one()

    def one(self) -> bool:
        if self.text(1) in _BINARY and self.text(2) is not None:
            return self.binary()
        word = self.text() or ""
        if word == "(" and self.text(1) is not None:
            self.at += 1
            with self.deeper():
                found = self.either()
            if self.text() != ")":
                raise ConditionFault("`)' expected")
            self.at += 1
            return found
        if (
            re.fullmatch(r"-[a-zA-Z]", word)
            and self.text(1) is not None
            and self.text(1) not in ("-a", "-o", "&&", "||", ")")
        ):
            self.at += 1
            return self.unary(word[1], "".join(text for text, _ in self.take()))
        return bool("".join(text for text, _ in self.take()))

    def unary(self, operator: str, value: str) -> bool:
        if operator in "nz":
            return bool(value) == (operator == "n")
        if operator == "t":
            return False
        if operator not in _FILES:
            raise ConditionFault(f"-{operator}: unary operator expected")
        path = posixpath.join(self.session.folder, value)
        found = self.files.get(path, follow=operator not in "Lh") if value else None
        return {
            "f": isinstance(found, File),
            "d": isinstance(found, Directory),
            "L": isinstance(found, Link),
            "h": isinstance(found, Link),
            "s": isinstance(found, Directory) or (isinstance(found, File) and bool(found.data)),
            "x": found is not None and bool(found.mode & 0o111),
        }.get(operator, found is not None)

    def binary(self) -> bool:
        left = "".join(text for text, _ in self.take())
        operator = "".join(text for text, _ in self.take())
        right = self.take()
        text = "".join(part for part, _ in right)
        if operator in _NUMBERS:
            return _NUMBERS[operator](_integer(left), _integer(text))
        if operator in ("-nt", "-ot"):
            return self.newer(left, text) if operator == "-nt" else self.newer(text, left)
        if operator == "=~":
            return bool(posix(text, extended=True).search(left))
        if operator in "<>":
            return left < text if operator == "<" else left > text
        same = bool(glob(right, star=".*", one=".").fullmatch(left)) if self.patterns else left == text
        return same != (operator == "!=")

    def newer(self, left: str, right: str) -> bool:
        first, second = (self.files.get(posixpath.join(self.session.folder, name)) for name in (left, right))
        return first is not None and (second is None or first.changed > second.changed)


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ConditionFault(f"{text}: integer expression expected")
    return int(text)
