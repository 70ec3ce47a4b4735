"""A host's file system in memory: what a shell's commands read and change, with the errors that a kernel gives.

Nothing here touches a real file. A file's bytes are shared between copies, so a copy of a host costs a few kilobytes.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

MAX_HOPS = 40
"""Links on one path before ELOOP, as Linux has it (path_resolution(7))."""
MAX_BYTES = 8 << 20
"""Of all files of a host together: a lesson's tree has a quarter of one."""
MAX_FILES = 5000
MAX_PATH = 4096

NULL = "/dev/null"


@dataclass(frozen=True, slots=True)
class File:
    """A regular file. `mode`: permission bits; `changed`: its modification time, UTC."""

    data: bytes
    changed: datetime
    mode: int = 0o644
    owner: str = "root"
    group: str = "root"


@dataclass(frozen=True, slots=True)
class Directory:
    changed: datetime
    mode: int = 0o755
    owner: str = "root"
    group: str = "root"


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link; `target` as written, relative ones from the link's own folder."""

    target: str
    changed: datetime
    mode: int = 0o777
    owner: str = "root"
    group: str = "root"


Inode = File | Directory | Link


class FileError(Exception):
    """What a kernel says of a path, in the words of strerror(3)."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


NOT_FOUND = "No such file or directory"
NO_FOLDER = "Not a directory"
IS_FOLDER = "Is a directory"
EXISTS = "File exists"
NOT_EMPTY = "Directory not empty"
LOOP = "Too many levels of symbolic links"
FULL = "No space left on device"
TOO_LONG = "File name too long"


class _Counted(dict[str, Inode]):
    """Inodes by path, and how often one was put or taken away."""

    changes = 0

    def __setitem__(self, path: str, inode: Inode) -> None:
        self.changes += 1
        super().__setitem__(path, inode)

    def __delitem__(self, path: str) -> None:
        self.changes += 1
        super().__delitem__(path)


class Files:
    """The files of one host by absolute path. `/` and every parent of a file are there.

    Every method takes absolute paths and raises FileError. `stamp` is the time that a change gives to what it changes.
    """

    def __init__(self, inodes: Mapping[str, Inode], stamp: datetime) -> None:
        self._inodes = _Counted(inodes)
        self._inodes.setdefault("/", Directory(stamp))
        self.stamp = stamp

    @property
    def inodes(self) -> Mapping[str, Inode]:
        return self._inodes

    @property
    def changes(self) -> int:
        """How often something was put or taken away: the same number, the same files."""
        return self._inodes.changes

    def copy(self) -> "Files":
        """The same files, to be changed apart from these."""
        return Files(self._inodes, self.stamp)

    def real(self, path: str, *, follow: bool = True) -> str:
        """Where a path leads: links in it followed, its last part too if `follow`. That last part may be absent."""
        if len(path) > MAX_PATH:
            raise FileError(path, TOO_LONG)
        at, hops = "/", 0
        parts = [part for part in path.split("/") if part not in ("", ".")]
        while parts:
            part = parts.pop(0)
            if part == "..":
                at = posixpath.dirname(at)
                continue
            here = posixpath.join(at, part)
            found = self._inodes.get(here)
            if isinstance(found, Link) and (parts or follow):
                hops += 1
                if hops > MAX_HOPS:
                    raise FileError(path, LOOP)
                parts = [step for step in found.target.split("/") if step not in ("", ".")] + parts
                at = "/" if found.target.startswith("/") else at
                continue
            if parts and found is None and here != NULL:
                raise FileError(path, NOT_FOUND)
            if parts and not isinstance(found, Directory):
                raise FileError(path, NO_FOLDER)
            at = here
        if path.endswith("/") and follow and isinstance(self._inodes.get(at), File):
            raise FileError(path, NO_FOLDER)
        return at

    def get(self, path: str, *, follow: bool = True) -> Inode | None:
        """What stands at a path; None where nothing does or no path leads there."""
        try:
            return self._inodes.get(self.real(path, follow=follow))
        except FileError:
            return None

    def stat(self, path: str, *, follow: bool = True) -> Inode:
        real = self.real(path, follow=follow)
        if real == NULL:
            return File(b"", self.stamp, 0o666)
        found = self._inodes.get(real)
        if found is None:
            raise FileError(path, NOT_FOUND)
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        found = self.stat(path)
        if not isinstance(found, File):
            raise FileError(path, IS_FOLDER if isinstance(found, Directory) else NOT_FOUND)
        return found.data

    def write(self, path: str, data: bytes, *, mode: int | None = None, append: bool = False) -> None:
        """Put bytes into a file, which is made if it is not there; its mode and owner stay if it is."""
        real = self.real(path)
        if real == NULL:
            return
        old = self._inodes.get(real)
        if isinstance(old, Directory):
            raise FileError(path, IS_FOLDER)
        self._need_parent(path, real)
        data = old.data + data if append and isinstance(old, File) else data
        self._check_room(path, len(data) - (len(old.data) if isinstance(old, File) else 0), new=old is None)
        if isinstance(old, File):
            self._inodes[real] = replace(old, data=data, changed=self.stamp, mode=old.mode if mode is None else mode)
        else:
            self._inodes[real] = File(data, self.stamp, 0o644 if mode is None else mode)

    def put(self, path: str, inode: Inode) -> None:
        """Put an inode as it is at a path that is not a folder already."""
        real = self.real(path, follow=False)
        if isinstance(self._inodes.get(real), Directory):
            raise FileError(path, IS_FOLDER)
        self._need_parent(path, real)
        self._check_room(path, len(inode.data) if isinstance(inode, File) else 0, new=real not in self._inodes)
        self._inodes[real] = inode

    def change(self, path: str, inode: Inode) -> None:
        """Replace what stands at a path by the same thing with other attributes."""
        self._inodes[self.real(path)] = inode

    def make_folder(self, path: str, mode: int = 0o755) -> None:
        real = self.real(path, follow=False)
        if real in self._inodes:
            raise FileError(path, EXISTS)
        self._need_parent(path, real)
        self._check_room(path, 0, new=True)
        self._inodes[real] = Directory(self.stamp, mode)

    def make_folders(self, path: str) -> None:
        """A folder with all its parents; no error if it is there."""
        at = "/"
        for part in [part for part in path.split("/") if part not in ("", ".")]:
            at = posixpath.join(at, part)
            found = self.get(at)
            if found is None:
                self.make_folder(at)
            elif not isinstance(found, Directory):
                raise FileError(path, NO_FOLDER if at != path else EXISTS)

    def remove(self, path: str) -> None:
        """Remove a file or a link, never what a link points to."""
        real = self.real(path, follow=False)
        found = self._inodes.get(real)
        if found is None:
            raise FileError(path, NOT_FOUND)
        if isinstance(found, Directory):
            raise FileError(path, IS_FOLDER)
        del self._inodes[real]

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        real = self.real(path, follow=False)
        found = self._inodes.get(real)
        if found is None:
            raise FileError(path, NOT_FOUND)
        if not isinstance(found, Directory):
            raise FileError(path, NO_FOLDER)
        if real == "/" or any(self.names(real)):
            raise FileError(path, NOT_EMPTY)
        del self._inodes[real]

    def remove_tree(self, path: str) -> None:
        """Remove a folder with all that is in it."""
        real = self.real(path, follow=False)
        for inside in [one for one in self._inodes if one == real or one.startswith(real.rstrip("/") + "/")]:
            if inside != "/":
                del self._inodes[inside]

    def move(self, source: str, target: str) -> None:
        """Give another path to a file, link or folder with all that is in it; a file at the target is replaced."""
        begin, end = self.real(source, follow=False), self.real(target, follow=False)
        found, there = self.stat(source, follow=False), self._inodes.get(end)
        if begin == end:
            return
        if isinstance(there, Directory) and not isinstance(found, Directory):
            raise FileError(target, IS_FOLDER)
        if isinstance(there, Directory) and any(self.names(end)):
            raise FileError(target, NOT_EMPTY)
        if isinstance(found, Directory) and end.startswith(begin + "/"):
            raise FileError(target, "Invalid argument")
        self._need_parent(target, end)
        inside = {one: inode for one, inode in self._inodes.items() if one.startswith(begin + "/")}
        for one in (begin, *inside):
            del self._inodes[one]
        self._inodes[end] = found
        self._inodes |= {end + one[len(begin) :]: inode for one, inode in inside.items()}

    def names(self, path: str) -> Iterator[str]:
        """The names in a folder, in no order."""
        prefix = self.real(path).rstrip("/") + "/"
        for one in self._inodes:
            if one.startswith(prefix) and one != "/" and "/" not in one[len(prefix) :]:
                yield one[len(prefix) :]

    def folder(self, path: str) -> list[str]:
        """The names in a folder, sorted by bytes as `ls` does in the locale C."""
        if not isinstance(self.stat(path), Directory):
            raise FileError(path, NO_FOLDER)
        return sorted(self.names(path))

    def _need_parent(self, path: str, real: str) -> None:
        parent = self._inodes.get(posixpath.dirname(real))
        if not isinstance(parent, Directory):
            raise FileError(path, NOT_FOUND if parent is None else NO_FOLDER)

    def _check_room(self, path: str, more: int, *, new: bool) -> None:
        if new and len(self._inodes) >= MAX_FILES:
            raise FileError(path, FULL)
        if more > 0:
            held = sum(len(one.data) for one in self._inodes.values() if isinstance(one, File))
            if held + more > MAX_BYTES:
                raise FileError(path, FULL)
