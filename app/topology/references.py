"""A path or a kubeconfig's field → the certificates or keys behind it."""

from collections import defaultdict
from collections.abc import Iterable

from ..model.certificates import Certificate, Key
from ..model.cluster import Reference, State
from ..model.inventory import Inventory
from .settings import Setting

UNKNOWN = Reference(State.UNKNOWN)
NOTHING = Reference(State.NONE)
IN_MEMORY = Reference(State.IN_MEMORY)


def _base(pointer: str) -> str:
    """A pointer without the number that a bundle adds: `[1]` → ``, `users[a].user.client-key-data[1]` → the field."""
    head, _, number = pointer.rpartition("[")
    return head if number.endswith("]") and number[:-1].isdigit() else pointer


def _by_place(items: Iterable[Certificate] | Iterable[Key]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """The ids at each (node, path, pointer without a bundle's number), in the file's order."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for item in items:
        found[item.node, item.path, _base(item.pointer)].append(item.id)
    return {place: tuple(ids) for place, ids in found.items()}


class References:
    """Finds what stands behind paths and fields of one inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._certificates = _by_place(inventory.certificates.values())
        self._keys = _by_place(inventory.keys.values())

    def certificate(self, node: str, setting: Setting | None, absent: Reference = UNKNOWN) -> Reference:
        """The certificates of a file; `absent` when nobody names one."""
        return self._at(self._certificates, node, setting.value, "") if setting else absent

    def key(self, node: str, setting: Setting | None, absent: Reference = UNKNOWN) -> Reference:
        """The keys of a file, private or public; `absent` when nobody names one."""
        return self._at(self._keys, node, setting.value, "") if setting else absent

    def certificate_data(self, node: str, path: str, pointer: str) -> Reference:
        return self._at(self._certificates, node, path, pointer)

    def key_data(self, node: str, path: str, pointer: str) -> Reference:
        return self._at(self._keys, node, path, pointer)

    def secret(self, node: str, path: str, pointer: str = "") -> Reference:
        """A token: whether it is there, never what it says."""
        file = self._inventory.resolve(node, path)
        if file is None:
            return Reference(State.NOT_IN_TREE, (), path, "")
        return Reference(State.FILE, (), path, pointer, file.id)

    def _at(self, places: dict[tuple[str, str, str], tuple[str, ...]], node: str, path: str, pointer: str) -> Reference:
        file = self._inventory.resolve(node, path)
        if file is None:
            return Reference(State.NOT_IN_TREE, (), path, "")
        ids = places.get((node, file.path, pointer), ())
        return Reference(State.FILE if ids else State.UNREADABLE, ids, path, pointer, file.id)
