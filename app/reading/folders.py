"""Folders and files of this machine → Tree, for the command line: read where they lie, links never followed."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..model.errors import UploadRefused
from ..model.files import Entry, Unreadable
from .archive import read_archive
from .bounds import Bounds, exceeded
from .tar import is_tar
from .tree import Tree
from .visible import visible

try:
    from grp import getgrgid
    from pwd import getpwuid
except ImportError:  # Windows has no owners of this kind
    getpwuid = getgrgid = None  # type: ignore[assignment]

_ROOTS = ("etc/kubernetes", "etc/ssl/etcd", "var/lib/kubelet", "var/lib/etcd", "root")
_KUBELET = "var/lib/kubelet"
_KUBELET_SUFFIXES = (".yaml", ".yml", ".conf", ".env", ".json")
_GZIP = b"\x1f\x8b"
_NEVER = frozenset(("var/lib/etcd/member", "root/.cache", "root/go"))
"""Folders that hold data and no configuration, and may be very large."""


def read_paths(paths: Sequence[Path], bounds: Bounds) -> Tree:
    """What stands in folders, tarballs and files.

    A folder below `/etc/kubernetes`, `/var/lib/kubelet` or another root of a node keeps its absolute path as the member's
    name; `pki` keeps its own name; any other folder is taken as the root of an archive. Of /var/lib/kubelet only `pki/`
    and the configuration beside it are read: pods and plugins can be huge.

    Raises UploadRefused where a path does not exist or cannot be read at all, LimitExceeded.
    """
    trees = [_tarball(path, bounds) if _is_tarball(path) else _Walk(bounds).tree(path) for path in paths]
    entries = tuple(entry for tree in trees for entry in tree.entries)
    if len(entries) > bounds.members:
        raise exceeded("MEMBERS", f"There are more than {bounds.members} files.")
    return Tree(entries, tuple(item for tree in trees for item in tree.unreadable))


def _is_tarball(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:
        return False
    return head.startswith(_GZIP) or is_tar(head)


def _tarball(path: Path, bounds: Bounds) -> Tree:
    if path.stat().st_size > bounds.upload:
        raise exceeded("UPLOAD", f"The file has more than {bounds.upload >> 20} MiB.", visible(str(path)))
    return read_archive(path.read_bytes(), bounds)


@dataclass(slots=True)
class _Walk:
    """Walks one path without following links, within the bounds."""

    bounds: Bounds
    entries: list[Entry] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    total: int = 0

    def tree(self, path: Path) -> Tree:
        if not path.exists():
            remedy = "Give a folder such as /etc/kubernetes, or a tarball of it."
            raise UploadRefused(f"There is no file or folder {visible(str(path))}.", remedy=remedy, code="no-such-file")
        base = _member_name(path)
        if path.is_dir():
            self._folder(path, base)
        else:
            self._file(path, base)
        return Tree(tuple(self.entries), tuple(self.unreadable))

    def _folder(self, folder: Path, member: str) -> None:
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            self._cannot(member or ".", error)
            return
        for name in names:
            below = f"{member}/{name}" if member else name
            if _wanted(below):
                self._any(folder / name, below)

    def _any(self, path: Path, member: str) -> None:
        try:
            status = path.lstat()
        except OSError as error:
            self._cannot(member, error)
            return
        if stat.S_ISDIR(status.st_mode):
            self._folder(path, member)
        elif stat.S_ISLNK(status.st_mode) or stat.S_ISREG(status.st_mode):
            self._file(path, member)
        if len(self.entries) > self.bounds.members:
            raise exceeded("MEMBERS", f"There are more than {self.bounds.members} files.")

    def _file(self, path: Path, member: str) -> None:
        member = visible(member)
        try:
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode):
                target = visible(os.readlink(path))
                self.entries.append(Entry(member, b"", target, stat.S_IMODE(status.st_mode), _owner(status)))
                return
            data = None if status.st_size > self.bounds.member else path.read_bytes()
        except OSError as error:
            self._cannot(member, error)
            return
        self.total += status.st_size if data is None else len(data)
        if data is None:
            reason = f"The file has more than {self.bounds.member >> 10} KiB: its content was not read."
            self.unreadable.append(Unreadable(member, None, None, "too-large", reason))
        elif self.total > self.bounds.raw:
            raise exceeded("RAW", f"The files have more than {self.bounds.raw >> 20} MiB in all.", member)
        size = status.st_size if data is None else None
        self.entries.append(Entry(member, data or b"", None, stat.S_IMODE(status.st_mode), _owner(status), size))

    def _cannot(self, member: str, error: OSError) -> None:
        why = "no permission; run it with sudo" if isinstance(error, PermissionError) else (error.strerror or "error")
        self.unreadable.append(Unreadable(visible(member), None, None, "not-opened", f"It could not be opened: {why}."))


def _member_name(path: Path) -> str:
    """The name under which a path stands in the tree: absolute below a node's root, else relative to what was given."""
    absolute = Path(os.path.abspath(path)).as_posix().lstrip("/")
    for root in _ROOTS:
        for name in (absolute, f"{absolute}/"):
            at = name.find(root + "/") if name != root else 0
            if at == 0 or (at > 0 and name[at - 1] == "/"):
                return absolute[at:] if _below_system_root(absolute, at) else _with_node(absolute, at)
    parts = absolute.split("/")
    if "pki" in parts:
        return "/".join(parts[parts.index("pki") :])
    if path.is_dir():
        return parts[-1] if _is_named_root(path) else ""
    return parts[-1]


def _below_system_root(absolute: str, at: int) -> bool:
    return at == 0 and bool(absolute)


def _with_node(absolute: str, at: int) -> str:
    """A copy of a node's files in some folder: that folder's last part may name the node."""
    folder = absolute[:at].rstrip("/").rpartition("/")[2]
    return f"{folder}/{absolute[at:]}" if folder else absolute[at:]


def _is_named_root(path: Path) -> bool:
    return path.name == "kubernetes"


def _wanted(member: str) -> bool:
    """Whether a member is read: of the kubelet's folder only `pki/` and configuration at its top."""
    if member in _NEVER:
        return False
    at = member.find(_KUBELET + "/")
    if at < 0 or (at > 0 and member[at - 1] != "/"):
        return True
    below = member[at + len(_KUBELET) + 1 :]
    return below == "pki" or below.startswith("pki/") or ("/" not in below and below.endswith(_KUBELET_SUFFIXES))


def _owner(status: os.stat_result) -> str | None:
    if getpwuid is None:
        return None
    return f"{_name(getpwuid, status.st_uid)}:{_name(getgrgid, status.st_gid)}"


def _name(find: object, number: int) -> str:
    try:
        return str(find(number)[0])  # type: ignore[operator]
    except KeyError:
        return str(number)
