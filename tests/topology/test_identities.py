"""Who a server takes a client for, should it let the client in."""

from dataclasses import replace

from app.model.identity import Identity
from tests.trees import cluster, cluster_of, entries, rewritten

TREE = "kubeadm-1.22-cp1"


def flagged(old: str, new: str) -> dict[str, Identity | None]:
    """The identities of a tree whose API server has another flag."""
    found = rewritten(
        entries(TREE), lambda text: text.replace(old, new), lambda member: member.endswith("kube-apiserver.yaml")
    )
    return {identifier: connection.identity for identifier, connection in cluster_of(found).connections.items()}


def test_cn_is_the_user_and_o_the_groups() -> None:
    """The certificate inside admin.conf says system:masters in v1.22; etcd asks nobody's name."""
    edges = cluster(TREE).connections
    assert edges["kubectl:admin.conf@cp1->kube-apiserver@cp1"].identity == Identity(
        "kubernetes-admin", ("system:masters",)
    )
    assert edges["kube-apiserver@cp1->etcd@cp1"].identity is None


def test_a_probe_is_anonymous_only_where_anonymous_is_allowed() -> None:
    """With --anonymous-auth=false a client without credentials is nobody."""
    probe = "kubelet@cp1->kube-apiserver@cp1!probe"
    assert cluster(TREE).connections[probe].identity == Identity("system:anonymous", ("system:unauthenticated",))
    assert flagged("- --allow-privileged=true", "- --anonymous-auth=false")[probe] is None


def test_a_front_proxy_speaks_for_others_only_with_an_allowed_name() -> None:
    """With a CN that --requestheader-allowed-names lacks, CN and O are its identity; an empty list allows any."""
    edge = "front-proxy@cluster->kube-apiserver@cp1"
    allowed = "--requestheader-allowed-names=front-proxy-client"
    assert cluster(TREE).connections[edge].identity is None
    assert flagged(allowed, "--requestheader-allowed-names=someone-else")[edge] == Identity("front-proxy-client", ())
    assert flagged(allowed, "--requestheader-allowed-names=")[edge] is None


def test_a_front_proxy_of_another_ca_is_an_ordinary_client() -> None:
    """Headers are believed only from a certificate that the request-header CA signed, whatever its name."""
    by_member = {entry.member: entry for entry in entries(TREE)}
    pki = "etc/kubernetes/pki"
    other = replace(by_member[f"{pki}/front-proxy-ca.crt"], data=by_member[f"{pki}/ca.crt"].data)
    edges = cluster_of((by_member | {other.member: other}).values()).connections
    assert edges["front-proxy@cluster->kube-apiserver@cp1"].identity == Identity("front-proxy-client", ())
