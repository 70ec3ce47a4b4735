"""Zip files as people's programs make them, and as nobody's should."""

import io
import struct
import zipfile
from collections.abc import Iterable

from app.model.files import Entry

DOS, UNIX = 0, 3


def member(name: str, system: int = UNIX, mode: int = 0o100644) -> zipfile.ZipInfo:
    """A member's header: deflated, made by a system."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.compress_type = system, zipfile.ZIP_DEFLATED
    info.external_attr = mode << 16 if system == UNIX else 0x20
    return info


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes], comment: bytes = b"") -> bytes:
    """A zip file of members with their content."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = comment
        for info, content in members:
            archive.writestr(member(info) if isinstance(info, str) else info, content)
    return target.getvalue()


def zip_of(entries: Iterable[Entry]) -> bytes:
    """A tree as Info-ZIP packs it with --symlinks."""
    return zipped(
        *(
            (member(entry.member, mode=0o120777), entry.target.encode())
            if entry.target is not None
            else (member(entry.member, mode=0o100000 | (entry.mode or 0o644)), entry.data)
            for entry in entries
        )
    )


def end_of(data: bytes) -> int:
    """Where the record at the end begins."""
    return data.rindex(b"PK\5\6")


def with_end(data: bytes, at: int, form: str, value: int) -> bytes:
    """The zip file with one number of its last record changed."""
    return with_number(data, end_of(data) + at, form, value)


def with_entry(data: bytes, at: int, form: str, value: int) -> bytes:
    """The zip file with one number of the first record of its directory changed."""
    return with_number(data, data.index(b"PK\1\2") + at, form, value)


def with_number(data: bytes, at: int, form: str, value: int) -> bytes:
    changed = bytearray(data)
    struct.pack_into(form, changed, at, value)
    return bytes(changed)
