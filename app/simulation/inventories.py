"""The files of a simulated host, read as an upload's are: the same code says the same of them."""

from ..model.errors import KubepkiError
from ..model.files import Entry
from ..model.inventory import Inventory
from ..reading.bounds import INSPECT
from ..reading.inventory import read_inventory
from ..reading.tree import Tree
from .files import File, Link
from .world import Host

_ROOTS = ("/etc/kubernetes/", "/var/lib/kubelet/")


def inventory_of(host: Host) -> tuple[Inventory, str] | None:
    """What a host's Kubernetes files hold, and the id of its node in it; None where they hold nothing."""
    entries = []
    for path, inode in sorted(host.files.inodes.items()):
        if not path.startswith(_ROOTS):
            continue
        owner = f"{inode.owner}:{inode.group}"
        if isinstance(inode, File):
            entries.append(Entry(f"{host.name}{path}", inode.data, None, inode.mode, owner))
        elif isinstance(inode, Link):
            entries.append(Entry(f"{host.name}{path}", b"", inode.target, inode.mode, owner))
    try:
        found = read_inventory(Tree(tuple(entries)), INSPECT)
    except KubepkiError:
        return None
    return found, found.nodes[0].id
