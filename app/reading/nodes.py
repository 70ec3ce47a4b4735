"""Which folders are nodes (docs/model.md, Ids). What they are called: node_names.py."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..model.inventory import NodeFiles
from .leftovers import is_leftover
from .node_names import name_node
from .placed import Placed, in_named_folders
from .places import Place, normalised

_CLUSTER_WIDE = "cluster"
"""Ids of components that belong to no node end in `@cluster`; a node of that name becomes `cluster_2`."""


@dataclass(frozen=True, slots=True)
class NodeMembers:
    """A node and the members that are its files, in the order found."""

    node: NodeFiles
    members: tuple[Placed, ...]


def find_nodes(members: Iterable[Placed]) -> tuple[list[NodeMembers], list[str]]:
    """The nodes of a tree in the archive's order, and notes about what was taken for the same.

    Each folder above a root is a node. Folders that are byte-identical are one node, and the first's members count. A
    member outside every root makes no node: it belongs to the first, or to the only one where there is no root at all.
    """
    folders: dict[str, list[Placed]] = {}
    loose: list[Placed] = []
    for member in in_named_folders(list(members)):
        (folders.setdefault(member.place.folder, []) if member.place.rooted else loose).append(member)
    _take_copies_home(folders)
    kept, notes = _distinct(folders)
    first, *others = list(kept.items()) or [("", [])]
    names = _UniqueNames()
    found = [_node(first[0], first[1] + loose, names)]
    found += [_node(folder, inside, names) for folder, inside in others]
    return found, notes


def _take_copies_home(folders: dict[str, list[Placed]]) -> None:
    """A copy of its folder that stands inside a node (etc/kubernetes.bak beside etc/kubernetes) is no node of its own:
    its files are leftovers of that one.
    """
    for folder in [found for found in folders if is_leftover(found)]:
        homes = [other for other in folders if not is_leftover(other) and (not other or folder.startswith(f"{other}/"))]
        if homes:
            home = max(homes, key=len)
            folders[home] += [_as_leftover(member, home) for member in folders.pop(folder)]


def _as_leftover(member: Placed, home: str) -> Placed:
    return replace(
        member, place=Place(home, "/" + normalised(member.entry.member).removeprefix(f"{home}/" if home else ""))
    )


def _distinct(folders: dict[str, list[Placed]]) -> tuple[dict[str, list[Placed]], list[str]]:
    """The folders without those that are byte-identical to an earlier one."""
    if len(folders) < 2:
        return folders, []
    kept: dict[str, list[Placed]] = {}
    notes: list[str] = []
    seen: dict[frozenset[tuple[str, str | None, bytes, int | None]], str] = {}
    for folder, members in folders.items():
        whole = frozenset((m.place.path, m.entry.target, m.entry.data, m.entry.size) for m in members)
        if whole in seen:
            notes.append(
                f"{folder or 'The top folder'} holds the same bytes as {seen[whole] or 'the top folder'}: one node."
            )
        else:
            seen[whole] = folder
            kept[folder] = members
    return kept, notes


def _node(folder: str, members: list[Placed], names: "_UniqueNames") -> NodeMembers:
    name, source = name_node(
        folder, {member.place.path: (member.entry, member.content) for member in reversed(members)}
    )
    bare = any(member.place.bare_pki for member in members)
    return NodeMembers(NodeFiles(names.take(name), source, folder, bare), tuple(members))


class _UniqueNames:
    """Gives each node its own name: a second of the same name gets `_2`."""

    def __init__(self) -> None:
        self._taken = {_CLUSTER_WIDE}
        self._count = {_CLUSTER_WIDE: 1}

    def take(self, name: str) -> str:
        unique = name
        while unique in self._taken:
            self._count[name] = self._count.get(name, 1) + 1
            unique = f"{name}_{self._count[name]}"
        self._taken.add(unique)
        return unique
