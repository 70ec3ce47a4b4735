"""kubeadm's files, for the shapes that no real tree here has, and for what is built upon kubeadm.

Source: cmd/kubeadm/app/phases/certs/certlist.go, phases/controlplane/manifests.go and phases/etcd/local.go, 1.37.
"""

from dataclasses import dataclass, field

from . import files, pki
from .files import Node, put
from .pki import BOTH, SERVER, Pair, authority, issue

VERSION = "v1.37.2"
MASTERS, ADMINS = "system:masters", "kubeadm:cluster-admins"
KUBELET_PEM = "/var/lib/kubelet/pki/kubelet-client-current.pem"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a cluster differs from kubeadm's defaults. `rsa`: which CAs have RSA keys, by name."""

    pki: str = "/etc/kubernetes/pki"
    cluster: str = "kubernetes"
    domain: str = "cluster.local"
    endpoint: str = "192.168.56.11:6443"
    port: int = 6443
    ca_name: str = "kubernetes"
    apiserver_name: str = "kube-apiserver"
    services: str = "10.96.0.0/12"
    service_address: str = "10.96.0.1"
    sans: tuple[str, ...] = ()
    rsa: frozenset[str] = frozenset()
    ca_key: bool = True
    etcd: str = "stacked"
    verify_kubelets: bool = False
    more: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Authorities:
    """The CAs of a cluster, and the key pair of service accounts."""

    ca: Pair
    front_proxy: Pair
    etcd: Pair
    accounts: pki.Key


def authorities(plan: Plan) -> Authorities:
    """New CAs for a cluster."""
    return Authorities(
        authority(plan.ca_name, rsa_key="ca" in plan.rsa),
        authority("front-proxy-ca", rsa_key="front-proxy-ca" in plan.rsa),
        authority("etcd-ca", rsa_key="etcd-ca" in plan.rsa),
        pki.new_key(),
    )


def control_plane(plan: Plan, cas: Authorities, name: str, address: str) -> Node:
    """A control-plane node's files after `kubeadm init`."""
    node: Node = {}
    _pki(node, plan, cas, name, address)
    local = f"https://{address}:{plan.port}"
    for file, user, organizations, server in (
        ("admin", "kubernetes-admin", (ADMINS,), f"https://{plan.endpoint}"),
        ("controller-manager", "system:kube-controller-manager", (), local),
        ("scheduler", "system:kube-scheduler", (), local),
    ):
        pair = issue(cas.ca, user, *organizations)
        node[f"/etc/kubernetes/{file}.conf"] = files.kubeconfig(server, cas.ca, pair, user, plan.cluster)
    _manifests(node, plan, address, name)
    kubelet(node, plan, cas, name, address, local)
    return node


def worker(plan: Plan, cas: Authorities, name: str, address: str) -> Node:
    """A worker's files after `kubeadm join`."""
    node: Node = {f"{plan.pki}/ca.crt": cas.ca.crt}
    kubelet(node, plan, cas, name, address, f"https://{plan.endpoint}")
    return node


def _pki(node: Node, plan: Plan, cas: Authorities, name: str, address: str) -> None:
    folder = plan.pki
    put(node, f"{folder}/ca", cas.ca)
    put(node, f"{folder}/front-proxy-ca", cas.front_proxy)
    if not plan.ca_key:
        del node[f"{folder}/ca.key"], node[f"{folder}/front-proxy-ca.key"]
    svc = ("kubernetes", "kubernetes.default", "kubernetes.default.svc", f"kubernetes.default.svc.{plan.domain}")
    sans = (name, *svc, plan.service_address, address, *plan.sans)
    put(node, f"{folder}/apiserver", issue(cas.ca, plan.apiserver_name, usages=SERVER, sans=sans))
    put(node, f"{folder}/apiserver-kubelet-client", issue(cas.ca, "kube-apiserver-kubelet-client"))
    put(node, f"{folder}/front-proxy-client", issue(cas.front_proxy, "front-proxy-client"))
    node[f"{folder}/sa.key"], node[f"{folder}/sa.pub"] = pki.private_pem(cas.accounts), pki.public_pem(cas.accounts)
    if plan.etcd == "stacked":
        put(node, f"{folder}/etcd/ca", cas.etcd)
        put(node, f"{folder}/apiserver-etcd-client", issue(cas.etcd, "kube-apiserver-etcd-client"))
        member(node, cas.etcd, f"{folder}/etcd", name, address)
    elif plan.etcd == "external":
        node["/etc/kubernetes/etcd-client/ca.crt"] = cas.etcd.crt
        put(node, "/etc/kubernetes/etcd-client/client", issue(cas.etcd, "kube-apiserver-etcd-client"))


