"""Who signed what: by the key that verified, each certificate once, CAs of one name apart."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.diagram.marks import Seal
from app.diagram.signing import Leaf, Source, place_signing
from app.explain.signing import Origin, Signing, signing_of
from app.model.cluster import Cluster
from app.topology.authorities import Authorities
from tests.trees import NAMES, cluster, cluster_of, entries

ONE = "kubeadm-1.37-cp1-workers"


def signing(found: Cluster) -> Signing:
    """Who signed what in a cluster."""
    return signing_of(found, Authorities(found))


@pytest.mark.parametrize("name", NAMES)
def test_every_certificate_is_signed_by_somebody(name: str) -> None:
    """Each that is no CA's own stands below exactly one signer."""
    found = cluster(name)
    index = Authorities(found)
    shown = [
        one.facts.fingerprint_sha256
        for signer in signing(found).all
        for row in signer.signed
        for one in row.certificates
    ]
    leaves = {
        one.facts.fingerprint_sha256
        for one in found.inventory.certificates.values()
        if index.of(one) is None or found.issuer(one) is None
    }
    assert sorted(shown) == sorted(leaves)


def test_kubeadms_three_and_the_throw_away_ones() -> None:
    """The kubernetes, etcd and front-proxy CA have what they signed; kubelet.crt is of throw-away CAs."""
    found = signing(cluster(ONE))
    assert [signer.name for signer in found.authorities] == ["kubernetes CA", "etcd CA", "front-proxy CA"]
    assert [row.name for row in found.authorities[2].signed] == ["front-proxy-client.crt"]
    assert found.throw_away is not None
    assert [(row.name, row.nodes) for row in found.throw_away.signed] == [("kubelet.crt", ("cp1", "worker1"))]
    assert found.unknown == ()


def test_an_issuer_that_is_not_here_is_named_and_unknown() -> None:
    """Without the CA's certificates its leaves stand below its name; with them nobody's name is needed."""
    keyless = cluster_of(entry for entry in entries(ONE) if "front-proxy-ca.crt" not in entry.member)
    found = signing(keyless)
    assert [(signer.origin, signer.name) for signer in found.unknown] == [(Origin.UNKNOWN, "CN=front-proxy-ca")]


def test_two_cas_of_one_name_are_two() -> None:
    """A second cluster's CN=kubernetes is a signer of its own, with another key."""
    other = [
        replace(entry, member=f"cp9/{entry.member.partition('/')[2]}")
        for entry in entries("kubeadm-1.37-ha2")
        if entry.member.startswith("cp1/")
    ]
    both = signing(cluster_of([*entries(ONE), *other]))
    same = [signer for signer in both.authorities if signer.copies[0].facts.subject == "CN=kubernetes"]
    assert len(same) == 2
    assert len({signer.key for signer in same}) == 2
    assert len({signer.name for signer in same}) == 2


def test_no_box_of_the_picture_lies_over_another() -> None:
    """Each CA and its rows stand below the one before; long lists are cut and say how much is missing."""
    scene = place_signing(
        Source(Seal.CIRCLE, f"CA {n}", "", None, tuple(Leaf(f"leaf {m}", "", f"{m}") for m in range(n * n)))
        for n in range(9)
    )
    for above, below in pairwise(scene.boxes):
        assert max(above.area.bottom, above.rows_area.bottom) < min(below.area.y, below.rows_area.y)
    assert scene.boxes[8].rows[-1].name.value == "24 more names below"
    assert len(scene.boxes[0].rows) == 0
