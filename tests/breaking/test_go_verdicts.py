"""Where Go has judged a tree that is broken in this way, the sound tree with the fault in it gets the same verdicts."""

import re

import pytest

from app.breaking.broken import broken
from app.breaking.fault import Fault
from app.model.verdicts import Verdict
from tests.trust.cases import cluster

PKI = "ec1:/etc/kubernetes/pki/"
CP1 = "cp1:/etc/kubernetes/pki/"
ADMIN = "ec1:/etc/kubernetes/admin.conf#users[kubernetes-admin].user.client-certificate-data"
RSA_ADMIN = ADMIN.replace("ec1", "cp1")
CONTROLLER_MANAGER = (
    "ec1:/etc/kubernetes/controller-manager.conf#users[system:kube-controller-manager].user.client-certificate-data"
)
SOUND = {"ec1": "go-004", "cp1": "go-001"}
"""By its node: the tree that nobody broke."""

CASES = [
    ("go-010", Fault("expired", f"{PKI}etcd/server.crt#")),
    ("go-011", Fault("not-yet-valid", f"{PKI}apiserver.crt#")),
    ("go-013", Fault("expired", f"{PKI}apiserver-etcd-client.crt#")),
    ("go-014", Fault("expired", f"{PKI}apiserver-kubelet-client.crt#")),
    ("go-015", Fault("expired", f"{PKI}front-proxy-client.crt#")),
    ("go-016", Fault("not-yet-valid", CONTROLLER_MANAGER)),
    ("go-019", Fault("expired", f"{CP1}ca.crt#")),
    ("go-020", Fault("expired", f"{PKI}etcd/ca.crt#")),
    ("go-021", Fault("not-yet-valid", f"{PKI}ca.crt#")),
    ("go-028", Fault("other-ca", f"{PKI}apiserver-etcd-client.crt#", f"{PKI}ca.crt#")),
    ("go-029", Fault("other-ca", f"{PKI}apiserver-kubelet-client.crt#", f"{PKI}etcd/ca.crt#")),
    ("go-030", Fault("same-name-ca", f"{PKI}etcd/server.crt#")),
    ("go-031", Fault("other-ca", f"{PKI}etcd/healthcheck-client.crt#")),
    ("go-032", Fault("other-ca", f"{PKI}front-proxy-client.crt#", f"{PKI}ca.crt#")),
    ("go-042", Fault("merge-ca", f"{PKI}etcd/ca.crt#", f"{PKI}ca.crt#")),
    ("go-044", Fault("drop-san", f"{CP1}apiserver.crt#", "192.168.56.11")),
    ("go-045", Fault("drop-san", f"{CP1}apiserver.crt#", "api.example.test")),
    ("go-046", Fault("drop-san", f"{PKI}etcd/server.crt#", "127.0.0.1")),
    ("go-049", Fault("cn-only", f"{CP1}apiserver.crt#")),
    ("go-050", Fault("cn-only", f"{PKI}etcd/server.crt#")),
    ("go-068", Fault("wrong-usage", f"{PKI}apiserver.crt#")),
    ("go-071", Fault("wrong-usage", f"{PKI}apiserver-etcd-client.crt#")),
    ("go-095", Fault("other-key", f"{PKI}apiserver.crt#")),
    ("go-097", Fault("other-key", f"{PKI}apiserver-kubelet-client.crt#")),
    ("go-098", Fault("other-key", f"{PKI}etcd/server.key#")),
    ("go-118", Fault("organization", ADMIN, "")),
    ("go-120", Fault("organization", "kubelet@ec1->kube-apiserver@ec1")),
    ("go-144", Fault("no-certificate", "kubectl:admin.conf@ec1->kube-apiserver@ec1")),
    ("go-149", Fault("expired", "ec1:/var/lib/kubelet/pki/kubelet.crt#[0]")),
    ("go-165", Fault("other-key", "ec1:/var/lib/kubelet/pki/kubelet.key#")),
    ("go-009", Fault("expired", "cp1:/etc/kubernetes/pki/apiserver.crt#")),
    ("go-027", Fault("same-name-ca", RSA_ADMIN)),
]


@pytest.mark.parametrize(("name", "fault"), CASES, ids=[f"{name}-{fault.name}" for name, fault in CASES])
def test_a_fault_gets_the_verdicts_that_go_gave(name: str, fault: Fault) -> None:
    """On every connection: outcome, phase, identity and both sides' texts, but for dates and numbers."""
    made, expected = broken(cluster(_sound(name)), [fault]), cluster(name)
    assert expected.verdicts.keys() <= made.verdicts.keys()  # a few trees have no super-admin.conf
    told = {key: (said(made.verdicts[key]), said(verdict)) for key, verdict in expected.verdicts.items()}
    assert not {key: pair for key, pair in told.items() if pair[0] != pair[1]}


def _sound(name: str) -> str:
    return SOUND[cluster(name).nodes[0].id]


def said(verdict: Verdict) -> tuple[object, ...]:
    """What both trees must agree in. Serial numbers, key ids and dates are each tree's own."""
    texts = (verdict.client_error, verdict.server_error, verdict.client_log, verdict.server_log)
    return verdict.outcome, verdict.phase, verdict.identity, *(masked(text or "") for text in texts)


def masked(text: str) -> str:
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text)
    return re.sub(r"SN=\d+, SKID=[0-9A-F:]*, AKID=[0-9A-F:]*", "CERTIFICATE", text)


def test_the_sound_tree_has_other_verdicts() -> None:
    """The comparison of the test above sees a fault: without it each of these pairs but two differs."""
    same = [name for name, _ in CASES if _all(name).items() <= _all(_sound(name)).items()]
    assert same == ["go-042", "go-149"]  # any CA of this name will do at etcd; nobody checks kubelet.crt


def _all(name: str) -> dict[str, tuple[object, ...]]:
    return {key: said(verdict) for key, verdict in cluster(name).verdicts.items()}
