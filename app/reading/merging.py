"""Several opened things → one tree: parts of one node, or a node each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .bounds import Bounds, exceeded
from .tree import Tree

if TYPE_CHECKING:
    from ..model.files import Entry, Unreadable

_SUFFIXES = (".tar.gz", ".tgz", ".tar", ".zip")
_HOME = "root"
"""A folder of this name would be root's home."""


def merged(parts: Sequence[tuple[str, Tree]], bounds: Bounds) -> Tree:
    """One tree of (label, tree). Where two hold a member of the same name they are kept apart, each in a folder of its
    label; one without a label stays as it is, and the first of a name counts.

    Raises LimitExceeded where all together are too many or too large.
    """
    members = [entry.member for _, tree in parts for entry in tree.entries]
    apart = len(set(members)) < len(members)
    entries: dict[str, Entry] = {}
    unreadable: list[Unreadable] = []
    for name, tree in parts:
        folder = f"{name}/" if apart and name else ""
        for entry in tree.entries:
            entries.setdefault(folder + entry.member, replace(entry, member=folder + entry.member) if folder else entry)
        unreadable += [replace(item, member=folder + item.member) if folder else item for item in tree.unreadable]
    if len(entries) > bounds.members:
        raise exceeded("MEMBERS", f"There are more than {bounds.members} files.")
    if sum(len(entry.data) for entry in entries.values()) > bounds.raw:
        raise exceeded("RAW", f"The files have more than {bounds.raw >> 20} MiB in all.")
    return Tree(tuple(entries.values()), tuple(unreadable))


def label(name: str, taken: set[str]) -> str:
    """A folder's name for what was called so (an archive without its suffix), and is added to those taken."""
    stem = next((name[: -len(suffix)] for suffix in _SUFFIXES if name.lower().endswith(suffix)), name) or "tree"
    unique, count = stem if stem != _HOME else f"{_HOME}_", 1
    while unique in taken:
        count += 1
        unique = f"{stem}_{count}"
    taken.add(unique)
    return unique
