"""A zip file in memory → its members, in tar's terms. Python's zipfile reads it, behind checks that zipfile lacks.

Without them 43 KB inflate to 5 GiB (members that share their bytes), a directory of 8 MiB takes a second before it can
be counted, and a member that says 100 bytes inflates its gigabyte first. All is checked before anything is inflated.
Format: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
"""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import NoReturn

from ..model.errors import UploadRefused
from . import tar
from .bounds import PATH_BYTES, ZIP_ENTRY, Bounds, exceeded
from .member_names import is_litter
from .visible import visible

MAGIC = (b"PK\3\4", b"PK\5\6")
"""A first member, or the end of a file without any."""

_END = struct.Struct("<4s4H2LH")
_END_MAGIC, _ZIP64_MAGIC, _ZIP64_SIZE = b"PK\5\6", b"PK\6\7", 20
_LONGEST_COMMENT = 0xFFFF

_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MAGIC = b"PK\3\4"

_ENCRYPTED_OR_PATCHED = 0x2061
"""Bits 0, 5, 6 and 13: encrypted, patched data, strong encryption, masked headers."""

_UTF8 = 0x800
_DOS, _UNIX, _MACOS = 0, 3, 19
_DOS_FOLDER = 0x10

_TYPES = {
    stat.S_IFLNK: tar.SYMBOLIC_LINK,
    stat.S_IFDIR: tar.DIRECTORY,
    stat.S_IFCHR: tar.DEVICE,
    stat.S_IFBLK: tar.DEVICE,
    stat.S_IFIFO: tar.PIPE,
}

_WORST_RATIO, _WORST_OVERHEAD = 17, 64
"""Deflate's stored blocks add five bytes to 64 KiB; sixteenths and bytes more than a member's size are an attack."""

_UNENCRYPTED = "Pack the folder without one: zip -r node.zip FOLDER, or tar czf node.tgz FOLDER"
_PACK_ANEW = "Pack the folder anew: zip -r node.zip FOLDER, or tar czf node.tgz FOLDER"


def is_zip(data: bytes) -> bool:
    """Whether a file begins as a zip file does."""
    return data.startswith(MAGIC)


def read_zip(data: bytes, bounds: Bounds) -> Iterator[tuple[tar.Member, bytes]]:
    """The members with their content, in the directory's order, without what macOS adds for itself.

    A member of more bytes than a file may have comes without its content; its `start` and `stop` tell its size. Raises
    UploadRefused (code `zip`) where the file is damaged, encrypted, packed in an unusual manner, or says two things;
    LimitExceeded where it is too large.
    """
    data = _without_padding(data)
    directory = _directory_start(data, bounds)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - zipfile raises whatever its parts do: BadZipFile, struct.error, ValueError …
        _refuse("The zip file's directory is damaged.")
    with archive:
        members = archive.infolist()
        _check_sizes(members, bounds)
        _check_places(data, members, directory)
        for info in members:
            name = _name(info)
            if not is_litter(name):
                yield _member(archive, info, name, bounds)


def _without_padding(data: bytes) -> bytes:
    """Without the zeros that bsdtar writes behind the end where it writes to a pipe, to fill a tape's block."""
    at = data.rfind(_END_MAGIC)
    if at < 0 or data[-1]:
        return data
    stop = at + _END.size + int.from_bytes(data[at + _END.size - 2 : at + _END.size], "little")
    return data if any(data[stop:]) else data[:stop]


