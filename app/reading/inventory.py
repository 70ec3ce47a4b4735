"""Tree → Inventory: every file read by its content, placed on its node, its secrets left behind."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..model.certificates import Certificate, Key, PemBlock
from ..model.configuration import Container, KubeadmConfiguration, Kubeconfig, KubeletConfiguration, StaticPod
from ..model.files import FileKind, SourceFile, Unreadable
from ..model.inventory import Inventory
from .bounds import PROBLEMS, UNREADABLE, Bounds
from .budget import Budget
from .contents import ContentReader
from .kubeadm import read_kubeadm_configuration
from .kubeconfig import read_kubeconfig
from .kubelet import read_kubelet_configuration
from .leftovers import is_left_out, is_leftover, is_run_all_the_same
from .manifest import holds_secret, read_pod
from .nodes import find_nodes
from .nothing import nothing_in
from .placed import Placed
from .places import place
from .problem import Problem
from .tree import Tree

_NAMED = 10
"""Leftovers that a note names before it stops."""

_SECRET_FILES = ("--token-auth-file", "--basic-auth-file", "--encryption-provider-config")
"""Flags that name files of static tokens and passwords, which nothing in their content tells."""


def read_inventory(tree: Tree, bounds: Bounds) -> Inventory:
    """Everything that a tree holds, by id. Of its bytes only those of certificates and their names are kept.

    Raises NothingRecognised when the tree holds nothing of a cluster, LimitExceeded when a bound of the whole upload is
    exceeded. A file that cannot be read is listed with its reason, and the rest goes on.
    """
    reader = ContentReader(Budget(bounds))
    nodes, notes = find_nodes(Placed(entry, place(entry.member), reader.read(entry)) for entry in tree.entries)
    gathered = _Gathered()
    for node in nodes:
        for member in node.members:
            gathered.add(node.node.id, member)
    if not (gathered.certificates or gathered.keys or gathered.kubeconfigs or gathered.pods or gathered.leftover_pods):
        raise nothing_in(tree)
    unreadable = [*gathered.unreadable, *_unopened(tree, gathered)]
    inventory = Inventory(
        nodes=tuple(node.node for node in nodes),
        files=gathered.files,
        certificates=gathered.certificates,
        keys=gathered.keys,
        kubeconfigs=gathered.kubeconfigs,
        pods=gathered.pods,
        kubelet_configurations=gathered.kubelets,
        kubeadm_configurations=gathered.kubeadms,
        unreadable=tuple(unreadable[:UNREADABLE]),
        notes=(*notes, *_leftovers(gathered), *_left_out(len(unreadable) - UNREADABLE)),
        pem=gathered.pem,
    )
    for secret in _files_of_tokens(inventory, gathered.leftover_pods.values()):
        gathered.files[secret.id] = replace(secret, sha256=None, text=None)
    return inventory


@dataclass(slots=True)
class _Gathered:
    """What was read, by id, in the order found."""

    files: dict[str, SourceFile] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    pem: dict[str, tuple[PemBlock, ...]] = field(default_factory=dict)
    kubeconfigs: dict[str, Kubeconfig] = field(default_factory=dict)
    pods: dict[str, StaticPod] = field(default_factory=dict)
    leftover_pods: dict[str, StaticPod] = field(default_factory=dict)
    kubelets: dict[str, KubeletConfiguration] = field(default_factory=dict)
    kubeadms: dict[str, KubeadmConfiguration] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)

    def add(self, node: str, member: Placed) -> None:
        """Take a node's file. Of two members for one path (`pki/` beside etc/kubernetes/pki) the first counts."""
        entry, content, path = member.entry, member.content, member.place.path
        file_id = f"{node}:{path}"
        if file_id in self.files:
            reason = f"{self.files[file_id].member} stands for the same file, {path}: this one was not read."
            self.unreadable.append(Unreadable(entry.member, None, None, "twin", reason))
            return
        secret = self._add_configuration(node, member) or content.secret
        for pointer, facts in content.certificates:
            place_id = f"{file_id}#{pointer}"
            self.certificates[place_id] = Certificate(place_id, node, path, pointer, facts)
        for pointer, key in content.keys:
            place_id = f"{file_id}#{pointer}"
            self.keys[place_id] = Key(
                place_id, node, path, pointer, key.type, key.bits, key.encrypted, key.private, key.spki_sha256
            )
        for pointer, blocks in content.pem.items():
            self.pem[f"{file_id}#{pointer}"] = blocks
        for problem in _foremost(content.problems):
            self.unreadable.append(Unreadable(entry.member, node, path, problem.code, problem.reason))
        self.files[file_id] = SourceFile(
            id=file_id,
            node=node,
            path=path,
            member=entry.member,
            kind=content.kind,
            mode=entry.mode,
            owner=entry.owner,
            size=len(entry.data) if entry.size is None else entry.size,
            sha256=None if secret or entry.size is not None or entry.target is not None else _sha256(entry.data),
            target=entry.target,
            text=content.text,
            pem_labels=content.labels,
            pem_frame=content.frame,
            unread=entry.size is not None,
        )

    def _add_configuration(self, node: str, member: Placed) -> bool:
        """Take what a file configures. Gives whether a secret stands in it that its content alone did not show."""
        content, path = member.content, member.place.path
        if not content.documents:
            return False
        if content.kind is FileKind.KUBECONFIG:
            kubeconfig = read_kubeconfig(content.document("Config"), node, path)
            self.kubeconfigs[kubeconfig.id] = kubeconfig
        elif content.kind is FileKind.MANIFEST:
            pod = read_pod(content.document("Pod"), node, path)
            (self.leftover_pods if is_leftover(path) else self.pods)[pod.id] = pod
            return holds_secret(pod)
        elif is_leftover(path):
            return False
        elif content.kind is FileKind.KUBELET_CONFIG:
            kubelet = read_kubelet_configuration(content.document("KubeletConfiguration"), node, path)
            self.kubelets[kubelet.id] = kubelet
        elif content.kubeadm:
            kubeadm = read_kubeadm_configuration(content.kubeadm, node, path)
            self.kubeadms[kubeadm.id] = kubeadm
        return False


