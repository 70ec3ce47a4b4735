"""Moments as people type them: `?clock=` and `--clock`."""

import re
from datetime import UTC, datetime

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def parse_rfc3339(text: str) -> datetime:
    """A moment in UTC, to the second, from RFC 3339 (`2027-01-31T12:00:00Z`). Raises ValueError.

    A time zone is required: certificates are compared in UTC, and a guess would be wrong by hours.
    """
    if _RFC3339.fullmatch(text) is None:
        raise ValueError("not RFC 3339")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise ValueError("outside the years that certificates know") from None
