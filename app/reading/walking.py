"""One folder of this machine → entries. Links are kept as links, never followed; only regular files are opened.

It may run as root, over a tree that others can write to: what a name is, is asked of the opened file.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from ..model.files import Entry, Unreadable
from .archive import too_large
from .bounds import PATH_BYTES, PATH_PARTS, Bounds, exceeded
from .owners import owner_of
from .places import place
from .visible import is_visible, visible

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)

_KUBELET, _ETCD_DATA, _HOME = "/var/lib/kubelet/", "/var/lib/etcd/member", "/root/"
_KUBELET_SUFFIXES = (".yaml", ".yml", ".conf", ".env", ".json", "kubeconfig")


@dataclass(slots=True)
class Walk:
    """Gathers what is found, within the bounds of one opening."""

    bounds: Bounds
    entries: list[Entry] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    count: int = 0
    total: int = 0

    def folder(self, folder: Path, member: str) -> None:
        """Everything in a folder that is wanted, by name. `member`: what the folder itself is called in the tree."""
        try:
            with os.scandir(folder) as found:
                names = sorted(entry.name for entry in found)
        except OSError as error:
            self._cannot(member or ".", error)
            return
        for name in names:
            below = f"{member}/{name}" if member else name
            if is_wanted(below) and self._may_be_named(below):
                self._any(folder / name, below)

    def file(self, path: Path, member: str, *, follow: bool = False) -> None:
        """One regular file. `follow`: it was named by the person, who may mean what a link points to."""
        try:
            handle = os.open(path, _FLAGS if follow else _FLAGS | _NO_LINK)
            with os.fdopen(handle, "rb") as file:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    return
                self._take(status.st_size)
                data = b"" if status.st_size > self.bounds.member else file.read(self.bounds.member + 1)
        except OSError as error:
            self._cannot_read(path, member, error)
            return
        large = max(status.st_size, len(data)) > self.bounds.member
        if large:
            self.unreadable.append(too_large(member, self.bounds))
        mode, owner = stat.S_IMODE(status.st_mode), owner_of(status)
        self.entries.append(Entry(member, b"" if large else data, None, mode, owner, status.st_size if large else None))

    def _any(self, path: Path, member: str) -> None:
        self.count += 1
        if self.count > self.bounds.members:
            raise exceeded("MEMBERS", f"There are more than {self.bounds.members} files and folders.", member)
        try:
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode):
                self._link(path, member, status)
                return
        except OSError as error:
            self._cannot(member, error)
            return
        if stat.S_ISDIR(status.st_mode):
            self.folder(path, member)
        elif stat.S_ISREG(status.st_mode):
            self.file(path, member)

    def _link(self, path: Path, member: str, status: os.stat_result) -> None:
        target = os.fspath(path.readlink()).replace(os.sep, "/")
        if is_visible(target) and len(target) <= PATH_BYTES:
            self.entries.append(Entry(member, b"", target, stat.S_IMODE(status.st_mode), owner_of(status)))
        else:
            reason = "This link's target is too long, or holds characters that do not show."
            self.unreadable.append(Unreadable(member, None, None, "name", reason))

    def _take(self, size: int) -> None:
        self.total += min(size, self.bounds.member)
        if self.total > self.bounds.raw:
            raise exceeded("RAW", f"The files have more than {self.bounds.raw >> 20} MiB in all.")

    def _may_be_named(self, member: str) -> bool:
        if is_visible(member) and len(member.encode()) <= PATH_BYTES and member.count("/") < PATH_PARTS:
            return True
        reason = f"The name has more than {PATH_BYTES} bytes or {PATH_PARTS} parts, or characters that do not show."
        self.unreadable.append(Unreadable(visible(member[:PATH_BYTES]), None, None, "name", reason))
        return False

    def _cannot_read(self, path: Path, member: str, error: OSError) -> None:
        """A file that is there and cannot be read is listed twice: as a file, and with the reason."""
        self._cannot(member, error)
        try:
            status = path.lstat()
        except OSError:
            return
        if stat.S_ISREG(status.st_mode):
            mode = stat.S_IMODE(status.st_mode)
            self.entries.append(Entry(member, b"", None, mode, owner_of(status), status.st_size))

    def _cannot(self, member: str, error: OSError) -> None:
        if isinstance(error, PermissionError):
            why = Unreadable(member, None, None, "permission", "No permission to read this. Run the command with sudo.")
        else:
            why = Unreadable(member, None, None, "not-opened", f"This could not be opened: {error.strerror}.")
        self.unreadable.append(why)


def is_wanted(member: str) -> bool:
    """Whether a member can hold something of a cluster's PKI. The kubelet's folder holds all volumes of all pods,
    etcd's its database, root's home anything: of these only what is known to matter.
    """
    path = place(member).path
    if path.startswith(_KUBELET):
        below = path.removeprefix(_KUBELET)
        return below == "pki" or below.startswith("pki/") or ("/" not in below and below.endswith(_KUBELET_SUFFIXES))
    if path.startswith(_HOME):
        below = path.removeprefix(_HOME)
        return below == ".kube" or (below.startswith(".kube/config") and below.count("/") == 1)
    return path != _ETCD_DATA
