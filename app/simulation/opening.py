"""A tree → a world: hosts with its files and what runs on them, at a moment.

The tree must hold private keys: a twin's does. Nodes come from the cluster's model, so do addresses and names.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from posixpath import dirname

from ..model.cluster import Cluster
from .configuration import Derived, derived, first_address, init_configuration
from .files import File, FileError, Files, Inode, Link
from .kubeconfig import ConfigFault, discovery_path, load
from .life.engine import settle, start_kubelet
from .life.kubelet import Kubelet
from .life.runtime import Runtime
from .life.startup import kubelet_fault
from .objects import letters, objects_of
from .pem import certificates
from .world import Host, NewKey, World

LAPTOP = "laptop"
YEAR = timedelta(hours=8760)
JUST_NOW = timedelta(minutes=10)
FOLDERS = ("/root", "/tmp", "/etc", "/var", "/home", "/usr/bin", "/dev", "/root/.kube", "/var/log")


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of the tree with its bytes, private keys too; `target`: of a link."""

    node: str
    path: str
    data: bytes
    target: str | None
    mode: int | None
    owner: str | None


def open_world(cluster: Cluster, placed: Iterable[Placed], now: datetime, new_key: NewKey, issued: int = 0) -> World:
    """The world of a tree at a moment, everything that can run running. `new_key`: where what it issues gets its keys;
    `issued`: how many serial numbers are taken.
    """
    world = World(now, watchers=(settle,), new_key=new_key, issued=issued)
    facts = derived(cluster)
    born = {node.id: _born(cluster, node.id, now) for node in cluster.nodes}
    files = _files(cluster, placed, born)
    for node in cluster.nodes:
        kind = "control-plane" if "control-plane" in node.roles else "worker"
        host = Host(node.id, facts.addresses.get(node.id), kind, files[node.id])
        host.has_etcd = "etcd" in node.roles
        world.hosts[node.id] = host
    world.service_address = first_address(facts.service_subnet)
    world.hosts[LAPTOP] = Host(LAPTOP, None, "laptop", _empty(now))
    for host in world.hosts.values():
        _surround(host, facts)
    _homes(world, facts)
    world.objects = objects_of(cluster, world, facts, born)
    for host in world.hosts.values():
        if host.kind != "laptop":
            host.kubelet = Kubelet(host.name, Runtime(host.name), daemons=_daemons(facts, host.name))
            host.kubelet.ran = kubelet_fault(host, now) is not None
            start_kubelet(host, now if host.kubelet.ran else born[host.name])
    settle(world)
    for host in world.hosts.values():
        host.files.stamp = now
    world.begun = now
    world.original = frozenset(fingerprints(world))
    return world


def _born(cluster: Cluster, node: str, now: datetime) -> datetime:
    """When a node began: when its first leaf was issued, and not before the CA. No file of a tree tells it better."""
    mine = [one for one in cluster.inventory.certificates.values() if one.node == node]
    leaves = [one.facts.not_after - YEAR for one in mine if not one.facts.is_ca and one.path.endswith(_ISSUED)]
    authorities = [one.facts.not_after - 10 * YEAR for one in mine if one.facts.is_ca and one.path.endswith("/ca.crt")]
    begun = max([*authorities[:1], min((one for one in leaves if one <= now), default=now - JUST_NOW)])
    return begun if begun <= now else now - JUST_NOW


_ISSUED = (".crt", ".conf", ".pem")


def _daemons(facts: Derived, node: str) -> dict[str, str]:
    """kube-proxy, as kubeadm's addon runs it on every node."""
    return {f"kube-proxy-{letters(node)}": f"{facts.repository}/kube-proxy:{facts.version}"}


def fingerprints(world: World) -> Iterator[str]:
    """Of every certificate in a file of its own."""
    for host in world.hosts.values():
        for path, inode in host.files.inodes.items():
            if isinstance(inode, File) and path.endswith(".crt"):
                for facts in certificates(inode.data):
                    yield facts.fingerprint_sha256


def _files(cluster: Cluster, placed: Iterable[Placed], born: Mapping[str, datetime]) -> dict[str, Files]:
    """The files of each node; their times are that of the node's beginning."""
    inodes: dict[str, dict[str, Inode]] = {node.id: {} for node in cluster.nodes}
    for one in placed:
        if one.node not in inodes:
            continue
        user, _, group = (one.owner or "root:root").partition(":")
        names = (user if not user.isdigit() else "root", group if group and not group.isdigit() else "root")
        if one.target is not None:
            inodes[one.node][one.path] = Link(one.target, born[one.node])
        else:
            inodes[one.node][one.path] = File(
                one.data, born[one.node], 0o644 if one.mode is None else one.mode & 0o777, *names
            )
    return {node: _with_folders(found, born[node]) for node, found in inodes.items()}


def _empty(now: datetime) -> Files:
    return _with_folders({}, now - JUST_NOW)


def _with_folders(inodes: Mapping[str, Inode], then: datetime) -> Files:
    files = Files({}, then)
    for folder in FOLDERS:
        files.make_folders(folder)
    for path in sorted(inodes):
        files.make_folders(dirname(path))
        files.put(path, inodes[path])
    return files


def _surround(host: Host, facts: Derived) -> None:
    """/etc/hosts and /etc/resolv.conf (docs/model.md, "Names and addresses")."""
    lines = ["127.0.0.1 localhost", "::1 localhost"]
    lines += [f"{address} {name}" for name, address in facts.addresses.items()]
    if facts.endpoint_name and facts.endpoint_address:
        lines.append(f"{facts.endpoint_address} {facts.endpoint_name}")
    host.files.write("/etc/hosts", ("\n".join(lines) + "\n").encode())
    host.files.write("/etc/resolv.conf", f"nameserver {facts.resolver}\n".encode())
    host.files.write("/etc/hostname", f"{host.name}\n".encode())


def _remember(host: Host) -> None:
    """kubectl has asked the API server what it offers, when the node was young: that is kept for ten minutes."""
    with suppress(FileError, ConfigFault):
        cluster = load(host.files, "/root/.kube/config").cluster
        if cluster is not None:
            path = discovery_path(cluster.server)
            host.files.make_folders(dirname(path))
            host.files.write(path, b"{}\n")


def _homes(world: World, facts: Derived) -> None:
    """~/.kube/config on every control-plane node and on the laptop; the configuration on the first."""
    planes = [host for host in world.hosts.values() if host.kind == "control-plane"]
    for host in (*planes, world.hosts[LAPTOP]):
        source = host if host in planes else (planes[0] if planes else None)
        found = source.files.get("/etc/kubernetes/admin.conf") if source else None
        if isinstance(found, File):
            host.files.write("/root/.kube/config", found.data, mode=0o600)
            _remember(host)
    if planes:
        text = init_configuration(facts, planes[0].name)
        planes[0].files.write("/root/kubeadm-init.yaml", text.encode())
