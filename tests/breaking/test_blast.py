"""The blast radius: what dies, what lives on and why, from two runs of the ladder."""

from dataclasses import replace

import pytest

from app.analysis.samples import open_sample
from app.breaking.blast import Effect, Fate, Running, Why, blast
from app.breaking.broken import broken
from app.breaking.doors import doors
from app.breaking.fault import Fault
from app.model.files import Entry
from tests.trees import cluster_of, entries, rewritten

from .making import PKI, effects, sample, with_fate

SERVING = f"expired,{PKI}apiserver.crt#"


def test_an_expired_serving_certificate_kills_who_checks_it() -> None:
    """All who dial kube-apiserver and check it die at the next dial; the probe and what dials others live on."""
    found = effects(SERVING)
    dying = with_fate(found, Fate.DIES)
    assert len(dying) == 9
    assert {found[name].running for name in dying} == {Running.GOES_ON}
    assert {found[name].fault.code for name in dying} == {"expired"}  # type: ignore[union-attr]
    assert found["kubelet@cp1->kube-apiserver@cp1!probe"].why is Why.NOT_VERIFIED
    assert found["kube-apiserver@cp1->etcd@cp1"].why is Why.NOT_INVOLVED


def test_an_expired_kubelet_certificate_kills_nothing() -> None:
    """kube-apiserver checks no kubelet by default: InsecureSkipVerify."""
    found = effects("expired,cp1:/var/lib/kubelet/pki/kubelet.crt#[0]")
    assert with_fate(found, Fate.LIVES) == set(found)
    assert found["kube-apiserver@cp1->kubelet@cp1"].why is Why.NOT_VERIFIED


def test_a_client_certificate_is_judged_per_request_or_per_handshake() -> None:
    """At kube-apiserver the open connection dies with the next request, at etcd it goes on."""
    kubectl = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
    assert effects(f"expired,{kubectl}")[kubectl].running is Running.NEXT_REQUEST
    etcd = "kube-apiserver@cp1->etcd@cp1"
    assert effects(f"expired,{etcd}")[etcd].running is Running.GOES_ON


def test_who_reads_a_file_at_start_runs_on_until_it_starts_again() -> None:
    """A key that does not fit is found when the pair is loaded."""
    found = effects(f"other-key,{PKI}apiserver.crt#")
    assert {found[name].running for name in with_fate(found, Fate.DIES)} == {Running.UNTIL_RESTART}


def test_who_dials_another_name_lives_on() -> None:
    """Without the service's address Pods die; the others still find the name that they dial."""
    found = effects(f"drop-san,{PKI}apiserver.crt#,10.96.0.1")
    assert with_fate(found, Fate.DIES) == {"pod@cluster->kube-apiserver@cp1"}
    kubelet = found["kubelet@cp1->kube-apiserver@cp1"]
    assert kubelet.why is Why.STILL_FITS
    assert kubelet.rung is not None and "192.168.56.11" in kubelet.rung.message


def test_where_another_server_answers_they_die_in_turn() -> None:
    """With two API servers behind one address, those who dial it die at one and reach the other; others die."""
    found = effects(SERVING, name="ha2")
    assert "kubectl:admin.conf@cp1->kube-apiserver@cp1" in with_fate(found, Fate.IN_TURN)
    assert "kube-scheduler@cp1->kube-apiserver@cp1" in with_fate(found, Fate.DIES)
    both = effects(SERVING, SERVING.replace("cp1", "cp2"), name="ha2")
    assert not with_fate(both, Fate.IN_TURN)


def test_a_lost_group_is_told_apart_from_death() -> None:
    """A kubelet without O=system:nodes is let in, as somebody else."""
    found = effects("organization,kubelet@worker1->kube-apiserver@cp1")
    assert with_fate(found, Fate.CHANGES) == {"kubelet@worker1->kube-apiserver@cp1"}


def test_tokens_die_with_another_sa_pub_and_the_loopback_does_not() -> None:
    """What kube-apiserver tells itself is no service account's token."""
    assert with_fate(effects(f"other-sa-pub,{PKI}sa.pub#"), Fate.DIES) == {"pod@cluster->kube-apiserver@cp1"}


