"""Which of kubeadm's certificates this is: by what it does, and only where kubeadm would look for it.

Source: cmd/kubeadm/app/phases/certs/certlist.go and phases/certs/renewal/manager.go, Kubernetes 1.22 to 1.37.
"""

from dataclasses import dataclass

from ...model.cluster import Cluster
from ..names import kubectl_file
from .roles import Part, Role, Subject

_KUBERNETES = "/etc/kubernetes"


@dataclass(frozen=True, slots=True)
class KubeadmPart:
    """`phase`: `kubeadm init phase …` makes it; `renew`: `kubeadm certs renew …` renews it, None where nothing does."""

    phase: str
    renew: str | None


_CERTIFICATES = {
    "apiserver": "apiserver.crt",
    "apiserver-kubelet-client": "apiserver-kubelet-client.crt",
    "apiserver-etcd-client": "apiserver-etcd-client.crt",
    "front-proxy-client": "front-proxy-client.crt",
    "etcd-server": "etcd/server.crt",
    "etcd-peer": "etcd/peer.crt",
    "etcd-healthcheck-client": "etcd/healthcheck-client.crt",
}
_AUTHORITIES = {"ca": "ca.crt", "etcd-ca": "etcd/ca.crt", "front-proxy-ca": "front-proxy-ca.crt"}
_KUBECONFIGS = {
    "admin": "admin.conf",
    "super-admin": "super-admin.conf",
    "controller-manager": "controller-manager.conf",
    "scheduler": "scheduler.conf",
    "kubelet": "kubelet.conf",
}

_SERVERS = {"kube-apiserver": "apiserver", "etcd": "etcd-server"}
_CALLS = {
    "kubelet": "apiserver-kubelet-client",
    "etcd": "apiserver-etcd-client",
    "extension-apiserver": "front-proxy-client",
}
"""What kube-apiserver shows, by the server."""

_CLIENTS = {
    "front-proxy": "front-proxy-client",
    "etcdctl": "etcd-healthcheck-client",
    "kubeadm": "etcd-healthcheck-client",
    "etcd": "etcd-server",
    "kube-controller-manager": "controller-manager",
    "kube-scheduler": "scheduler",
    "kubelet": "kubelet",
}
_TRUSTED = {"kube-apiserver": "ca", "etcd": "etcd-ca"}
_BY_FLAG = {"--peer-cert-file": "etcd-peer"}
"""A single member has no peer yet."""


def kubeadm_part(subject: Subject) -> KubeadmPart | None:
    """The certificate of kubeadm's that does what this one does and stands where this one stands; None without one."""
    if subject.cluster.distribution.name != "kubeadm":
        return None
    path, folder = subject.certificate.path, _folder(subject.cluster, subject.certificate.node)
    names = [_name(role) for role in subject.roles] + [_BY_FLAG.get(flag.name, "") for flag in subject.flags]
    for name in names:
        if f"{folder}/{_CERTIFICATES.get(name)}" == path:
            return KubeadmPart(f"certs {name}", name)
        if f"{folder}/{_AUTHORITIES.get(name)}" == path:
            return KubeadmPart(f"certs {name}", None)
        if f"{_KUBERNETES}/{_KUBECONFIGS.get(name)}" == path:
            return KubeadmPart(f"kubeconfig {name}", None if name == "kubelet" else _KUBECONFIGS[name])
    return None


def _folder(cluster: Cluster, node: str) -> str:
    """certificatesDir."""
    named = (
        found.certificates_dir for found in cluster.inventory.kubeadm_configurations.values() if found.node == node
    )
    return next(filter(None, named), f"{_KUBERNETES}/pki").rstrip("/")


def _name(role: Role) -> str:
    """What kubeadm calls the certificate with this role; empty where it has none."""
    if role.part is Part.HEADERS:
        return "front-proxy-ca"
    if role.part is Part.TRUST:
        return _TRUSTED.get(role.component.kind, "") if role.side == "server" else ""
    if role.part is Part.CHAIN:
        return ""
    if role.connection.purpose == "peer":
        return "etcd-peer"
    return _SERVERS.get(role.component.kind, "") if role.side == "server" else _client_name(role)


def _client_name(role: Role) -> str:
    kind = role.component.kind
    if kind == "kube-apiserver":
        return _CALLS.get(role.other.kind, "")
    if kind == "kubectl":
        file = (kubectl_file(role.component.id) or "").partition(":")[0]
        return next((name for name in ("admin", "super-admin") if _KUBECONFIGS[name] == file), "")
    return _CLIENTS.get(kind, "")
