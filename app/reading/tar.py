"""tar: a strict reader of the members in memory. Nothing is extracted, nothing is guessed.

Formats: POSIX ustar and pax (IEEE Std 1003.1 pax), GNU with long names, and v7. What a real tarball of configuration does
not hold is refused: sparse files, continued volumes, base-256 sizes, `..` in names, headers without end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.errors import UploadRefused
from .bounds import HEADER_BYTES, HEADERS_IN_A_ROW

BLOCK = 512
_OCTAL = re.compile(rb"[ ]*([0-7]*)[ \0]*")
_DECIMAL = re.compile(rb"[0-9]{1,15}")
_RECORD = re.compile(rb"([0-9]{1,6}) ")
_REGULAR, _HARD_LINK, _SYMLINK, _DIRECTORY = b"\0" + b"07", b"1", b"2", b"5"
_SPECIAL = {b"3": "a character device", b"4": "a block device", b"6": "a FIFO"}
_REFUSED = {b"S": "a sparse file", b"M": "a continued volume", b"D": "a directory dump", b"N": "an old long name"}
_PAX_SPARSE = b"GNU.sparse."
_PACK = "Pack it anew with: tar czf node.tgz FOLDER"


@dataclass(frozen=True, slots=True)
class Member:
    """A member as its header says. `kind`: file, hard-link, link, directory or what a special file is; `start:stop` is
    its content in the archive; `target` that of a link.
    """

    name: bytes
    kind: str
    start: int
    stop: int
    target: bytes
    mode: int
    owner: tuple[str, str]


@dataclass(slots=True)
class _Pending:
    """What extended headers say about the next member."""

    path: bytes | None = None
    target: bytes | None = None
    size: int | None = None
    owner: dict[bytes, bytes] = field(default_factory=dict)
    headers: int = 0


def read_tar(data: bytes) -> Iterator[Member]:
    """The members of an uncompressed archive, in order, up to the first block of zeros.

    Raises UploadRefused where it is damaged, cut off or holds what is refused.
    """
    at, pending = 0, _Pending()
    while at + BLOCK <= len(data):
        header = data[at : at + BLOCK]
        if not header.strip(b"\0"):
            return
        _check(header)
        kind, start = header[156:157], at + BLOCK
        size = _size(header) if pending.size is None or kind in b"xgLK" else pending.size
        stop = start + size
        if stop > len(data):
            raise _refused("The archive is cut off: its last file is not whole.", _PACK)
        at = start + -(-size // BLOCK) * BLOCK
        if kind in b"xgLK":
            _extend(pending, kind, data[start:stop], size)
            continue
        yield _member(header, kind, start, stop, pending)
        pending = _Pending()
    if data[at:].strip(b"\0") or pending.headers:
        raise _refused("The archive is cut off.", _PACK)


def is_tar(data: bytes) -> bool:
    """Whether the first block is a tar header: its checksum tells, with or without `ustar`."""
    return len(data) >= BLOCK and bool(data[:BLOCK].strip(b"\0")) and _checksum_fits(data[:BLOCK])


def _member(header: bytes, kind: bytes, start: int, stop: int, pending: _Pending) -> Member:
    name = pending.path if pending.path is not None else _name(header)
    target = pending.target if pending.target is not None else header[157:257].rstrip(b"\0").partition(b"\0")[0]
    shown = name[:200].decode("utf-8", "replace")
    if kind in _REFUSED:
        raise _refused(f"{shown} is {_REFUSED[kind]}, which is not read here.", _PACK)
    if kind in _REGULAR:
        what = "directory" if name.endswith(b"/") else "file"
    else:
        kinds = {_HARD_LINK: "hard-link", _SYMLINK: "link", _DIRECTORY: "directory", b"V": "directory", **_SPECIAL}
        what = kinds.get(kind, "")
    if not what:
        raise _refused(f"{shown} is of an unknown kind ({kind!r}).", _PACK)
    if what != "file" and stop > start:
        raise _refused(f"{shown} has content, but is no file.", _PACK)
    return Member(name, what, start, stop, target, _octal(header[100:108]) & 0o7777, _owner(header, pending))


def _name(header: bytes) -> bytes:
    name = header[:100].partition(b"\0")[0]
    prefix = header[345:500].partition(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _owner(header: bytes, pending: _Pending) -> tuple[str, str]:
    """User and group by name; by number where there is no name (which may be in base 256)."""
    found = []
    for key, text, number in ((b"u", header[265:297], header[108:116]), (b"g", header[297:329], header[116:124])):
        is_ustar = header[257:262] == b"ustar"
        name = pending.owner.get(key + b"name", text.partition(b"\0")[0] if is_ustar else b"")
        by_number = pending.owner.get(key + b"id", b"%d" % _number(number))
        found.append((name or by_number).decode("utf-8", "replace"))
    return found[0], found[1]


def _extend(pending: _Pending, kind: bytes, content: bytes, size: int) -> None:
    """Take what an extended header says of the next member."""
    pending.headers += 1
    if size > HEADER_BYTES:
        raise _refused(f"A header of the archive has more than {HEADER_BYTES} bytes.", _PACK)
    if pending.headers > HEADERS_IN_A_ROW:
        raise _refused(f"More than {HEADERS_IN_A_ROW} extended headers stand before one file.", _PACK)
    if kind == b"L":
        pending.path = content.partition(b"\0")[0]
    elif kind == b"K":
        pending.target = content.partition(b"\0")[0]
    else:
        _take_records(pending, dict(_records(content)), is_global=kind == b"g")
    if kind == b"g":
        pending.headers -= 1


def _take_records(pending: _Pending, records: dict[bytes, bytes], *, is_global: bool) -> None:
    if any(key.startswith(_PAX_SPARSE) for key in records):
        raise _refused("The archive holds a sparse file, which is not read here.", _PACK)
    if is_global:
        if records.keys() & {b"path", b"linkpath", b"size"}:
            raise _refused("A header names or sizes all files of the archive at once.", _PACK)
        return
    pending.path = records.get(b"path", pending.path)
    pending.target = records.get(b"linkpath", pending.target)
    pending.owner.update({key: records[key] for key in (b"uname", b"gname", b"uid", b"gid") if key in records})
    if b"size" in records:
        if not _DECIMAL.fullmatch(records[b"size"]):
            raise _refused("A size in the archive is no number.", _PACK)
        pending.size = int(records[b"size"])


def _records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """`LENGTH KEY=VALUE\\n`, LENGTH counting itself."""
    at = 0
    while at < len(content):
        found = _RECORD.match(content, at)
        stop = at + int(found[1]) if found else 0
        record = content[found.end() : stop] if found else b""
        key, equals, value = record.partition(b"=")
        if not equals or not record.endswith(b"\n") or stop > len(content):
            raise _refused("An extended header of the archive is damaged.", _PACK)
        yield key, value[:-1]
        at = stop


def _check(header: bytes) -> None:
    if not _checksum_fits(header):
        raise _refused("The archive is damaged: a header's checksum is wrong.", _PACK)


def _checksum_fits(header: bytes) -> bool:
    found = _OCTAL.fullmatch(header[148:156])
    return bool(found and found[1]) and int(found[1], 8) == sum(header[:148]) + 8 * 0x20 + sum(header[156:])


def _size(header: bytes) -> int:
    """A size is octal digits only: a base-256 one would be 8 GiB and more, or negative."""
    found = _OCTAL.fullmatch(header[124:136])
    if found is None:
        raise _refused("A size in the archive is no octal number.", _PACK)
    return int(found[1] or b"0", 8)


def _octal(text: bytes) -> int:
    found = _OCTAL.fullmatch(text)
    return int(found[1] or b"0", 8) if found else 0


def _number(text: bytes) -> int:
    """An owner's number: octal, or base 256 where its first bit is set (GNU)."""
    return int.from_bytes(text[1:], "big") if text[:1] == b"\x80" else _octal(text)


def _refused(what: str, remedy: str) -> UploadRefused:
    return UploadRefused(what, remedy=remedy, code="tar")
