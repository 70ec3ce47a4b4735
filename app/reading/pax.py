"""pax extended headers: `LENGTH KEY=VALUE` and a newline, LENGTH counting itself (POSIX.1-2017, pax)."""

import re

_LENGTH = re.compile(rb"([1-9][0-9]{0,5}) ")


class MalformedPax(ValueError):
    """An extended header that does not keep the form."""


def read_records(content: bytes) -> dict[bytes, bytes]:
    """The records of an extended header; of a key that stands twice the last counts, as POSIX says.

    Raises MalformedPax.
    """
    records: dict[bytes, bytes] = {}
    at = 0
    while at < len(content):
        length = _LENGTH.match(content, at)
        stop = at + int(length[1]) if length else 0
        record = content[length.end() : stop] if length else b""
        key, equals, value = record.partition(b"=")
        if not equals or stop > len(content) or value[-1:] != b"\n":
            raise MalformedPax
        records[key] = value[:-1]
        at = stop
    return records
