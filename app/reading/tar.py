"""A strict tar reader for archives in memory: v7, ustar, pax, GNU with long names. Nothing is extracted.

Python's tarfile hangs on archives of a hundred bytes, or runs out of memory with them. This reader goes forward only,
takes numbers by pattern and believes no size. What readers of tar disagree about is refused, so that nobody sees
another tree here than tar would unpack (POSIX.1-2017, pax; GNU tar manual, "Basic Tar Format").
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.errors import UploadRefused
from .bounds import HEADER_BYTES, HEADERS_IN_A_ROW
from .pax import MalformedPax, read_records
from .visible import visible

BLOCK = 512

FILE, HARD_LINK, SYMBOLIC_LINK, DEVICE, DIRECTORY, PIPE = b"0", b"1", b"2", b"3", b"5", b"6"
REGULAR = frozenset((FILE, b"\0", b"7"))
SPECIAL = {DEVICE: "a device", b"4": "a device", PIPE: "a named pipe"}
_LABEL, _DUMP_FOLDER = b"V", b"D"
WITHOUT_MEANING = frozenset((DIRECTORY, _LABEL, _DUMP_FOLDER))
"""Folders, what GNU tar writes with --label, and its folders with --incremental: they say nothing here."""

_WITHOUT_CONTENT = SPECIAL.keys() | {HARD_LINK, SYMBOLIC_LINK, DIRECTORY}
"""Some readers skip the content that such a member claims, others do not."""

_LONG_LINK, _LONG_NAME, _GLOBAL_PAX = b"K", b"L", b"g"
_PAX = frozenset((b"x", b"X"))
_ANNOUNCING = _PAX | {_LONG_LINK, _LONG_NAME, _GLOBAL_PAX}
_SPARSE = b"S"
_SPARSE_PAX = b"GNU.sparse."

_PLACES_AND_SIZES = frozenset((b"path", b"linkpath", b"size"))

_FIELDS = struct.Struct("100s 8s 8s 8s 12s 12x 8s c 100s 8s 32s 32s 16x 155s 12x")
_OCTAL = re.compile(rb"[ \0]*([0-7]+)[ \0]*")
_DECIMAL = re.compile(rb"[0-9]{1,15}")

_PACK_ANEW = "Pack the folder anew with: tar czf node.tgz FOLDER"
_NOT_SPARSE = "Leave it out, or pack the folder anew without --sparse: tar czf node.tgz FOLDER"


@dataclass(frozen=True, slots=True)
class Member:
    """A member as its headers say. `type` is the header's letter; `start:stop` is its content in the archive; names are
    bytes as they stand; `owner` is user and group, by number where there are no names, empty where there is neither.
    """

    name: bytes
    type: bytes
    start: int
    stop: int
    target: bytes
    mode: int | None
    owner: tuple[bytes, bytes]


@dataclass(slots=True)
class _Announced:
    """What extended headers say of the member behind them."""

    headers: int = 0
    long_name: bytes | None = None
    long_link: bytes | None = None
    records: dict[bytes, bytes] = field(default_factory=dict)
    sparse: bool = False


def is_tar(data: bytes) -> bool:
    """Whether the first block is a member's header: its checksum tells, with or without `ustar`."""
    return len(data) >= BLOCK and _checksum_fits(data[:BLOCK])


