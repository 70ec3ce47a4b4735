"""Simulated files ↔ real tar archives, within the bounds of a host's disk."""

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from .files import MAX_BYTES, Directory, File, Files, Inode, Link

MAGIC = b"\x1f\x8b"
MOST_MEMBERS = 5000


class NotAnArchive(Exception):
    """Bytes that are no tar archive, or one that would not fit on a host's disk. The text is GNU tar's."""


def inside(files: Files, path: str) -> Iterator[tuple[str, Inode]]:
    """A path with all that is below it, in the order of names: (the part behind the path, what stands there). Raises FileError."""
    files.stat(path, follow=False)
    real = files.real(path, follow=False)
    for one in sorted(name for name in files.inodes if name == real or name.startswith(f"{real.rstrip('/')}/")):
        yield one[len(real) :], files.inodes[one]


def pack(members: list[tuple[str, Inode]], *, compressed: bool, now: datetime) -> bytes:
    """An archive of (name, inode), byte for byte the same for the same members and time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, inode in members:
            archive.addfile(_header(name, inode), io.BytesIO(inode.data) if isinstance(inode, File) else None)
    data = buffer.getvalue()
    return gzip.compress(data, 6, mtime=now.timestamp()) if compressed else data


def _header(name: str, inode: Inode) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.mode, header.mtime = inode.mode, int(inode.changed.timestamp())
    header.uname, header.gname = inode.owner, inode.group
    if isinstance(inode, Directory):
        header.type = tarfile.DIRTYPE
    elif isinstance(inode, Link):
        header.type, header.linkname = tarfile.SYMTYPE, inode.target
    else:
        header.size = len(inode.data)
    return header


def unpack(data: bytes) -> list[tuple[str, Inode]]:
    """The members of an archive, compressed or not: files, folders, symbolic links. Raises NotAnArchive."""
    found: list[tuple[str, Inode]] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(_plain(data)), mode="r:") as archive:
            for member in archive:
                if len(found) >= MOST_MEMBERS:
                    raise NotAnArchive("Cannot open: No space left on device")
                inode = _inode(archive, member)
                if inode is not None:
                    found.append((member.name, inode))
    except (tarfile.TarError, UnicodeError, OverflowError, ValueError):
        raise NotAnArchive("This does not look like a tar archive") from None
    return found


def _plain(data: bytes) -> bytes:
    if not data.startswith(MAGIC):
        return data
    inflating = zlib.decompressobj(31)
    try:
        plain = inflating.decompress(data, 2 * MAX_BYTES)
    except zlib.error:
        raise NotAnArchive("This does not look like a tar archive") from None
    if inflating.unconsumed_tail:
        raise NotAnArchive("Cannot open: No space left on device")
    return plain


def _inode(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Inode | None:
    moment = datetime.fromtimestamp(max(0, min(member.mtime, 1 << 35)), UTC)
    owners = member.uname or "root", member.gname or "root"
    if member.isdir():
        return Directory(moment, member.mode & 0o777, *owners)
    if member.issym():
        return Link(member.linkname, moment, 0o777, *owners)
    if not member.isfile():
        return None
    handle = archive.extractfile(member)
    return File(handle.read() if handle else b"", moment, member.mode & 0o777, *owners)
