"""What is told of a handshake is what its bytes say, and why there is none where there is none."""

import pytest

from app.explain.authorities import Authorities
from app.issuing.keys import KeyPool
from app.issuing.twin import Change, Twin, unchanged
from app.model.cluster import Cluster
from app.model.words import plain
from app.proof.page import HandshakePage, handshake_page
from app.proof.shaking import shake
from app.tls.peers import Version
from tests.issuing.making import POOL
from tests.tls.making import APISERVER, ETCD, HA, by_a_stranger, changed, is_etcd_client
from tests.trees import cluster, cluster_of, entries

PROBE = "kubelet@cp1->etcd@cp1!probe"


def page(
    connection: str, of: Cluster | None = None, version: Version = Version.TLS13, change: Change = unchanged
) -> HandshakePage:
    """What is told of a connection's handshake."""
    found = of or cluster(HA)
    one = found.connections[connection]
    return handshake_page(found, one, shake(Twin(found, POOL, change), one, version), Authorities(found), "OpenSSL")


def facts(told: HandshakePage, name: str, sender: str) -> dict[str, str]:
    """The facts of a message."""
    return {
        label: plain(text)
        for step in told.steps
        for label, text in step.facts
        if (step.name, step.sender) == (name, sender)
    }


def test_messages_are_told_with_what_they_carry() -> None:
    """CertificateRequest, Certificate and CertificateVerify of etcd: CA, flag, names and signature, from the wire."""
    told = page(ETCD)
    assert [step.number for step in told.steps] == list(range(1, len(told.steps) + 1))
    request = facts(told, "CertificateRequest", "server")
    assert "CN=etcd-ca" in request["carries"] and "insists (--client-cert-auth=true)" in request["means"]
    assert "issued by CN=etcd-ca, for cp1" in facts(told, "Certificate", "server")["carries"]
    assert "made with etcd/server.key" in facts(told, "CertificateVerify", "server")["carries"]
    assert "only asks" in facts(page(APISERVER), "CertificateRequest", "server")["means"]


def test_files_are_told_the_messages_that_they_are_used_for() -> None:
    """Numbers of this very handshake: TLS 1.2 has other ones."""
    new, old = page(ETCD).cited, page(ETCD, version=Version.TLS12).cited
    assert plain(new["client", "key"]) == "signs 9" and plain(new["client", "ca"]) == "checks 5"
    assert plain(old["server", "key"]) == "signs 4" and plain(old["server", "ca"]) == "checks 7"


@pytest.mark.parametrize(("version", "believes"), [(Version.TLS13, True), (Version.TLS12, False)])
def test_who_is_refused_by_etcd_believed_before_in_tls13(version: Version, believes: bool) -> None:
    """The client's note stands behind its Finished; in TLS 1.2 it has none. A sound client has one in both."""
    refused = page(ETCD, version=version, change=changed(is_etcd_client, by_a_stranger))
    titles = [plain(note.title) for note in refused.notes if note.side == "client"]
    assert ("believes it is connected" in titles) is believes
    assert refused.steps[-1].name == "Alert" and refused.steps[-1].size is None
    assert "believes it is connected" in [plain(note.title) for note in page(ETCD, version=version).notes]


def test_agreement_is_said_and_so_is_the_lack_of_it() -> None:
    """A twin that is broken while the ladder judges the sound tree: the two part, and the page says so."""
    sound = page(ETCD).comparison
    broken = page(ETCD, change=changed(is_etcd_client, by_a_stranger)).comparison
    assert sound is not None and sound.agree is True and sound.openssl == "works"
    assert broken is not None and broken.agree is False
    assert "not known" in plain(broken.why) and broken.openssl.startswith("fails in the handshake")


def test_a_tree_with_the_fault_in_it_fails_for_both() -> None:
    """Certificates that have expired: every connection that fails for Go fails for OpenSSL, in the same place."""
    found = cluster("kubeadm-1.37-expired")
    bad = [page(one, found).comparison for one, verdict in found.verdicts.items() if verdict.phase is not None]
    assert bad and all(comparison and comparison.agree for comparison in bad)
    assert any(comparison and "certificate has expired" in comparison.openssl for comparison in bad)


def test_plain_http_has_nothing_to_shake() -> None:
    """It says so, and compares nothing; an edge with TLS has messages and no refusal."""
    told = page(PROBE)
    assert "plain HTTP" in plain(told.refusal) and told.steps == ()
    assert told.comparison is not None and told.comparison.agree is None
    assert page(ETCD).refusal == ()


def test_a_missing_key_is_named() -> None:
    """The file that is not there, and that the program does not start."""
    gone = [one for one in entries("kubeadm-1.30-cp1") if not one.member.endswith("apiserver-etcd-client.key")]
    told = page(ETCD, cluster_of(gone))
    assert "apiserver-etcd-client.key" in plain(told.refusal) and "does not even start" in plain(told.refusal)
    assert told.comparison is not None and told.comparison.agree is True


def test_a_key_that_is_too_long_for_a_page_is_a_reason() -> None:
    """Not an error of the page."""
    found = cluster(HA)
    one = found.connections[ETCD]
    refusal = shake(Twin(found, KeyPool(1024)), one)
    told = handshake_page(found, one, refusal, Authorities(found), "OpenSSL")
    assert "takes too long" in plain(told.refusal)
