"""Which single fault would make a tree say a text: tried, judged, and named."""

import pytest

from app.breaking.broken import broken
from app.model.cluster import Cluster
from app.model.verdicts import Outcome
from app.pasting import Single, findings, read, single_faults
from app.pasting.single import MOST_TRIED
from app.trust import texts
from tests.trees import cluster

HINT = texts.HINT.format(quoted_why='"crypto/rsa: verification error"', quoted_candidate='"kubernetes"')
PREFIX = "Unable to connect to the server: tls: failed to verify certificate: x509: "


def _singles(text: str, on: Cluster | None = None) -> tuple[Single, ...]:
    tree = on or cluster("kubeadm-1.37-cp1-workers")
    (reading,) = read(text).readings
    return single_faults(tree, reading, findings(tree, reading))


@pytest.mark.parametrize(
    ("text", "fault", "path"),
    [
        (f"{PREFIX}certificate signed by unknown authority", "other-ca", "apiserver.crt"),
        (
            PREFIX + texts.UNKNOWN_AUTHORITY[6:] + HINT,
            "same-name-ca",
            "admin.conf",
        ),
        (f"{PREFIX}certificate specifies an incompatible key usage", "wrong-usage", "apiserver.crt"),
        (f"{PREFIX}certificate relies on legacy Common Name field, use SANs instead", "cn-only", "apiserver.crt"),
        ("error: tls: private key does not match public key", "other-key", "apiserver.crt"),
        ("error: You must be logged in to the server (Unauthorized)", "expired", "admin.conf"),
        (
            'err="[invalid bearer token, invalid signature, no keys found]" "Unable to authenticate the request"',
            "other-sa-pub",
            "sa.pub",
        ),
        (
            'addrConn.createTransport desc = "error reading server preface: remote error: tls: certificate required"',
            "no-certificate",
            "etcd@cp1",
        ),
    ],
)
def test_the_fault_that_gives_a_text_is_found_on_the_file_that_gives_it(text: str, fault: str, path: str) -> None:
    """Each kind of text, on a healthy tree."""
    assert any(one.fault.name == fault and path in one.fault.target and one.says for one in _singles(text))


def test_what_is_named_really_gives_the_text() -> None:
    """The property: the tree broken so fails on the edges that are told, and did not before."""
    tree = cluster("kubeadm-1.37-ha2")
    found = _singles(f"{PREFIX}certificate signed by unknown authority", tree)
    assert found
    for one in found:
        then = broken(tree, (one.fault,))
        for edge in one.says:
            assert tree.verdicts[edge.connection.id].outcome is Outcome.WORKS
            assert then.verdicts[edge.connection.id].outcome is Outcome.FAILS


def test_a_name_that_is_dropped_gives_the_very_names_of_the_text() -> None:
    """The sentence lists what is left: exact with the right list, only alike with another."""
    tree = cluster("kubeadm-1.37-cp1-workers")
    served = tree.inventory.certificates["cp1:/etc/kubernetes/pki/apiserver.crt#"].facts
    names = [san.value for san in served.sans if san.type == "IP" and san.value != "192.168.56.11"]
    sentence = "tls: failed to verify certificate: x509: certificate is valid for {}, not 192.168.56.11"
    right = _singles(sentence.format(", ".join(names)))
    assert right[0].exact and right[0].fault.name == "drop-san" and right[0].fault.value == "192.168.56.11"
    other = [one for one in _singles(sentence.format("198.51.100.7")) if one.fault.name == "drop-san"]
    assert other and not other[0].exact


def test_what_no_file_can_cause_has_no_fault() -> None:
    """RBAC, a name that does not resolve, and a text of nothing here."""
    for text in (
        "dial tcp: lookup x on 10.0.0.1:53: no such host",
        'nodes is forbidden: User "kubernetes-admin" cannot x',
    ):
        assert _singles(text) == ()


def test_a_large_cluster_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is bounded: with no room for a trial nothing is broken; and never more than a few are."""
    text = f"{PREFIX}certificate signed by unknown authority"
    assert 0 < len(_singles(text)) <= MOST_TRIED
    monkeypatch.setattr("app.pasting.single.MOST_WORK", 10)
    assert _singles(text) == ()
