"""k3s and RKE2: a server and an agent.

Source: k3s-io/k3s pkg/daemons/control/deps/deps.go (names, CNs, usages; the files hold the CA's certificate behind the
leaf), pkg/agent/config (the agent's files); rancher/rke2 pkg/podtemplate/spec.go (the manifests).
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import files, pki
from .files import Node, put
from .pki import BOTH, CLIENT, SERVER, Pair, authority, issue

Tree = dict[str, Node]
ADDRESS, AGENT_ADDRESS = "192.168.56.11", "192.168.56.21"
BORN = 1795489200
"""The seconds in the CAs' names: when they were made."""


@dataclass(frozen=True, slots=True)
class Authorities:
    client: Pair
    server: Pair
    request_header: Pair
    etcd_server: Pair
    etcd_peer: Pair


def k3s() -> Tree:
    """`k3s server --cluster-init` and `k3s agent`: one process each, so that no manifest is there."""
    return _cluster("k3s")


def rke2() -> Tree:
    """RKE2: the same files, and static pods."""
    tree = _cluster("rke2")
    home = "/var/lib/rancher/rke2"
    for program, flags in _flags(f"{home}/server/tls", f"{home}/server/cred").items():
        tree["server1"][f"{home}/agent/pod-manifests/{program}.yaml"] = files.static_pod(
            program, f"rancher/hardened-kubernetes:v1.37.2-rke2r1/{program}", flags, None
        )
    settings = {"name": "server1-1f2e3d4c", "listen-client-urls": "https://127.0.0.1:2379"}
    tree["server1"][f"{home}/server/db/etcd/config"] = files.dump(settings)
    return tree


def _cluster(program: str) -> Tree:
    names = ("client", "server", "request-header")
    client, server, header = (authority(f"{program}-{name}-ca@{BORN}", san=False) for name in names)
    cas = Authorities(
        client, server, header, *(authority(f"etcd-{one}-ca@{BORN}", san=False) for one in ("server", "peer"))
    )
    server1 = _server(program, cas)
    _agent(server1, program, cas, "server1", ADDRESS, 6443)
    agent1: Node = {}
    _agent(agent1, program, cas, "agent1", AGENT_ADDRESS, 6444)
    return {"server1": server1, "agent1": agent1}


def _issuer(ca: Pair) -> Callable[..., Pair]:
    return lambda cn, *groups, usages=CLIENT, sans=(): issue(ca, cn, *groups, usages=usages, sans=sans, chain=True)


def _server(program: str, cas: Authorities) -> Node:
    tls, cred = f"/var/lib/rancher/{program}/server/tls", f"/var/lib/rancher/{program}/server/cred"
    node: Node = {}
    for name, ca in (("client-ca", cas.client), ("server-ca", cas.server), ("request-header-ca", cas.request_header)):
        put(node, f"{tls}/{name}", ca)
    put(node, f"{tls}/etcd/server-ca", cas.etcd_server)
    put(node, f"{tls}/etcd/peer-ca", cas.etcd_peer)
    node[f"{tls}/client-ca.nochain.crt"], node[f"{tls}/server-ca.nochain.crt"] = cas.client.crt, cas.server.crt
    client = _issuer(cas.client)
    for name, cn, groups in (
        ("admin", "system:admin", ("system:masters",)),
        ("supervisor", f"system:{program}-supervisor", ("system:masters",)),
        ("controller", "system:kube-controller-manager", ()),
        ("scheduler", "system:kube-scheduler", ()),
        ("kube-apiserver", "system:apiserver", ("system:masters",)),
        ("kube-proxy", "system:kube-proxy", ()),
        (f"{program}-controller", f"system:{program}-controller", ()),
        (f"{program}-cloud-controller", f"{program}-cloud-controller-manager", ()),
    ):
        put(node, f"{tls}/client-{name}", client(cn, *groups))
    put(node, f"{tls}/client-auth-proxy", _issuer(cas.request_header)("system:auth-proxy"))
    svc = ("kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local")
    sans = (*svc, "localhost", "server1", "127.0.0.1", "::1", ADDRESS, "10.43.0.1")
    put(node, f"{tls}/serving-kube-apiserver", _issuer(cas.server)("kube-apiserver", usages=SERVER, sans=sans))
    etcd_sans = ("kine.sock", "localhost", "server1", "127.0.0.1", "::1", ADDRESS, "10.43.0.1")
    put(node, f"{tls}/etcd/client", _issuer(cas.etcd_server)("etcd-client"))
    put(node, f"{tls}/etcd/server-client", _issuer(cas.etcd_server)("etcd-server", usages=BOTH, sans=etcd_sans))
    put(node, f"{tls}/etcd/peer-server-client", _issuer(cas.etcd_peer)("etcd-peer", usages=BOTH, sans=etcd_sans))
    node[f"{tls}/service.key"] = node[f"{tls}/service.current.key"] = pki.private_pem(pki.new_key())
    for name, pair in (
        ("admin", "admin"),
        ("supervisor", "supervisor"),
        ("controller", "controller"),
        ("scheduler", "scheduler"),
        ("api-server", "kube-apiserver"),
        ("cloud-controller", f"{program}-cloud-controller"),
    ):
        node[f"{cred}/{name}.kubeconfig"] = files.kubeconfig_of_paths(
            f"https://127.0.0.1:{6444 if program == 'k3s' else 6443}",
            f"{tls}/server-ca.crt",
            f"{tls}/client-{pair}.crt",
            f"{tls}/client-{pair}.key",
        )
    admin = client("system:admin", "system:masters")
    path = f"/etc/rancher/{program}/{program}.yaml"
    node[path] = files.kubeconfig("https://127.0.0.1:6443", cas.server, admin, "default", "default")
    return node


