"""Dates moved as a whole, so that a tree of long ago can be looked at today (RFC 5280 §4.1.2.5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ..model.certificates import Certificate
from ..reading import der
from ..reading.times import GENERALIZED_TIME, UTC_TIME, read_time
from .twin import Change, Order

_FOR_EVER = b"99991231235959Z"
"""RFC 5280 §4.1.2.5: no well-defined end."""


def shifted_by(shift: timedelta) -> Change:
    """The wish that every certificate's dates lie so much later."""

    def change(_: Certificate, order: Order) -> Order:
        return replace(order, parts=replace(order.parts, validity=shift_validity(order.parts.validity, shift)))

    return change


def shift_validity(validity: bytes, shift: timedelta) -> bytes:
    """The DER of a Validity with both of its times later (or earlier) by `shift`."""
    start, stop = der.expect(validity, 0, len(validity), der.SEQUENCE)
    middle = der.value(validity, start, stop)[2]
    end = der.value(validity, middle, stop)[2]
    times = _shift(validity[start:middle], shift) + _shift(validity[middle:end], shift)
    return der.encode(der.SEQUENCE, times + validity[end:stop])


def _shift(time: bytes, shift: timedelta) -> bytes:
    tag, start, stop = der.value(time, 0, len(time))
    if time[start:stop] == _FOR_EVER:
        return time
    try:
        moment = read_time(time) + shift
    except OverflowError:
        moment = datetime.max.replace(tzinfo=UTC) if shift > timedelta() else datetime.min.replace(tzinfo=UTC)
    return encode_time(moment, tag)


def encode_time(moment: datetime, tag: int = UTC_TIME) -> bytes:
    """A moment's DER; a GeneralizedTime where `tag` says so, and where UTCTime has no year for it."""
    if tag == UTC_TIME and 1950 <= moment.year < 2050:
        return der.encode(UTC_TIME, f"{moment:%y%m%d%H%M%S}Z".encode())
    return der.encode(GENERALIZED_TIME, f"{moment.year:04}{moment:%m%d%H%M%S}Z".encode())
