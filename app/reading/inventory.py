"""Tree → Inventory: every file read by its content, placed on its node, its secrets left behind."""

import hashlib
from collections.abc import Iterator

from ..model.certificates import Certificate, Key
from ..model.configuration import KubeadmConfiguration, Kubeconfig, KubeletConfiguration, StaticPod
from ..model.errors import NothingRecognised
from ..model.files import FileKind, SourceFile, Unreadable
from ..model.inventory import Inventory
from .bounds import Bounds
from .budget import Budget
from .contents import ContentReader, documents_of, kubeconfig_document
from .kubeadm import read_kubeadm_configuration
from .kubeconfig import read_kubeconfig
from .kubelet import read_kubelet_configuration
from .manifest import holds_secret, read_pod
from .nodes import NodeMembers, Placed, find_nodes
from .places import place
from .tree import Tree

_NOTHING = "There is no certificate, key, kubeconfig or static pod manifest in it."
_WHAT_TO_PACK = (
    "Pack /etc/kubernetes (and /var/lib/kubelet/pki and config.yaml) of a node: sudo tar czf node.tgz /etc/kubernetes"
)


def read_inventory(tree: Tree, bounds: Bounds) -> Inventory:
    """Everything that a tree holds, by id. No byte of a file is reachable from it, but the DER of its certificates.

    Raises NothingRecognised when the tree holds nothing of a cluster, LimitExceeded when a bound of the whole upload is
    exceeded. A file that cannot be read is listed with its reason, and the rest goes on.
    """
    reader = ContentReader(Budget(bounds))
    members = [Placed(entry, place(entry.member), reader.read(entry)) for entry in tree.entries]
    nodes = find_nodes(members)
    gathering = _Gathering()
    for node in nodes:
        for member in node.members:
            gathering.add(node, member)
    if not (gathering.certificates or gathering.keys or gathering.kubeconfigs or gathering.pods):
        raise NothingRecognised(_NOTHING, remedy=_WHAT_TO_PACK)
    return gathering.inventory(nodes, tree)


class _Gathering:
    """Puts members into mappings by id."""

    def __init__(self) -> None:
        self.files: dict[str, SourceFile] = {}
        self.certificates: dict[str, Certificate] = {}
        self.keys: dict[str, Key] = {}
        self.kubeconfigs: dict[str, Kubeconfig] = {}
        self.pods: dict[str, StaticPod] = {}
        self.kubelets: dict[str, KubeletConfiguration] = {}
        self.kubeadms: dict[str, KubeadmConfiguration] = {}
        self.unreadable: list[Unreadable] = []

    def add(self, node: NodeMembers, member: Placed) -> None:
        entry, path, home = member.entry, member.place.path, node.node.id
        identifier = f"{home}:{path}"
        if identifier in self.files:
            reason = f"{self.files[identifier].member} is the same file of {home}; the first one counts."
            self.unreadable.append(Unreadable(entry.member, None, None, "twin", reason))
            return
        self._configuration(home, member)
        for pointer, facts in member.content.certificates:
            place_id = f"{identifier}#{pointer}"
            self.certificates[place_id] = Certificate(place_id, home, path, pointer, facts)
        for pointer, key in member.content.keys:
            place_id = f"{identifier}#{pointer}"
            self.keys[place_id] = Key(
                place_id, home, path, pointer, key.type, key.bits, key.encrypted, key.private, key.spki_sha256
            )
        for problem in member.content.problems:
            self.unreadable.append(Unreadable(entry.member, home, path, problem.code, problem.reason))
        self.files[identifier] = self._file(home, member)

    def _configuration(self, home: str, member: Placed) -> None:
        content, path = member.content, member.place.path
        if not content.documents:
            return
        if content.kind is FileKind.KUBECONFIG:
            kubeconfig = read_kubeconfig(kubeconfig_document(content), home, path)
            self.kubeconfigs[kubeconfig.id] = kubeconfig
        elif content.kind is FileKind.MANIFEST:
            pod = read_pod(next(documents_of(content, "Pod")), home, path)
            self.pods[pod.id] = pod
            content.secret |= holds_secret(pod)
        elif content.kind is FileKind.KUBELET_CONFIG:
            kubelet = read_kubelet_configuration(next(documents_of(content, "KubeletConfiguration")), home, path)
            self.kubelets[kubelet.id] = kubelet
        elif content.kind is FileKind.KUBEADM_CONFIG:
            kubeadm = read_kubeadm_configuration(content.documents, home, path)
            self.kubeadms[kubeadm.id] = kubeadm

    @staticmethod
    def _file(home: str, member: Placed) -> SourceFile:
        entry, content, path = member.entry, member.content, member.place.path
        unread = entry.target is not None or content.secret or entry.size is not None
        return SourceFile(
            id=f"{home}:{path}",
            node=home,
            path=path,
            member=entry.member,
            kind=content.kind,
            mode=entry.mode,
            owner=entry.owner,
            size=len(entry.data) if entry.size is None else entry.size,
            sha256=None if unread else hashlib.sha256(entry.data).hexdigest(),
            target=entry.target,
        )

    def inventory(self, nodes: list[NodeMembers], tree: Tree) -> Inventory:
        """The whole, with what the tree could not open at the end of what could not be read."""
        return Inventory(
            nodes=tuple(node.node for node in nodes),
            files=self.files,
            certificates=self.certificates,
            keys=self.keys,
            kubeconfigs=self.kubeconfigs,
            pods=self.pods,
            kubelet_configurations=self.kubelets,
            kubeadm_configurations=self.kubeadms,
            unreadable=tuple(self.unreadable) + tuple(self._unopened(tree)),
        )

    def _unopened(self, tree: Tree) -> Iterator[Unreadable]:
        """What the archive or the folders could not give, at its place where it is a file of the inventory."""
        places = {file.member: file for file in self.files.values()}
        for item in tree.unreadable:
            file = places.get(item.member)
            yield Unreadable(
                item.member, file.node if file else None, file.path if file else None, item.code, item.reason
            )
