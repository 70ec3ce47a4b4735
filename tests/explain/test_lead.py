"""The lead follows from what each side presents and with which CA key the other checks it."""

import pytest

from app.explain.edge import Edge
from app.explain.lead import lead
from app.model.words import plain
from app.topology.authorities import Authorities
from tests.explain.changed import ONE, PKI, panel, with_flag, with_kubeconfig
from tests.trees import cluster, cluster_of, entries, rewritten

KUBECTL = "kubectl:admin.conf@cp1->kube-apiserver@cp1"


def _lead(name: str, connection: str) -> str:
    found = cluster(name)
    return plain(lead(Edge(found, found.connections[connection], Authorities(found))))


@pytest.mark.parametrize(
    ("tree", "connection", "text"),
    [
        (
            ONE,
            "kubelet@worker1->kube-apiserver@cp1",
            (
                "kubelet presents kubelet-client-current.pem, kube-apiserver presents apiserver.crt, and "
                "each side checks "
                "the other’s certificate with the same CA, the kubernetes CA."
            ),
        ),
        (
            ONE,
            "kube-apiserver@cp1->kubelet@worker1",
            (
                "kube-apiserver presents apiserver-kubelet-client.crt, which kubelet checks with the kubernetes CA; "
                "kubelet presents kubelet.crt, which kube-apiserver does not verify."
            ),
        ),
        (
            ONE,
            "front-proxy@cluster->kube-apiserver@cp1",
            (
                "The front proxy presents front-proxy-client.crt, which kube-apiserver checks with the front-proxy CA; "
                "kube-apiserver presents apiserver.crt, which the front proxy checks with the kubernetes CA."
            ),
        ),
        (
            ONE,
            "etcd@cp1->etcd@cp1!gateway",
            (
                "For its HTTP/JSON gateway etcd dials itself: it presents etcd/server.crt on both ends; "
                "as the server it checks it with the etcd CA, as the client it verifies nothing."
            ),
        ),
        (
            ONE,
            "pod@cluster->kube-apiserver@cp1",
            (
                "The pod shows a token instead of a certificate, whose signature kube-apiserver checks with sa.pub; "
                "kube-apiserver presents apiserver.crt, which the pod checks with the kubernetes CA."
            ),
        ),
        (
            ONE,
            "kube-apiserver@cp1->kube-apiserver@cp1!loopback",
            (
                "kube-apiserver dials itself: token, certificate and CA are made in memory at its start, "
                "and none is a file."
            ),
        ),
        (
            ONE,
            "kubelet@cp1->etcd@cp1!probe",
            "kubelet asks etcd by plain HTTP: no certificate, no key and no CA on either side.",
        ),
        (
            ONE,
            "kubelet@cp1->kube-scheduler@cp1!probe",
            (
                "kubelet presents no certificate; kube-scheduler presents a certificate that it made in memory at its "
                "start, which kubelet does not verify."
            ),
        ),
        (
            "kubeadm-1.37-ha3-stacked",
            "etcd@cp1->etcd@cp2!peer",
            (
                "etcd on cp1 presents etcd/peer.crt, etcd on cp2 presents etcd/peer.crt, and each side "
                "checks the other’s "
                "certificate with the same CA, the etcd CA."
            ),
        ),
        (
            "kubeadm-1.37-pki-only",
            "kubelet@cp1->kube-apiserver@cp1",
            (
                "What kubelet presents and trusts stands in kubelet.conf, which is not in the upload; kube-apiserver "
                "presents apiserver.crt, and checks its clients with the kubernetes CA."
            ),
        ),
        (
            "kubeadm-1.37-worker-only",
            "kubelet@worker1->kube-apiserver@api.example.test",
            (
                "kubelet presents kubelet-client-current.pem and checks what kube-apiserver presents with "
                "the kubernetes "
                "CA; the server’s own files are not in the upload."
            ),
        ),
    ],
)
def test_real_trees(tree: str, connection: str, text: str) -> None:
    """One connection of each kind of a real kubeadm tree, word for word."""
    assert _lead(tree, connection) == text