def read_tar(data: bytes) -> Iterator[Member]:
    """The members of an uncompressed archive, in order.

    Raises UploadRefused (code `tar`) where it is damaged, cut off, ambiguous or sparse.
    """
    at = 0
    announced = _Announced()
    while at < len(data):
        header = data[at : at + BLOCK]
        if not any(header):
            _check_end(data, at)
            break
        if len(header) < BLOCK:
            raise _refused("The archive is cut off: its last header is not whole.")
        if not _checksum_fits(header):
            raise _refused("The archive is damaged: a header's checksum is wrong.")
        member = _member(header, at + BLOCK, announced)
        if member.stop > len(data):
            raise _refused("The archive is cut off: this member is not whole.", member.name)
        at = member.start + -(-(member.stop - member.start) // BLOCK) * BLOCK
        if member.type in _ANNOUNCING:
            _announce(announced, member, data)
        else:
            if announced.headers:
                announced = _Announced()
            yield member
    if announced.headers:
        raise _refused("The archive is cut off: its last header announces a member that is not there.")


def _member(header: bytes, start: int, announced: _Announced) -> Member:
    name, mode, uid, gid, raw_size, _, kind, link, magic, user, group, prefix = _FIELDS.unpack(header)
    records = announced.records if kind not in _ANNOUNCING else {}
    has_names = magic.startswith(b"ustar")
    path = _text(prefix) + b"/" + _text(name) if magic[:6] == b"ustar\0" and prefix[0] else _text(name)
    full_name = records.get(b"path") or announced.long_name or path
    if kind == _SPARSE or announced.sparse:
        shown = records.get(_SPARSE_PAX + b"name") or full_name
        raise _refused("This is a sparse file, which is not read here.", shown, _NOT_SPARSE)
    size = _size(kind, raw_size, records, full_name)
    if size and kind in _WITHOUT_CONTENT:
        raise _refused("This is no regular file, but claims content.", full_name)
    if kind in REGULAR and full_name.endswith(b"/"):  # how archives before ustar say folder
        if size:
            raise _refused("This is a folder, but claims content.", full_name)
        kind, link = DIRECTORY, b""
    return Member(
        name=full_name,
        type=kind,
        start=start,
        stop=start + size,
        target=records.get(b"linkpath") or announced.long_link or _text(link),
        mode=_octal(mode),
        owner=(
            records.get(b"uname") or (_text(user) if has_names else b"") or _id(uid, records.get(b"uid")),
            records.get(b"gname") or (_text(group) if has_names else b"") or _id(gid, records.get(b"gid")),
        ),
    )


def _announce(announced: _Announced, member: Member, data: bytes) -> None:
    """Take what an extended header says of the member behind it."""
    announced.headers += 1
    if member.stop - member.start > HEADER_BYTES:
        raise _refused(f"An extended header has more than {HEADER_BYTES >> 10} KiB.")
    if announced.headers > HEADERS_IN_A_ROW:
        raise _refused(f"More than {HEADERS_IN_A_ROW} extended headers stand before one member.")
    content = data[member.start : member.stop]
    if member.type == _LONG_NAME:
        announced.long_name = _once(announced.long_name, _text(content))
    elif member.type == _LONG_LINK:
        announced.long_link = _once(announced.long_link, _text(content))
    else:
        _take_records(announced, content, is_global=member.type == _GLOBAL_PAX)
    if announced.records and (announced.long_name, announced.long_link) != (None, None):
        raise _refused("A member has long names in two forms.")


def _once(earlier: bytes | None, text: bytes) -> bytes:
    if earlier is not None:
        raise _refused("A member has two long names.")
    return text


def _take_records(announced: _Announced, content: bytes, *, is_global: bool) -> None:
    try:
        records = read_records(content)
    except MalformedPax:
        raise _refused("An extended header is damaged.") from None
    announced.sparse |= any(key.startswith(_SPARSE_PAX) for key in records)
    if any(b"\0" in records.get(key, b"") for key in (b"path", b"linkpath", b"uname", b"gname")):
        raise _refused("A name in an extended header holds a NUL.")
    if not is_global:
        if announced.records:
            raise _refused("A member has two extended headers.")
        announced.records = records
    elif not _PLACES_AND_SIZES.isdisjoint(records):
        raise _refused("A header names or sizes all members at once.")


def _size(kind: bytes, raw: bytes, records: dict[bytes, bytes], name: bytes) -> int:
    """The size, the extended header's first. Base 256 is not taken: it would be 8 GiB and more, or negative. GNU tar
    leaves a label's field empty.
    """
    if b"size" in records:
        size = int(records[b"size"]) if _DECIMAL.fullmatch(records[b"size"]) else None
    else:
        size = 0 if kind == _LABEL and not any(raw) else _octal(raw)
    if size is None:
        raise _refused("This member's size is no number.", name)
    return size


def _octal(raw: bytes) -> int | None:
    found = _OCTAL.fullmatch(raw)
    return int(found[1], 8) if found else None


def _id(raw: bytes, record: bytes | None) -> bytes:
    """A user's or group's number: octal, or in base 256 where the first bit is set (GNU), or the extended header's.
    Empty where the field is.
    """
    if record is not None and _DECIMAL.fullmatch(record):
        return record
    if not raw.strip(b" \0"):
        return b""
    number = int.from_bytes(raw[1:], "big") if raw[0] == 0x80 else _octal(raw)
    return b"%d" % (number or 0)


def _text(raw: bytes) -> bytes:
    return raw.partition(b"\0")[0]


def _checksum_fits(header: bytes) -> bool:
    """Whether the sum of the header's bytes, its own field taken as blanks, is the one that it names."""
    named = _octal(header[148:156])
    return named is not None and named == _sum(header) - sum(header[148:156]) + 8 * 0x20


def _sum(block: bytes) -> int:
    """The sum of a block's bytes, from the halves of an Adler-32 (RFC 1950 §8.2: one more than the sum, modulo 65521,
    which that of 256 bytes stays below): twenty times as fast as Python adds them.
    """
    return sum((zlib.adler32(block[at : at + 256]) & 0xFFFF) - 1 for at in range(0, BLOCK, 256))


def _check_end(data: bytes, at: int) -> None:
    """Behind the end there is only padding. GNU tar would stop here without a word about a second archive behind it."""
    if data.count(0, at) != len(data) - at:
        raise _refused("Something stands behind the archive's end. Are these two archives in one file?")


def _refused(what: str, name: bytes | None = None, remedy: str = _PACK_ANEW) -> UploadRefused:
    member = None if name is None else visible(name[:200].decode("utf-8", "replace"))
    return UploadRefused(what, remedy=remedy, member=member, code="tar")
