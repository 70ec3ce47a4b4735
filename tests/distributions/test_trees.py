"""What the map of each distribution must say: who presents what, who checks with what, and who says so."""

import re
from dataclasses import replace

import pytest

from app.explain.file import explain_file
from app.explain.overview import overview
from app.model.cluster import Connection, State
from app.model.files import Entry
from app.model.words import plain
from app.topology.settings import CONVENTION
from tests.explain.test_words_of_all_trees import sentences
from tests.trees import cluster, cluster_of, entries

RANCHER = {
    "kube-apiserver@server1->kubelet@agent1": (
        "tls/client-kube-apiserver.crt", "tls/server-ca.crt", "agent/serving-kubelet.crt", "agent/client-ca.crt",
    ),
    "kube-apiserver@server1->etcd@server1": (
        "etcd/client.crt", "etcd/server-ca.crt", "etcd/server-client.crt", "etcd/server-ca.crt",
    ),
    "kubelet@agent1->kube-apiserver@server1": (
        "agent/client-kubelet.crt", "agent/server-ca.crt", "tls/serving-kube-apiserver.crt", "tls/client-ca.crt",
    ),
    "kube-proxy@agent1->kube-apiserver@server1": (
        "agent/client-kube-proxy.crt", "agent/server-ca.crt", "tls/serving-kube-apiserver.crt", "tls/client-ca.crt",
    ),
    "kube-scheduler@server1->kube-apiserver@server1": (
        "tls/client-scheduler.crt", "tls/server-ca.crt", "tls/serving-kube-apiserver.crt", "tls/client-ca.crt",
    ),
    "front-proxy@cluster->kube-apiserver@server1": (
        "tls/client-auth-proxy.crt", "tls/server-ca.crt", "tls/serving-kube-apiserver.crt", "tls/client-ca.crt",
    ),
}  # fmt: skip
"""Client's certificate, the CA that it trusts, the server's certificate, the CA that the server checks with."""


def files_of(connection: Connection) -> tuple[str, ...]:
    """The last two parts of the four files of a connection; a state where there is no file."""
    sides = (connection.client.certificate, connection.client.ca, connection.server.certificate)
    return tuple(
        "/".join((side.path or "").split("/")[-2:]) if side.state is State.FILE else str(side.state)
        for side in (*sides, connection.server.client_ca)
    )


@pytest.mark.parametrize("name", ["k3s", "rke2"])
def test_rancher_has_a_ca_for_each_side(name: str) -> None:
    """k3s and RKE2 check servers, clients, request headers and etcd each with a CA of its own."""
    found = cluster(name)
    assert {id_: files_of(found.connections[id_]) for id_ in RANCHER} == RANCHER
    front = found.connections["front-proxy@cluster->kube-apiserver@server1"]
    assert front.server.requestheader_ca.path == f"/var/lib/rancher/{name}/server/tls/request-header-ca.crt"
    assert front.identity is None
    assert found.connections["kube-apiserver@server1->kubelet@agent1"].verifies_server


def test_the_peers_of_k3s_have_a_ca_of_their_own() -> None:
    """Two servers of k3s are two members, who meet with the peer pair and check it with the peer CA."""
    tree = entries("k3s")
    second = [entry for entry in tree if entry.member.startswith("server1/") and "/agent/" not in entry.member]
    found = cluster_of(
        [*tree, *(_moved(entry, "server1/", "server2/") for entry in second if "/cred/" not in entry.member)]
    )
    peer = found.connections["etcd@server1->etcd@server2!peer"]
    assert files_of(peer) == (
        "etcd/peer-server-client.crt", "etcd/peer-ca.crt", "etcd/peer-server-client.crt", "etcd/peer-ca.crt",
    )  # fmt: skip
    assert peer.server.client_auth == "require"


def _moved(entry: Entry, old: str, new: str) -> Entry:
    """The entry below another node's folder, with other bytes, so that the two nodes are not taken for one."""
    return replace(entry, member=entry.member.replace(old, new, 1), data=entry.data + b"\n")


def test_k3s_tells_what_is_convention() -> None:
    """No manifest is there: each flag of the server is convention, and the map says what it cannot know."""
    found = cluster("k3s")
    rows = found.connections["kube-apiserver@server1->kubelet@agent1"].evidence
    assert {row.field for row in rows} == {CONVENTION}
    assert any("dynamic-cert.json" in note for note in found.notes)
    assert any("SQLite" in note for note in found.notes)
    assert found.connections["kubectl:k3s.yaml@server1->kube-apiserver@server1"].dialled.port == 6443
    assert found.connections["kube-apiserver@server1->kube-apiserver@server1!loopback"].dialled.port == 6444


