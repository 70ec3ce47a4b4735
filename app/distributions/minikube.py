"""minikube: kubeadm with `certificatesDir: /var/lib/minikube/certs`; the CA and the API server's pair come before it.

Source: kubernetes/minikube pkg/minikube/bootstrapper/certs.go and pkg/minikube/vmpath/constants.go; for kubectl on the
node pkg/kapi/kapi.go, KubectlBinaryPath.
"""

from dataclasses import replace

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from . import kubeadm
from .layout import VERSION, Layout
from .marks import scored

HOME = "/var/lib/minikube"
CERTS = f"{HOME}/certs"

_MARKS = {
    f"{CERTS}/": 0.7,
    f"{CERTS}/ca.crt": 0.2,
    f"{CERTS}/proxy-client-ca.crt": 0.1,
    f"{HOME}/kubeconfig": 0.1,
    f"{kubeadm.KUBERNETES}/kubelet.conf": 0.1,
    f"{kubeadm.KUBERNETES}/admin.conf": 0.1,
    f"{kubeadm.KUBELET}/config.yaml": 0.1,
}


def _recognise(inventory: Inventory) -> Distribution:
    return scored("minikube", inventory, _MARKS)


LAYOUT: Layout = replace(
    kubeadm.with_certificates_in(kubeadm.LAYOUT, CERTS),
    name="minikube",
    recognise=_recognise,
    refines="kubeadm",
    fit=None,
    default_ports={**kubeadm.LAYOUT.default_ports, "kube-apiserver": 8443},
    control_plane_folders=(kubeadm.KUBERNETES, CERTS),
    kubectl=(f"{HOME}/binaries/{VERSION}/kubectl",),
)
LAYOUT = replace(
    LAYOUT,
    flags={**LAYOUT.flags, "kube-apiserver": {**LAYOUT.flags["kube-apiserver"], "--secure-port": "8443"}},
)
