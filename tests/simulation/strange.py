"""A tree with what no recording shows together: ECDSA keys, another domain and service subnet, SANs of both families of
addresses, and a node whose name has forty letters.
"""

from datetime import UTC, datetime

from app.model.cluster import Cluster
from app.model.files import Entry
from tests.trees import cluster_of
from tools.trees.pki import BOTH, SERVER, authority, issue, new_key, public_pem

NODE = "a-node-whose-name-is-forty-letters-long0"
DOMAIN = "corp.example.internal"
ADDRESS, SERVICE = "10.20.30.41", "10.100.0.1"
SANS = ("api.corp.example", "2001:db8::10", "203.0.113.10")
CLOCK = datetime(2026, 12, 15, 12, tzinfo=UTC)


def strange() -> Cluster:
    """The cluster that a bare pki folder of it shows."""
    return cluster_of(_entries(), CLOCK)


def _entries() -> list[Entry]:
    ca, front, etcd = authority("kubernetes"), authority("front-proxy-ca"), authority("etcd-ca")
    usual = ("kubernetes", "kubernetes.default", "kubernetes.default.svc", f"kubernetes.default.svc.{DOMAIN}")
    names = sorted([NODE, *usual, SANS[0]])
    member = (NODE, "localhost", ADDRESS, "127.0.0.1", "::1")
    files = {
        "ca.crt": ca.crt,
        "front-proxy-ca.crt": front.crt,
        "etcd/ca.crt": etcd.crt,
        "apiserver.crt": issue(ca, "kube-apiserver", usages=SERVER, sans=(*names, SERVICE, ADDRESS, *SANS[1:])).crt,
        "apiserver-kubelet-client.crt": issue(ca, "kube-apiserver-kubelet-client").crt,
        "front-proxy-client.crt": issue(front, "front-proxy-client").crt,
        "apiserver-etcd-client.crt": issue(etcd, "kube-apiserver-etcd-client").crt,
        "etcd/server.crt": issue(etcd, NODE, usages=BOTH, sans=member).crt,
        "etcd/peer.crt": issue(etcd, NODE, usages=BOTH, sans=member).crt,
        "etcd/healthcheck-client.crt": issue(etcd, "kube-etcd-healthcheck-client").crt,
        "sa.pub": public_pem(new_key()),
    }
    return [Entry(f"pki/{path}", data, None, 0o644, None) for path, data in files.items()]
