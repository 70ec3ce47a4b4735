"""Everything that was read of a tree, by id: what the topology is built from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .certificates import Certificate, Key, PemBlock
from .configuration import KubeadmConfiguration, Kubeconfig, KubeletConfiguration, StaticPod
from .files import FileKind, SourceFile, Unreadable
from .links import follow


@dataclass(frozen=True, slots=True)
class NodeFiles:
    """A node as the archive shows it, before its roles are known.

    `source` is a text that says where its name comes from. `folder` is the archive's folder of the node (`""` for the
    top). `bare_pki` is true when the upload held a `pki/` folder without its `/etc/kubernetes`.
    """

    id: str
    source: str
    folder: str = ""
    bare_pki: bool = False


@dataclass(frozen=True, slots=True)
class Inventory:
    """All mappings are by id, in the order found. Certificates and keys stand once, under the path of the real file.

    `pem`: the PEM blocks of each file and kubeconfig field that holds any, by `node:path#pointer` with the pointer of
    the whole file (`""`) or field, without the number of a bundle.
    """

    nodes: tuple[NodeFiles, ...]
    files: Mapping[str, SourceFile]
    certificates: Mapping[str, Certificate]
    keys: Mapping[str, Key]
    kubeconfigs: Mapping[str, Kubeconfig]
    pods: Mapping[str, StaticPod]
    kubelet_configurations: Mapping[str, KubeletConfiguration]
    kubeadm_configurations: Mapping[str, KubeadmConfiguration]
    unreadable: tuple[Unreadable, ...]
    notes: tuple[str, ...] = ()
    pem: Mapping[str, tuple[PemBlock, ...]] = field(default_factory=dict)

    def resolve(self, node: str, path: str) -> SourceFile | None:
        """The regular file at a path of a node, behind links to it or to a folder above it; None if it is absent or a
        link dangles or loops.

        Links resolve inside their node only: an absolute target is a path of the same node.
        """
        found = self.files.get(f"{node}:{path}")
        if found is None or found.kind is FileKind.LINK:
            real = follow(path, lambda at: self._target(f"{node}:{at}"))
            found = self.files.get(f"{node}:{real}")
        return found

    def _target(self, file_id: str) -> str | None:
        found = self.files.get(file_id)
        return None if found is None else found.target
