"""Everything that was read of a tree, by id: what the topology is built from."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from .certificates import Certificate, Key
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
    """All mappings are by id, in the order found. Certificates and keys stand once, under the path of the real file."""

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

    def resolve(self, node: str, path: str) -> SourceFile | None:
        """The regular file at a path of a node, behind links to it or to a folder above it; None if it is absent or a
        link dangles or loops.

        Links resolve inside their node only: an absolute target is a path of the same node.
        """
        for _ in range(MAX_LINK_HOPS + 1):
            found, rest = self.files.get(f"{node}:{path}"), ""
            if found is None:
                found, rest = self._linked_folder(node, path)
            if found is None or found.kind is not FileKind.LINK:
                return found
            path = posixpath.normpath(posixpath.join(posixpath.dirname(found.path), found.target or "", rest))
        return None

    def _linked_folder(self, node: str, path: str) -> tuple[SourceFile | None, str]:
        """The link among the folders above a path, and the rest of the path (kubespray's pki/ is such a link)."""
        folder = posixpath.dirname(path)
        while len(folder) > 1:
            found = self.files.get(f"{node}:{folder}")
            if found is not None:
                return (found, path[len(folder) + 1 :]) if found.kind is FileKind.LINK else (None, "")
            folder = posixpath.dirname(folder)
        return None, ""
