"""The API objects that lessons are about, as etcd holds them: ConfigMaps, Nodes, CertificateSigningRequests, tokens."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model.cluster import Cluster
from .configuration import Derived, cluster_configuration
from .world import World

KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet"
CURRENT = "/var/lib/kubelet/pki/kubelet-client-current.pem"


@dataclass(slots=True)
class ConfigMap:
    namespace: str
    name: str
    data: dict[str, str]
    created: datetime
    version: int


@dataclass(slots=True)
class Node:
    """`ready`: what the controller manager last made of its kubelet's silence or word."""

    name: str
    control_plane: bool
    address: str
    version: str
    created: datetime
    ready: bool = True


@dataclass(slots=True)
class SigningRequest:
    """A CSR. `condition`: Pending, Approved, Issued (`Approved,Issued`) or Denied."""

    name: str
    signer: str
    requestor: str
    created: datetime
    condition: str


@dataclass(slots=True)
class MirrorPod:
    """What the API server shows of a static pod, or of a daemon's pod."""

    name: str
    node: str
    created: datetime
    deleted: bool = False


@dataclass(slots=True)
class Objects:
    """What the API servers share by way of etcd. `versions` counts changes: resourceVersion."""

    facts: Derived
    config_maps: dict[tuple[str, str], ConfigMap] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    requests: dict[str, SigningRequest] = field(default_factory=dict)
    pods: dict[str, MirrorPod] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    expiries: dict[str, datetime] = field(default_factory=dict)
    versions: int = 219

    def next_version(self) -> int:
        self.versions += 1
        return self.versions

    def request(self, requestor: str, now: datetime) -> SigningRequest:
        """A kubelet's request for a client certificate, approved and issued by the controller manager at once."""
        name = f"csr-{letters('csr', str(len(self.requests)), requestor)}"
        made = SigningRequest(name, KUBELET_CLIENT, requestor, now, "Approved,Issued")
        self.requests[name] = made
        return made

    def put(self, namespace: str, name: str, data: dict[str, str], now: datetime) -> ConfigMap:
        """Make or change a ConfigMap."""
        old = self.config_maps.get((namespace, name))
        made = ConfigMap(namespace, name, data, old.created if old else now, self.next_version())
        self.config_maps[namespace, name] = made
        return made


def objects_of(cluster: Cluster, world: World, facts: Derived, born: Mapping[str, datetime]) -> Objects:
    """The objects of a cluster that has been running since then."""
    made = Objects(facts)
    then = min(born.values(), default=world.now)
    made.put("kube-system", "kubeadm-config", {"ClusterConfiguration": cluster_configuration(facts, facts.sans)}, then)
    planes = [host for host in world.hosts.values() if host.kind == "control-plane"]
    if planes:
        made.put("kube-system", "extension-apiserver-authentication", _authentication(planes[0].files), then)
        authority = _text(planes[0].files, f"{facts.certificates_dir}/ca.crt")
        for namespace in ("default", "kube-public", "kube-system", "kube-node-lease"):
            made.put(namespace, "kube-root-ca.crt", {"ca.crt": authority}, then)
        made.put("kube-public", "cluster-info", {"kubeconfig": cluster_info(facts, planes[0].name, authority)}, then)
    for node in cluster.nodes:
        made.nodes[node.id] = Node(
            node.id, "control-plane" in node.roles, facts.addresses.get(node.id, ""), facts.version, born[node.id]
        )
    _first_requests(made, world)
    return made


def cluster_info(facts: Derived, node: str, authority: str) -> str:
    """The kubeconfig without a user that a node which joins reads first (captures-1.37/configmaps)."""
    server = facts.endpoint or f"{facts.addresses.get(node, '')}:{facts.port}"
    return (
        "apiVersion: v1\nclusters:\n- cluster:\n"
        f"    certificate-authority-data: {b64encode(authority.encode()).decode()}\n    server: https://{server}\n"
        '  name: ""\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n'
    )


def _first_requests(made: Objects, world: World) -> None:
    """Each kubelet's first request: the node that kubeadm began with asked for itself, others with a token."""
    for at, node in enumerate(made.nodes.values()):
        if world.hosts[node.name].files.get(CURRENT) is not None:
            who = f"system:node:{node.name}" if at == 0 else f"system:bootstrap:{letters('token', node.name)}a"
            made.request(who, node.created)


def _authentication(files: object) -> dict[str, str]:
    return {
        "client-ca-file": _text(files, "/etc/kubernetes/pki/ca.crt"),
        "requestheader-allowed-names": '["front-proxy-client"]',
        "requestheader-client-ca-file": _text(files, "/etc/kubernetes/pki/front-proxy-ca.crt"),
        "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
        "requestheader-group-headers": '["X-Remote-Group"]',
        "requestheader-username-headers": '["X-Remote-User"]',
    }


def _text(files: object, path: str) -> str:
    found = files.get(path)  # type: ignore[attr-defined]
    return found.data.decode("utf-8", "replace") if hasattr(found, "data") else ""


def letters(*parts: str) -> str:
    """Five letters as Kubernetes puts them behind names, which follow from what they are of."""
    digest = hashlib.sha256(" ".join(parts).encode()).digest()
    return "".join("bcdfghjklmnpqrstvwxz2456789"[byte % 27] for byte in digest[:5])


def uid_of(*parts: str) -> str:
    """A UID that follows from what it is of: the same every time."""
    digest = hashlib.sha256(" ".join(parts).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"
