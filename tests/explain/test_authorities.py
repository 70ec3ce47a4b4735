"""CAs are told apart by key and named by use; a name in a certificate is no evidence."""

import re
from dataclasses import replace

import pytest

from app.explain.authorities import Authorities, Authority, authorities, ca_name
from app.model.cluster import Cluster
from tests.explain.changed import ONE, PKI, with_flag, with_kubeconfig
from tests.trees import cluster, cluster_of, entries


def by_name(found: Cluster) -> dict[str, Authority]:
    """The CAs of a cluster by name."""
    return {authority.name: authority for authority in authorities(found)}


@pytest.mark.parametrize(
    ("tree", "signed"),
    [
        (ONE, {"kubernetes CA": 10, "etcd CA": 4, "front-proxy CA": 1}),
        ("kubeadm-1.22-cp1", {"kubernetes CA": 6, "etcd CA": 4, "front-proxy CA": 1}),
        ("kubeadm-1.37-ha3-stacked", {"kubernetes CA": 19, "etcd CA": 12, "front-proxy CA": 3}),
        ("kubeadm-1.37-pki-only", {"kubernetes CA": 2, "etcd CA": 4, "front-proxy CA": 1}),
    ],
)
def test_kubeadms_three_cas(tree: str, signed: dict[str, int]) -> None:
    """Three CAs with their usual names and shapes; each certificate counts once, however many copies there are."""
    kept = {name: authority for name, authority in by_name(cluster(tree)).items() if not authority.throw_away}
    assert {name: authority.signed_count for name, authority in kept.items()} == signed
    assert [kept[name].shape_index for name in signed] == [0, 1, 2]


def test_a_kubelets_own_ca_is_a_throw_away_one() -> None:
    """The CA beside kubelet.crt has no shape, is named after its kubelet, and signed one certificate."""
    own = by_name(cluster(ONE))["kubelet’s own CA on worker1"]
    assert (own.throw_away, own.signed_count, own.owner, own.uses) == (True, 1, "kubelet@worker1", ())
    assert own.certificate_ids == ("worker1:/var/lib/kubelet/pki/kubelet.crt#[1]",)


def test_the_file_that_a_flag_names_comes_first() -> None:
    """Of the ten places of the kubernetes CA the first is a server's client CA file, not a kubeconfig's data."""
    found = by_name(cluster(ONE))["kubernetes CA"]
    assert len(found.certificate_ids) == 10
    assert found.certificate_ids[0] == f"cp1:{PKI}/ca.crt#"


def test_names_follow_from_use_not_from_subjects() -> None:
    """With the files of two CAs exchanged, `CN=front-proxy-ca` is called after etcd, which checks with it."""
    data = {entry.member: entry.data for entry in entries(ONE)}
    etcd, proxy = (next(m for m in data if m.endswith(path)) for path in ("/etcd/ca.crt", "/front-proxy-ca.crt"))
    swapped = {etcd: data[proxy], proxy: data[etcd]}
    found = cluster_of(replace(e, data=swapped.get(e.member, e.data)) for e in entries(ONE))
    certificate = found.inventory.certificates[f"cp1:{PKI}/etcd/ca.crt#"]
    assert certificate.facts.common_name == "front-proxy-ca"
    assert ca_name(found, certificate) == "etcd client CA"
    real = cluster(ONE).inventory.certificates[f"cp1:{PKI}/etcd/ca.crt#"]
    assert ca_name(cluster(ONE), real) == "etcd CA"


def test_one_wrong_flag_does_not_rename_a_ca() -> None:
    """An etcd CA that kube-apiserver checks its clients with stays the etcd CA, and the kubernetes CA its own."""
    flag = f"--client-ca-file={PKI}"
    names = by_name(with_flag("kube-apiserver.yaml", f"{flag}/ca.crt", f"{flag}/etcd/ca.crt"))
    assert names["etcd CA"].signed_count == 4
    assert names["kubernetes CA"].signed_count == 10


def test_one_wrong_kubeconfig_does_not_rename_a_ca() -> None:
    """A kubeconfig with the etcd CA in it changes no name: what clients trust names only a CA without other uses."""
    text = next(e.data.decode() for e in entries(ONE) if e.member.endswith("cp1/etc/kubernetes/admin.conf"))
    right = re.search(r"certificate-authority-data: (\S+)", text)
    assert right is not None
    changed = with_kubeconfig(
        r"certificate-authority-data: \S+", "certificate-authority: /etc/kubernetes/pki/etcd/ca.crt"
    )
    assert {name for name, a in by_name(changed).items() if not a.throw_away} == {
        "kubernetes CA",
        "etcd CA",
        "front-proxy CA",
    }


def test_two_of_one_name_are_told_apart_by_key() -> None:
    """A worker of another cluster has its own kubernetes CA: both names carry the beginning of their keys."""
    foreign = [e for e in entries("kubeadm-1.37-ha2") if e.member.startswith("cp2/")]
    names = [
        a.name for a in authorities(cluster_of([*_only(ONE, "cp1/"), *foreign])) if a.name.startswith("kubernetes")
    ]
    assert len(names) == 2
    assert all(re.fullmatch(r"kubernetes CA \([0-9a-f]{6}\)", name) for name in names)
    assert "kubernetes CA" in by_name(cluster(ONE))


def _only(tree: str, folder: str) -> list[object]:
    return [entry for entry in entries(tree) if entry.member.startswith(folder)]


def test_one_ca_for_clients_and_one_for_servers() -> None:
    """Where no CA is both, as in k3s, the name says which is which."""
    flag = "--client-ca-file=/etc/kubernetes/pki"
    found = with_flag("kube-apiserver.yaml", f"{flag}/ca.crt", f"{flag}/front-proxy-ca.crt")
    names = set(by_name(found))
    assert {"kubernetes server CA", "kubernetes client and front-proxy CA"} <= names


def test_what_is_no_ca_has_no_name() -> None:
    """A leaf belongs to no CA; its issuer does."""
    found = cluster(ONE)
    leaf = found.inventory.certificates[f"cp1:{PKI}/apiserver.crt#"]
    assert ca_name(found, leaf) is None
    issuer = Authorities(found).issuer(leaf)
    assert issuer is not None and issuer.name == "kubernetes CA"
    assert Authorities(found).get("certificate-authority:000000000000@cluster") is None
