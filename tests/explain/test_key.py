"""A key's page: what it signs and checks follows from flags, connections and verified signatures."""

import pytest

from app.explain.key import KeyPage, explain_key
from app.model.cluster import Cluster
from app.model.words import plain
from tests.explain.changed import ONE, PKI, with_flag, with_public_halves
from tests.trees import NAMES, cluster


def page(found: Cluster, name: str) -> KeyPage:
    return explain_key(found, f"cp1:{PKI}/{name}#")


def answer(found: Cluster, name: str, number: int) -> str:
    """0 what it signs or checks, 1 who holds it, 2 what a thief could do."""
    return " ".join(map(plain, page(found, name).answers[number].sentences))


@pytest.mark.parametrize("name", NAMES)
def test_every_key_has_a_page(name: str) -> None:
    """Three answers each, and certificates that are there."""
    found = cluster(name)
    for id_ in found.inventory.keys:
        made = explain_key(found, id_)
        assert all(one.sentences for one in made.answers)
        assert set(made.certificates) <= set(found.inventory.certificates)


def test_the_keys_of_service_accounts() -> None:
    """sa.key signs tokens and sa.pub checks them, because flags say so: neither is of a certificate."""
    found = cluster(ONE)
    assert "signs the tokens of service accounts" in answer(found, "sa.key", 0)
    assert "checks the tokens of service accounts" in answer(found, "sa.pub", 0)
    assert "tokens of any service account" in answer(found, "sa.key", 2)
    assert answer(found, "sa.pub", 2) == "Nothing: a public key may be known to everybody."
    assert page(found, "sa.key").certificates == () and page(found, "sa.key").pair == (f"cp1:{PKI}/sa.pub#",)


def test_a_key_that_no_flag_names_signs_nothing() -> None:
    """With another file in the flag, the old one is for less."""
    flag = f"--service-account-key-file={PKI}/sa.pub"
    changed = with_flag("kube-apiserver.yaml", flag, flag.replace("sa.pub", "other.pub"))
    assert answer(changed, "sa.pub", 0) == "Nothing in the upload names it: no flag, no kubeconfig and no convention."


def test_a_ca_key_signs_certificates() -> None:
    """How many follows from verified signatures; who could do what from who checks with the CA."""
    found = cluster(ONE)
    assert "signs certificates as the kubernetes CA: 10 certificates" in answer(found, "ca.key", 0)
    assert "Issue certificates in any name" in answer(found, "ca.key", 2)
    assert "Issue certificates" not in answer(found, "apiserver.key", 2)


def test_a_half_stands_for_the_key_that_the_node_has() -> None:
    """ca.key is a private key on its node, whatever the upload holds; sa.pub and a file that tokens are checked with
    are public ones.
    """
    cut = with_public_halves()
    for name in ("ca.key", "etcd/ca.key", "front-proxy-ca.key"):
        assert [answer(cut, name, number) for number in (0, 2)] == [
            answer(cluster(ONE), name, number) for number in (0, 2)
        ]
        assert "in the private key’s place" in answer(cut, name, 1)
    assert answer(cut, "sa.pub", 1).startswith(f"{PKI}/sa.pub on cp1 is the public key.")
    flags = f"--service-account-signing-key-file={PKI}/sa.key"
    unsigned = with_flag("kube-apiserver.yaml", flags, flags.replace("signing-key", "key"))
    assert "be known to everybody" not in answer(unsigned, "sa.key", 2)


def test_the_keys_that_open_all() -> None:
    """Who holds the front proxy's key is anybody, and a key of etcd's CA opens etcd; headers that are not honoured and
    other servers give no such power.
    """
    assert "be any user of kube-apiserver on cp1 in any group" in answer(cluster(ONE), "front-proxy-client.key", 2)
    flag = "--requestheader-client-ca-file=/etc/kubernetes/pki"
    ignored = with_flag("kube-apiserver.yaml", f"{flag}/front-proxy-ca.crt", f"{flag}/ca.crt")
    assert "any user" not in answer(ignored, "front-proxy-client.key", 2)
    assert "all that is stored in etcd on cp1" in answer(cluster(ONE), "apiserver-etcd-client.key", 2)
    assert "stored in etcd" not in answer(cluster(ONE), "apiserver-kubelet-client.key", 2)


def test_what_a_client_certificate_opens_follows_from_its_ca() -> None:
    """A peer pair that no connection uses opens etcd too, and a client's is a user for kube-apiserver, with its groups;
    a serving pair is neither.
    """
    assert "all that is stored in etcd on cp1" in answer(cluster(ONE), "etcd/peer.key", 2)
    user = "be the user kube-apiserver-kubelet-client"
    assert f"{user} for kube-apiserver on cp1." in answer(cluster(ONE), "apiserver-kubelet-client.key", 2)
    old = answer(cluster("kubeadm-1.22-cp1"), "apiserver-kubelet-client.key", 2)
    assert f"{user} of the group system:masters for kube-apiserver on cp1." in old
    assert "be the user" not in answer(cluster(ONE), "apiserver.key", 2)
    assert "stored in" not in answer(cluster(ONE), "apiserver.key", 2)


def test_a_public_half_signs_nothing() -> None:
    """The same tree without private keys: the halves belong to the same certificates and can do nothing."""
    kept, cut = page(cluster(ONE), "apiserver.key"), page(with_public_halves(), "apiserver.key")
    assert kept.certificates == cut.certificates and kept.spki_sha256 == cut.spki_sha256
    assert kept.private and not cut.private
    assert "in the private key’s place" in answer(with_public_halves(), "apiserver.key", 1)
    assert answer(with_public_halves(), "apiserver.key", 2) == answer(cluster(ONE), "apiserver.key", 2)
