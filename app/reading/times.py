"""The two times of a certificate (RFC 5280 §4.1.2.5), with the forms that Go's cryptobyte takes."""

import re
from datetime import UTC, datetime, timedelta

from . import der

UTC_TIME, GENERALIZED_TIME = 0x17, 0x18

_ZONE = rb"(?:Z|([+-])(?!0000)(\d\d)(\d\d))"
_FORMS = {
    UTC_TIME: ("malformed UTCTime", re.compile(rb"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?" + _ZONE)),
    GENERALIZED_TIME: ("malformed GeneralizedTime", re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)" + _ZONE)),
}


def read_time(raw: bytes) -> datetime:
    """The moment in the DER of a UTCTime (years 1950 to 2049) or a GeneralizedTime.

    Raises der.Malformed, in Go's words, for other forms and for days that do not exist.
    """
    tag, start, stop = der.value(raw, 0, len(raw))
    if tag not in _FORMS:
        raise der.Malformed("unsupported time format")
    fault, form = _FORMS[tag]
    match = form.fullmatch(raw[start:stop])
    if match is None:
        raise der.Malformed(fault)
    year, month, day, hour, minute = map(int, match.group(1, 2, 3, 4, 5))
    if tag == UTC_TIME:
        year += 2000 if year < 50 else 1900
    try:
        moment = datetime(year, month, day, hour, minute, int(match[6] or 0), tzinfo=UTC)
        if match[7]:
            offset = timedelta(hours=int(match[8]), minutes=int(match[9]))
            moment += -offset if match[7] == b"+" else offset
    except (ValueError, OverflowError):
        raise der.Malformed(fault) from None
    return moment
