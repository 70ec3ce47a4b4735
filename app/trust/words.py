"""How Go prints things: quoted strings, moments, serial numbers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from ..model.certificates import Facts
from ..model.verdicts import Rung

_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
_ESCAPES |= {'"': '\\"', "\\": "\\\\"}
_MARKS = str.maketrans({'"': '\\"', "\\": "\\\\"})


LONGEST = 1024
"""Characters of one text of a verdict. Go's own are as long as the names in a certificate, which every connection to
that server would repeat; those of real certificates have 300.
"""


def shortened(text: str | None) -> str | None:
    """A text of at most so many characters; of a longer one it says how long it was."""
    if text is None or len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 30]}… ({len(text)} characters)"


def shortened_rungs(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """The rungs, with messages of such texts."""
    return tuple(
        rung if len(rung.message) <= LONGEST else replace(rung, message=shortened(rung.message) or "") for rung in rungs
    )


def quoted(text: str) -> str:
    """A string as strconv.Quote: what can be printed stands as it is."""
    if text.isprintable():
        return f'"{text.translate(_MARKS)}"'
    return f'"{"".join(_ESCAPES.get(char) or _printable(char) for char in text)}"'


def _printable(char: str) -> str:
    """strconv.IsPrint knows of all blanks only the ASCII one; so does str.isprintable."""
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@lru_cache(maxsize=256)
def moment(time: datetime) -> str:
    """A moment as time.RFC3339 in UTC, without fractions."""
    return time.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def serial_number(facts: Facts) -> int:
    """A certificate's serial number, which the model keeps in hex as openssl prints it."""
    return int(facts.serial, 16)
