"""What k3s and RKE2 have in common: separate CAs for servers, clients, request headers, etcd servers and etcd peers.

Source: k3s-io/k3s pkg/daemons/control/deps/deps.go (names, CNs), pkg/daemons/control/server.go (the flags of each
program), pkg/daemons/agent (the kubelet's and kube-proxy's) and pkg/etcd/etcd.go; RKE2 builds on the same code.
"""

from collections.abc import Callable

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from .layout import HostProgram, Layout, Pair


def folders(program: str) -> tuple[str, str, str]:
    """The server's TLS folder, its kubeconfigs' folder and the agent's folder."""
    home = f"/var/lib/rancher/{program}"
    return f"{home}/server/tls", f"{home}/server/cred", f"{home}/agent"


def flags(program: str, secure_port: str) -> dict[str, dict[str, str]]:
    """The flags that the server gives kube-apiserver, kube-controller-manager and kube-scheduler."""
    tls, cred, _ = folders(program)
    return {
        "kube-apiserver": {
            "--anonymous-auth": "false",
            "--authorization-mode": "Node,RBAC",
            "--client-ca-file": f"{tls}/client-ca.crt",
            "--etcd-cafile": f"{tls}/etcd/server-ca.crt",
            "--etcd-certfile": f"{tls}/etcd/client.crt",
            "--etcd-keyfile": f"{tls}/etcd/client.key",
            "--kubelet-certificate-authority": f"{tls}/server-ca.crt",
            "--kubelet-client-certificate": f"{tls}/client-kube-apiserver.crt",
            "--kubelet-client-key": f"{tls}/client-kube-apiserver.key",
            "--proxy-client-cert-file": f"{tls}/client-auth-proxy.crt",
            "--proxy-client-key-file": f"{tls}/client-auth-proxy.key",
            "--requestheader-allowed-names": "system:auth-proxy",
            "--requestheader-client-ca-file": f"{tls}/request-header-ca.crt",
            "--secure-port": secure_port,
            "--service-account-key-file": f"{tls}/service.key",
            "--service-account-signing-key-file": f"{tls}/service.current.key",
            "--tls-cert-file": f"{tls}/serving-kube-apiserver.crt",
            "--tls-private-key-file": f"{tls}/serving-kube-apiserver.key",
        },
        "kube-controller-manager": {
            "--kubeconfig": f"{cred}/controller.kubeconfig",
            "--root-ca-file": f"{tls}/server-ca.crt",
            "--service-account-private-key-file": f"{tls}/service.current.key",
            "--use-service-account-credentials": "true",
        },
        "kube-scheduler": {"--kubeconfig": f"{cred}/scheduler.kubeconfig"},
    }


def etcd(program: str) -> HostProgram:
    """Embedded etcd, whose settings stand in a file that etcd reads by `--config-file`."""
    tls, _, _ = folders(program)
    return HostProgram(
        shown_by=f"{tls}/etcd/server-client.crt",
        flags={
            "--cert-file": f"{tls}/etcd/server-client.crt",
            "--client-cert-auth": "true",
            "--key-file": f"{tls}/etcd/server-client.key",
            "--peer-cert-file": f"{tls}/etcd/peer-server-client.crt",
            "--peer-client-cert-auth": "true",
            "--peer-key-file": f"{tls}/etcd/peer-server-client.key",
            "--peer-trusted-ca-file": f"{tls}/etcd/peer-ca.crt",
            "--trusted-ca-file": f"{tls}/etcd/server-ca.crt",
        },
    )


def marks(program: str) -> dict[str, float]:
    """The paths that show this program."""
    tls, cred, agent = folders(program)
    return {
        f"/var/lib/rancher/{program}/": 0.6,
        f"/etc/rancher/{program}/": 0.4,
        f"{tls}/server-ca.crt": 0.2,
        f"{tls}/client-ca.crt": 0.2,
        f"{cred}/": 0.1,
        f"{agent}/": 0.2,
    }


def layout(name: str, recognise: Callable[[Inventory], Distribution], secure_port: str) -> Layout:
    """The layout of one of the two. `secure_port`: where its kube-apiserver listens itself."""
    tls, _, agent = folders(name)
    return Layout(
        name=name,
        recognise=recognise,
        flags=flags(name, secure_port),
        host_programs={"etcd": etcd(name)},
        control_plane_files=(
            f"{tls}/serving-kube-apiserver.crt",
            f"{tls}/server-ca.key",
            f"{tls}/client-ca.key",
            f"{tls}/request-header-ca.key",
        ),
        cluster_ca=f"{tls}/server-ca.crt",
        admin_kubeconfig=f"/etc/rancher/{name}/{name}.yaml",
        kube_proxy_kubeconfig=f"{agent}/kubeproxy.kubeconfig",
        kubelet_kubeconfig=f"{agent}/kubelet.kubeconfig",
        kubelet_folder=agent,
        kubelet_client_ca=f"{agent}/client-ca.crt",
        kubelet_serving=Pair(f"{agent}/serving-kubelet.crt", f"{agent}/serving-kubelet.key"),
        kubelet_serves_by_flag=True,
        default_ports={
            "kube-apiserver": 6443,
            "etcd": 2379,
            "etcd-peer": 2380,
            "kubelet": 10250,
            "kube-controller-manager": 10257,
            "kube-scheduler": 10259,
        },
        control_plane_folders=(f"/var/lib/rancher/{name}/server", f"/etc/rancher/{name}/{name}.yaml"),
    )