def test_another_client_ca_changes_the_sentence() -> None:
    """A kube-apiserver that checks its clients with the etcd CA is no longer said to use the same CA as kubectl."""
    flag = f"--client-ca-file={PKI}"
    changed = with_flag("kube-apiserver.yaml", f"{flag}/ca.crt", f"{flag}/etcd/ca.crt")
    assert plain(panel(changed, KUBECTL).lead) == (
        "kubectl presents the certificate inside admin.conf, which kube-apiserver checks with the etcd CA; "
        "kube-apiserver presents apiserver.crt, which kubectl checks with the kubernetes CA."
    )
    assert "with the same CA, the kubernetes CA" in plain(panel(cluster(ONE), KUBECTL).lead)


def test_a_kubelet_ca_changes_the_sentence() -> None:
    """With `--kubelet-certificate-authority` kube-apiserver is said to check the kubelet, without it not."""
    changed = with_flag(
        "kube-apiserver.yaml",
        "    - --kubelet-client-key",
        f"    - --kubelet-certificate-authority={PKI}/etcd/ca.crt\n    - --kubelet-client-key",
    )
    sentence = plain(panel(changed, "kube-apiserver@cp1->kubelet@worker2").lead)
    assert sentence.endswith(
        "kubelet presents kubelet-server-current.pem, which kube-apiserver checks with the etcd CA."
    )


def test_skipped_verification_is_said() -> None:
    """A kubeconfig with insecure-skip-tls-verify verifies nothing, and the sentence says so."""
    changed = with_kubeconfig(r"certificate-authority-data: \S+", "insecure-skip-tls-verify: true")
    assert plain(panel(changed, KUBECTL).lead).endswith("which kubectl does not verify.")


def test_no_ca_means_the_systems_own() -> None:
    """A kubeconfig without a CA uses the system's trust store, never a guessed file."""
    changed = with_kubeconfig(r"    certificate-authority-data: \S+\n", "")
    assert plain(panel(changed, KUBECTL).lead).endswith(
        "which kubectl checks with the CAs that its own system trusts, because no CA is named."
    )


@pytest.mark.parametrize(
    ("user", "beginning"),
    [
        ("token: abc", "kubectl shows a token instead of a certificate; "),
        ("exec: {command: aws}", "What kubectl presents is not known from the upload; "),
        ("username: joe", "kubectl presents no certificate; "),
    ],
)
def test_other_credentials(user: str, beginning: str) -> None:
    """A token, an exec plugin and no credentials at all are three things."""
    changed = with_kubeconfig(r"client-certificate-data: \S+\n *client-key-data: \S+", user)
    assert plain(panel(changed, KUBECTL).lead).startswith(beginning)


def test_plain_http_presents_nothing() -> None:
    """Over http a certificate stays unused, and neither side is said to check anything."""
    changed = with_kubeconfig("server: https", "server: http")
    sentence = plain(panel(changed, KUBECTL).lead)
    assert sentence == (
        "kubectl dials kube-apiserver by plain HTTP: nobody presents a certificate, and the certificate inside "
        "admin.conf stays unused."
    )


def test_an_unreadable_kubeconfig_is_not_a_missing_one() -> None:
    """A kubeconfig that is there and cannot be read is told apart from one that is not in the upload."""
    broken = cluster_of(rewritten(entries(ONE), lambda _: "a: [", lambda m: m.endswith("/scheduler.conf")))
    connection = "kube-scheduler@cp1->kube-apiserver@cp1"
    assert "stands in scheduler.conf, which cannot be read;" in plain(panel(broken, connection).lead)
    gone = cluster_of(e for e in entries(ONE) if not e.member.endswith("/scheduler.conf"))
    assert "stands in scheduler.conf, which is not in the upload;" in plain(panel(gone, connection).lead)
