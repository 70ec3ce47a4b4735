"""The files of a simulated world as a tarball, for real tools to look at: one folder per host."""

from datetime import datetime

from ..issuing.archive import pack
from ..model.files import Entry
from .files import Directory, File, Link
from .world import World

ABOUT = "SIMULATED.txt"
TEXT = b"""The files of a cluster that was simulated by kubepki. Every key in here is a throw-away that others may know:
never put them on a real machine. One folder per host; try, for example:

  openssl x509 -in HOST/etc/kubernetes/pki/apiserver.crt -noout -text
"""
KEPT = ("/etc/kubernetes", "/var/lib/kubelet", "/root", "/etc/hosts")


def export(world: World, moment: datetime) -> bytes:
    """A .tar.gz of what the hosts hold below KEPT."""
    entries = [Entry(ABOUT, TEXT, None, 0o644, None)]
    links = []
    for host in world.hosts.values():
        for path, inode in sorted(host.files.inodes.items()):
            if isinstance(inode, Directory) or not path.startswith(KEPT):
                continue
            owner = f"{inode.owner}:{inode.group}"
            if isinstance(inode, File):
                entries.append(Entry(f"{host.name}{path}", inode.data, None, inode.mode, owner))
            elif isinstance(inode, Link):
                links.append(Entry(f"{host.name}{path}", b"", inode.target, inode.mode, owner))
    return pack([*entries, *links], moment)
