"""A cluster's model → a simulated world: its twin, with throw-away keys, put on hosts that run."""

from datetime import datetime

from ..issuing.files import Files as TwinFiles
from ..issuing.keys import KeyKind, KeyName, KeySource, PrivateKey
from ..issuing.twin import Twin
from ..model.cluster import Cluster
from ..model.files import FileKind
from .opening import Placed, open_world
from .world import World


def begin(cluster: Cluster, source: KeySource, now: datetime) -> World:
    """The world of a cluster's twin. Keys that commands make come from the same source, and follow the twin's."""
    twin = Twin(cluster, source)
    made = 0

    def new_key(kind: KeyKind) -> PrivateKey:
        nonlocal made
        made += 1
        return twin.key(KeyName(f"made {made}", kind))

    return open_world(cluster, _placed(twin), now, new_key)


def _placed(twin: Twin) -> list[Placed]:
    """The files of a twin where they stand on their nodes, with the keys that the tree only had halves of."""
    files = TwinFiles(twin)
    found = []
    for file in twin.cluster.inventory.files.values():
        data = b"" if file.kind is FileKind.LINK else files.content(file)
        found.append(Placed(file.node, file.path, data, file.target, file.mode, file.owner))
    return found