def _agent(node: Node, program: str, cas: Authorities, name: str, address: str, port: int) -> None:
    """What an agent keeps, on a server too: its kubeconfigs dial a load balancer of its own on the loopback."""
    agent = f"/var/lib/rancher/{program}/agent"
    node[f"{agent}/client-ca.crt"], node[f"{agent}/server-ca.crt"] = cas.client.crt, cas.server.crt
    client = _issuer(cas.client)
    for file, pair in (
        ("client-kubelet", client(f"system:node:{name}", "system:nodes")),
        ("client-kube-proxy", client("system:kube-proxy")),
        (f"client-{program}-controller", client(f"system:{program}-controller")),
    ):
        put(node, f"{agent}/{file}", pair)
    serving = _issuer(cas.server)(name, usages=SERVER, sans=(name, "localhost", "127.0.0.1", "::1", address))
    put(node, f"{agent}/serving-kubelet", serving)
    for file, pair_name in (
        ("kubelet", "kubelet"),
        ("kubeproxy", "kube-proxy"),
        (f"{program}controller", f"{program}-controller"),
    ):
        node[f"{agent}/{file}.kubeconfig"] = files.kubeconfig_of_paths(
            f"https://127.0.0.1:{port}",
            f"{agent}/server-ca.crt",
            f"{agent}/client-{pair_name}.crt",
            f"{agent}/client-{pair_name}.key",
        )


def _flags(tls: str, cred: str) -> dict[str, dict[str, str]]:
    """RKE2's manifests, as far as they say what a map shows."""
    return {
        "etcd": {"config-file": "/var/lib/rancher/rke2/server/db/etcd/config"},
        "kube-apiserver": {
            "advertise-address": ADDRESS,
            "anonymous-auth": "false",
            "authorization-mode": "Node,RBAC",
            "client-ca-file": f"{tls}/client-ca.crt",
            "etcd-cafile": f"{tls}/etcd/server-ca.crt",
            "etcd-certfile": f"{tls}/etcd/client.crt",
            "etcd-keyfile": f"{tls}/etcd/client.key",
            "etcd-servers": "https://127.0.0.1:2379",
            "kubelet-certificate-authority": f"{tls}/server-ca.crt",
            "kubelet-client-certificate": f"{tls}/client-kube-apiserver.crt",
            "kubelet-client-key": f"{tls}/client-kube-apiserver.key",
            "proxy-client-cert-file": f"{tls}/client-auth-proxy.crt",
            "proxy-client-key-file": f"{tls}/client-auth-proxy.key",
            "requestheader-allowed-names": "system:auth-proxy",
            "requestheader-client-ca-file": f"{tls}/request-header-ca.crt",
            "secure-port": "6443",
            "service-account-key-file": f"{tls}/service.key",
            "service-account-signing-key-file": f"{tls}/service.current.key",
            "service-cluster-ip-range": "10.43.0.0/16",
            "tls-cert-file": f"{tls}/serving-kube-apiserver.crt",
            "tls-private-key-file": f"{tls}/serving-kube-apiserver.key",
        },
        "kube-controller-manager": {
            "authentication-kubeconfig": f"{cred}/controller.kubeconfig",
            "authorization-kubeconfig": f"{cred}/controller.kubeconfig",
            "kubeconfig": f"{cred}/controller.kubeconfig",
            "root-ca-file": f"{tls}/server-ca.crt",
            "service-account-private-key-file": f"{tls}/service.current.key",
            "use-service-account-credentials": "true",
        },
        "kube-scheduler": {
            "authentication-kubeconfig": f"{cred}/scheduler.kubeconfig",
            "authorization-kubeconfig": f"{cred}/scheduler.kubeconfig",
            "kubeconfig": f"{cred}/scheduler.kubeconfig",
        },
    }
