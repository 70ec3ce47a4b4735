"""etcd's own check of a peer: its names against the address it dials from."""

from dataclasses import replace

import pytest

from app.model.certificates import Facts, SubjectAltName
from app.trust.peers import check_peer
from tests.trees import cluster

_TREE = cluster("kubeadm-1.37-ha2")
LEAF = next(c.facts for c in _TREE.inventory.certificates.values() if c.path.endswith("/etcd/peer.crt"))


def peer(*sans: tuple[str, str]) -> Facts:
    return replace(LEAF, sans=tuple(SubjectAltName(*san) for san in sans))


@pytest.mark.parametrize(
    ("sans", "names", "ok", "code"),
    [
        ([], None, True, "peer-without-names"),
        ([("IP", "192.0.2.7")], None, True, "peer-address-ok"),
        ([("IP", "192.0.2.8")], None, False, "peer-address-mismatch"),
        ([("IP", "192.0.2.8"), ("DNS", "cp1")], None, None, "resolver-missing"),
        ([("IP", "192.0.2.8"), ("DNS", "cp1")], {"cp1": ("192.0.2.7",)}, True, "peer-name-ok"),
        ([("DNS", "cp1")], {"cp1": ("192.0.2.9",)}, False, "peer-address-mismatch"),
        ([("DNS", "*.test")], {"cp1.test": ("192.0.2.7",)}, False, "peer-address-mismatch"),
    ],
)
def test_a_peer_dials_from_an_address_of_its_certificate(
    sans: list[tuple[str, str]], names: dict[str, tuple[str, ...]] | None, ok: bool | None, code: str
) -> None:
    """An IP name or a DNS name that resolves to it lets in; a wildcard needs a PTR record; unknown stays unknown."""
    assert check_peer(peer(*sans), "192.0.2.7", names)[:2] == (ok, code)


def test_without_an_address_nothing_is_said() -> None:
    """Where nobody knows from where a member dials, only one without any name is let in for sure."""
    assert check_peer(peer(("IP", "192.0.2.8")), None, None)[:2] == (None, "address-missing")
    assert check_peer(peer(), None, None)[0] is True
