"""Components, CAs, files, groups and the whole: what their pages say follows from the tree."""

from dataclasses import replace

import pytest

from app.explain.component import ComponentPage, explain_component
from app.explain.file import FilePage, explain_file
from app.explain.groups import group_page
from app.explain.overview import overview, title
from app.model.cluster import Cluster, Group
from app.model.words import plain
from tests.explain.changed import ONE, PKI, with_flag, with_public_halves
from tests.trees import cluster, cluster_of, entries


def component(found: Cluster, id_: str) -> ComponentPage:
    """The page of a component."""
    return explain_component(found, found.components[id_])


def authority(found: Cluster, name: str) -> ComponentPage:
    """The page of the CA of a name."""
    pages = (explain_component(found, c) for c in found.components.values() if c.kind == "certificate-authority")
    return next(page for page in pages if page.title == name)


def file(found: Cluster, path: str) -> FilePage:
    """The page of a file of cp1."""
    return explain_file(found, f"cp1:{path}")


def test_what_a_component_presents() -> None:
    """Its lead names what it presents on each side; its connections are those that begin and end there."""
    page = component(cluster(ONE), "kube-apiserver@cp1")
    assert plain(page.lead) == (
        "kube-apiserver on cp1 presents apiserver.crt as a server, and apiserver-etcd-client.crt, "
        "front-proxy-client.crt and apiserver-kubelet-client.crt as a client."
    )
    assert "kube-apiserver@cp1->etcd@cp1" in page.as_client and "kube-apiserver@cp1->etcd@cp1" not in page.as_server
    assert "kubelet@worker1->kube-apiserver@cp1" in page.as_server
    assert page.evidence == cluster(ONE).components["kube-apiserver@cp1"].evidence


def test_the_files_of_a_component_stand_once() -> None:
    """A file in one role is one holding, with all connections on which it has it."""
    page = component(cluster(ONE), "kube-apiserver@cp1")
    found = next(
        h for h in page.holdings if (h.side, h.role, h.name) == ("client", "crt", "apiserver-kubelet-client.crt")
    )
    assert found.file_id == f"cp1:{PKI}/apiserver-kubelet-client.crt"
    assert len(found.connections) == 3
    places = [(h.side, h.role, h.path) for h in page.holdings]
    assert len(places) == len(set(places))


def test_points_follow_from_flags() -> None:
    """What a controller manager signs stands in its flags: with an empty key flag it signs nothing."""
    id_ = "kube-controller-manager@cp1"
    assert plain(component(cluster(ONE), id_).points[0]) == (
        "It signs approved CSRs with ca.key of ca.crt: so kubelets get their certificates."
    )
    flags = "--cluster-signing-key-file="
    empty = with_flag("kube-controller-manager.yaml", f"{flags}/etc/kubernetes/pki/ca.key", flags)
    assert plain(component(empty, id_).points[0]) == "It signs no CSR: --cluster-signing-key-file is empty."


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("kubelet@worker1", "It made its serving certificate itself at its first start, with a throw-away CA."),
        ("kubelet@worker2", "serverTLSBootstrap: true: it asks for its serving certificate with a CSR."),
    ],
)
def test_points_of_kubelets(id_: str, text: str) -> None:
    """How a kubelet gets its serving certificate stands in its configuration."""
    assert text in [plain(point) for point in component(cluster(ONE), id_).points]


def test_nothing_is_said_of_programs_elsewhere() -> None:
    """An API server known only by its address has no flags here: no convention is told of it."""
    page = component(cluster("kubeadm-1.37-worker-only"), "kube-apiserver@api.example.test")
    assert page.points == () and page.where == "api.example.test"
    assert plain(page.lead).endswith("presents a certificate unknown to this upload as a server.")


def test_two_kubectls_are_told_apart() -> None:
    """Each kubeconfig is a kubectl with a title of its own."""
    titles = {component(cluster(ONE), f"kubectl:{name}@cp1").title for name in ("admin.conf", "super-admin.conf")}
    assert titles == {"kubectl with admin.conf on cp1", "kubectl with super-admin.conf on cp1"}


def test_a_ca_says_who_checks_with_it() -> None:
    """The lead of a CA names the servers that check with it, what clients check, and how much it signed."""
    page = authority(cluster(ONE), "etcd CA")
    assert plain(page.lead) == (
        "With the etcd CA, etcd checks clients, and clients check etcd; in this upload it signed 4 certificates."
    )
    assert [issued.name for issued in page.issued] == [
        "apiserver-etcd-client.crt",
        "etcd/healthcheck-client.crt",
        "etcd/peer.crt",
        "etcd/server.crt",
    ]
    assert "kube-apiserver@cp1->etcd@cp1" in page.trusted_by
    assert "kubelet@cp1->kube-apiserver@cp1" not in page.trusted_by


