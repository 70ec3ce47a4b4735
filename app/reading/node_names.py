"""What a node is called, by what its own files say (docs/model.md, Ids)."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model.certificates import Facts
from ..model.files import Entry, FileKind
from ..model.links import follow
from .bounds import NODE_NAME
from .contents import Content
from .fields import mapping, text
from .kubeconfig import read_kubeconfig
from .leftovers import is_leftover
from .manifest import read_pod

KUBELET_CONF = "/etc/kubernetes/kubelet.conf"
KUBELET_CLIENTS = (
    "/var/lib/kubelet/pki/kubelet-client-current.pem",
    "/var/lib/rancher/k3s/agent/client-kubelet.crt",
    "/var/lib/rancher/rke2/agent/client-kubelet.crt",
)
ETCD_SERVER = "/etc/kubernetes/pki/etcd/server.crt"

_NODE_USER = "system:node:"
_UNFIT = re.compile(r"[^A-Za-z0-9._-]")
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")


def name_node(folder: str, files: Mapping[str, tuple[Entry, Content]]) -> tuple[str, str]:
    """A node's name, made fit for ids, and what says so. `files`: the node's, by path."""
    for name, source in _hints(folder, _Files(files)):
        if name and len(name) <= NODE_NAME and _LETTER_OR_DIGIT.search(name):
            return _UNFIT.sub("_", name), source
    return "node-1", "no file names the node"


def _hints(folder: str, files: "_Files") -> Iterator[tuple[str | None, str]]:
    """(a name or None, what says so), the most telling first. Nothing is looked up that is not asked for."""
    for facts in _kubelet_certificates(files):
        if facts and facts.common_name and facts.common_name.startswith(_NODE_USER):
            yield facts.common_name.removeprefix(_NODE_USER), "CN of the kubelet's client certificate"
    for content in files.of(FileKind.KUBEADM_CONFIG):
        for document in content.documents:
            yield (
                text(mapping(document, "nodeRegistration"), "name"),
                "nodeRegistration.name of the kubeadm configuration",
            )
    for content in files.of(FileKind.MANIFEST):
        for container in read_pod(content.document("Pod"), "", "").containers:
            yield container.flag("--name") if container.program == "etcd" else None, "etcd's --name"
    server = files.certificate(ETCD_SERVER)
    yield server.common_name if server else None, "CN of etcd/server.crt"
    yield posixpath.basename(folder), "the folder's name"


def _kubelet_certificates(files: "_Files") -> Iterator[Facts | None]:
    """kubelet.conf's, else the rotated one, else that of a kubeconfig in another place."""
    yield files.client_certificate(KUBELET_CONF)
    for path in KUBELET_CLIENTS:
        yield files.certificate(path)
    for path in files.paths(FileKind.KUBECONFIG):
        yield files.client_certificate(path)


@dataclass(frozen=True, slots=True)
class _Files:
    """A node's files before it has a name."""

    by_path: Mapping[str, tuple[Entry, Content]]

    def paths(self, kind: FileKind) -> Iterator[str]:
        return (path for path, (_, content) in self.by_path.items() if content.kind is kind and not is_leftover(path))

    def of(self, kind: FileKind) -> Iterator[Content]:
        """The files of a kind that could be read."""
        found = (self.by_path[path][1] for path in self.paths(kind))
        return (content for content in found if content.documents)

    def certificate(self, path: str) -> Facts | None:
        """The first certificate of the file at a path, behind links."""
        _, content = self.by_path.get(follow(path, self._target) or "", (None, None))
        return content.certificates[0][1] if content is not None and content.certificates else None

    def _target(self, path: str) -> str | None:
        entry, _ = self.by_path.get(path, (None, None))
        return None if entry is None else entry.target

    def client_certificate(self, path: str) -> Facts | None:
        """The certificate of a kubeconfig's current user: in it, or in the file that it names."""
        _, content = self.by_path.get(path, (None, None))
        if content is None or content.kind is not FileKind.KUBECONFIG or not content.documents:
            return None
        kubeconfig = read_kubeconfig(content.document("Config"), "", path)
        context = kubeconfig.effective_context
        user = kubeconfig.user(context.user) if context else None
        if user is None:
            return None
        pointer = f"users[{user.name}].user.client-certificate-data"
        inline = next((facts for at, facts in content.certificates if at in (pointer, f"{pointer}[0]")), None)
        if inline is None and user.client_certificate:
            return self.certificate(_joined(path, user.client_certificate))
        return inline


def _joined(path: str, target: str) -> str:
    """What a path written in a file, or in a link, means there."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
