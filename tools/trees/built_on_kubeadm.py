"""kind, minikube and kubespray: kubeadm with their own paths, names and flags.

Sources: app/distributions/kind.py, minikube.py and kubespray.py name them.
"""

from dataclasses import replace

from . import files, kubeadm, pki
from .files import Node, put
from .kubeadm import Plan
from .pki import BOTH, authority, issue

Tree = dict[str, Node]


def kind() -> Tree:
    """`kind create cluster` with one worker."""
    plan = Plan(
        cluster="kind",
        endpoint="kind-control-plane:6443",
        services="10.96.0.0/16",
        sans=("localhost", "127.0.0.1"),
        more={
            "kube-apiserver": {"runtime-config": ""},
            "kube-controller-manager": {"enable-hostpath-provisioner": "true"},
        },
    )
    cas = kubeadm.authorities(plan)
    nodes = {
        "kind-control-plane": kubeadm.control_plane(plan, cas, "kind-control-plane", "172.18.0.2"),
        "kind-worker": kubeadm.worker(plan, cas, "kind-worker", "172.18.0.3"),
    }
    for name, node in nodes.items():
        flags = f"--node-ip= --provider-id=kind://docker/kind/{name} --runtime-cgroups=/system.slice/containerd.service"
        node["/var/lib/kubelet/kubeadm-flags.env"] = f'KUBELET_KUBEADM_ARGS="{flags}"\n'.encode()
    return nodes


def minikube() -> Tree:
    """`minikube start`: the CA and apiserver.crt come from the host, the rest is kubeadm's."""
    plan = Plan(
        pki="/var/lib/minikube/certs",
        cluster="mk",
        endpoint="control-plane.minikube.internal:8443",
        port=8443,
        ca_name="minikubeCA",
        apiserver_name="minikube",
        sans=("control-plane.minikube.internal", "localhost", "127.0.0.1", "10.0.0.1"),
    )
    cas = kubeadm.authorities(plan)
    node = kubeadm.control_plane(plan, cas, "minikube", "192.168.49.2")
    proxy = authority("proxyClientCA", san=False)
    put(node, f"{plan.pki}/proxy-client-ca", proxy)
    put(node, f"{plan.pki}/proxy-client", issue(proxy, "aggregator"))
    node["/var/lib/minikube/kubeconfig"] = node["/etc/kubernetes/admin.conf"]
    return {"minikube": node}


def kubespray() -> Tree:
    """Certificates in /etc/kubernetes/ssl, and a member of etcd on the host of the control-plane node."""
    etcd = "/etc/ssl/etcd/ssl"
    own = {
        "etcd-cafile": f"{etcd}/ca.pem",
        "etcd-certfile": f"{etcd}/node-node1.pem",
        "etcd-keyfile": f"{etcd}/node-node1-key.pem",
        "etcd-servers": "https://192.168.56.11:2379",
    }
    plan = Plan(
        pki="/etc/kubernetes/ssl", cluster="cluster.local", etcd="host", services="10.233.0.0/18",
        service_address="10.233.0.1", more={"kube-apiserver": own},
    )  # fmt: skip
    cas = replace(kubeadm.authorities(plan), etcd=authority("etcd-ca", rsa_key=False, san=False))
    node1 = kubeadm.control_plane(plan, cas, "node1", "192.168.56.11")
    node2 = kubeadm.worker(plan, cas, "node2", "192.168.56.12")
    for name, node in (("node1", node1), ("node2", node2)):
        node["/etc/kubernetes/pki"] = files.LINK + b"/etc/kubernetes/ssl"
        node["/etc/kubernetes/kubelet-config.yaml"] = node.pop("/var/lib/kubelet/config.yaml")
        node[f"{etcd}/ca.pem"] = cas.etcd.crt
        put(
            node,
            f"{etcd}/node-{name}.pem",
            issue(cas.etcd, f"etcd-node-{name}", usages=BOTH),
            f"{etcd}/node-{name}-key.pem",
        )
    node1[f"{etcd}/ca-key.pem"] = pki.private_pem(cas.etcd.key)
    sans = ("node1", "localhost", "127.0.0.1", "::1", "192.168.56.11")
    for kind_, usages in (("member", BOTH), ("admin", BOTH)):
        pair = issue(cas.etcd, f"etcd-{kind_}-node1", usages=usages, sans=sans)
        put(node1, f"{etcd}/{kind_}-node1.pem", pair, f"{etcd}/{kind_}-node1-key.pem")
    return {"node1": node1, "node2": node2}
