"""The words of older versions: the verdict stays, what both sides print is what their version prints."""

from dataclasses import replace

import pytest

from app.analysis.samples import open_sample
from app.breaking.broken import broken
from app.breaking.fault import parse
from app.model.cluster import Cluster
from app.model.verdicts import Verdict
from app.reading.bounds import INSPECT
from app.topology.signatures import Signatures
from app.trust import judged
from app.trust.editions import edition_of

SERVING = "cp1:/etc/kubernetes/pki/apiserver.crt#"
TO_ETCD = "cp1:/etc/kubernetes/pki/apiserver-etcd-client.crt#"
ADMIN = "cp1:/etc/kubernetes/admin.conf#users[kubernetes-admin].user.client-certificate-data"
KUBECTL = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
ETCD = "kube-apiserver@cp1->etcd@cp1"
OLD = ("v1.22.6", "3.5.0-0")


def of_version(cluster: Cluster, kubernetes: str, etcd: str) -> Cluster:
    """The same tree with other tags at its images."""
    tags = {"etcd": etcd}
    pods = {
        name: replace(
            pod,
            containers=tuple(
                replace(one, image=f"registry.example.test/{one.program}:{tags.get(one.program, kubernetes)}")
                for one in pod.containers
            ),
        )
        for name, pod in cluster.inventory.pods.items()
    }
    return replace(cluster, inventory=replace(cluster.inventory, pods=pods))


def verdict(fault: str, connection: str, kubernetes: str = "v1.37.2", etcd: str = "3.7.0-0") -> Verdict:
    """Of a connection of sample `one` with a fault, in a version."""
    made = of_version(broken(open_sample("one"), [parse(fault)]), kubernetes, etcd)
    return judged(made, Signatures(INSPECT, made.signers)).verdicts[connection]


@pytest.mark.parametrize(
    ("kubernetes", "words", "named"),
    [
        ("v1.37.2", "1.37", True),
        ("v1.22.6", "1.22", True),
        ("v1.19.0", "1.22", False),
        ("v1.30.14", "1.27", False),
        ("v1.34.4", "1.33", False),
        ("v1.40.0", "1.37", False),
        ("latest", "1.37", False),
    ],
)
def test_the_nearest_known_version_is_named(kubernetes: str, words: str, named: bool) -> None:
    """The newest known one that is not newer; of a tree without a version the newest, and that it is not the tree's."""
    found = edition_of(of_version(open_sample("one"), kubernetes, "latest"))
    assert (found.words, found.is_named) == (words, named)


def test_the_clients_prefix_came_with_go_1_20() -> None:
    """Kubernetes before 1.27 prints the bare x509 text, in error and log alike; the verdict is the same."""
    new, old = verdict(f"expired,{SERVING}", KUBECTL), verdict(f"expired,{SERVING}", KUBECTL, *OLD)
    assert new.client_error == f"tls: failed to verify certificate: {old.client_error}"
    assert old.client_log == f"Unable to connect to the server: {old.client_error}"
    assert (new.outcome, new.phase, new.server_error) == (old.outcome, old.phase, old.server_error)
    newer = verdict(f"expired,{SERVING}", KUBECTL, "v1.27.0", "3.5.7-0")
    assert newer.client_error == new.client_error


def test_the_common_name_text_has_its_old_advice() -> None:
    """Go 1.16 names the switch that would let it pass; Go 1.17 does not."""
    old, newer = (verdict(f"cn-only,{SERVING}", KUBECTL, version, "3.5.0-0") for version in ("v1.22.0", "v1.23.0"))
    assert (old.client_error or "").endswith("GODEBUG=x509ignoreCN=0")
    assert (newer.client_error or "").endswith("use SANs instead")
    assert any(rung.message == old.client_error for rung in old.client_side)


@pytest.mark.parametrize(
    ("etcd", "alert", "error", "logged"),
    [
        ("3.5.9-0", "bad certificate", "tls: failed to verify client certificate: x509: ", '"rejected connection"'),
        ("3.5.12-0", "bad certificate", "tls: failed to verify certificate: x509: ", '"rejected connection"'),
        ("3.5.13-0", "expired certificate", "tls: failed to verify certificate: x509: ", '"rejected connection"'),
        ("3.5.21-0", "expired certificate", "tls: failed to verify certificate: x509: ", "on client endpoint"),
    ],
)
def test_etcd_speaks_as_its_own_version(etcd: str, alert: str, error: str, logged: str) -> None:
    """Its prefix, its alert and its log follow etcd's image, not Kubernetes'."""
    found = verdict(f"expired,{TO_ETCD}", ETCD, "v1.30.0", etcd)
    assert found.client_error == f"remote error: tls: {alert}"
    assert (found.server_error or "").startswith(error)
    assert logged in (found.server_log or "")
    assert any(rung.message == found.server_error for rung in found.server_side if rung.rung == "handshake")


def test_kubectl_up_to_1_33_asks_for_credentials() -> None:
    """Of an expired certificate; of one by a CA that nobody knows it says Unauthorized, as 1.37 says of both."""
    assert "asked for the client to provide" in (verdict(f"expired,{ADMIN}", KUBECTL, "v1.33.1").client_log or "")
    assert "(Unauthorized)" in (verdict(f"other-ca,{ADMIN}", KUBECTL, "v1.33.1").client_log or "")
    assert "(Unauthorized)" in (verdict(f"expired,{ADMIN}", KUBECTL).client_log or "")


def test_log_lines_of_before() -> None:
    """kubelet, kube-controller-manager and kube-scheduler wrote lines without keys and values."""
    fault = f"expired,{SERVING}"
    lines = {
        "kubelet@worker1": ("failed to ensure lease exists, will retry in 7s, error: Get", '"Failed to ensure lease'),
        "kube-controller-manager@cp1": ("error retrieving resource lock kube-system/", '"Error retrieving lease lock"'),
        "kube-scheduler@cp1": ("factory.go:134: Failed to watch *v1.Node: failed", '"Failed to watch" err='),
    }
    for client, (before, after) in lines.items():
        connection = f"{client}->kube-apiserver@cp1"
        assert before in (verdict(fault, connection, *OLD).client_log or "")
        assert after in (verdict(fault, connection).client_log or "")


def test_the_tokens_error_of_before() -> None:
    """sa.pub of another cluster: go-jose's text before 1.32, the key getter's after."""
    fault = "other-sa-pub,cp1:/etc/kubernetes/pki/sa.pub#"
    old = verdict(fault, "pod@cluster->kube-apiserver@cp1", "v1.31.9").server_error or ""
    assert "square/go-jose: error in cryptographic primitive" in old
    new = verdict(fault, "pod@cluster->kube-apiserver@cp1").server_error or ""
    assert "no keys found" in new
