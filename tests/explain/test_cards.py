"""The cards: crt, key, ca.crt and token of each side, with names, seals and notes from the tree."""

from dataclasses import replace

import pytest

from app.analysis.samples import open_sample
from app.breaking.broken import broken
from app.breaking.fault import parse
from app.explain.authorities import authorities
from app.explain.connection import explain
from app.model.cluster import State
from app.model.words import plain
from tests.explain.changed import (
    ONE,
    PKI,
    note,
    panel,
    row,
    with_flag,
    with_kubeconfig,
    with_public_halves,
    with_swapped_files,
)
from tests.trees import cluster, cluster_of, entries, rewritten

KUBECTL = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
TO_KUBELET = "kube-apiserver@cp1->kubelet@worker1"
TO_ETCD = "kube-apiserver@cp1->etcd@cp1"


def test_rows_in_the_order_of_the_design() -> None:
    """crt, key, ca on each side; a token row only where there is a token; kube-apiserver has its second CA."""
    found = cluster(ONE)
    shown = panel(found, KUBECTL)
    assert [r.role for r in shown.client.rows] == ["crt", "key", "ca"]
    assert [r.role for r in shown.server.rows] == ["crt", "key", "ca", "requestheader-ca"]
    assert [r.role for r in panel(found, TO_ETCD).server.rows] == ["crt", "key", "ca"]
    assert [r.role for r in panel(found, "pod@cluster->kube-apiserver@cp1").client.rows] == [
        "crt",
        "key",
        "ca",
        "token",
    ]


def test_names_paths_and_pages_of_rows() -> None:
    """A row names its file as people do, holds the whole path with its pointer, and leads to the file's page."""
    found = row(panel(cluster(ONE), KUBECTL), "client", "ca")
    assert found.name == "admin.conf"
    assert found.path == "/etc/kubernetes/admin.conf#clusters[kubernetes].cluster.certificate-authority-data"
    assert found.file_id == "cp1:/etc/kubernetes/admin.conf"
    server = row(panel(cluster(ONE), TO_ETCD), "server", "ca")
    assert (server.name, server.path) == ("etcd/ca.crt", "/etc/kubernetes/pki/etcd/ca.crt")


def test_a_link_leads_to_the_link() -> None:
    """What the flag names is shown, though the certificate stands behind a symbolic link."""
    found = row(panel(cluster(ONE), "kubelet@worker1->kube-apiserver@cp1"), "client", "crt")
    assert found.name == "kubelet-client-current.pem"
    assert found.file_id == "worker1:/var/lib/kubelet/pki/kubelet-client-current.pem"


def test_renamed_files_change_the_names() -> None:
    """Another file name in the flag and in the tree is another name in card, lead and command; nothing else is said."""
    moved = [
        replace(e, member=e.member.replace("/pki/apiserver.", "/pki/shop.")) if "/pki/apiserver." in e.member else e
        for e in rewritten(
            entries(ONE),
            lambda text: text.replace("/pki/apiserver.", "/pki/shop."),
            lambda m: m.endswith("kube-apiserver.yaml"),
        )
    ]
    shown = panel(cluster_of(moved), KUBECTL)
    assert row(shown, "server", "crt").name == "shop.crt"
    assert note(shown, "client", "ca").startswith("checks shop.crt")
    assert note(shown, "server", "key") == "its public half is in shop.crt"
    assert row(panel(cluster(ONE), KUBECTL), "server", "crt").name == "apiserver.crt"


