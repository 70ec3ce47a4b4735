"""kubernetes-the-hard-way: one CA, systemd units, no manifest.

Source: kelseyhightower/kubernetes-the-hard-way ca.conf, docs/04, docs/05, units/ and configs/kubelet-config.yaml.
"""

from . import files
from .files import Node, put
from .pki import BOTH, Pair, authority, issue

Tree = dict[str, Node]
SERVER = "https://server.kubernetes.local:6443"


def hard_way() -> Tree:
    """The machines server, node-0 and node-1."""
    ca = authority("CA", rsa_key=True, san=False)
    return {"server": _server(ca), "node-0": _node(ca, "node-0"), "node-1": _node(ca, "node-1")}


def _server(ca: Pair) -> Node:
    home = "/var/lib/kubernetes"
    node: Node = {}
    put(node, f"{home}/ca", ca)
    names = ("kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster")
    sans = ("127.0.0.1", "10.32.0.1", *names, "server.kubernetes.local", "api-server.kubernetes.local")
    put(node, f"{home}/kube-api-server", issue(ca, "kubernetes", usages=BOTH, sans=sans))
    put(node, f"{home}/service-accounts", issue(ca, "service-accounts"))
    for name in ("kube-controller-manager", "kube-scheduler"):
        pair = issue(ca, f"system:{name}", f"system:{name}", usages=BOTH, sans=(name, "127.0.0.1"))
        node[f"{home}/{name}.kubeconfig"] = _kubeconfig(ca, pair, f"system:{name}")
    node["/root/admin.kubeconfig"] = files.kubeconfig(
        "https://127.0.0.1:6443", ca, issue(ca, "admin", "system:masters"), "admin", "kubernetes-the-hard-way"
    )
    return node


def _node(ca: Pair, name: str) -> Node:
    home = "/var/lib/kubelet"
    pair = issue(ca, f"system:node:{name}", "system:nodes", usages=BOTH, sans=(name, "127.0.0.1"))
    proxy = issue(ca, "system:kube-proxy", "system:node-proxier", usages=BOTH, sans=("kube-proxy", "127.0.0.1"))
    node: Node = {
        f"{home}/ca.crt": ca.crt,
        f"{home}/kubeconfig": _kubeconfig(ca, pair, f"system:node:{name}"),
        f"{home}/kubelet-config.yaml": files.kubelet_configuration(
            f"{home}/ca.crt", tlsCertFile=f"{home}/kubelet.crt", tlsPrivateKeyFile=f"{home}/kubelet.key", port=10250
        ),
        "/var/lib/kube-proxy/kubeconfig": _kubeconfig(ca, proxy, "system:kube-proxy"),
    }
    put(node, f"{home}/kubelet", pair)
    return node


def _kubeconfig(ca: Pair, user: Pair, name: str) -> bytes:
    return files.kubeconfig(SERVER, ca, user, name, "kubernetes-the-hard-way")
