"""What an upload leaves out: what is assumed, what is missing, and what was never needed."""

import re
from collections.abc import Iterable
from dataclasses import replace

from app.model.files import Entry
from app.model.verdicts import Assumption, Outcome, Verdict
from tests.trees import cluster, cluster_of, entries, rewritten

TREE = "kubeadm-1.37-ha2"
ADMIN, ETCD = "kubectl:admin.conf@cp1->kube-apiserver@cp1", "kube-apiserver@cp1->etcd@cp1"
KUBELET, POD = "kube-apiserver@cp1->kubelet@cp1", "pod@cluster->kube-apiserver@cp1"


def without(*ends: str, tree: str = TREE) -> tuple[Entry, ...]:
    """A tree without the members that end so."""
    return tuple(entry for entry in entries(tree) if not entry.member.endswith(ends))


def verdicts(found: Iterable[Entry]) -> dict[str, Verdict]:
    return dict(cluster_of(found).verdicts)


def test_a_tree_without_any_key_is_judged() -> None:
    """Where a node's part holds no key at all, keys are assumed: what worked works, and says what it assumes."""
    bare = [entry for entry in entries(TREE) if not entry.member.endswith((".key", "/sa.pub"))]
    found = cluster_of(replace(entry, data=_without_keys(entry.data)) for entry in bare)
    assert not found.inventory.keys
    whole = cluster(TREE).verdicts
    assert {key: verdict.outcome for key, verdict in found.verdicts.items()} == {
        key: verdict.outcome for key, verdict in whole.items()
    }
    assert found.verdicts[ETCD].assumes == (Assumption.KEY,)
    assert whole[ETCD].assumes == ()


def _without_keys(data: bytes) -> bytes:
    """A file with its private keys cut out, PEM blocks and kubeconfig fields."""
    data = re.sub(
        rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----\n", b"", data, flags=re.DOTALL
    )
    return re.sub(rb" *client-key-data: .*\n", b"", data)


def test_one_missing_key_among_others_ends_its_program() -> None:
    """Where the node's other keys are there, a missing one is missing: nobody reaches etcd."""
    judged = verdicts(without("cp1/etc/kubernetes/pki/etcd/server.key"))[ETCD]
    assert (judged.outcome, judged.phase) == (Outcome.FAILS, "load")
    assert judged.server_error == "open /etc/kubernetes/pki/etcd/server.key: no such file or directory"
    assert judged.client_error is None


def test_a_missing_server_certificate_counts_only_where_somebody_checks_it() -> None:
    """Without apiserver.crt nobody can say what kubectl makes of it; the kubelet's probe verifies nothing."""
    judged = verdicts(without("cp1/etc/kubernetes/pki/apiserver.crt"))
    assert judged[ADMIN].outcome is Outcome.NOT_CHECKABLE
    assert [rung.code for rung in judged[ADMIN].missing] == ["certificate-missing"]
    probe = judged["kubelet@cp1->kube-apiserver@cp1!probe"]
    assert (probe.outcome, probe.assumes) == (Outcome.WORKS, (Assumption.SERVER_CERTIFICATE,))


def test_a_missing_ca_is_no_verdict() -> None:
    """Without --etcd-cafile's file the API server's trust in etcd cannot be judged, and it is not called broken."""
    judged = verdicts(without("cp1/etc/kubernetes/pki/etcd/ca.crt"))[ETCD]
    assert judged.outcome is Outcome.NOT_CHECKABLE
    assert {rung.code for rung in judged.missing} == {"ca-missing"}


def test_a_client_ca_matters_to_certificates_only() -> None:
    """Without ca.crt on the server's side a pod's token is still good; a certificate cannot be judged."""
    judged = verdicts(without("cp1/etc/kubernetes/pki/front-proxy-ca.crt"))
    assert judged[POD].outcome is Outcome.WORKS
    assert judged["front-proxy@cluster->kube-apiserver@cp1"].outcome is Outcome.NOT_CHECKABLE
    assert judged[ADMIN].outcome is Outcome.WORKS


def test_another_nodes_sa_pub_refuses_tokens() -> None:
    """Tokens that another API server signs are refused where sa.pub is another; certificates are not touched."""
    old = next(entry for entry in entries("kubeadm-1.30-cp1") if entry.member.endswith("/sa.pub"))
    changed = [
        replace(entry, data=old.data) if entry.member == "cp1/etc/kubernetes/pki/sa.pub" else entry
        for entry in entries(TREE)
    ]
    judged = verdicts(changed)
    assert (judged[POD].outcome, judged[POD].phase) == (Outcome.FAILS, "authentication")
    assert judged[POD].server_error == "[invalid bearer token, invalid signature, no keys found]"
    assert judged[ADMIN].outcome is Outcome.WORKS
    assert cluster(TREE).verdicts[POD].assumes == (Assumption.TOKEN,)


