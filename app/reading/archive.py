"""An archive in memory → Tree: gzip, tar and zip by their magic, bounded, names checked, links left as links."""

import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import replace

from ..model.errors import UploadRefused
from ..model.files import Entry, Unreadable
from . import tar
from .bounds import PATH_BYTES, Bounds, exceeded
from .magic import name_wrong_file
from .member_names import NoSuchName, in_litter_folder, read_member_name
from .places import normalised
from .tree import Tree
from .visible import visible
from .zip import is_zip, read_zip

GZIP_MAGIC = b"\x1f\x8b"
_GZIP = 31
"""zlib's wbits for one gzip stream of any window size."""
_STEP = 64 << 10


def read_archive(data: bytes, bounds: Bounds) -> Tree:
    """The files and links of a `.tar`, `.tar.gz` or `.zip`, told by its content. Archives inside of it stay bytes.

    A later member of the same name replaces an earlier one, as tar does. A hard link is a regular file. A file that is
    too large, of a kind that holds no configuration, or with a name that nobody can read is listed as unreadable, and
    the rest goes on.

    Raises UploadRefused where it is no such archive (naming what it is instead), damaged or unsafe; LimitExceeded where
    it is too large.
    """
    if len(data) > bounds.upload:
        raise exceeded("UPLOAD", f"The file has more than {bounds.upload >> 20} MiB.")
    members = _Members(bounds)
    for member, content in _members(data, bounds):
        members.add(member, content)
    return Tree(tuple(members.entries.values()), tuple(members.unreadable.values()))


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is for `read_archive`; `head`: its first block at least."""
    return head.startswith(GZIP_MAGIC) or is_zip(head) or tar.is_tar(head)


def _members(data: bytes, bounds: Bounds) -> Iterator[tuple[tar.Member, bytes]]:
    if is_zip(data):
        yield from read_zip(data, bounds)
        return
    raw = _inflate(data, bounds) if data.startswith(GZIP_MAGIC) else data
    if not tar.is_tar(raw):
        raise name_wrong_file(raw, inside_gzip=raw is not data)
    for member in tar.read_tar(raw):
        yield member, raw[member.start : member.stop]


def _inflate(data: bytes, bounds: Bounds) -> bytes:
    """One gzip stream, and nothing behind it but padding: `gzip.decompress` takes 110 s for 8 MiB of empty streams.

    In steps, because blocks that give no byte meet no limit on output, and cost half a second for 4 MiB.
    """
    inflater = zlib.decompressobj(_GZIP)
    pieces: list[bytes] = []
    total = at = 0
    while at < len(data) and not inflater.eof:
        try:
            raw = inflater.decompress(data[at : at + _STEP], bounds.raw + 1 - total)
        except zlib.error:
            raise _bad_gzip("The gzip file is damaged.", "Copy it again, or pack the folder anew.") from None
        pieces.append(raw)
        total, at = total + len(raw), at + _STEP
        if total > bounds.raw:
            raise exceeded("RAW", f"Unpacked, the archive has more than {bounds.raw >> 20} MiB.")
        if at > total * 17 // 16 + 2 * _STEP:  # deflate adds five bytes to 64 KiB at most
            raise _bad_gzip("The gzip file is larger packed than unpacked.", "Pack the folder anew.")
    if not inflater.eof:
        raise _bad_gzip("The gzip file is cut off.", "Copy it again, and compare the sizes.")
    if inflater.unused_data.strip(b"\0") or data[at:].strip(b"\0"):
        remedy = "Make one stream of it: gzip -dc FILE | gzip > node.tgz"
        raise _bad_gzip("Something stands behind the end of the gzip stream.", remedy)
    return b"".join(pieces)


def _bad_gzip(what: str, remedy: str) -> UploadRefused:
    return UploadRefused(what, remedy=remedy, code="gzip")


class _Members:
    """Gathers entries by their normalised names, within the bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self.entries: dict[str, Entry] = {}
        self.unreadable: dict[str, Unreadable] = {}
        self._bounds = bounds
        self._spellings: dict[str, str] = {}
        self._owners: dict[tuple[bytes, bytes], str | None] = {}
        self._count = self._total = 0

    def add(self, member: tar.Member, content: bytes) -> None:
        """Take one member with its content. Raises UploadRefused, LimitExceeded."""
        self._count += 1
        if self._count > self._bounds.members:
            raise exceeded("MEMBERS", f"The archive holds more than {self._bounds.members} files and folders.")
        try:
            name = read_member_name(member.name)
            path = normalised(name)
            if ".." in path.split("/"):
                raise _unsafe("The name leads out of the archive (`..`).", name)
            if path and member.type not in tar.WITHOUT_MEANING and not in_litter_folder(path):
                self._check_spelling(path, name)
                self._place(path, name, member, content)
        except NoSuchName as fault:
            shown = visible(member.name[:PATH_BYTES].decode("utf-8", "surrogateescape"))
            self.unreadable[shown] = Unreadable(shown, None, None, "name", str(fault))

    def _check_spelling(self, path: str, name: str) -> None:
        """Names that some computers take for the same would let the wrong file win."""
        folded = path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
        other = self._spellings.setdefault(folded, path)
        if other != path:
            raise _unsafe(f"This name differs from another one in spelling only: {visible(other)}.", name)

    def _place(self, path: str, name: str, member: tar.Member, content: bytes) -> None:
        linked = self.entries.get(normalised(read_member_name(member.target))) if member.type == tar.HARD_LINK else None
        self.unreadable.pop(path, None)
        self.entries.pop(path, None)
        if member.type in tar.REGULAR:
            self._file(path, name, member, content, member.stop - member.start)
        elif member.type == tar.SYMBOLIC_LINK:
            self.entries[path] = Entry(name, b"", read_member_name(member.target), _mode(member), self._owner(member))
        elif linked is not None:
            self._hard_link(path, name, member, linked)
        elif member.type == tar.HARD_LINK:
            self._cannot(
                path, name, "link", "This is a hard link to a file that does not stand before it in the archive."
            )
        else:
            kind = tar.SPECIAL.get(member.type, "of an unknown kind")
            self._cannot(path, name, "special", f"This is {kind}: it was not read.")

    def _file(self, path: str, name: str, member: tar.Member, data: bytes, size: int) -> None:
        self._total += size
        if self._total > self._bounds.raw:  # hard links add what the archive's own size does not show
            raise exceeded("RAW", f"The files have more than {self._bounds.raw >> 20} MiB in all.", name)
        if size > self._bounds.member:
            self.unreadable[path] = too_large(name, self._bounds)
            self.entries[path] = Entry(name, b"", None, _mode(member), self._owner(member), size)
        else:
            self.entries[path] = Entry(name, data, None, _mode(member), self._owner(member))

    def _hard_link(self, path: str, name: str, member: tar.Member, linked: Entry) -> None:
        """A second name of an earlier member: of a file, a file of its own."""
        if linked.target is None and linked.size is None:
            self._file(path, name, member, linked.data, len(linked.data))
        else:
            self.entries[path] = replace(linked, member=name)

    def _owner(self, member: tar.Member) -> str | None:
        """Nearly all files of a node have one owner."""
        if member.owner not in self._owners:
            self._owners[member.owner] = _owner(member)
        return self._owners[member.owner]

    def _cannot(self, path: str, name: str, code: str, reason: str) -> None:
        self.unreadable[path] = Unreadable(name, None, None, code, reason)


def too_large(member: str, bounds: Bounds) -> Unreadable:
    """The line of a file that is listed and not read."""
    reason = f"This file has more than {bounds.member >> 10} KiB: it was not read."
    return Unreadable(member, None, None, "too-large", reason)


def _mode(member: tar.Member) -> int | None:
    return None if member.mode is None else member.mode & 0o7777


def _owner(member: tar.Member) -> str | None:
    if not any(member.owner):
        return None
    user, group = (_owner_name(name or b"0") for name in member.owner)
    return f"{user}:{group}"


def _owner_name(raw: bytes) -> str:
    """A user's or group's name; a colon of its own could not be told from the one between them."""
    return visible(raw.decode("utf-8", "replace")).replace(":", "_")


def _unsafe(what: str, member: str) -> UploadRefused:
    remedy = "Rename it or leave it out, and pack the archive anew: tar czf node.tgz FOLDER"
    return UploadRefused(what, remedy=remedy, member=visible(member), code="unsafe-name")