def test_k3s_without_etcd_files_has_no_etcd() -> None:
    """A server that was told `--disable-etcd` has no server-client.crt, and nothing shows a member."""
    kept = [entry for entry in entries("k3s") if "server-client" not in entry.member]
    found = cluster_of(kept)
    assert not [id_ for id_ in found.components if id_.startswith("etcd@")]
    assert not any("etcd" in node.roles for node in found.nodes)


def test_rke2_has_flags_in_manifests_and_etcd_in_a_file() -> None:
    """What its static pods say is evidence; what etcd reads by `--config-file` is convention."""
    found = cluster("rke2").connections["kube-apiserver@server1->etcd@server1"]
    fields = {(row.side, row.role): row.field for row in found.evidence}
    assert fields["client", "certificate"] == "--etcd-certfile"
    assert fields["server", "certificate"] == CONVENTION
    assert found.dialled.host == "127.0.0.1"


def test_kubespray_has_etcd_on_the_host() -> None:
    """The member of etcd is shown by its file, and serves clients and peers with one pair."""
    found = cluster("kubespray")
    assert files_of(found.connections["kube-apiserver@node1->etcd@node1"]) == (
        "ssl/node-node1.pem", "ssl/ca.pem", "ssl/member-node1.pem", "ssl/ca.pem",
    )  # fmt: skip
    [mark] = found.components["etcd@node1"].evidence
    assert (mark.field, mark.value) == ("path", "/etc/ssl/etcd/ssl/member-node1.pem")
    assert files_of(found.connections["etcdctl@node1->etcd@node1"])[0] == "ssl/admin-node1.pem"
    linked = found.inventory.resolve("node1", "/etc/kubernetes/pki/ca.crt")
    assert linked is not None
    assert linked.path == "/etc/kubernetes/ssl/ca.crt"
    assert found.inventory.resolve("node1", "/etc/kubernetes/pki/other.crt") is None
    lead = plain(explain_file(found, "node1:/etc/kubernetes/pki").lead)
    assert lead == "A link to the folder /etc/kubernetes/ssl: programs that open a file through it read it there."
    assert "etcd@node2" not in found.components


def test_the_hard_way_has_one_ca_and_plain_etcd() -> None:
    """One pair serves and is a client, every CA file is one CA, etcd has no TLS, and the server runs no kubelet."""
    found = cluster("kubernetes-the-hard-way")
    to_kubelet = found.connections["kube-apiserver@server->kubelet@node-0"]
    assert files_of(to_kubelet) == (
        "kubernetes/kube-api-server.crt", "kubernetes/ca.crt", "kubelet/kubelet.crt", "kubelet/ca.crt",
    )  # fmt: skip
    assert to_kubelet.identity is not None
    assert to_kubelet.identity.user == "kubernetes"
    etcd = found.connections["kube-apiserver@server->etcd@server"]
    assert (etcd.dialled.scheme, etcd.dialled.host, etcd.verifies_server) == ("http", "127.0.0.1", False)
    assert "kubelet@server" not in found.components
    assert "front-proxy@cluster" not in found.components
    cas = {c.facts.key.spki_sha256 for c in found.inventory.certificates.values() if c.facts.is_ca}
    assert len(cas) == 1


def test_generic_reads_flags_and_users() -> None:
    """Names of files say nothing: flags name the pairs, and the users of kubeconfigs say whose they are."""
    found = cluster("generic")
    assert files_of(found.connections["kube-apiserver@box->etcd@box"]) == (
        "tls/store-user.pem", "tls/roots.pem", "tls/store.pem", "tls/roots.pem",
    )  # fmt: skip
    assert found.connections["kubelet@box->kube-apiserver@box"].client.certificate.path == (
        "/etc/kubernetes/node.kubeconfig"
    )
    assert "kube-proxy@box->kube-apiserver@box" in found.connections
    assert [id_ for id_ in found.components if id_.startswith("kubectl:")] == ["kubectl:me.kubeconfig@box"]
    assert found.connections["kube-apiserver@box->kubelet@box"].server.certificate.state is State.UNKNOWN


