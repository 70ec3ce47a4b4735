"""The clock moved: stops in the order in which certificates end, and what that kills."""

from datetime import timedelta

from app.analysis import moved
from app.analysis.samples import open_sample
from app.breaking.blast import Fate, Running, Why, blast
from app.breaking.clock import TOGETHER, due, stops
from app.breaking.quorum import loses_quorum
from app.model.cluster import Cluster

from .making import sample


def at_stop(name: str, number: int) -> tuple[Cluster, Cluster]:
    """A sample at its own clock, and at one of its stops."""
    first = open_sample(name)
    return first, moved(first, stops(first)[number].moment)


def test_stops_are_every_end_in_order() -> None:
    """Each distinct certificate is in one stop; every stop is the second after its last; CAs come last."""
    for name in ("one", "ha2", "old-1.22"):
        first = open_sample(name)
        found = stops(first)
        assert [stop.moment for stop in found] == sorted(stop.moment for stop in found)
        facts = [one.facts for stop in found for one in stop.certificates]
        assert len({one.fingerprint_sha256 for one in facts}) == len(facts)
        alive = {
            c.facts.fingerprint_sha256
            for c in first.inventory.certificates.values()
            if c.facts.not_after >= first.clock
        }
        assert {one.fingerprint_sha256 for one in facts} == alive
        for stop in found:
            ends = [one.facts.not_after for one in stop.certificates]
            assert stop.moment == max(ends) + timedelta(seconds=1)
            assert max(ends) - min(ends) <= TOGETHER
    assert all(one.facts.is_ca for one in stops(open_sample("ha2"))[-1].certificates)


def test_edges_die_in_the_order_of_their_certificates() -> None:
    """From stop to stop the dead only grow more, and at the last nothing that checks a certificate is left."""
    first = open_sample("ha2")
    dead: set[str] = set()
    for stop in stops(first):
        now = {key for key, verdict in moved(first, stop.moment).verdicts.items() if verdict.outcome == "fails"}
        assert dead <= now
        dead = now
    assert "kube-apiserver@cp1->etcd@cp1" in dead
    assert "kubelet@cp1->kube-apiserver@cp1!probe" not in dead


def test_an_expired_kubelet_certificate_is_told_and_kills_nothing() -> None:
    """kubelet.crt ends first in this tree, and kube-apiserver does not check it."""
    first, later = at_stop("ha2", 0)
    changed = due(first.clock, later)
    assert changed and all("kubelet.crt" in one for one in changed)
    found = {effect.connection: effect for effect in blast(first, later, changed)}
    assert {effect.fate for effect in found.values()} == {Fate.LIVES}
    assert found["kube-apiserver@cp1->kubelet@cp1"].why is Why.NOT_VERIFIED
    assert found["kube-apiserver@cp1->etcd@cp1"].why is Why.NOT_INVOLVED


def test_a_client_dies_with_its_next_request() -> None:
    """The kubelet's client certificate is judged with every request: an open connection does not outlive it."""
    first, later = at_stop("ha2", 2)
    found = [effect for effect in blast(first, later, due(first.clock, later)) if effect.fate is Fate.DIES]
    assert [(effect.connection, effect.running) for effect in found] == [
        ("kubelet@cp2->kube-apiserver@cp2", Running.NEXT_REQUEST)
    ]


def test_two_members_lose_their_quorum_with_one_certificate() -> None:
    """Of two etcd members none is a majority; of three two are; a lone member has nobody to lose."""
    peer = "expired,cp2:/etc/kubernetes/pki/etcd/peer.crt#"
    assert loses_quorum(sample(peer, name="ha2"))
    assert not loses_quorum(sample(peer, name="ha3"))
    assert not loses_quorum(open_sample("ha2"))
    assert not loses_quorum(sample("expired,cp1:/etc/kubernetes/pki/etcd/peer.crt#"))
