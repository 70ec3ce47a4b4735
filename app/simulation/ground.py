"""What all worlds on one cluster share: its twin, and the files that the twin's nodes begin with. Made once."""

from threading import Lock
from weakref import WeakValueDictionary

from ..issuing.files import Files as TwinFiles
from ..issuing.keys import KeyKind, KeyName, KeySource, PrivateKey
from ..issuing.twin import Twin
from ..model.cluster import Cluster
from ..model.files import FileKind
from .configuration import derived
from .opening import Placed
from .supplying.making import complete
from .world import NewKey


class Ground:
    """A cluster's twin on its nodes. `placed`: every file, with the keys that the tree had halves of, or none, and what it
    lacks of a running cluster; `made`: node and path of that; `issued`: how many serial numbers it took.
    """

    def __init__(self, cluster: Cluster, source: KeySource) -> None:
        self._twin = Twin(cluster, source)
        self._source = source
        self._lock = Lock()
        found = _placed(self._twin)
        supplied = complete(self._twin, found, derived(cluster))
        self.placed = (*found, *supplied.files)
        self.made = tuple((one.node, one.path) for one in supplied.files if one.target is None)
        self.issued = supplied.issued

    def new_keys(self) -> NewKey:
        """What gives one world the keys that its commands make: they follow the twin's, the same in each world."""
        made = 0

        def new_key(kind: KeyKind) -> PrivateKey:
            nonlocal made
            made += 1
            with self._lock:  # worlds live in several threads, the twin is not made for them
                return self._twin.key(KeyName(f"made {made} {kind.type} {kind.bits}", kind))

        return new_key


_grounds: WeakValueDictionary[tuple[int, int], Ground] = WeakValueDictionary()
"""By the identity of a cluster and a source of keys, both of which live as long as the ground does. It goes with the last
world that stands on it.
"""


def ground_of(cluster: Cluster, source: KeySource) -> Ground:
    """The ground of a cluster, for as many worlds as there are."""
    key = (id(cluster), id(source))
    found = _grounds.get(key)
    if found is None:
        found = _grounds[key] = Ground(cluster, source)
    return found


def _placed(twin: Twin) -> list[Placed]:
    files = TwinFiles(twin)
    found = []
    for file in twin.cluster.inventory.files.values():
        data = b"" if file.kind is FileKind.LINK else files.content(file)
        found.append(Placed(file.node, file.path, data, file.target, file.mode, file.owner))
    return found + [Placed(node, path, data, None, 0o600, None) for node, path, data in files.added()]
