"""The search: what is typed or pasted, and what it finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.explain.search import MAX_WORDS, search, words_of
from app.topology.authorities import Authorities
from tests.trees import cluster

WORKERS = cluster("kubeadm-1.37-cp1-workers")
AUTHORITIES = Authorities(WORKERS)
APISERVER = "cp1:/etc/kubernetes/pki/apiserver.crt#"


def ids(query: str) -> set[str]:
    return {hit.id for hit in search(WORKERS, AUTHORITIES, query)}


@pytest.mark.parametrize("field", ["fingerprint_sha256", "serial", "subject_key_id", "authority_key_id"])
@pytest.mark.parametrize("form", ["plain", "colons", "lower", "upper"])
def test_a_number_is_found_however_it_is_written(field: str, form: str) -> None:
    """A fingerprint, serial or key id of the serving certificate, with or without colons, in either case."""
    leaf = WORKERS.inventory.certificates[APISERVER].facts
    number = (getattr(leaf, field) or leaf.fingerprint_sha256).replace(":", "")
    pairs = ":".join(number[at : at + 2] for at in range(0, len(number), 2))
    written = {"plain": number, "colons": pairs, "lower": pairs.lower(), "upper": number.upper()}[form]
    assert APISERVER in ids(written)


def test_a_san_a_name_and_a_path_are_found() -> None:
    """An IP of a SAN, a CN, a part of a path; all words must fit one thing."""
    assert APISERVER in ids("10.96.0.1")
    assert APISERVER in ids("kube-apiserver") and APISERVER in ids("pki/apiserver.crt")
    assert APISERVER in ids("10.96.0.1 kube-apiserver")
    assert ids("10.96.0.1 worker1 front-proxy") == set()


def test_a_ca_finds_what_it_signed() -> None:
    """The component of a CA finds every certificate whose signature its key verified, and no other leaf."""
    authority = next(one for one in AUTHORITIES.all if one.name == "etcd CA")
    found = {hit.id for hit in search(WORKERS, AUTHORITIES, authority.component_id) if hit.kind == "certificate"}
    assert set(authority.issued) <= found and APISERVER not in found


def test_nothing_is_found_where_nothing_is_asked_or_held() -> None:
    """An empty query and a word that the tree does not hold."""
    assert search(WORKERS, AUTHORITIES, " ") == () and search(WORKERS, AUTHORITIES, "hostname3") == ()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_a_query(query: str) -> None:
    """No text raises; what is compared stays few words."""
    assert len(words_of(query)) <= MAX_WORDS
    assert isinstance(search(WORKERS, AUTHORITIES, query), tuple)
