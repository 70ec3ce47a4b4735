"""kubespray: kubeadm with its certificates in /etc/kubernetes/ssl, and etcd as a service of the host.

Source: kubernetes-sigs/kubespray roles/kubespray_defaults/defaults/main/main.yml, roles/etcd (templates/etcd.env.j2): a
member serves clients and peers with member-HOST.pem, kube-apiserver is a client with node-HOST.pem, and people use
admin-HOST.pem.
"""

from dataclasses import replace

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from . import kubeadm
from .layout import NODE, HostProgram, Layout, Pair
from .marks import scored

SSL = f"{kubeadm.KUBERNETES}/ssl"
ETCD = "/etc/ssl/etcd/ssl"
KUBELET_CONFIGURATION = f"{kubeadm.KUBERNETES}/kubelet-config.yaml"

_MARKS = {
    f"{SSL}/ca.crt": 0.4,
    f"{SSL}/apiserver.crt": 0.3,
    f"{ETCD}/ca.pem": 0.3,
    f"{ETCD}/member-*.pem": 0.3,
    f"{ETCD}/node-*.pem": 0.2,
    KUBELET_CONFIGURATION: 0.2,
    f"{kubeadm.KUBERNETES}/kubelet.conf": 0.1,
    f"{kubeadm.KUBERNETES}/admin.conf": 0.1,
}


def _recognise(inventory: Inventory) -> Distribution:
    return scored("kubespray", inventory, _MARKS)


_MEMBER = Pair(f"{ETCD}/member-{NODE}.pem", f"{ETCD}/member-{NODE}-key.pem")
_CLIENT = Pair(f"{ETCD}/node-{NODE}.pem", f"{ETCD}/node-{NODE}-key.pem")
_KUBEADM = kubeadm.with_certificates_in(kubeadm.LAYOUT, SSL)

LAYOUT: Layout = replace(
    _KUBEADM,
    name="kubespray",
    recognise=_recognise,
    refines="kubeadm",
    fit=None,
    flags={
        **{kind: flags for kind, flags in _KUBEADM.flags.items() if kind != "etcd"},
        "kube-apiserver": {
            **_KUBEADM.flags["kube-apiserver"],
            "--etcd-cafile": f"{ETCD}/ca.pem",
            "--etcd-certfile": _CLIENT.certificate,
            "--etcd-keyfile": _CLIENT.key,
        },
    },
    host_programs={
        "etcd": HostProgram(
            shown_by=_MEMBER.certificate,
            flags={
                "--cert-file": _MEMBER.certificate,
                "--client-cert-auth": "true",
                "--key-file": _MEMBER.key,
                "--peer-cert-file": _MEMBER.certificate,
                "--peer-client-cert-auth": "true",
                "--peer-key-file": _MEMBER.key,
                "--peer-trusted-ca-file": f"{ETCD}/ca.pem",
                "--trusted-ca-file": f"{ETCD}/ca.pem",
            },
        )
    },
    kubelet_configuration=KUBELET_CONFIGURATION,
    control_plane_files=tuple(path for path in _KUBEADM.control_plane_files if "/etcd/" not in path),
    etcd_client=Pair(f"{ETCD}/admin-{NODE}.pem", f"{ETCD}/admin-{NODE}-key.pem"),
    etcd_client_ca=f"{ETCD}/ca.pem",
    etcd_tools=("etcdctl",),
    control_plane_folders=(kubeadm.KUBERNETES, "/etc/ssl/etcd"),
)
