"""kubeadm: the layout that `kubeadm init` and `kubeadm join` write.

Source: cmd/kubeadm/app/phases/certs/certlist.go, phases/kubeconfig, phases/controlplane/manifests.go and
phases/etcd/local.go of Kubernetes, versions 1.22 to 1.37, whose file names and flags agree.
"""

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from .layout import Layout, Pair

KUBERNETES = "/etc/kubernetes"
PKI = f"{KUBERNETES}/pki"
KUBELET = "/var/lib/kubelet"

_MARKS = {
    f"{PKI}/ca.crt": 0.3,
    f"{PKI}/apiserver.crt": 0.2,
    f"{PKI}/apiserver-kubelet-client.crt": 0.1,
    f"{PKI}/front-proxy-ca.crt": 0.1,
    f"{PKI}/etcd/ca.crt": 0.1,
    f"{KUBERNETES}/kubelet.conf": 0.3,
    f"{KUBERNETES}/admin.conf": 0.2,
    f"{KUBERNETES}/manifests/kube-apiserver.yaml": 0.2,
    f"{KUBELET}/config.yaml": 0.1,
    f"{KUBELET}/kubeadm-flags.env": 0.2,
}


def _recognise(inventory: Inventory) -> Distribution:
    """The marks that any node shows, summed up to 1."""
    paths = {file.path for file in inventory.files.values()}
    found = [mark for mark in _MARKS if mark in paths]
    return Distribution("kubeadm", round(min(1.0, sum(_MARKS[mark] for mark in found)), 2), tuple(found))


_APISERVER = {
    "--authorization-mode": "Node,RBAC",
    "--client-ca-file": f"{PKI}/ca.crt",
    "--etcd-cafile": f"{PKI}/etcd/ca.crt",
    "--etcd-certfile": f"{PKI}/apiserver-etcd-client.crt",
    "--etcd-keyfile": f"{PKI}/apiserver-etcd-client.key",
    "--kubelet-client-certificate": f"{PKI}/apiserver-kubelet-client.crt",
    "--kubelet-client-key": f"{PKI}/apiserver-kubelet-client.key",
    "--proxy-client-cert-file": f"{PKI}/front-proxy-client.crt",
    "--proxy-client-key-file": f"{PKI}/front-proxy-client.key",
    "--requestheader-allowed-names": "front-proxy-client",
    "--requestheader-client-ca-file": f"{PKI}/front-proxy-ca.crt",
    "--secure-port": "6443",
    "--service-account-key-file": f"{PKI}/sa.pub",
    "--service-account-signing-key-file": f"{PKI}/sa.key",
    "--tls-cert-file": f"{PKI}/apiserver.crt",
    "--tls-private-key-file": f"{PKI}/apiserver.key",
}
_ETCD = {
    "--cert-file": f"{PKI}/etcd/server.crt",
    "--client-cert-auth": "true",
    "--key-file": f"{PKI}/etcd/server.key",
    "--peer-cert-file": f"{PKI}/etcd/peer.crt",
    "--peer-client-cert-auth": "true",
    "--peer-key-file": f"{PKI}/etcd/peer.key",
    "--peer-trusted-ca-file": f"{PKI}/etcd/ca.crt",
    "--trusted-ca-file": f"{PKI}/etcd/ca.crt",
}
_CONTROLLER_MANAGER = {
    "--client-ca-file": f"{PKI}/ca.crt",
    "--cluster-signing-cert-file": f"{PKI}/ca.crt",
    "--cluster-signing-key-file": f"{PKI}/ca.key",
    "--kubeconfig": f"{KUBERNETES}/controller-manager.conf",
    "--requestheader-client-ca-file": f"{PKI}/front-proxy-ca.crt",
    "--root-ca-file": f"{PKI}/ca.crt",
    "--service-account-private-key-file": f"{PKI}/sa.key",
}

LAYOUT = Layout(
    name="kubeadm",
    recognise=_recognise,
    flags={
        "kube-apiserver": _APISERVER,
        "etcd": _ETCD,
        "kube-controller-manager": _CONTROLLER_MANAGER,
        "kube-scheduler": {"--kubeconfig": f"{KUBERNETES}/scheduler.conf"},
    },
    control_plane_files=(
        f"{PKI}/apiserver.crt",
        f"{PKI}/etcd/server.crt",
        f"{PKI}/ca.key",
        f"{PKI}/front-proxy-ca.key",
        f"{PKI}/etcd/ca.key",
    ),
    cluster_ca=f"{PKI}/ca.crt",
    admin_kubeconfig=f"{KUBERNETES}/admin.conf",
    kubelet_kubeconfig=f"{KUBERNETES}/kubelet.conf",
    kubelet_bootstrap_kubeconfig=f"{KUBERNETES}/bootstrap-kubelet.conf",
    kubelet_configuration=f"{KUBELET}/config.yaml",
    kubelet_folder=KUBELET,
    kubelet_serving=Pair(f"{KUBELET}/pki/kubelet.crt", f"{KUBELET}/pki/kubelet.key"),
    kubelet_rotated_serving=Pair(
        f"{KUBELET}/pki/kubelet-server-current.pem", f"{KUBELET}/pki/kubelet-server-current.pem"
    ),
    etcd_client=Pair(f"{PKI}/etcd/healthcheck-client.crt", f"{PKI}/etcd/healthcheck-client.key"),
    etcd_client_ca=f"{PKI}/etcd/ca.crt",
    default_ports={
        "kube-apiserver": 6443,
        "etcd": 2379,
        "etcd-peer": 2380,
        "kubelet": 10250,
        "kube-controller-manager": 10257,
        "kube-scheduler": 10259,
    },
)
