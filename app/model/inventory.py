"""Everything that was read of a tree, by id: what the topology is built from."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from .certificates import Certificate, Key, PemBlock
from .configuration import KubeadmConfiguration, Kubeconfig, KubeletConfiguration, StaticPod
from .files import FileKind, SourceFile, Unreadable

MAX_LINK_HOPS = 8
"""Real trees need one (kubelet-client-current.pem); more than a few is a loop or an attack."""


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
        """The regular file at a path of a node, behind symbolic links; None if it is absent or a link dangles or loops.

        Links resolve inside their node only: an absolute target is a path of the same node.
        """
        for _ in range(MAX_LINK_HOPS + 1):
            found = self.files.get(f"{node}:{path}")
            if found is None or found.kind is not FileKind.LINK:
                return found
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), found.target or ""))
        return None
