"""An archive in memory → Tree: gzip and tar by their magic, bounded, names checked, links left as links."""

import unicodedata
import zlib
from dataclasses import dataclass, field

from ..model.errors import UploadRefused
from ..model.files import Entry, Unreadable
from .bounds import PATH_BYTES, PATH_PARTS, Bounds, exceeded
from .magic import wrong_file
from .tar import Member, is_tar, read_tar
from .tree import Tree
from .visible import is_visible, visible

_GZIP = b"\x1f\x8b"
_ANY_GZIP_WINDOW = 31
"""zlib's wbits for a gzip stream of any window size."""


def read_archive(data: bytes, bounds: Bounds) -> Tree:
    """The files and links of a `.tar` or `.tar.gz`, recognised by content.

    A file that is too large, a device or a hard link to nothing is listed as unreadable, and the rest goes on. A member
    of the same name replaces an earlier one, as tar does.

    Raises UploadRefused where it is no such archive (naming what it is instead), damaged or unsafe; LimitExceeded where
    it is too large.
    """
    if len(data) > bounds.upload:
        raise exceeded("UPLOAD", f"The file has more than {bounds.upload >> 20} MiB.")
    raw = _inflate(data, bounds) if data.startswith(_GZIP) else data
    if len(raw) > bounds.raw:
        raise exceeded("RAW", f"The archive has more than {bounds.raw >> 20} MiB.")
    if not is_tar(raw):
        raise wrong_file(raw, compressed=raw is not data)
    members = _Members(raw, bounds)
    for member in read_tar(raw):
        members.add(member)
    return members.tree()


def _inflate(data: bytes, bounds: Bounds) -> bytes:
    """One gzip member, inflated to at most RAW bytes, and nothing behind it but padding."""
    inflater = zlib.decompressobj(_ANY_GZIP_WINDOW)
    try:
        raw = inflater.decompress(data, bounds.raw + 1)
    except zlib.error:
        raise UploadRefused(
            "The gzip file is damaged.", remedy="Pack it anew, or copy it again.", code="gzip"
        ) from None
    if len(raw) > bounds.raw:
        raise exceeded("RAW", f"Unpacked, the archive has more than {bounds.raw >> 20} MiB.")
    if not inflater.eof:
        raise UploadRefused("The gzip file is cut off.", remedy="Copy it again, and compare the sizes.", code="gzip")
    if inflater.unused_data.strip(b"\0"):
        remedy = "Unpack it, and pack it anew with: tar czf node.tgz FOLDER"
        raise UploadRefused("Something stands behind the end of the gzip file.", remedy=remedy, code="gzip")
    return raw


@dataclass(slots=True)
class _Members:
    """Gathers entries by name, within the bounds."""

    raw: bytes
    bounds: Bounds
    entries: dict[str, Entry] = field(default_factory=dict)
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    count: int = 0
    total: int = 0

    def add(self, member: Member) -> None:
        self.count += 1
        if self.count > self.bounds.members:
            raise exceeded("MEMBERS", f"The archive holds more than {self.bounds.members} files and folders.")
        if member.kind == "directory":
            return
        name = self._checked(member.name)
        self.entries.pop(name, None)
        self.unreadable.pop(name, None)
        owner = ":".join(map(visible, member.owner))
        if member.kind == "link":
            target = self._checked_target(name, member.target)
            self.entries[name] = Entry(name, b"", target, member.mode, owner)
        elif member.kind == "hard-link":
            self._hard_link(name, member, owner)
        elif member.kind == "file":
            self._file(name, self.raw[member.start : member.stop], member.mode, owner)
        else:
            self._cannot(name, "special", f"This is {member.kind}, not a file.")

    def _file(self, name: str, data: bytes, mode: int, owner: str) -> None:
        self.total += len(data)
        if self.total > self.bounds.raw:
            raise exceeded("RAW", f"The files have more than {self.bounds.raw >> 20} MiB in all.", name)
        if len(data) > self.bounds.member:
            self._cannot(
                name, "too-large", f"The file has more than {self.bounds.member >> 10} KiB: its content was not read."
            )
            self.entries[name] = Entry(name, b"", None, mode, owner, len(data))
            return
        self.entries[name] = Entry(name, data, None, mode, owner)

    def _hard_link(self, name: str, member: Member, owner: str) -> None:
        """A second name of an earlier file is a file of its own here."""
        other = self.entries.get(self._checked(member.target))
        if other is None or other.target is not None:
            self._cannot(name, "link", "This is a hard link to a file that is not in the archive.")
        else:
            self._file(name, other.data, member.mode, owner)

    def _cannot(self, name: str, code: str, reason: str) -> None:
        self.unreadable[name] = Unreadable(name, None, None, code, reason)

    def _checked(self, raw: bytes) -> str:
        """A member's name, if it is safe to show and to place. Raises UploadRefused."""
        name = raw.decode("utf-8", "surrogateescape")
        shown = visible(name[:PATH_BYTES])
        parts = name.split("/")
        if len(raw) > PATH_BYTES or len(parts) > PATH_PARTS:
            raise exceeded("PATH", f"A path has more than {PATH_BYTES} bytes or {PATH_PARTS} parts.", shown)
        if not is_visible(name) or not name.strip("./"):
            raise _unsafe("A file's name is empty or holds characters that cannot be shown.", shown)
        if ".." in parts:
            raise _unsafe("A file's name leads out of the archive (`..`).", shown)
        folded = unicodedata.normalize("NFC", name).casefold()
        if self.spellings.setdefault(folded, name) != name:
            raise _unsafe(f"Two files have names that differ in spelling only: {self.spellings[folded]}.", shown)
        return name

    def _checked_target(self, name: str, raw: bytes) -> str:
        target = raw.decode("utf-8", "surrogateescape")
        if len(raw) > PATH_BYTES or not is_visible(target):
            raise _unsafe("A link's target is too long or holds characters that cannot be shown.", name)
        return target

    def tree(self) -> Tree:
        return Tree(tuple(self.entries.values()), tuple(self.unreadable.values()))


def _unsafe(what: str, member: str) -> UploadRefused:
    return UploadRefused(
        what, remedy="Rename it, or leave it out, and pack the archive anew.", member=member, code="unsafe-name"
    )