def test_minikube_keeps_its_certificates_elsewhere() -> None:
    """certificatesDir is /var/lib/minikube/certs, also for what no flag names, and the port is 8443."""
    found = cluster("minikube")
    tool = found.connections["kubeadm@minikube->etcd@minikube"]
    assert tool.client.certificate.path == "/var/lib/minikube/certs/etcd/healthcheck-client.crt"
    assert found.connections["kubelet@minikube->kube-apiserver@minikube"].dialled.port == 8443


def test_a_custom_certificates_dir_is_the_nodes_own() -> None:
    """Files at the folder that flags name are the node's, wherever it is, and the tools' files are looked for there."""
    found = cluster("kubeadm-custom")
    assert [node.id for node in found.nodes] == ["cp1", "worker1"]
    assert found.connections["kubeadm@cp1->etcd@cp1"].client.ca.path == "/srv/kubernetes/pki/etcd/ca.crt"
    server = found.connections["kube-apiserver@cp1->kubelet@worker1"].server
    assert (server.client_ca.path, server.client_ca.state) == ("/srv/kubernetes/pki/ca.crt", State.FILE)


def test_external_etcd_is_an_address() -> None:
    """Each URL of `--etcd-servers` is a server of which only the address is known; no tool of etcd's is there."""
    found = cluster("kubeadm-external-etcd")
    ends = [c for c in found.connections.values() if c.client.component == "kube-apiserver@cp1" and c.group == "etcd"]
    assert [c.server.component for c in ends] == [f"etcd@192.168.56.{last}" for last in (21, 22, 23)]
    assert {files_of(c) for c in ends} == {("etcd-client/client.crt", "etcd-client/ca.crt", "unknown", "unknown")}
    assert not [id_ for id_ in found.components if id_.startswith(("etcdctl@", "kubeadm@", "etcd@cp1"))]


def test_an_external_ca_has_no_key_and_everything_else() -> None:
    """Without ca.key the map is the same."""
    found, plain = cluster("kubeadm-external-ca"), cluster("kubeadm-wrong")
    assert list(found.connections) == list(plain.connections)
    assert not [key for key in found.inventory.keys.values() if key.path.endswith(("pki/ca.key", "front-proxy-ca.key"))]


def test_kubelets_are_checked_where_a_flag_says_so() -> None:
    """With `--kubelet-certificate-authority` and serverTLSBootstrap kube-apiserver checks what kubelets serve."""
    found = cluster("kubeadm-dual-stack").connections["kube-apiserver@cp1->kubelet@worker1"]
    assert found.verifies_server
    assert files_of(found) == (
        "pki/apiserver-kubelet-client.crt", "pki/ca.crt", "pki/kubelet-server-current.pem", "pki/ca.crt",
    )  # fmt: skip
    keys = {c.facts.key.type for c in cluster("kubeadm-dual-stack").inventory.certificates.values()}
    assert keys == {"RSA", "ECDSA"}
    assert (
        cluster("kubeadm-dual-stack").connections["kubelet@worker1->kube-apiserver@cp1"].dialled.host == "2001:db8::10"
    )


@pytest.mark.parametrize("name", ["k3s", "rke2", "kubernetes-the-hard-way", "generic"])
def test_no_sentence_of_theirs_speaks_of_kubeadm(name: str) -> None:
    """What is said of a tree that kubeadm did not make names neither kubeadm nor its files."""
    said = [plain(sentence) for _, sentence in sentences(cluster(name))]
    assert len(said) > 100
    assert not [text for text in said if re.search(r"kubeadm|/etc/kubernetes/pki|admin\.conf|healthcheck", text)]
    assert [text for _, sentence in sentences(cluster("kind")) if "kubeadm" in (text := plain(sentence))]


def test_the_overview_asks_only_for_what_a_distribution_has() -> None:
    """Where manifests would say more it asks for them, in the distribution's folder; k3s has none to ask for."""
    bare = [entry for entry in entries("rke2") if "pod-manifests" not in entry.member]
    asked = " ".join(plain(hint) for hint in overview(cluster_of(bare)).hints)
    assert "Add /var/lib/rancher/rke2/agent/pod-manifests and /etc/rancher/rke2/*.yaml of server1" in asked
    assert "rke2’s convention" in asked
    [k3s] = [plain(hint) for hint in overview(cluster("k3s")).hints]
    assert k3s.startswith("k3s runs its control plane without static pods")
    agent = cluster_of([entry for entry in entries("k3s") if entry.member.startswith("agent1/")])
    [alone] = [plain(hint) for hint in overview(agent).hints]
    assert "Add /var/lib/rancher/k3s/server and /etc/rancher/k3s/k3s.yaml of a control-plane node" in alone