def test_a_swapped_ca_changes_its_page() -> None:
    """When kube-apiserver checks clients with the etcd CA, the CA's page says so."""
    flag = f"--client-ca-file={PKI}"
    page = authority(with_flag("kube-apiserver.yaml", f"{flag}/ca.crt", f"{flag}/etcd/ca.crt"), "etcd CA")
    assert "kube-apiserver" in plain(page.lead)
    assert "kubelet@cp1->kube-apiserver@cp1" in page.trusted_by


def test_where_a_cas_private_key_is() -> None:
    """The key of a CA is in the tree, or its public half is, or nothing: three sentences."""
    found = [
        plain(authority(tree, "kubernetes CA").points[-1])
        for tree in (cluster(ONE), with_public_halves(), cluster("kubeadm-1.37-pki-only"))
    ]
    assert found == [
        "Its private key, which signs for it, is ca.key on cp1.",
        "Only the public half of its key is in the upload, as ca.key.",
        "Its private key is not in the upload.",
    ]


def test_a_throw_away_ca_is_trusted_by_nobody() -> None:
    """The CA of a kubelet.crt signed one certificate and nobody checks with it."""
    page = authority(cluster(ONE), "kubelet’s own CA on worker1")
    assert plain(page.lead).endswith("nobody in this upload checks anything with it.")
    assert page.trusted_by == () and len(page.issued) == 1


@pytest.mark.parametrize(
    ("path", "lead"),
    [
        (f"{PKI}/apiserver.crt", "A certificate for CN=kube-apiserver, issued by the kubernetes CA."),
        (f"{PKI}/ca.crt", "A certificate for CN=kubernetes, self-signed."),
        (f"{PKI}/apiserver.key", "A private key, RSA 2048: its certificate is in apiserver.crt."),
        (f"{PKI}/ca.key", "A private key, RSA 2048: its certificate is in ca.crt and in 9 other places."),
        (
            f"{PKI}/sa.pub",
            "A public key, RSA 2048: no certificate in the upload has it; its key pair also stands in sa.key.",
        ),
        (
            "/etc/kubernetes/admin.conf",
            "A kubeconfig with 1 context; the one in use is kubernetes-admin@kubernetes.",
        ),
        (
            "/var/lib/kubelet/pki/kubelet-client-current.pem",
            (
                "A link to /var/lib/kubelet/pki/kubelet-client-2026-11-24-03-56-36.pem: "
                "programs that open it read that file."
            ),
        ),
        (
            "/var/lib/kubelet/pki/kubelet.crt",
            "2 certificates, for CN=cp1@1795492596 and CN=cp1-ca@1795492596.",
        ),
        ("/var/lib/kubelet/kubeadm-flags.env", "A file of another kind: kubepki reads nothing in it."),
    ],
)
def test_what_a_file_is(path: str, lead: str) -> None:
    """A file is told by its content, word for word."""
    assert plain(file(cluster(ONE), path).lead) == lead


def test_who_uses_a_file() -> None:
    """The connections that present it, check with it, or are said by it, with the side and the role."""
    crt = file(cluster(ONE), f"{PKI}/apiserver-etcd-client.crt")
    assert [(use.connection, use.side, use.role) for use in crt.used_by] == [
        ("kube-apiserver@cp1->etcd@cp1", "client", "crt")
    ]
    manifest = file(cluster(ONE), "/etc/kubernetes/manifests/etcd.yaml")
    assert ("kube-apiserver@cp1->etcd@cp1", "says") in [(use.connection, use.role) for use in manifest.used_by]
    assert file(cluster(ONE), "/var/lib/kubelet/kubeadm-flags.env").used_by == ()


def test_a_link_and_its_file_have_the_same_uses() -> None:
    """A link's page leads to the file behind it, and both are used by the same connections."""
    link = file(cluster(ONE), "/var/lib/kubelet/pki/kubelet-client-current.pem")
    assert link.points_to == "cp1:/var/lib/kubelet/pki/kubelet-client-2026-11-24-03-56-36.pem"
    behind = explain_file(cluster(ONE), link.points_to or "")
    assert behind.used_by == link.used_by != ()
    assert behind.points_to is None


def test_a_dangling_link_is_said() -> None:
    """A link whose target is not in the upload says so and holds nothing."""
    left = cluster_of(e for e in entries(ONE) if "kubelet-client-2026" not in e.member)
    page = file(left, "/var/lib/kubelet/pki/kubelet-client-current.pem")
    assert plain(page.lead).endswith(", which is not in the upload.")
    assert page.certificates == () and page.points_to is None


def test_uses_that_are_no_connection() -> None:
    """Signing tokens and CSRs stands in flags: sa.key has no connection, and still a use."""
    page = file(cluster(ONE), f"{PKI}/sa.key")
    assert [plain(point) for point in page.points] == [
        "kube-apiserver on cp1 signs the tokens of service accounts with it (--service-account-signing-key-file).",
        (
            "kube-controller-manager on cp1 signs tokens that stand in Secrets with it "
            "(--service-account-private-key-file)."
        ),
    ]
    assert file(cluster(ONE), f"{PKI}/etcd/ca.key").points == ()


