"""Each note stands on the connections where the common story is told, and nowhere else."""

import base64

from app.explain.connection import explain
from app.model.cluster import Cluster
from app.model.words import plain
from app.topology.authorities import Authorities
from tests.explain.changed import ONE, PKI, panel, with_flag, with_kubeconfig
from tests.trees import cluster, cluster_of, entries

KUBECTL = {"kubectl:admin.conf@cp1->kube-apiserver@cp1", "kubectl:super-admin.conf@cp1->kube-apiserver@cp1"}
KUBELETS = {f"kube-apiserver@cp1->kubelet@{node}" for node in ("cp1", "worker1", "worker2")}
ROTATED = {"kube-apiserver@cp1->kubelet@worker2"}
DEFAULT = KUBELETS - ROTATED
HEADERS = {"front-proxy@cluster->kube-apiserver@cp1", "kube-apiserver@cp1->extension-apiserver@cluster"}
ETCD = {"kube-apiserver@cp1->etcd@cp1", "etcdctl@cp1->etcd@cp1", "kubeadm@cp1->etcd@cp1"}
POD = {"pod@cluster->kube-apiserver@cp1"}


def told(found: Cluster) -> dict[str, set[str]]:
    """The claim in quotes → the connections on which it is told."""
    index, notes = Authorities(found), dict[str, set[str]]()
    for connection in found.connections.values():
        for sentence in explain(found, connection, index).often_told:
            notes.setdefault(plain(sentence).partition("”")[0].removeprefix("“"), set()).add(connection.id)
    return notes


def test_each_note_is_where_it_applies_and_nowhere_else() -> None:
    """Every note of a real tree with the connections that have it."""
    assert told(cluster(ONE)) == {
        "One CA signs everything in a cluster.": ETCD | HEADERS,
        "kubectl encrypts with the server’s crt.": KUBECTL,
        "A server checks its clients with the CA that issued its own certificate.": {
            "front-proxy@cluster->kube-apiserver@cp1",
            *(DEFAULT),
        },
        "kube-apiserver needs kubelet.crt to reach the kubelet.": DEFAULT,
        "kube-apiserver needs kubelet-server-current.pem to reach the kubelet.": {
            "kube-apiserver@cp1->kubelet@worker2"
        },
        "kubelet.crt is self-signed.": DEFAULT,
        "kube-controller-manager serves a self-signed certificate.": {"kubelet@cp1->kube-controller-manager@cp1!probe"},
        "kube-scheduler serves a self-signed certificate.": {"kubelet@cp1->kube-scheduler@cp1!probe"},
        "A service account has a special certificate.": POD,
        "kube-proxy has a certificate.": POD,
        "The SAN is an extra protection.": KUBECTL,
        "The kubelet probes etcd with etcd/healthcheck-client.crt.": {"kubelet@cp1->etcd@cp1!probe"},
    }


def note(found: Cluster, connection: str, claim: str) -> str:
    """The note with a claim on a connection, without marks; empty where it is not told."""
    sentences = [plain(sentence) for sentence in panel(found, connection).often_told]
    return next((s for s in sentences if s.startswith(f"“{claim}")), "")


def test_one_ca_where_it_is_so() -> None:
    """A tree in which etcd shares the API server's CA is told so, with what follows; a real one names both CAs."""
    flag = f"--trusted-ca-file={PKI}"
    merged = with_flag("etcd.yaml", f" {flag}/etcd/ca.crt", f" {flag}/ca.crt")
    connection = "kube-apiserver@cp1->etcd@cp1"
    assert note(merged, connection, "One CA").endswith(
        "Here etcd does check its clients with the same CA as kube-apiserver, the kubernetes CA: so any client "
        "certificate of it, a kubelet’s too, opens all of etcd."
    )
    assert note(cluster(ONE), connection, "One CA").endswith(
        "Here etcd checks the client with the etcd CA; clients of kube-apiserver are checked with the kubernetes CA."
    )


def test_a_kubelet_ca_changes_the_note() -> None:
    """With `--kubelet-certificate-authority` the note names the CA file; without it the missing flag."""
    changed = with_flag(
        "kube-apiserver.yaml",
        "    - --kubelet-client-key",
        f"    - --kubelet-certificate-authority={PKI}/ca.crt\n    - --kubelet-client-key",
    )
    connection = "kube-apiserver@cp1->kubelet@worker1"
    assert note(changed, connection, "kube-apiserver needs").endswith("only ca.crt to check it with.")
    assert note(cluster(ONE), connection, "kube-apiserver needs").endswith(
        "it verifies nothing while --kubelet-certificate-authority is not set."
    )


def test_a_certificate_as_service_account_key() -> None:
    """Where the API server is given a certificate to check tokens with, only its public key counts."""
    flag = f"--service-account-key-file={PKI}"
    changed = with_flag("kube-apiserver.yaml", f"{flag}/sa.pub", f"{flag}/ca.crt")
    connection = "pod@cluster->kube-apiserver@cp1"
    assert note(changed, connection, "A service account").endswith(
        "ca.crt holds a certificate, of which only the public key counts."
    )
    assert "certificate, of which" not in note(cluster(ONE), connection, "A service account")


def test_names_are_those_of_the_certificate() -> None:
    """The SAN note names the host dialled and the certificate's own names; it is gone where nothing is verified."""
    connection = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
    found = note(cluster(ONE), connection, "The SAN")
    assert "looks for api.example.test, the host that it dials" in found
    assert found.endswith("apiserver.crt lists api.example.test, cp1, kubernetes, kubernetes.default and 5 more.")
    skipped = with_kubeconfig(r"certificate-authority-data: \S+", "insecure-skip-tls-verify: true")
    assert note(skipped, connection, "The SAN") == ""


def test_no_probe_note_without_the_certificate() -> None:
    """A tree without healthcheck-client says nothing of it."""
    left = cluster_of(e for e in entries(ONE) if "healthcheck-client" not in e.member)
    assert note(left, "kubelet@cp1->etcd@cp1!probe", "The kubelet probes") == ""


def test_a_pinned_certificate_is_a_copy() -> None:
    """A kubeconfig that holds the server's own certificate has a copy of it; the usual one has not."""
    served = next(e.data for e in entries(ONE) if e.member.endswith("/pki/apiserver.crt"))
    data = base64.b64encode(served).decode()
    pinned = with_kubeconfig(r"certificate-authority-data: \S+", f"certificate-authority-data: {data}")
    connection = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
    assert "holds a copy of apiserver.crt to compare" in note(pinned, connection, "kubectl encrypts")
    assert "has no copy of apiserver.crt" in note(cluster(ONE), connection, "kubectl encrypts")
