"""kubeadm in the forms of which no real tree is here, and a cluster with things wrong."""

from datetime import timedelta

from . import files, kubeadm, pki
from .files import Node, put
from .kubeadm import Plan
from .pki import SERVER, authority, issue

NAME = "api.example.test"
Tree = dict[str, Node]


def external_etcd() -> Tree:
    """etcd on machines of its own, which are not in the tree; kubeadm was given the client pair and the CA."""
    return _two_nodes(Plan(etcd="external", endpoint=f"{NAME}:6443", sans=(NAME,)))


def external_ca() -> Tree:
    """No ca.key and no front-proxy-ca.key: every certificate was signed elsewhere, and nobody signs for kubelets."""
    return _two_nodes(Plan(ca_key=False))


def custom() -> Tree:
    """Another certificatesDir, clusterName and dnsDomain."""
    return _two_nodes(Plan(pki="/srv/kubernetes/pki", cluster="lab", domain="lab.example.test"))


def dual_stack() -> Tree:
    """Both address families, an RSA CA beside ECDSA ones, and kubelets whose serving certificates are checked."""
    services = "10.96.0.0/16,fd00:10:96::/112"
    plan = Plan(
        services=services,
        rsa=frozenset({"ca"}),
        verify_kubelets=True,
        endpoint="[2001:db8::10]:6443",
        sans=("2001:db8::10",),
    )
    return _two_nodes(plan)


def wrong() -> Tree:
    """Four faults, each a real certificate: expired, a name missing, a CA of the same name, a key of another pair."""
    plan = Plan(endpoint=f"{NAME}:6443")
    cas = kubeadm.authorities(plan)
    cp1 = kubeadm.control_plane(plan, cas, "cp1", "192.168.56.11")
    worker1 = kubeadm.worker(plan, cas, "worker1", "192.168.56.21")
    past = pki.MADE - timedelta(days=380)
    put(cp1, f"{plan.pki}/apiserver-kubelet-client", issue(cas.ca, "kube-apiserver-kubelet-client", made=past))
    cp1[f"{plan.pki}/front-proxy-client.key"] = pki.private_pem(pki.new_key())
    other = authority("kubernetes")
    worker1["/etc/kubernetes/kubelet.conf"] = files.kubelet_conf(f"https://{NAME}:6443", other, kubeadm.KUBELET_PEM)
    return {"cp1": cp1, "worker1": worker1}


def _two_nodes(plan: Plan) -> Tree:
    cas = kubeadm.authorities(plan)
    return {
        "cp1": kubeadm.control_plane(plan, cas, "cp1", "192.168.56.11"),
        "worker1": kubeadm.worker(plan, cas, "worker1", "192.168.56.21"),
    }


def generic() -> Tree:
    """Files that no tool names so: manifests and kubeconfigs alone say which is which."""
    folder, address = "/etc/kubernetes/tls", "192.168.56.31"
    roots, users = authority("lab servers"), authority("lab users")
    api = issue(roots, "api", usages=SERVER, sans=("box", address, "10.0.0.1"))
    node: Node = {f"{folder}/roots.pem": roots.crt, f"{folder}/users.pem": users.crt}
    put(node, f"{folder}/api.pem", api, f"{folder}/api-key.pem")
    put(node, f"{folder}/to-kubelets.pem", issue(users, "api-to-kubelets"), f"{folder}/to-kubelets-key.pem")
    put(
        node,
        f"{folder}/store.pem",
        issue(roots, "store", usages=pki.BOTH, sans=("127.0.0.1",)),
        f"{folder}/store-key.pem",
    )
    put(node, f"{folder}/store-user.pem", issue(roots, "api"), f"{folder}/store-user-key.pem")
    node[f"{folder}/tokens.pub"] = pki.public_pem(pki.new_key())
    for file, user, organizations in (
        ("controllers", "system:kube-controller-manager", ()),
        ("scheduler", "system:kube-scheduler", ()),
        ("node", "system:node:box", ("system:nodes",)),
        ("proxy", "system:kube-proxy", ()),
        ("me", "alice", ("system:masters",)),
    ):
        pair = issue(users, user, *organizations)
        node[f"/etc/kubernetes/{file}.kubeconfig"] = files.kubeconfig(f"https://{address}:6443", roots, pair, user)
    for program, flags in _generic_flags(folder, address).items():
        node[f"/etc/kubernetes/manifests/{program}.yaml"] = files.static_pod(program, f"lab/{program}", flags, None)
    return {"box": node}


def _generic_flags(folder: str, address: str) -> dict[str, dict[str, str]]:
    return {
        "kube-apiserver": {
            "advertise-address": address,
            "authorization-mode": "RBAC",
            "client-ca-file": f"{folder}/users.pem",
            "etcd-cafile": f"{folder}/roots.pem",
            "etcd-certfile": f"{folder}/store-user.pem",
            "etcd-keyfile": f"{folder}/store-user-key.pem",
            "etcd-servers": "https://127.0.0.1:2379",
            "kubelet-client-certificate": f"{folder}/to-kubelets.pem",
            "kubelet-client-key": f"{folder}/to-kubelets-key.pem",
            "secure-port": "6443",
            "service-account-key-file": f"{folder}/tokens.pub",
            "service-cluster-ip-range": "10.0.0.0/24",
            "tls-cert-file": f"{folder}/api.pem",
            "tls-private-key-file": f"{folder}/api-key.pem",
        },
        "etcd": {
            "advertise-client-urls": "https://127.0.0.1:2379",
            "cert-file": f"{folder}/store.pem",
            "client-cert-auth": "true",
            "key-file": f"{folder}/store-key.pem",
            "listen-client-urls": "https://127.0.0.1:2379",
            "name": "box",
            "trusted-ca-file": f"{folder}/roots.pem",
        },
        "kube-controller-manager": {
            "kubeconfig": "/etc/kubernetes/controllers.kubeconfig",
            "root-ca-file": f"{folder}/roots.pem",
        },
        "kube-scheduler": {"kubeconfig": "/etc/kubernetes/scheduler.kubeconfig"},
    }