def member(node: Node, ca: Pair, folder: str, name: str, address: str) -> None:
    """The three pairs of a member of etcd."""
    sans = (name, "localhost", address, "127.0.0.1", "::1")
    put(node, f"{folder}/server", issue(ca, name, usages=BOTH, sans=sans))
    put(node, f"{folder}/peer", issue(ca, name, usages=BOTH, sans=sans))
    put(node, f"{folder}/healthcheck-client", issue(ca, "kube-etcd-healthcheck-client"))


def kubelet(node: Node, plan: Plan, cas: Authorities, name: str, address: str, server: str) -> None:
    """kubelet.conf, config.yaml and pki/ of a node; with `verify_kubelets` the cluster's CA signed what it serves."""
    client = issue(cas.ca, f"system:node:{name}", "system:nodes")
    dated = KUBELET_PEM.replace("current", "2026-11-24-03-10-00")
    node[dated], node[KUBELET_PEM] = client.crt + client.pem, files.LINK + dated.encode()
    node["/etc/kubernetes/kubelet.conf"] = files.kubelet_conf(server, cas.ca, KUBELET_PEM)
    node["/var/lib/kubelet/kubeadm-flags.env"] = b'KUBELET_KUBEADM_ARGS=""\n'
    if plan.verify_kubelets:
        serving = issue(cas.ca, f"system:node:{name}", "system:nodes", usages=SERVER, sans=(name, address))
        rotated = dated.replace("client", "server")
        node[rotated] = serving.crt + serving.pem
        node[KUBELET_PEM.replace("client", "server")] = files.LINK + rotated.encode()
    else:
        own = authority(f"{name}-ca@1795489200", san=False)
        put(
            node,
            "/var/lib/kubelet/pki/kubelet",
            issue(own, f"{name}@1795489200", usages=SERVER, sans=(name,), chain=True),
        )
    more = {"serverTLSBootstrap": True} if plan.verify_kubelets else {}
    node["/var/lib/kubelet/config.yaml"] = files.kubelet_configuration(
        f"{plan.pki}/ca.crt", rotateCertificates=True, staticPodPath="/etc/kubernetes/manifests", **more
    )


def _manifests(node: Node, plan: Plan, address: str, name: str) -> None:
    for program, flags, probe in (
        ("kube-apiserver", _apiserver(plan, address), ("HTTPS", "/livez", plan.port)),
        ("kube-controller-manager", _controller_manager(plan), ("HTTPS", "/healthz", 10257)),
        ("kube-scheduler", _scheduler(), ("HTTPS", "/livez", 10259)),
    ):
        image = f"registry.k8s.io/{program}:{VERSION}"
        node[f"/etc/kubernetes/manifests/{program}.yaml"] = files.static_pod(
            program, image, {**flags, **plan.more.get(program, {})}, probe
        )
    if plan.etcd == "stacked":
        node["/etc/kubernetes/manifests/etcd.yaml"] = etcd_pod(f"{plan.pki}/etcd", name, address)


def etcd_pod(folder: str, name: str, address: str, cluster: str | None = None) -> bytes:
    """etcd's static pod."""
    flags = {
        "advertise-client-urls": f"https://{address}:2379",
        "cert-file": f"{folder}/server.crt",
        "client-cert-auth": "true",
        "data-dir": "/var/lib/etcd",
        "initial-advertise-peer-urls": f"https://{address}:2380",
        "initial-cluster": cluster or f"{name}=https://{address}:2380",
        "key-file": f"{folder}/server.key",
        "listen-client-urls": f"https://127.0.0.1:2379,https://{address}:2379",
        "listen-metrics-urls": "http://127.0.0.1:2381",
        "listen-peer-urls": f"https://{address}:2380",
        "name": name,
        "peer-cert-file": f"{folder}/peer.crt",
        "peer-client-cert-auth": "true",
        "peer-key-file": f"{folder}/peer.key",
        "peer-trusted-ca-file": f"{folder}/ca.crt",
        "trusted-ca-file": f"{folder}/ca.crt",
    }
    return files.static_pod("etcd", "registry.k8s.io/etcd:3.7.0-0", flags, ("HTTP", "/livez", 2381))