def test_what_was_dead_before_is_no_victim_and_what_is_mended_is_told() -> None:
    """In a tree that is broken already only what changes counts."""
    found = effects("set-san,cp1:/etc/kubernetes/pki/apiserver.crt#,192.0.2.1", name="wrong")
    dead = {name for name, verdict in open_sample("wrong").verdicts.items() if verdict.outcome == "fails"}
    assert with_fate(found, Fate.DEAD_BEFORE) | with_fate(found, Fate.MENDED) == dead


def test_one_ca_for_etcd_opens_it_to_every_kubelet() -> None:
    """Nothing dies, and whoever has a certificate of the cluster's CA gets into etcd; sound trees open nothing."""
    whole, merged = open_sample("one"), sample(f"merge-ca,{PKI}etcd/ca.crt#,{PKI}ca.crt#")
    assert {effect.fate for effect in blast(whole, merged)} == {Fate.LIVES}
    opened = {door.client for door in doors(whole, merged) if door.server == "etcd@cp1"}
    assert {"kubelet@cp1", "kubelet@worker1", "kubelet@worker2"} <= opened
    assert doors(whole, sample(SERVING)) == ()


def test_one_ca_for_front_proxies_opens_nothing_while_a_name_is_asked_for() -> None:
    """kubeadm's --requestheader-allowed-names lets front-proxy-client alone speak for others; without the flag each
    certificate of the CA does.
    """
    fault = Fault("merge-ca", f"{PKI}front-proxy-ca.crt#", f"{PKI}ca.crt#")
    found = entries("kubeadm-1.37-cp1-workers")
    sound = cluster_of(found)
    assert doors(sound, broken(sound, [fault])) == ()
    loose = cluster_of(rewritten(found, lambda text: text.replace("--requestheader-allowed-names", "--profiling")))
    through = doors(loose, broken(loose, [fault]))
    assert any(door.speaks_for_others and door.client.startswith("kubelet") for door in through)


@pytest.mark.parametrize(
    "faults",
    [
        [Fault("expired", "PKI/apiserver.crt#")],
        [Fault("expired", "PKI/etcd/ca.crt#"), Fault("other-key", "PKI/apiserver-kubelet-client.crt#")],
        [Fault("drop-san", "PKI/apiserver.crt#", "10.96.0.1"), Fault("other-ca", "PKI/front-proxy-client.crt#")],
    ],
)
def test_names_of_files_do_not_matter(faults: list[Fault]) -> None:
    """The same tree with every certificate and key renamed, flags and all, gives the same lists."""
    found = entries("kubeadm-1.37-cp1-workers")
    lists = []
    for tree, rename in ((found, False), (_renamed(found), True)):
        whole = cluster_of(tree)
        put = [
            Fault(fault.name, f"cp1:{_new(fault.target, rename).replace('PKI', '/etc/kubernetes/pki')}", fault.value)
            for fault in faults
        ]
        lists.append([_told(effect) for effect in blast(whole, broken(whole, put))])
    assert lists[0] == lists[1]
    assert {fate for _, fate, *_ in lists[0]} >= {Fate.DIES, Fate.LIVES}


NAMES = {
    "apiserver-kubelet-client.": "one.",
    "apiserver-etcd-client.": "two.",
    "front-proxy-client.": "three.",
    "front-proxy-ca.": "four.",
    "apiserver.": "six.",
    "/server.": "/seven.",
    "/peer.": "/eight.",
    "pki/ca.": "pki/nine.",
}


def _new(text: str, rename: bool) -> str:
    for old, new in NAMES.items() if rename else ():
        text = text.replace(old + "crt", new + "crt").replace(old + "key", new + "key")
    return text


def _renamed(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """healthcheck-client.crt and etcd/ca.crt keep their names: nothing else shows etcdctl and what it trusts."""
    texts = rewritten(found, lambda text: _new(text, True), lambda member: member.endswith((".yaml", ".conf")))
    return tuple(replace(entry, member=_new(entry.member, True)) for entry in texts)


def _told(effect: Effect) -> tuple[object, ...]:
    message = effect.rung.message if effect.rung else None
    code = effect.fault.code if effect.fault else None
    return effect.connection, effect.fate, effect.why, message, code, effect.running, effect.touched
