"""awk's values: texts and numbers, and what each is as the other (XCU awk, Expressions in awk)."""

import math
import re
from collections.abc import Callable
from typing import Any

from ..shell.call import Stop
from ..shell.patterns import PatternFault, matches, posix

TROUBLE = 2
"""The status of a program that cannot be read or run."""

LARGEST = 2.0**53
"""Beyond it a number no longer counts by ones."""

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
    found = re.match(r"\s*[-+]?[0-9]{1,30}(?:\.[0-9]{0,30})?(?:[eE][-+]?[0-9]{1,3})?", value)
    return float(found[0]) if found else 0.0


def text_of(value: Value) -> str:
    """A value as text: whole numbers in full, others as `%.6g` (CONVFMT)."""
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return f"{'-' if value < 0 else '+'}{'nan' if math.isnan(value) else 'inf'}"
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else f"{value:.6g}"


def whole_of(value: Value) -> int:
    """The number of a value without its fraction; what is beyond all bounds is bounded, and no number is 0."""
    number = number_of(value)
    return 0 if math.isnan(number) else int(max(-LARGEST, min(LARGEST, number)))


def regular(text: str) -> Any:
    """An extended regular expression, compiled. Raises Stop where the text is none."""
    try:
        return posix(text, extended=True)
    except PatternFault as fault:
        raise Stop(f"awk: {fault}", TROUBLE) from None


def separated(separator: str, line: str, step: Callable[[], None]) -> list[str]:
    """A line's fields between matches of a regular expression. Raises Stop."""
    expression = regular(separator)
    found, at = [], 0
    for match in matches(expression, line, step):
        if match[0]:
            found.append(line[at : match.start()])
            at = match.end()
    return [*found, line[at:]]
