"""Folders, archives and files of this machine → Tree, for the command line."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..model.errors import LimitExceeded, NothingRecognised, UploadRefused
from ..model.files import Entry
from .archive import is_archive, read_archive, too_large
from .bounds import Bounds
from .magic import HEAD, is_readable_alone, name_wrong_file
from .merging import label, merged
from .tree import Tree, refused_tree
from .visible import visible
from .walking import Walk

_ROOTS = (("etc", "kubernetes"), ("etc", "ssl", "etcd"), ("var", "lib", "kubelet"), ("var", "lib", "etcd"))
"""Where a node's files are. Root's home is one more in an archive; here it is where people keep copies, too."""

_OWN_NAMES = ("pki", "kubernetes")
_NAME_A_FOLDER = "Name a folder such as /etc/kubernetes, or a tarball of it."


def read_paths(paths: Sequence[Path], bounds: Bounds) -> Tree:
    """What stands in folders, archives and single files, as one tree.

    /etc/kubernetes and the other folders of a node keep their paths, wherever a copy of them lies; `pki` and
    `kubernetes` keep their names; any other folder is read as an archive of it would be. Of folders that are full of
    other things (/var/lib/kubelet, `/` itself) only what can matter is read. Paths that hold different files of one
    name are different nodes, each in a folder of its path's name.

    A pipe (`<(ssh node …)`, /dev/stdin) is read to its end. Where several paths are named, one that cannot be read is
    listed with its reason and the others go on.

    Raises UploadRefused where nothing can be read; LimitExceeded.
    """
    found = dict.fromkeys(spread(paths))
    labels: set[str] = set()
    parts: list[tuple[str, Tree]] = []
    refusals: list[UploadRefused] = []
    for path in found:
        try:
            tree = _open(path, bounds)
        except LimitExceeded:
            raise
        except UploadRefused as refusal:
            refusals.append(refusal)
            tree = refused_tree(visible(path.name), _size(path), refusal)
        parts.append((_label(path, labels), tree))
    if len(refusals) == len(found):
        raise refusals[0]
    return merged(parts, bounds)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def spread(paths: Sequence[Path]) -> Iterator[Path]:
    """The paths, absolute; in place of one above a node's folders (`/`, `/etc`) those that are there."""
    for path in paths:
        absolute = _absolute(path)
        parts = absolute.parts[1:]
        below = [absolute.joinpath(*root[len(parts) :]) for root in _ROOTS if root[: len(parts)] == parts != root]
        there = [folder for folder in below if _is_folder(folder)]
        if below and not there:
            raise NothingRecognised(f"Below {absolute} is no folder of a Kubernetes node.", remedy=_NAME_A_FOLDER)
        yield from there or [absolute]


def _absolute(path: Path) -> Path:
    """Without `..` and `.`, links left as they are: /etc/kubernetes keeps its name where it is a link."""
    return Path(os.path.normpath(Path.cwd() / path))


def _open(path: Path, bounds: Bounds) -> Tree:
    walk = Walk(bounds)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            walk.folder(path, member_name(path))
        elif stat.S_ISREG(mode):
            if (archive := _archive(path, bounds)) is not None:
                return read_archive(archive, bounds)
            walk.file(path, member_name(path), follow=True)
        elif stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
            return _stream(path, bounds)
        else:
            raise UploadRefused(
                f"{visible(str(path))} is no file and no folder.", remedy=_NAME_A_FOLDER, code="not-opened"
            )
    except OSError as error:
        remedy = "Run the command with sudo." if isinstance(error, PermissionError) else _NAME_A_FOLDER
        raise UploadRefused(
            f"{visible(str(path))} cannot be opened: {error.strerror}.", remedy=remedy, code="not-opened"
        ) from None
    return Tree(tuple(walk.entries), tuple(walk.unreadable))


def _archive(path: Path, bounds: Bounds) -> bytes | None:
    """The bytes of an archive, at most one more than are allowed; None for any other file.

    Raises UploadRefused for a large file that is something else altogether: an etcd snapshot, a disk image.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        if is_archive(head):
            return head + file.read(bounds.upload + 1 - len(head))
        if path.stat().st_size > bounds.member and not is_readable_alone(head):
            raise name_wrong_file(head)
    return None


def _stream(path: Path, bounds: Bounds) -> Tree:
    """What a pipe gives until it ends, as a file of that content."""
    with path.open("rb") as file:
        data = file.read(bounds.upload + 1)
    if is_archive(data):
        return read_archive(data, bounds)
    if len(data) > bounds.member:
        return Tree((Entry(path.name, b"", size=len(data)),), (too_large(path.name, bounds),))
    return Tree((Entry(path.name, data),))


def _is_folder(path: Path) -> bool:
    """Whether a folder is there; no, where nobody may look."""
    try:
        return path.is_dir()
    except OSError:
        return False


def member_name(path: Path) -> str:
    """What a path is called in the tree: from its node's root on, and the folder before it, which may name it."""
    parts = path.parts[1:]
    if parts[:1] == ("root",) and parts[1:2] in ((), (".kube",)):
        return "/".join(parts)
    if (root := _root_in(parts)) is not None:
        folder = parts[max(root - 1, 0) : root]
        return "/".join(parts[root:] if folder == ("root",) else folder + parts[root:])
    is_folder = _is_folder(path)
    longest = 1 if is_folder and parts[-1:] != ("etcd",) else 3  # pki; pki/etcd, pki/ca.crt, pki/etcd/ca.crt
    for length in range(1, min(longest, len(parts)) + 1):
        if parts[-length] in _OWN_NAMES:
            return "/".join(parts[-length:])
    return "" if is_folder else parts[-1]


def _root_in(parts: tuple[str, ...]) -> int | None:
    """Where in a path a node's root begins."""
    return next((at for at in range(len(parts)) if any(parts[at : at + len(root)] == root for root in _ROOTS)), None)


def _label(path: Path, taken: set[str]) -> str:
    """A folder's name for what stands at a path: of several copies of a node's folder, the one that it lies in; none
    for the folders of this machine itself, which may have been named twice.
    """
    parts = path.parts[1:]
    root = _root_in(parts)
    if root == 0:
        return ""
    own = next((at for at, part in enumerate(parts) if part in _OWN_NAMES), len(parts))
    return label(visible((parts[: own if root is None else root] or ("tree",))[-1]), taken)
