"""awk's values: texts and numbers, and what each is as the other (XCU awk, Expressions in awk)."""

import re
from typing import Any

from ..shell.call import Stop
from ..shell.patterns import PatternFault, posix

TROUBLE = 2
"""The status of a program that cannot be read or run."""

Value = str | float


def is_true(value: Value) -> bool:
    """Whether a value is true: no zero, no empty text; a text that is written as zero is false too."""
    if isinstance(value, float):
        return value != 0
    return bool(value) and not re.fullmatch(r"\s*0+(\.0+)?\s*", value)


def number_of(value: Value) -> float:
    """The number at the beginning of a value, or 0."""
    if isinstance(value, float):
        return value
    found = re.match(r"\s*-?\d{1,30}(?:\.\d{1,30})?", value)
    return float(found[0]) if found else 0.0


def text_of(value: Value) -> str:
    """A value as text: whole numbers in full, others as `%.6g` (CONVFMT)."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else f"{value:.6g}"


def regular(text: str) -> Any:
    """An extended regular expression, compiled. Raises Stop where the text is none."""
    try:
        return posix(text, extended=True)
    except PatternFault as fault:
        raise Stop(f"awk: {fault}", TROUBLE) from None


def separated(separator: str, line: str) -> list[str]:
    """A line's fields between matches of a regular expression. Raises Stop."""
    expression = regular(separator)
    found, at = [], 0
    for match in expression.finditer(line):
        if match[0]:
            found.append(line[at : match.start()])
            at = match.end()
    return [*found, line[at:]]