def _directory_start(data: bytes, bounds: Bounds) -> int:
    """Where the directory begins, of which the record at the end speaks. Nothing is behind, and nothing between."""
    at = data.rfind(_END_MAGIC, max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if at < 0 or at + _END.size > len(data):
        _refuse("The zip file is cut off: the end of its directory is not there.")
    record: tuple[bytes, int, int, int, int, int, int, int] = _END.unpack_from(data, at)
    _, disk, first_disk, here, count, size, start, comment = record
    if at + _END.size + comment != len(data):
        _refuse("Something stands behind the end of the zip file, or it is cut off.")
    if data[max(0, at - _ZIP64_SIZE) : at].startswith(_ZIP64_MAGIC):
        _refuse("This is a zip64 file, which is for more than 4 GiB.")
    if (disk, first_disk) != (0, 0) or here != count:
        _refuse("This is one part of a zip file in several parts.")
    if count > bounds.members:
        raise exceeded("MEMBERS", f"The archive holds more than {bounds.members} files and folders.")
    if size > ZIP_ENTRY * bounds.members:
        raise exceeded("MEMBERS", f"The zip file's directory has more than {ZIP_ENTRY * bounds.members >> 10} KiB.")
    if start + size != at:
        _refuse("The zip file's directory does not stand where the file says.")
    return start


def _check_sizes(members: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    total = 0
    for info in members:
        if info.flag_bits & _ENCRYPTED_OR_PATCHED:
            _refuse("This member is encrypted, and nobody is asked for its password.", info, _UNENCRYPTED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            _refuse("This member is packed by a method that is not read here (only stored and deflated are).", info)
        total += info.file_size
        if total > bounds.raw:
            raise exceeded(
                "RAW", f"Unpacked, the archive has more than {bounds.raw >> 20} MiB.", visible(info.filename)
            )
        if info.compress_size > info.file_size * _WORST_RATIO // 16 + _WORST_OVERHEAD:
            _refuse("This member is larger packed than unpacked.", info)


def _check_places(data: bytes, members: list[zipfile.ZipInfo], directory: int) -> None:
    """No two members share bytes, and none reaches into the directory (D. Fifield, "A better zip bomb", 2019)."""
    free = 0
    for info in sorted(members, key=lambda info: info.header_offset):
        at = info.header_offset
        if at < free or at + _LOCAL.size > directory or data[at : at + 4] != _LOCAL_MAGIC:
            _refuse("The zip file's members overlap, or its directory points nowhere.", info)
        *_, name, extra = _LOCAL.unpack_from(data, at)
        free = at + _LOCAL.size + name + extra + info.compress_size
        if free > directory:
            _refuse("The zip file is damaged: this member reaches into the directory.", info)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as UTF-8, which most write without saying so (Finder, Info-ZIP); `\\` is DOS for `/`."""
    name = info.orig_filename
    if "\0" in name:
        _refuse("A name holds a NUL.", info)
    if not info.flag_bits & _UTF8:
        name = name.encode("cp437").decode("utf-8", "surrogateescape")
    return name.replace("\\", "/") if info.create_system == _DOS else name


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, bounds: Bounds) -> tuple[tar.Member, bytes]:
    mode = info.external_attr >> 16 if info.create_system in (_UNIX, _MACOS) else 0
    kind = _TYPES.get(stat.S_IFMT(mode), tar.FILE)
    if name.endswith("/") or (info.create_system == _DOS and info.external_attr & _DOS_FOLDER):
        kind = tar.DIRECTORY
    wanted = kind in (tar.FILE, tar.SYMBOLIC_LINK) and info.file_size <= bounds.member
    content = _content(archive, info) if wanted else b""
    target = content if kind == tar.SYMBOLIC_LINK else b""
    raw_name = name.encode("utf-8", "surrogateescape")
    permissions = stat.S_IMODE(mode) if mode else None
    return tar.Member(raw_name, kind, 0, info.file_size, target, permissions, (b"", b"")), content


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as file:
            content = file.read(info.file_size + 1)
    except Exception:  # noqa: BLE001 - BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError …
        _refuse("The zip file is damaged: this member cannot be unpacked.", info)
    if len(content) != info.file_size:
        _refuse("This member has another size than the directory says.", info)
    return content


def _refuse(what: str, info: zipfile.ZipInfo | None = None, remedy: str = _PACK_ANEW) -> NoReturn:
    raise UploadRefused(what, remedy=remedy, member=_shown(info) if info else None, code="zip") from None


def _shown(info: zipfile.ZipInfo) -> str:
    return visible(info.orig_filename[:PATH_BYTES])
