"""kubernetes-the-hard-way: every program a systemd unit, one CA for everything, etcd without TLS.

Source: kelseyhightower/kubernetes-the-hard-way units/*.service, ca.conf and configs/kubelet-config.yaml. The one pair
kube-api-server serves, and is kube-apiserver's client certificate for kubelets.
"""

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from .kubeadm import KUBELET
from .layout import Layout, Pair
from .marks import scored

HOME = "/var/lib/kubernetes"
CA = f"{HOME}/ca.crt"
LOCAL_ETCD = "http://127.0.0.1:2379"

_MARKS = {
    f"{HOME}/kube-api-server.crt": 0.6,
    f"{HOME}/service-accounts.crt": 0.4,
    CA: 0.2,
    f"{HOME}/kube-controller-manager.kubeconfig": 0.2,
    f"{KUBELET}/kubelet-config.yaml": 0.3,
    f"{KUBELET}/kubelet.crt": 0.3,
    f"{KUBELET}/kubeconfig": 0.2,
    "/var/lib/kube-proxy/kubeconfig": 0.2,
}


def _recognise(inventory: Inventory) -> Distribution:
    return scored("kubernetes-the-hard-way", inventory, _MARKS)


LAYOUT = Layout(
    name="kubernetes-the-hard-way",
    recognise=_recognise,
    flags={
        "kube-apiserver": {
            "--authorization-mode": "Node,RBAC",
            "--client-ca-file": CA,
            "--etcd-servers": LOCAL_ETCD,
            "--kubelet-certificate-authority": CA,
            "--kubelet-client-certificate": f"{HOME}/kube-api-server.crt",
            "--kubelet-client-key": f"{HOME}/kube-api-server.key",
            "--service-account-key-file": f"{HOME}/service-accounts.crt",
            "--service-account-signing-key-file": f"{HOME}/service-accounts.key",
            "--service-cluster-ip-range": "10.32.0.0/24",
            "--tls-cert-file": f"{HOME}/kube-api-server.crt",
            "--tls-private-key-file": f"{HOME}/kube-api-server.key",
        },
        "etcd": {"--advertise-client-urls": LOCAL_ETCD, "--listen-client-urls": LOCAL_ETCD},
        "kube-controller-manager": {
            "--cluster-signing-cert-file": CA,
            "--cluster-signing-key-file": f"{HOME}/ca.key",
            "--kubeconfig": f"{HOME}/kube-controller-manager.kubeconfig",
            "--root-ca-file": CA,
            "--service-account-private-key-file": f"{HOME}/service-accounts.key",
            "--use-service-account-credentials": "true",
        },
        "kube-scheduler": {"--kubeconfig": f"{HOME}/kube-scheduler.kubeconfig"},
    },
    control_plane_files=(f"{HOME}/kube-api-server.crt", f"{HOME}/ca.key"),
    cluster_ca=CA,
    kube_proxy_kubeconfig="/var/lib/kube-proxy/kubeconfig",
    kubelet_kubeconfig=f"{KUBELET}/kubeconfig",
    kubelet_configuration=f"{KUBELET}/kubelet-config.yaml",
    kubelet_folder=KUBELET,
    kubelet_client_ca=f"{KUBELET}/ca.crt",
    kubelet_serving=Pair(f"{KUBELET}/kubelet.crt", f"{KUBELET}/kubelet.key"),
    default_ports={
        "kube-apiserver": 6443,
        "etcd": 2379,
        "etcd-peer": 2380,
        "kubelet": 10250,
        "kube-controller-manager": 10257,
        "kube-scheduler": 10259,
    },
    control_plane_kubelets=False,
    control_plane_folders=(HOME,),
)
