"""Files that were given together → one tree: archives, one for each node or each part of a node, and loose files."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..model.errors import LimitExceeded, UploadRefused
from ..model.files import Entry
from .archive import is_archive, read_archive, too_large
from .bounds import Bounds, exceeded
from .magic import is_readable_alone, name_wrong_file
from .member_names import NoSuchName, read_member_name
from .merging import label, merged
from .places import normalised
from .tree import Tree, refused_tree
from .visible import visible

_SHORT = 100
"""Characters that are kept of a name that no member may have."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody gave it. `name`: the sender's word for it, perhaps with folders, hostile like all of it."""

    name: str
    data: bytes | bytearray | memoryview


def read_uploads(uploads: Sequence[Upload], bounds: Bounds) -> Tree:
    """What stands in archives and loose files that were given together, as the tree of one cluster.

    Archives that hold different files of one name are different nodes, each in a folder of its archive's name. A loose
    file is a member under its own name. Where several are given, one that cannot be read is listed with its reason and
    the others go on.

    Raises UploadRefused where nothing can be read; LimitExceeded.
    """
    if sum(len(upload.data) for upload in uploads) > bounds.upload:
        raise exceeded("UPLOAD", f"There are more than {bounds.upload >> 20} MiB.")
    if len(uploads) == 1:
        return _alone(uploads[0], bounds)
    parts: list[tuple[str, Tree]] = []
    labels: set[str] = set()
    loose: set[str] = set()
    refusals: list[UploadRefused] = []
    for upload in uploads:
        name, data = _member_name(upload.name), bytes(upload.data)
        if not is_archive(data):
            parts.append(("", _loose(_unlike(name, loose), data, bounds)))
            continue
        try:
            parts.append((label(name, labels), read_archive(data, bounds)))
        except LimitExceeded:
            raise
        except UploadRefused as refusal:
            refusals.append(refusal)
            parts.append(("", refused_tree(_unlike(name, loose), len(data), refusal)))
    if refusals and len(refusals) == len(uploads):
        raise refusals[0]
    return merged(parts, bounds)


def _alone(upload: Upload, bounds: Bounds) -> Tree:
    """The only file that was given: an archive, or one certificate, kubeconfig or manifest."""
    data = bytes(upload.data)
    if is_archive(data):
        return read_archive(data, bounds)
    if not is_readable_alone(data):
        raise name_wrong_file(data)
    return _loose(_member_name(upload.name), data, bounds)


def _loose(name: str, data: bytes, bounds: Bounds) -> Tree:
    if len(data) > bounds.member:
        return Tree((Entry(name, b"", size=len(data)),), (too_large(name, bounds),))
    return Tree((Entry(name, data),))


def _member_name(name: str) -> str:
    """A sender's name as a member's: `\\` is Windows' `/`; one that no member may have is cut to what can be shown."""
    try:
        path = normalised(read_member_name(name.replace("\\", "/").encode("utf-8", "replace")))
    except NoSuchName:
        path = ""
    if not path or ".." in path.split("/"):
        path = visible(name.replace("\\", "/").rpartition("/")[2][:_SHORT]).strip(".")
    return path or "file"


def _unlike(name: str, taken: set[str]) -> str:
    """A name that no other file has: a second loose `ca.crt` stands in a folder of its own."""
    unique, count = name, 1
    while unique in taken:
        count += 1
        unique = f"{count}/{name}"
    taken.add(unique)
    return unique