def test_a_probe_without_credentials_needs_anonymous_access() -> None:
    """With --anonymous-auth=false the kubelet's own probe of the API server gets 401."""
    changed = rewritten(
        entries(TREE),
        lambda text: text.replace("- --allow-privileged=true", "- --anonymous-auth=false"),
        lambda member: member.endswith("kube-apiserver.yaml"),
    )
    judged = verdicts(changed)["kubelet@cp1->kube-apiserver@cp1!probe"]
    assert (judged.outcome, judged.phase, judged.client_error) == (Outcome.FAILS, "authentication", "401 Unauthorized")
    assert cluster(TREE).verdicts["kubelet@cp1->kube-apiserver@cp1!probe"].outcome is Outcome.WORKS


def test_nothing_is_judged_of_a_server_that_is_not_there() -> None:
    """A worker alone: its API server is known only by its address."""
    (judged,) = cluster("kubeadm-1.37-worker-only").verdicts.values()
    assert judged.outcome is Outcome.NOT_CHECKABLE
    assert [rung.code for rung in judged.missing] == ["server-unknown"]


def test_a_bootstrap_token_is_no_service_accounts() -> None:
    """Another node's sa.pub refuses pods, not a kubelet with a bootstrap token; each rung says which token it is."""
    old = next(entry for entry in entries("kubeadm-1.30-cp1") if entry.member.endswith("/sa.pub"))
    text = b"apiVersion: v1\nkind: Config\nclusters:\n- name: c\n  cluster: {server: https://192.168.56.11:6443}\n"
    text += b"users:\n- name: u\n  user: {token: x}\ncontexts:\n- name: x\n  context: {cluster: c, user: u}\n"
    bootstrap = Entry("cp1/etc/kubernetes/bootstrap-kubelet.conf", text)
    changed = [
        replace(entry, data=old.data) if entry.member == "cp1/etc/kubernetes/pki/sa.pub" else entry
        for entry in (*entries(TREE), bootstrap)
    ]
    judged = verdicts(changed)
    assert judged[POD].authenticated is False
    by_token = judged["kubelet@cp1->kube-apiserver@cp1!bootstrap"]
    assert by_token.authenticated is True
    off = [
        replace(entry, data=entry.data.replace(b"--enable-bootstrap-token-auth=true", b"--v=2")) for entry in changed
    ]
    refused = verdicts(off)["kubelet@cp1->kube-apiserver@cp1!bootstrap"]
    assert refused.authenticated is False
    assert any(rung.message == "invalid bearer token" and rung.ok is False for rung in refused.server_side)
    assert "bootstrap token" in by_token.server_side[-2].message + by_token.server_side[-1].message
    own = judged["kube-apiserver@cp1->kube-apiserver@cp1!loopback"]
    assert any("made this token for itself" in rung.message for rung in own.server_side)
    sound = cluster(TREE).verdicts[POD]
    assert any("--service-account-key-file" in rung.message for rung in sound.server_side)


def test_a_probe_has_no_line_of_the_kubelets_leases() -> None:
    """Without anonymous requests a probe is answered 401: what the kubelet says of it nobody has seen here."""

    def closed(text: str) -> str:
        return text.replace("- --allow-privileged=true", "- --allow-privileged=true\n    - --anonymous-auth=false")

    judged = verdicts(rewritten(entries(TREE), closed, lambda member: member.endswith("kube-apiserver.yaml")))
    probe = judged["kubelet@cp1->kube-apiserver@cp1!probe"]
    assert (probe.outcome, probe.phase, probe.client_log) == (Outcome.FAILS, "authentication", None)
    assert cluster(TREE).verdicts["kubelet@cp1->kube-apiserver@cp1!probe"].outcome is Outcome.WORKS


def unread(*ends: str) -> tuple[Entry, ...]:
    """A tree in which these files are there, and whoever packed or opened it had no permission to read them."""
    return tuple(
        replace(entry, data=b"", size=len(entry.data)) if entry.member.endswith(ends) else entry
        for entry in entries(TREE)
    )


def test_a_file_that_could_not_be_read_here_fails_nothing() -> None:
    """Root's files, opened by somebody else, say nothing against the cluster: keys are assumed, the rest is open."""
    judged = verdicts(unread("cp1/etc/kubernetes/pki/etcd/server.key"))[ETCD]
    assert (judged.outcome, judged.assumes) == (Outcome.WORKS, (Assumption.KEY,))
    assert "could not be read here" in next(rung.message for rung in judged.server_side if rung.code == "key-assumed")
    for ends, connection in (
        ("cp1/etc/kubernetes/pki/etcd/server.crt", ETCD),
        ("cp1/etc/kubernetes/pki/etcd/ca.crt", ETCD),
        ("cp1/etc/kubernetes/pki/apiserver-etcd-client.crt", ETCD),
        ("cp1/etc/kubernetes/scheduler.conf", "kube-scheduler@cp1->kube-apiserver@cp1"),
        ("cp1/etc/kubernetes/pki/ca.crt", ADMIN),
    ):
        assert verdicts(unread(ends))[connection].outcome is Outcome.NOT_CHECKABLE, ends


def test_a_file_that_holds_nothing_fails() -> None:
    """The same files, read and empty: the programs find nothing in them either."""
    empty = tuple(
        replace(entry, data=b"") if entry.member.endswith("cp1/etc/kubernetes/scheduler.conf") else entry
        for entry in entries(TREE)
    )
    assert verdicts(empty)["kube-scheduler@cp1->kube-apiserver@cp1"].outcome is Outcome.FAILS
