"""File name patterns (XCU 2.14) and POSIX regular expressions, on an engine that never backtracks.

A pattern of twenty stars takes time in proportion to its length times the text's, not to its power.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import re2

MAX_PATTERN = 2000
_CLASS = re.compile(r"\[[!^]?\]?(?:\[:[a-z]+:\]|[^\]])*\]")
_SPECIAL = frozenset("\\.+*?()|[]{}^$")


class PatternFault(Exception):
    """A regular expression that is none; the text is grep's."""


def matches(expression: Any, text: str, step: Callable[[], None]) -> Iterator[Any]:
    """Each match in a text, with a step before it: to find one takes time in proportion to the whole text."""
    for match in expression.finditer(text):
        step()
        yield match


def replaced(expression: Any, text: str, new: str, step: Callable[[], None], *, once: bool) -> str:
    """A text with its matches, or the first of them, replaced."""
    found, at = [], 0
    for match in matches(expression, text, step):
        found += [text[at : match.start()], new]
        at = match.end()
        if once:
            break
    return "".join([*found, text[at:]])


def glob(pieces: Iterable[tuple[str, bool]], *, star: str = "[^/]*", one: str = "[^/]") -> Any:
    """The expression of a pattern, whose pieces are (text, quoted): quoted characters stand for themselves."""
    found: list[str] = []
    for text, quoted in pieces:
        found.append(literal(text) if quoted else _translated(text, star, one))
    return _compiled("(?s)" + "".join(found))


def is_pattern(pieces: Iterable[tuple[str, bool]]) -> bool:
    """Whether an unquoted character of a word makes it a pattern."""
    return any(not quoted and re.search(r"[*?\[]", text) for text, quoted in pieces)


def literal(text: str) -> str:
    """Characters as they are."""
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text)


def _translated(text: str, star: str, one: str) -> str:
    found, at = [], 0
    while at < len(text):
        char = text[at]
        cls = _CLASS.match(text, at) if char == "[" else None
        if cls:
            found.append(_bracket(cls[0]))
            at = cls.end()
            continue
        if char == "\\" and at + 1 < len(text):
            at += 1
            char = literal(text[at])
        elif char == "*":
            char = star
        elif char == "?":
            char = one
        else:
            char = literal(char)
        found.append(char)
        at += 1
    return "".join(found)


def _bracket(text: str) -> str:
    """A bracket expression in the engine's spelling: inside, a backslash stands for itself (XBD 9.3.5)."""
    inside = text[1:-1]
    negated = inside[:1] in ("!", "^")
    inside = inside[negated:].replace("\\", "\\\\")
    inside = re.sub(r"\[(?!:)", r"\\[", inside)
    if inside.startswith("]"):
        inside = "\\]" + inside[1:]
    return f"[{'^' if negated else ''}{inside}]"


def posix(pattern: str, *, extended: bool, ignore_case: bool = False) -> Any:
    """A basic or extended regular expression with GNU's additions (regex(7), grep(1)). Raises PatternFault."""
    if len(pattern) > MAX_PATTERN:
        raise PatternFault("Regular expression too big")
    if re.search(r"(?<!\\)(?:\\\\)*\\[1-9]", pattern):
        raise PatternFault("back-references are not part of this simulation")
    translated = _posix(pattern, extended)
    return _compiled(("(?i)" if ignore_case else "") + translated)


def _posix(pattern: str, extended: bool) -> str:
    found, at = [], 0
    while at < len(pattern):
        char = pattern[at]
        cls = _CLASS.match(pattern, at) if char == "[" else None
        if cls:
            found.append(_bracket(cls[0]))
            at = cls.end()
            continue
        if char == "[":
            raise PatternFault("Unmatched [, [^, [:, [., or [=")
        if char == "\\":
            if at + 1 == len(pattern):
                raise PatternFault("Trailing backslash")
            found.append(_escape(pattern[at + 1], extended))
            at += 2
            continue
        found.append(_plain(char, pattern, at, extended))
        at += 1
    return "".join(found)


def _escape(char: str, extended: bool) -> str:
    if char in "<>":
        return r"\b"
    if char in "wWsSbB":
        return f"\\{char}"
    if char in "(){}|+?" and not extended:
        return char
    if char == "n":
        return "\n"
    return literal(char)


def _plain(char: str, pattern: str, at: int, extended: bool) -> str:
    begins = at == 0 or pattern[:at].endswith(("(", "|") if extended else ("\\(", "\\|"))
    if char == "*":
        return r"\*" if begins or (at == 1 and pattern[0] == "^") else "*"
    if char == "^" and not extended and not begins:
        return r"\^"
    if char == "$" and not extended and at + 1 < len(pattern) and not pattern.startswith(("\\)", "\\|"), at + 1):
        return r"\$"
    if extended or char in ".^$":
        return char
    return literal(char)


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 22
    options.longest_match = True
    try:
        return re2.compile(expression, options=options)
    except re2.error as fault:
        words = fault.args[0].decode() if isinstance(fault.args[0], bytes) else str(fault.args[0])
        names = {"missing )": "Unmatched ( or \\(", "unexpected )": "Unmatched ) or \\)", "missing ]": "Unmatched ["}
        known = next((text for part, text in names.items() if part in words), "Invalid regular expression")
        raise PatternFault(known) from None
