"""Flags and kubeconfig fields are the evidence: names of files mean nothing where a flag says otherwise."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.model.cluster import Cluster, Connection, Reference, State
from app.model.files import Entry
from tests.trees import cluster, cluster_of, entries, rewritten

BY_CONVENTION = re.compile(
    r"kubelet\.conf|config\.yaml|kubelet\.(crt|key)|kubelet-(client|server)|healthcheck-client|manifests/|kubeadm-flags|instance-config|pki/etcd/ca\.crt|pki/ca\.crt"
)
"""Files that nothing in a kubeadm tree names: their place is the kubelet's or the tools' own."""


def _on_node(member: str) -> str:
    """A member's path on its node."""
    return re.sub(r"^(?:cp\d|worker\d)?/?(?=etc/|var/)", "/", member)


def _manifest(name: str) -> Callable[[str], bool]:
    return lambda member: member.endswith(f"/manifests/{name}.yaml")


def _with_text(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def renamed(name: str) -> tuple[tuple[Entry, ...], dict[str, str]]:
    """The tree with a new base name for every file that a flag or kubeconfig names, and flags and fields adapted."""
    found = entries(name)
    new = {
        entry.member: re.sub(
            r"[^/]+$",
            "f" + hashlib.sha256(re.sub(r"^\w+/(?=etc|var)", "", entry.member).encode()).hexdigest()[:9],
            entry.member,
        )
        for entry in found
        if not BY_CONVENTION.search(entry.member)
    }
    on_node = {_on_node(old): _on_node(now) for old, now in new.items()}
    longest_first = sorted(on_node, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(path) + r"(?![\w.-])" for path in longest_first))
    moved = tuple(replace(entry, member=new.get(entry.member, entry.member)) for entry in found)
    return rewritten(
        moved, lambda text: pattern.sub(lambda match: on_node[match[0]], text), lambda member: "manifests/" in member
    ), on_node