def _foremost(problems: list[Problem]) -> list[Problem]:
    """As many of a file's problems as anybody reads, and how many more there are."""
    if len(problems) <= PROBLEMS:
        return problems
    return [*problems[:PROBLEMS], Problem("more", f"There are {len(problems) - PROBLEMS} more problems in this file.")]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unopened(tree: Tree, gathered: _Gathered) -> Iterator[Unreadable]:
    """What the archive or the folders could not give, at its place where it is a file of the inventory."""
    if not tree.unreadable:
        return
    by_member = {file.member: file for file in gathered.files.values()}
    for item in tree.unreadable:
        file = by_member.get(item.member)
        yield replace(item, node=file.node, path=file.path) if file else item


def _left_out(count: int) -> list[str]:
    return [f"{count} more lines about what could not be read are left out."] if count > 0 else []


def _leftovers(gathered: _Gathered) -> Iterator[str]:
    """What takes no part although its content would, and what the kubelet runs nevertheless."""
    found = [file for file in gathered.files.values() if is_left_out(file)]
    if found:
        named = ", ".join(file.id for file in found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
        yield f"Left over by an editor or by kubeadm, to judge by the name, and without a part in the map: {named}."
    for file in found:
        if file.kind is FileKind.MANIFEST and is_run_all_the_same(file.path):
            yield (
                f"{file.id}: the kubelet runs every file in this folder whose name does not begin with a dot, this "
                "one too. Move copies of manifests elsewhere."
            )


def _files_of_tokens(inventory: Inventory, leftover: Iterable[StaticPod]) -> Iterator[SourceFile]:
    """The files that hold tokens or passwords because a flag or a kubeconfig says so."""
    for pod in (*inventory.pods.values(), *leftover):
        for path in (path for container in pod.containers for path in _named_by_flags(container)):
            if file := inventory.resolve(pod.node, path):
                yield file
    for kubeconfig in inventory.kubeconfigs.values():
        for user in kubeconfig.users:
            if user.token_file and (file := inventory.resolve(kubeconfig.node, user.token_file)):
                yield file


def _named_by_flags(container: Container) -> Iterator[str]:
    for flag in container.flags:
        if flag.name in _SECRET_FILES:
            yield container.on_host(flag.value)
