"""A template of trust/texts.py as a pattern: every `{piece}` catches what was filled in, at any depth of quoting.

A quote of the template stands in a log with as many backslashes before it as quoting it again has put there (klog's
err="…", etcd's JSON). All lengths are bounded: a pattern looks at a line in time proportional to its length, however
hostile it is.
"""

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

_QUOTE = r'\\{0,15}"'
_MOMENT = r"[0-9T:.Z+-]{10,40}"
_WORD = r"[^\s\"\\,;()\[\]{}]{1,253}"
_FIELDS: Mapping[str, str] = {
    "now": _MOMENT,
    "end": _MOMENT,
    "begin": _MOMENT,
    "host": _WORD,
    "count": r"[0-9]{1,9}",
    "serial": r"[0-9]{1,80}",
    "skid": r"[0-9A-Fa-f:]{0,80}",
    "akid": r"[0-9A-Fa-f:]{0,80}",
    "algorithm": r"[\w-]{1,40}",
    "user": r"[^\"\\]{1,300}",
    "path": r"[^\"\\:]{1,1000}?",
}
_OTHERWISE = r".{0,2000}?"
_OPEN_ENDED = ("detail", "why", "error", "rest")
"""Pieces that hold a text of their own: nothing behind them belongs to the pattern."""


@cache
def pattern_of(template: str) -> re.Pattern[str]:
    """The pattern that finds a filled-in template in a line."""
    parts: list[str] = []
    seen: set[str] = set()
    for literal, field, _, _ in Formatter().parse(template):
        parts.append(_literal(literal))
        if field in _OPEN_ENDED:
            break
        if field:
            parts.append(_field(field, again=field in seen))
            seen.add(field)
    return re.compile("".join(parts))


def pieces_of(found: re.Match[str]) -> dict[str, str]:
    """What a pattern caught, without the escapes of the quoting around it."""
    return {
        name.removeprefix("quoted_"): unquoted(value) for name, value in found.groupdict().items() if value is not None
    }


def unquoted(text: str) -> str:
    """A text without the backslashes that quoting put before its quotes."""
    return re.sub(r'\\+(?=["\\])', "", text).strip()


def _literal(text: str) -> str:
    return _QUOTE.join(re.escape(part) for part in text.split('"'))


def _field(name: str, *, again: bool) -> str:
    if again:
        return f"(?P={name})"
    if name.startswith("quoted_"):
        return f"{_QUOTE}(?P<{name}>.{{0,400}}?){_QUOTE}"
    return f"(?P<{name}>{_FIELDS.get(name, _OTHERWISE)})"