def shape(connection: Connection, whole: Cluster) -> tuple[object, ...]:
    """What a connection says, with certificates and keys by fingerprint instead of by place."""

    def seen(reference: Reference) -> tuple[object, ...]:
        certificates, keys = whole.inventory.certificates, whole.inventory.keys
        prints = tuple(
            certificates[i].facts.fingerprint_sha256 if i in certificates else keys[i].spki_sha256
            for i in reference.ids
        )
        return reference.state, prints

    client, server = connection.client, connection.server
    references = (
        client.certificate,
        client.key,
        client.ca,
        client.token,
        server.certificate,
        server.key,
        server.client_ca,
        server.requestheader_ca,
    )
    return (
        connection.group, connection.purpose, connection.via, connection.dialled, connection.verifies_server,
        connection.identity,
        connection.authorizer, server.client_auth, tuple(map(seen, references)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["kubeadm-1.22-cp1", "kubeadm-1.37-cp1-workers", "kubeadm-1.37-ha3-stacked", "kubeadm-1.34-ecdsa"]
)
def test_renamed_files_give_the_same_map(name: str) -> None:
    """With every named file renamed and flags adapted, each connection shows the same certificates, keys and CAs."""
    found, paths = renamed(name)
    plain, other = cluster(name), cluster_of(found)

    def key(identifier: str) -> str:
        """An id in which kubectl's file has its old name."""
        for old, new in paths.items():
            base_old, base_new = old.rsplit("/", 1)[1], new.rsplit("/", 1)[1]
            identifier = identifier.replace(f"kubectl:{base_new}@", f"kubectl:{base_old}@")
        return identifier

    invented = "kubectl:admin.conf@"  # admin.conf has another name now, so one by that name is drawn hollow
    assert len(paths) > 15
    assert {i: shape(c, plain) for i, c in plain.connections.items()} == {
        key(i): shape(c, other) for i, c in other.connections.items() if not i.startswith(invented)
    }


def test_renamed_files_with_old_flags_are_not_found() -> None:
    """If the flags are not adapted the files are not in the tree: nothing is guessed by content."""
    found, _ = renamed("kubeadm-1.22-cp1")
    untouched = {entry.member: entry for entry in entries("kubeadm-1.22-cp1")}
    mixed = tuple(untouched.get(entry.member, entry) for entry in found)
    edge = cluster_of(mixed).connections["kube-apiserver@cp1->etcd@cp1"]
    assert edge.client.certificate == Reference(
        State.NOT_IN_TREE, (), "/etc/kubernetes/pki/apiserver-etcd-client.crt", ""
    )


def test_swapped_files_are_seen_swapped() -> None:
    """Two certificates that change places under the old names are shown where they now stand."""
    pki = "cp1/etc/kubernetes/pki"
    one, other = f"{pki}/apiserver-etcd-client.crt", f"{pki}/apiserver-kubelet-client.crt"
    by_member = {entry.member: entry for entry in entries("kubeadm-1.37-cp1-workers")}
    exchanged = {one: replace(by_member[one], data=by_member[other].data)}
    exchanged[other] = replace(by_member[other], data=by_member[one].data)
    plain, now = cluster("kubeadm-1.37-cp1-workers"), cluster_of((by_member | exchanged).values())
    users = [
        identity.user
        for whole in (plain, now)
        if (identity := whole.connections["kube-apiserver@cp1->kubelet@worker1"].identity)
    ]
    assert users == ["kube-apiserver-kubelet-client", "kube-apiserver-etcd-client"]
    etcd = now.certificate(now.connections["kube-apiserver@cp1->etcd@cp1"].client.certificate)
    assert etcd is not None
    assert etcd.facts.common_name == "kube-apiserver-kubelet-client"


def test_a_flag_that_points_elsewhere_is_followed() -> None:
    """`--client-ca-file` set to etcd's CA changes the API server's client CA on every connection that ends there."""
    pki = "--client-ca-file=/etc/kubernetes/pki"
    change = _with_text(f"{pki}/ca.crt", f"{pki}/etcd/ca.crt")
    found = rewritten(entries("kubeadm-1.22-cp1"), change, _manifest("kube-apiserver"))
    edges = [c for c in cluster_of(found).connections.values() if c.server.component == "kube-apiserver@cp1"]
    assert {edge.server.client_ca.path for edge in edges} == {"/etc/kubernetes/pki/etcd/ca.crt"}


def test_a_kubelets_client_ca_comes_from_its_flag_and_not_from_its_issuer() -> None:
    """A default kubelet shows ca.crt as its client CA, while its serving certificate has its own throw-away CA."""
    whole = cluster("kubeadm-1.37-cp1-workers")
    edge = whole.connections["kube-apiserver@cp1->kubelet@worker1"]
    serving, trusted = whole.certificate(edge.server.certificate), whole.certificate(edge.server.client_ca)
    assert serving is not None
    assert trusted is not None
    issuer = whole.issuer(serving)
    assert issuer is not None
    assert edge.server.client_ca.path == "/etc/kubernetes/pki/ca.crt"
    assert (issuer.path, issuer.facts.key != trusted.facts.key) == (serving.path, True)


def test_hostpath_mounts_map_a_containers_path_to_the_nodes() -> None:
    """A pki folder mounted elsewhere in the container is found through its hostPath; without the mount it is lost."""
    edge = "kube-apiserver@cp1->etcd@cp1"
    flags = _with_text("=/etc/kubernetes/pki/", "=/pki/")
    mount = _with_text("mountPath: /etc/kubernetes/pki\n", "mountPath: /pki\n")
    unmounted = rewritten(entries("kubeadm-1.22-cp1"), flags, _manifest("kube-apiserver"))
    mapped = rewritten(unmounted, mount, _manifest("kube-apiserver"))
    assert cluster_of(mapped).connections[edge].client == cluster("kubeadm-1.22-cp1").connections[edge].client
    assert cluster_of(unmounted).connections[edge].client.certificate.state is State.NOT_IN_TREE