@pytest.mark.parametrize(
    ("connection", "side", "role", "text"),
    [
        (KUBECTL, "client", "crt", "kubernetes CA issued it"),
        (KUBECTL, "client", "key", "in the same file as the certificate"),
        (KUBECTL, "client", "ca", "checks apiserver.crt; the same CA certificate as ca.crt, byte for byte"),
        (KUBECTL, "server", "key", "its public half is in apiserver.crt"),
        (KUBECTL, "server", "ca", "checks the certificate inside admin.conf"),
        (
            KUBECTL,
            "server",
            "requestheader-ca",
            "checks front proxies; the CA in it did not issue the certificate inside admin.conf",
        ),
        (TO_KUBELET, "client", "ca", "nothing: --kubelet-certificate-authority is not set"),
        (
            TO_KUBELET,
            "server",
            "crt",
            "issued by a throw-away CA of its own, the second certificate in the file",
        ),
        (TO_ETCD, "client", "ca", "checks etcd/server.crt; etcd checks clients with the same file"),
        (
            "kubelet@worker1->kube-apiserver@cp1",
            "client",
            "ca",
            "checks apiserver.crt; the same CA certificate as ca.crt on cp1, byte for byte",
        ),
        ("front-proxy@cluster->kube-apiserver@cp1", "server", "requestheader-ca", "checks front-proxy-client.crt"),
        (
            "front-proxy@cluster->kube-apiserver@cp1",
            "server",
            "ca",
            "checks other clients; front-proxy-ca.crt checks the front proxy",
        ),
        (
            "kube-apiserver@cp1->extension-apiserver@cluster",
            "client",
            "ca",
            "no file: the caBundle of the APIService, an API object",
        ),
        ("kube-apiserver@cp1->kube-apiserver@cp1!loopback", "server", "crt", "made at start, never on disk"),
        (
            "kubelet@cp1->kube-scheduler@cp1!probe",
            "server",
            "ca",
            "no file: read from the ConfigMap extension-apiserver-authentication",
        ),
        ("kubelet@cp1->etcd@cp1!probe", "client", "crt", "nothing: plain HTTP has no certificate"),
        (
            "kubelet@cp1->kube-apiserver@cp1!probe",
            "client",
            "ca",
            "nothing, by design: a probe verifies no certificate",
        ),
        ("etcd@cp1->etcd@cp1!gateway", "client", "ca", "nothing, by design: etcd does not verify itself here"),
        (
            "pod@cluster->kube-apiserver@cp1",
            "client",
            "token",
            "each pod gets its own; kube-apiserver signs it with sa.key",
        ),
        ("pod@cluster->kube-apiserver@cp1", "client", "ca", "checks apiserver.crt; every pod gets a copy of it"),
    ],
)
def test_notes_of_a_real_tree(connection: str, side: str, role: str, text: str) -> None:
    """One row of each sort, word for word."""
    assert note(panel(cluster(ONE), connection), side, role) == text


def test_public_halves_are_said_to_be_halves() -> None:
    """Where the tree holds a public half, the note says that the private key is not there; with the key it does not."""
    text = "its public half is in the upload; the private key itself is not"
    assert note(panel(with_public_halves(), KUBECTL), "server", "key") == text
    assert note(panel(cluster(ONE), KUBECTL), "server", "key") != text


def test_a_foreign_key_is_a_fact() -> None:
    """A key that is another certificate's is said to differ, without a verdict."""
    changed = with_swapped_files("/pki/apiserver.key", "/pki/front-proxy-client.key")
    shown = panel(changed, KUBECTL)
    assert note(shown, "server", "key") == "its public half differs from the public key in the certificate"


def test_another_ca_key_is_said() -> None:
    """Two CA files of one name but other keys are not called the same."""
    flag = f"--client-ca-file={PKI}"
    changed = with_flag("kube-apiserver.yaml", f"{flag}/ca.crt", f"{flag}/etcd/ca.crt")
    shown = panel(changed, KUBECTL)
    assert note(shown, "client", "ca") == "checks apiserver.crt; the kubernetes CA, another key than in etcd/ca.crt"


@pytest.mark.parametrize(
    ("connection", "side", "role", "seal"),
    [
        (KUBECTL, "client", "crt", "kubernetes CA"),
        (TO_ETCD, "client", "crt", "etcd CA"),
        ("front-proxy@cluster->kube-apiserver@cp1", "client", "crt", "front-proxy CA"),
        (KUBECTL, "server", "requestheader-ca", "front-proxy CA"),
        (TO_KUBELET, "server", "crt", "own-ca"),
        ("kube-apiserver@cp1->kube-apiserver@cp1!loopback", "server", "crt", "own-ca"),
        ("pod@cluster->kube-apiserver@cp1", "client", "token", "key"),
        (KUBECTL, "client", "key", None),
    ],
)
def test_seals(connection: str, side: str, role: str, seal: str | None) -> None:
    """A certificate's seal is its issuer's by verified signature, a CA's is its own, a token's is a key."""
    names = {authority.component_id: authority.name for authority in authorities(cluster(ONE))}
    found = row(panel(cluster(ONE), connection), side, role).seal
    assert names.get(found or "", found) == seal


