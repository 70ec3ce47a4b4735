"""Which API servers an address reaches: by flags, never by the names in a certificate."""

from dataclasses import replace

import pytest

from app.model.cluster import Cluster
from app.model.errors import LimitExceeded
from app.reading.bounds import WEB
from app.reading.inventory import read_inventory
from app.reading.tree import Tree
from app.topology.build import build
from app.topology.signatures import Signatures
from tests.trees import CLOCK, cluster, cluster_of, entries, rewritten

HA = "kubeadm-1.37-ha3-stacked"
EVERY = ["kube-apiserver@cp1", "kube-apiserver@cp2", "kube-apiserver@cp3"]


def reached(whole: Cluster, client: str) -> list[tuple[str, str | None]]:
    """The API servers that a client's main connections end at, and via what."""
    found = (c for c in whole.connections.values() if c.client.component == client and c.purpose is None)
    return [(c.server.component, c.via) for c in found if c.server.component.startswith("kube-apiserver")]


def dialling(address: str) -> Cluster:
    """The three-node cluster whose cp2 admin.conf dials another address."""
    change = lambda text: text.replace("server: https://api.example.test:6443", f"server: {address}")  # noqa: E731
    return cluster_of(rewritten(entries(HA), change, lambda member: member == "cp2/etc/kubernetes/admin.conf"))


def test_a_load_balancers_name_reaches_every_api_server() -> None:
    """One connection for each API server of the tree, though no certificate was asked for the name."""
    assert reached(cluster(HA), "kubectl:admin.conf@cp2") == [(server, "load-balancer") for server in EVERY]


@pytest.mark.parametrize("address", ["https://192.168.56.13:6443", "https://[::ffff:192.168.56.13]:6443"])
def test_an_advertised_address_reaches_that_api_server_alone(address: str) -> None:
    """Any spelling of cp3's --advertise-address is cp3, and nobody stands between."""
    assert reached(dialling(address), "kubectl:admin.conf@cp2") == [("kube-apiserver@cp3", None)]


def test_loopback_reaches_the_api_server_of_the_same_node() -> None:
    """127.0.0.1 on cp2 is cp2's own API server."""
    assert reached(dialling("https://127.0.0.1:6443"), "kubectl:admin.conf@cp2") == [("kube-apiserver@cp2", None)]


@pytest.mark.parametrize("host", ["10.96.0.1", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"])
def test_the_service_reaches_every_api_server(host: str) -> None:
    """The Service's address and name lead everywhere, via the service."""
    assert reached(dialling(f"https://{host}:443"), "kubectl:admin.conf@cp2") == [
        (server, "service") for server in EVERY
    ]


def test_an_unknown_host_still_reaches_every_api_server() -> None:
    """An address that no certificate holds is drawn all the same: a missing name fails a connection later."""
    assert reached(dialling("https://198.51.100.7:6443"), "kubectl:admin.conf@cp2") == [
        (server, "load-balancer") for server in EVERY
    ]


def test_without_an_api_server_the_host_stands_for_it() -> None:
    """A worker alone dials a server of which nothing is known but the address."""
    whole = cluster("kubeadm-1.37-worker-only")
    (edge,) = whole.connections.values()
    assert edge.server.component == "kube-apiserver@api.example.test" and edge.via == "load-balancer"
    assert edge.server.client_auth is None and edge.authorizer is None
    assert whole.components[edge.server.component].node is None


def test_connections_are_bounded() -> None:
    """CONNECTIONS: as many as allowed are drawn, one more ends the upload, by name."""
    inventory = read_inventory(Tree(entries(HA)), WEB)
    count = len(cluster(HA).connections)
    assert len(build(inventory, CLOCK, Signatures(replace(WEB, connections=count))).connections) == count
    with pytest.raises(LimitExceeded) as refused:
        build(inventory, CLOCK, Signatures(replace(WEB, connections=count - 1)))
    assert refused.value.code == "CONNECTIONS"


def test_a_member_speaks_as_the_address_says() -> None:
    """etcd listens by http on loopback and with TLS elsewhere: who dials the one meets no certificate, who dials the
    other does; and https to the http address fails.
    """
    url, tree = "https://127.0.0.1:2379,", "kubeadm-1.37-cp1-workers"

    def mixed(text: str) -> str:
        return text.replace(f"--listen-client-urls={url}", "--listen-client-urls=http://127.0.0.1:2379,")

    found = cluster_of(rewritten(entries(tree), mixed, lambda member: member.endswith("etcd.yaml")))
    tool, maker = found.connections["etcdctl@cp1->etcd@cp1"], found.connections["kubeadm@cp1->etcd@cp1"]
    assert (tool.dialled.scheme, tool.server.certificate.state, tool.server.client_auth) == ("http", "none", "none")
    assert (maker.dialled.scheme, maker.server.certificate.state, maker.server.client_auth) == (
        "https", "file", "require",
    )  # fmt: skip
    verdicts = {id_.partition("@")[0]: v.phase for id_, v in found.verdicts.items() if id_.endswith("->etcd@cp1")}
    assert verdicts == {"etcdctl": None, "kubeadm": None, "kube-apiserver": "url"}
    assert cluster(tree).connections["etcdctl@cp1->etcd@cp1"].server.client_auth == "require"
