"""Which folders are nodes, and what they are called (docs/model.md, Ids)."""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model.certificates import Facts
from ..model.files import Entry, FileKind
from ..model.inventory import NodeFiles
from .bounds import NODE_NAME
from .contents import Content, documents_of, kubeconfig_document
from .kubeadm import read_kubeadm_configuration
from .kubeconfig import read_kubeconfig
from .manifest import read_pod
from .places import Place

KUBELET_CONF = "/etc/kubernetes/kubelet.conf"
KUBELET_CLIENT = "/var/lib/kubelet/pki/kubelet-client-current.pem"
ETCD_SERVER = "/etc/kubernetes/pki/etcd/server.crt"
NODE_PREFIX = "system:node:"


@dataclass(frozen=True, slots=True)
class Placed:
    """A member with its place on a node and what it holds."""

    entry: Entry
    place: Place
    content: Content


@dataclass(frozen=True, slots=True)
class NodeMembers:
    """A node and the members that are its files, in the order found."""

    node: NodeFiles
    members: tuple[Placed, ...]


def find_nodes(members: list[Placed]) -> list[NodeMembers]:
    """The nodes of a tree, in the archive's order. Folders that are byte-identical are one node, the first's members
    count; a file outside every root belongs to the first node.
    """
    folders: dict[str, list[Placed]] = {}
    loose = [member for member in members if not member.place.rooted]
    for member in members:
        if member.place.rooted:
            folders.setdefault(member.place.folder, []).append(member)
    distinct = {_digest(found): (folder, found) for folder, found in reversed(folders.items())}
    kept = [pair for pair in folders.items() if pair in distinct.values()] or [("", [])]
    kept[0] = (kept[0][0], kept[0][1] + loose)
    taken: set[str] = set()
    return [_node(folder, found, taken) for folder, found in kept]


def _digest(members: list[Placed]) -> bytes:
    """Equal for folders whose members are equal, path for path."""
    whole = hashlib.sha256()
    for member in sorted(members, key=lambda member: member.place.path):
        entry = member.entry
        whole.update(repr((member.place.path, entry.target, len(entry.data))).encode("utf-8", "surrogatepass"))
        whole.update(hashlib.sha256(entry.data).digest())
    return whole.digest()


def _node(folder: str, members: list[Placed], taken: set[str]) -> NodeMembers:
    name, source = next(_names(folder, members))
    unique, count = name, 1
    while unique in taken:
        count += 1
        unique = f"{name}_{count}"
    taken.add(unique)
    bare = any(member.place.bare_pki for member in members)
    return NodeMembers(NodeFiles(unique, source, folder, bare), tuple(members))


def _names(folder: str, members: list[Placed]) -> Iterator[tuple[str, str]]:
    """(a name, what says it), the most telling first."""
    by_path = {member.place.path: member for member in members}
    hints = (
        (_kubelet_name(by_path), "the CN of the kubelet's client certificate"),
        (_registered_name(members), "nodeRegistration.name of the kubeadm configuration"),
        (_etcd_name(members), "--name of etcd"),
        (_common_name(by_path, ETCD_SERVER), f"the CN of {ETCD_SERVER}"),
        (posixpath.basename(folder), "the folder"),
    )
    for name, source in hints:
        identifier = re.sub(r"[^A-Za-z0-9._-]", "_", name or "")[:NODE_NAME]
        if identifier:
            yield identifier, source
    yield "node-1", "nothing: no file of the upload names it"


def _kubelet_name(by_path: Mapping[str, Placed]) -> str | None:
    """NAME of `system:node:NAME`, by kubelet.conf's own certificate, else by the rotated one."""
    for facts in (_of_kubeconfig(by_path, KUBELET_CONF), _certificate(by_path, KUBELET_CLIENT)):
        name = (facts.common_name or "") if facts else ""
        if name.startswith(NODE_PREFIX):
            return name.removeprefix(NODE_PREFIX)
    return None


def _of_kubeconfig(by_path: Mapping[str, Placed], path: str) -> Facts | None:
    """The client certificate of a kubeconfig's current user: in it, or behind the path that it names."""
    member = by_path.get(path)
    if member is None or member.content.kind is not FileKind.KUBECONFIG or not member.content.documents:
        return None
    found = read_kubeconfig(kubeconfig_document(member.content), "", path)
    context = found.effective_context
    user = found.user(context.user) if context else None
    if user is None:
        return None
    pointer = f"users[{user.name}].user.client-certificate-data"
    inline = next((f for p, f in member.content.certificates if p in (pointer, f"{pointer}[0]")), None)
    if inline is None and user.client_certificate:
        return _certificate(
            by_path, posixpath.normpath(posixpath.join(posixpath.dirname(path), user.client_certificate))
        )
    return inline


def _certificate(by_path: Mapping[str, Placed], path: str) -> Facts | None:
    """The first certificate of a file, behind one link."""
    member = by_path.get(path)
    if member is not None and member.entry.target is not None:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), member.entry.target))
        member = by_path.get(target)
    return member.content.certificates[0][1] if member and member.content.certificates else None


def _common_name(by_path: Mapping[str, Placed], path: str) -> str | None:
    facts = _certificate(by_path, path)
    return facts.common_name if facts else None


def _registered_name(members: list[Placed]) -> str | None:
    configurations = (m for m in members if m.content.kind is FileKind.KUBEADM_CONFIG)
    names = (read_kubeadm_configuration(m.content.documents, "", m.place.path).node_name for m in configurations)
    return next(filter(None, names), None)


def _etcd_name(members: list[Placed]) -> str | None:
    for member in members:
        if member.content.kind is FileKind.MANIFEST:
            for document in documents_of(member.content, "Pod"):
                containers = read_pod(document, "", member.place.path).containers
                names = (c.flag("--name") for c in containers if c.program == "etcd")
                if name := next(filter(None, names), None):
                    return name
    return None