def test_facts_of_a_certificate() -> None:
    """Subject, issuer by signature, names, usage, time and key, in words."""
    page = file(cluster(ONE), f"{PKI}/etcd/server.crt")
    facts = {fact.label: plain(fact.text) for fact in page.certificates[0].facts}
    assert facts["Issuer"] == "etcd CA issued it"
    assert facts["Names (SAN)"] == "cp1, localhost, 192.168.56.11, 127.0.0.1 and ::1"
    assert facts["Usage"] == "for servers (serverAuth) and for clients (clientAuth)"
    assert facts["Time"] == "from 24 Nov 2026 to 24 Nov 2027"


def test_contexts_of_a_kubeconfig() -> None:
    """A context is told as whom it dials as whom, and how; the token itself is nowhere."""
    context = file(cluster(ONE), "/etc/kubernetes/admin.conf").contexts[0]
    assert context.current
    assert plain(context.text) == "dials https://api.example.test:6443 as kubernetes-admin, with a client certificate"


def test_an_unknown_file_is_an_error() -> None:
    """A page of a file that is not there does not pretend."""
    with pytest.raises(KeyError):
        file(cluster(ONE), "/etc/shadow")


def test_group_leads_count_and_name_the_cas() -> None:
    """A group's lead counts its connections and names the CAs of this tree; an empty group says so."""
    page = group_page(cluster(ONE), Group.ETCD)
    assert plain(page.lead).endswith("there client certificates are checked with the etcd CA.")
    assert len(page.connections) == 5
    assert (
        plain(group_page(cluster(ONE), Group.ETCD_PEER).lead) == "No connection of this upload belongs to this group."
    )


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (ONE, "kubeadm v1.37.2 · cp1, worker1, worker2"),
        ("kubeadm-1.22-cp1", "kubeadm v1.22.6 · cp1"),
        ("kubeadm-1.37-pki-only", "kubeadm · cp1"),
    ],
)
def test_titles(tree: str, text: str) -> None:
    """Distribution, the version that the manifests name (or nothing), and the nodes."""
    assert title(cluster(tree)) == text


def test_counts_are_of_the_tree() -> None:
    """Nodes, connections, distinct certificates and CAs are counted, throw-away CAs apart."""
    found = overview(cluster(ONE))
    assert plain(found.lead) == (
        "A cluster made by kubeadm: 1 control-plane node and 2 workers, 22 connections, 22 certificates and 3 CAs."
    )
    assert (found.counts["authorities"], found.counts["throw_away"]) == (3, 2)


def test_a_machine_with_nothing_but_a_kubeconfig_is_no_worker() -> None:
    """A worker has a kubelet; of a machine that only kubectl is drawn on nobody knows more."""
    alone = [entry for entry in entries(ONE) if entry.member.endswith("cp1/etc/kubernetes/admin.conf")]
    found = overview(cluster_of([replace(entry, member="admin.conf") for entry in alone]))
    assert ": 1 machine, 1 connection," in plain(found.lead)
    assert ": 1 worker, 1 connection," in plain(overview(cluster("kubeadm-1.37-worker-only")).lead)


def test_a_kubelets_certificate_that_somebody_gave_it() -> None:
    """Without its CA beside it the kubelet did not make it: kubelet.crt of another CA was put there."""
    data = {entry.member: entry.data for entry in entries(ONE)}
    name = "worker1/var/lib/kubelet/pki/kubelet.crt"
    given = (
        replace(entry, data=data["cp1/etc/kubernetes/pki/apiserver.crt"]) if entry.member == name else entry
        for entry in entries(ONE)
    )
    points = [plain(point) for point in component(cluster_of(given), "kubelet@worker1").points]
    assert any(point.startswith("Somebody gave it its serving certificate") for point in points)
    assert not any("It made" in point for point in points)


@pytest.mark.parametrize(
    ("tree", "hints"),
    [
        (ONE, []),
        ("kubeadm-1.37-pki-only", ["/etc/kubernetes/manifests", "/var/lib/kubelet/config.yaml"]),
        ("kubeadm-1.22-cp1", ["/var/lib/kubelet/config.yaml"]),
        ("kubeadm-1.37-worker-only", ["/etc/kubernetes"]),
    ],
)
def test_what_to_add(tree: str, hints: list[str]) -> None:
    """A tree that lacks a folder is told which one and why; a whole tree is told nothing."""
    found = [plain(hint) for hint in overview(cluster(tree)).hints]
    assert len(found) == len(hints)
    assert all(hint in sentence for hint, sentence in zip(hints, found, strict=True))
