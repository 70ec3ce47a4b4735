"""Tables as CSV (RFC 4180) that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from ..reading.visible import visible

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With these a spreadsheet begins a formula (OWASP, CSV Injection), with the wide forms in some languages. Tabs and
line ends, which can begin one too, are made visible."""

_BLANK = " \u00a0\u3000"
"""What spreadsheets skip before they look at the first character."""


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table as text: CRLF between lines, quotes where needed, control characters made visible. A cell that a
    spreadsheet would take for a formula gets a `'` before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(one) for one in heading])
    writer.writerows([cell(one) for one in row] for row in rows)
    return out.getvalue()


def cell(text: str) -> str:
    """One cell's text."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip(_BLANK).startswith(_FORMULA) else shown