def test_an_unknown_issuer_is_not_guessed() -> None:
    """A certificate whose CA is not in the tree says which issuer it names, and that nothing here signed it."""
    left = [e for e in entries(ONE) if not e.member.endswith(("/front-proxy-ca.crt", "/front-proxy-ca.key"))]
    shown = panel(cluster_of(left), "kube-apiserver@cp1->extension-apiserver@cluster")
    assert row(shown, "client", "crt").seal == "unknown"
    assert note(shown, "client", "crt") == (
        "names CN=front-proxy-ca as its issuer; no CA in the upload is known to have signed it"
    )


def test_what_is_not_in_the_upload_is_hollow() -> None:
    """A named file that is absent is so called; a file that nothing names is unknown: two states, two notes."""
    found = cluster("kubeadm-1.37-pki-only")
    key = row(panel(found, TO_ETCD), "client", "key")
    assert (key.state, key.name, key.file_id) == (State.NOT_IN_TREE, "apiserver-etcd-client.key", None)
    assert note(panel(found, TO_ETCD), "client", "key") == "not in the upload"
    serving = row(panel(found, "kube-apiserver@cp1->kubelet@cp1"), "server", "crt")
    assert (serving.state, serving.name, serving.path) == (State.UNKNOWN, "not known", None)
    assert note(panel(found, "kubelet@cp1->kube-apiserver@cp1"), "client", "crt") == (
        "stands in kubelet.conf, which is not in the upload"
    )


def test_a_plugin_and_the_trust_store_are_said() -> None:
    """What an exec plugin gives is unknown, and a kubeconfig without a CA uses the system's."""
    plugin = with_kubeconfig(r"client-certificate-data: \S+\n *client-key-data: \S+", "exec: {command: aws}")
    assert note(panel(plugin, KUBECTL), "client", "crt") == (
        "no file in the upload says which: an exec plugin gives it when it is asked"
    )
    bare = with_kubeconfig(r"    certificate-authority-data: \S+\n", "")
    assert note(panel(bare, KUBECTL), "client", "ca") == (
        "no file: the CAs that its own system trusts, because no CA is named"
    )


def test_cards_say_where_a_side_is() -> None:
    """The node; for a server known only by its address that address."""
    shown = panel(cluster(ONE), TO_KUBELET)
    assert (shown.client.where, shown.server.where) == ("cp1", "worker1")
    elsewhere = panel(cluster("kubeadm-1.37-worker-only"), "kubelet@worker1->kube-apiserver@api.example.test")
    assert elsewhere.server.where == "api.example.test"
    assert panel(cluster(ONE), "pod@cluster->kube-apiserver@cp1").client.where == "any node"


def test_a_failing_connection_has_few_words() -> None:
    """So that the checks have room: the issuer's name, whether the key fits, what a CA checks; a sound one explains."""
    made = broken(open_sample("one"), [parse("expired,cp1:/etc/kubernetes/pki/apiserver.crt#")])
    name = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
    found = explain(made, made.connections[name])
    notes = {(card.side, row.role): plain(row.brief) for card in (found.client, found.server) for row in card.rows}
    assert notes == {
        ("client", "crt"): "kubernetes CA",
        ("client", "key"): "fits, same file",
        ("client", "ca"): "checks apiserver.crt",
        ("server", "crt"): "kubernetes CA",
        ("server", "key"): "fits",
        ("server", "ca"): "checks admin.conf",
        ("server", "requestheader-ca"): "checks front proxies",
    }
    other = broken(open_sample("one"), [parse("other-key,cp1:/etc/kubernetes/pki/apiserver.crt#")])
    row = next(row for row in explain(other, other.connections[name]).server.rows if row.role == "key")
    assert plain(row.brief) == "another’s"


def test_a_long_401_is_summed_up_by_its_words() -> None:
    """Not by the brackets that it ends in."""
    made = broken(open_sample("one"), [parse("expired,cp1:/etc/kubernetes/pki/apiserver-kubelet-client.crt#")])
    found = explain(made, made.connections["kube-apiserver@cp1->kubelet@worker1"]).judgement
    assert found is not None
    assert found.words[0].tail == "… to provide credentials"
    assert found.words[0].text.endswith("( pods/log POD))")
    assert found.words_of == "as Kubernetes 1.37 says it"
