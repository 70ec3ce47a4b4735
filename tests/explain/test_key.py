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


def test_a_public_half_signs_nothing() -> None:
    """The same tree without private keys: the halves belong to the same certificates and can do nothing."""
    kept, cut = page(cluster(ONE), "apiserver.key"), page(with_public_halves(), "apiserver.key")
    assert kept.certificates == cut.certificates and kept.spki_sha256 == cut.spki_sha256
    assert kept.private and not cut.private
    assert "in the private key’s place" in answer(with_public_halves(), "apiserver.key", 1)
    assert answer(with_public_halves(), "apiserver.key", 2) == answer(cluster(ONE), "apiserver.key", 2)
