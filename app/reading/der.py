"""DER, read by offsets: bounded, without recursion, as strict as Go's cryptobyte.

Every function takes the bytes, where to read and where the enclosing value ends, and gives offsets; nothing is copied.
They raise Malformed for whatever cryptobyte refuses: indefinite or padded lengths, tags above 30, values that end
behind their enclosing one, integers that are not minimal.
"""

from functools import lru_cache

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
BOOLEAN, SEQUENCE, SET = 0x01, 0x30, 0x31

_LONGEST_LENGTH = 3
"""Bytes of a length: 16 MiB, more than any file that is read. Go takes four."""

_MOST_ARC = 1 << 31
_LONGEST_OID = 128
"""Bytes. Real ones have at most 20; unbounded arcs would be arithmetic on huge numbers."""


class Malformed(ValueError):
    """These bytes are not the DER value that was asked for."""


def value(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """(tag, start, stop) of the value at `at`; `start:stop` is its content."""
    if at + 2 > end:
        raise Malformed("truncated")
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[start : start + size], "big")
        start += size
        if not 1 <= size <= _LONGEST_LENGTH or length < 0x80 or length >> 8 * (size - 1) == 0:
            raise Malformed("length")
    if tag & 0x1F == 0x1F or start + length > end:
        raise Malformed("tag" if tag & 0x1F == 0x1F else "truncated")
    return tag, start, start + length


def expect(data: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """(start, stop) of the value at `at`, which must have this tag."""
    if at + 4 <= end and data[at] == tag:  # nearly all lengths are short or of two bytes: no need to ask further
        length = data[at + 1]
        if length < 0x80 and at + 2 + length <= end:
            return at + 2, at + 2 + length
        if length == 0x82 and data[at + 2]:
            stop = at + 4 + (data[at + 2] << 8 | data[at + 3])
            if stop <= end:
                return at + 4, stop
    found, start, stop = value(data, at, end)
    if found != tag:
        raise Malformed(f"tag {found:#x} where {tag:#x} belongs")
    return start, stop


def integer(data: bytes, start: int, stop: int) -> int:
    """The number in the content of an INTEGER."""
    if stop - start > 1 and (
        (data[start] == 0 and data[start + 1] < 0x80) or (data[start] == 0xFF and data[start + 1] >= 0x80)
    ):
        raise Malformed("integer with padding")
    if stop == start:
        raise Malformed("empty integer")
    return int.from_bytes(data[start:stop], "big", signed=True)


def boolean(data: bytes, start: int, stop: int) -> bool:
    """The content of a BOOLEAN: DER knows 00 and FF only."""
    if stop - start != 1 or data[start] not in (0, 0xFF):
        raise Malformed("boolean")
    return data[start] == 0xFF


def bits(data: bytes, start: int, stop: int) -> tuple[int, bytes]:
    """(unused bits, bytes) of a BIT STRING's content; the unused bits must be zero."""
    if stop == start or data[start] > 7 or (stop == start + 1 and data[start]):
        raise Malformed("bit string")
    content = data[start + 1 : stop]
    if content and content[-1] & ((1 << data[start]) - 1):
        raise Malformed("bit string")
    return data[start], content


def oid(data: bytes, start: int, stop: int) -> str:
    """An OBJECT IDENTIFIER's content, dotted."""
    return _dotted(data[start:stop])


@lru_cache(maxsize=256)
def _dotted(content: bytes) -> str:
    """Certificates repeat a handful of them."""
    if not 0 < len(content) <= _LONGEST_OID or content[-1] & 0x80:
        raise Malformed("object identifier")
    arcs: list[int] = []
    arc, fresh = 0, True
    for byte in content:
        if fresh and byte == 0x80:
            raise Malformed("object identifier")
        arc = arc << 7 | byte & 0x7F
        if arc >= _MOST_ARC:
            raise Malformed("object identifier")
        fresh = not byte & 0x80
        if fresh:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def encode(tag: int, content: bytes) -> bytes:
    """The DER value of this tag and content."""
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
