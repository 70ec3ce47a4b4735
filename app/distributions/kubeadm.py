"""kubeadm: the layout that `kubeadm init` and `kubeadm join` write.

Source: cmd/kubeadm/app/phases/certs/certlist.go, phases/kubeconfig, phases/controlplane/manifests.go and
phases/etcd/local.go of Kubernetes, versions 1.22 to 1.37, whose file names and flags agree.
"""

import posixpath
from dataclasses import replace

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from .layout import Layout, Pair
from .marks import flag_values, scored

KUBERNETES = "/etc/kubernetes"
PKI = f"{KUBERNETES}/pki"
KUBELET = "/var/lib/kubelet"

MARKS = {
    f"{PKI}/ca.crt": 0.3,
    f"{PKI}/apiserver.crt": 0.2,
    f"{PKI}/apiserver-kubelet-client.crt": 0.1,
    f"{PKI}/front-proxy-ca.crt": 0.1,
    f"{PKI}/etcd/ca.crt": 0.1,
    f"{KUBERNETES}/kubelet.conf": 0.3,
    f"{KUBERNETES}/admin.conf": 0.2,
    f"{KUBERNETES}/manifests/kube-apiserver.yaml": 0.1,
    f"{KUBELET}/config.yaml": 0.1,
    f"{KUBELET}/kubeadm-flags.env": 0.2,
}


def _recognise(inventory: Inventory) -> Distribution:
    """The marks that any node shows, summed up to 1."""
    return scored("kubeadm", inventory, MARKS)


def certificates_dir(inventory: Inventory) -> str:
    """`certificatesDir` of the cluster: by a kubeadm configuration, else the folder of kube-apiserver's client CA."""
    for configuration in inventory.kubeadm_configurations.values():
        if configuration.certificates_dir:
            return posixpath.normpath(configuration.certificates_dir)
    named = flag_values(inventory, "kube-apiserver", "--client-ca-file")
    return posixpath.normpath(posixpath.dirname(named[0])) if named and named[0].startswith("/") else PKI


def _fit(inventory: Inventory) -> Layout:
    pki = certificates_dir(inventory)
    return LAYOUT if pki == PKI else with_certificates_in(LAYOUT, pki)


def with_certificates_in(layout: Layout, pki: str) -> Layout:
    """A layout of kubeadm's with another `certificatesDir`: kubeconfigs, manifests and the kubelet's folder stay."""
    return replace(
        layout,
        flags={kind: _moved(flags, pki) for kind, flags in _FLAGS.items()},
        control_plane_files=tuple(path.replace(PKI, pki) for path in _CONTROL_PLANE_FILES),
        cluster_ca=f"{pki}/ca.crt",
        kubelet_client_ca=f"{pki}/ca.crt",
        etcd_client=Pair(f"{pki}/etcd/healthcheck-client.crt", f"{pki}/etcd/healthcheck-client.key"),
        etcd_client_ca=f"{pki}/etcd/ca.crt",
    )


def _moved(flags: dict[str, str], pki: str) -> dict[str, str]:
    return {name: value.replace(PKI, pki) for name, value in flags.items()}


_FLAGS = {
    "kube-apiserver": {
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
    },
    "etcd": {
        "--cert-file": f"{PKI}/etcd/server.crt",
        "--client-cert-auth": "true",
        "--key-file": f"{PKI}/etcd/server.key",
        "--peer-cert-file": f"{PKI}/etcd/peer.crt",
        "--peer-client-cert-auth": "true",
        "--peer-key-file": f"{PKI}/etcd/peer.key",
        "--peer-trusted-ca-file": f"{PKI}/etcd/ca.crt",
        "--trusted-ca-file": f"{PKI}/etcd/ca.crt",
    },
    "kube-controller-manager": {
        "--client-ca-file": f"{PKI}/ca.crt",
        "--cluster-signing-cert-file": f"{PKI}/ca.crt",
        "--cluster-signing-key-file": f"{PKI}/ca.key",
        "--kubeconfig": f"{KUBERNETES}/controller-manager.conf",
        "--requestheader-client-ca-file": f"{PKI}/front-proxy-ca.crt",
        "--root-ca-file": f"{PKI}/ca.crt",
        "--service-account-private-key-file": f"{PKI}/sa.key",
    },
    "kube-scheduler": {"--kubeconfig": f"{KUBERNETES}/scheduler.conf"},
}
_CONTROL_PLANE_FILES = (
    f"{PKI}/apiserver.crt",
    f"{PKI}/etcd/server.crt",
    f"{PKI}/ca.key",
    f"{PKI}/front-proxy-ca.key",
    f"{PKI}/etcd/ca.key",
)

LAYOUT = with_certificates_in(
    Layout(
        name="kubeadm",
        recognise=_recognise,
        fit=_fit,
        admin_kubeconfig=f"{KUBERNETES}/admin.conf",
        kubelet_kubeconfig=f"{KUBERNETES}/kubelet.conf",
        kubelet_bootstrap_kubeconfig=f"{KUBERNETES}/bootstrap-kubelet.conf",
        kubelet_configuration=f"{KUBELET}/config.yaml",
        kubelet_folder=KUBELET,
        kubelet_serving=Pair(f"{KUBELET}/pki/kubelet.crt", f"{KUBELET}/pki/kubelet.key"),
        kubelet_rotated_serving=Pair(
            f"{KUBELET}/pki/kubelet-server-current.pem", f"{KUBELET}/pki/kubelet-server-current.pem"
        ),
        etcd_tools=("etcdctl", "kubeadm"),
        default_ports={
            "kube-apiserver": 6443,
            "etcd": 2379,
            "etcd-peer": 2380,
            "kubelet": 10250,
            "kube-controller-manager": 10257,
            "kube-scheduler": 10259,
        },
        manifests=f"{KUBERNETES}/manifests",
        control_plane_folders=(KUBERNETES,),
    ),
    PKI,
)