def _apiserver(plan: Plan, address: str) -> dict[str, str]:
    folder = plan.pki
    return {
        "advertise-address": address,
        "allow-privileged": "true",
        "authorization-mode": "Node,RBAC",
        "client-ca-file": f"{folder}/ca.crt",
        "enable-admission-plugins": "NodeRestriction",
        "enable-bootstrap-token-auth": "true",
        **_etcd_flags(plan),
        **({"kubelet-certificate-authority": f"{folder}/ca.crt"} if plan.verify_kubelets else {}),
        "kubelet-client-certificate": f"{folder}/apiserver-kubelet-client.crt",
        "kubelet-client-key": f"{folder}/apiserver-kubelet-client.key",
        "proxy-client-cert-file": f"{folder}/front-proxy-client.crt",
        "proxy-client-key-file": f"{folder}/front-proxy-client.key",
        "requestheader-allowed-names": "front-proxy-client",
        "requestheader-client-ca-file": f"{folder}/front-proxy-ca.crt",
        "requestheader-extra-headers-prefix": "X-Remote-Extra-",
        "requestheader-group-headers": "X-Remote-Group",
        "requestheader-username-headers": "X-Remote-User",
        "secure-port": str(plan.port),
        "service-account-issuer": f"https://kubernetes.default.svc.{plan.domain}",
        "service-account-key-file": f"{folder}/sa.pub",
        "service-account-signing-key-file": f"{folder}/sa.key",
        "service-cluster-ip-range": plan.services,
        "tls-cert-file": f"{folder}/apiserver.crt",
        "tls-private-key-file": f"{folder}/apiserver.key",
    }


def _etcd_flags(plan: Plan) -> dict[str, str]:
    if plan.etcd == "stacked":
        ca, pair, servers = f"{plan.pki}/etcd/ca.crt", f"{plan.pki}/apiserver-etcd-client", "https://127.0.0.1:2379"
    else:
        ca, pair = "/etc/kubernetes/etcd-client/ca.crt", "/etc/kubernetes/etcd-client/client"
        servers = ",".join(f"https://192.168.56.{last}:2379" for last in (21, 22, 23))
    return {"etcd-cafile": ca, "etcd-certfile": f"{pair}.crt", "etcd-keyfile": f"{pair}.key", "etcd-servers": servers}


def _controller_manager(plan: Plan) -> dict[str, str]:
    conf, folder = "/etc/kubernetes/controller-manager.conf", plan.pki
    return {
        "authentication-kubeconfig": conf,
        "authorization-kubeconfig": conf,
        "bind-address": "127.0.0.1",
        "client-ca-file": f"{folder}/ca.crt",
        "cluster-name": plan.cluster,
        "cluster-signing-cert-file": f"{folder}/ca.crt" if plan.ca_key else "",
        "cluster-signing-key-file": f"{folder}/ca.key" if plan.ca_key else "",
        "controllers": "*,bootstrapsigner,tokencleaner",
        "kubeconfig": conf,
        "leader-elect": "true",
        "requestheader-client-ca-file": f"{folder}/front-proxy-ca.crt",
        "root-ca-file": f"{folder}/ca.crt",
        "service-account-private-key-file": f"{folder}/sa.key",
        "use-service-account-credentials": "true",
    }


def _scheduler() -> dict[str, str]:
    conf = "/etc/kubernetes/scheduler.conf"
    return {
        "authentication-kubeconfig": conf,
        "authorization-kubeconfig": conf,
        "bind-address": "127.0.0.1",
        "kubeconfig": conf,
        "leader-elect": "true",
    }
