"""Uploads of a few files: each says which further file would add what."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from app.explain.overview import overview
from app.explain.strays import strangers
from app.model.files import Entry
from app.model.words import plain
from tests.trees import cluster_of, entries

TREE = "kubeadm-1.37-cp1-workers"
FILES = {entry.member.removeprefix("cp1/"): entry for entry in entries(TREE)}
PKI = "etc/kubernetes/pki"


def loose(*names: str) -> list[Entry]:
    """Files without their folders."""
    return [replace(FILES[name], member=name.rpartition("/")[2]) for name in names]


def words(found: Iterable[Entry]) -> str:
    seen = overview(cluster_of(found))
    return " ".join((plain(seen.lead), *map(plain, seen.hints)))


@pytest.mark.parametrize(
    ("found", "said", "unsaid"),
    [
        (loose(f"{PKI}/apiserver.crt"), ["1 certificate", "pki", "CN=kubernetes", "the key"], ["1 worker"]),
        (loose(f"{PKI}/ca.crt"), ["1 certificate", "manifests"], ["Add the certificate of the CA"]),
        (loose(f"{PKI}/ca.crt", f"{PKI}/apiserver.crt", f"{PKI}/apiserver.key"), ["1 key"], ["Add the certificate of"]),
        (loose("etc/kubernetes/admin.conf"), ["1 connection", "No API server"], ["Nothing in the upload says"]),
        (
            [FILES["var/lib/kubelet/pki/kubelet.crt"]],
            ["kubelet.conf", "config.yaml", "no key"],
            ["a folder pki", "manifests"],
        ),
        (
            loose("etc/kubernetes/manifests/kube-apiserver.yaml"),
            ["No certificate is in the upload", "/etc/kubernetes/pki", "kube-controller-manager and kube-scheduler"],
            ["0 certificates"],
        ),
    ],
    ids=["a certificate", "a CA", "a pair with its CA", "a kubeconfig", "a kubelet's folder", "one manifest"],
)
def test_files_by_themselves(found: list[Entry], said: list[str], unsaid: list[str]) -> None:
    """What is missing is named; what is there, or does not matter, is not."""
    text = words(found)
    assert all(word in text for word in said), text
    assert not any(word in text for word in unsaid), text


def test_loose_files_that_flags_look_for_elsewhere() -> None:
    """A loose apiserver.crt beside the manifest that names it in another folder: the hint says where it belongs."""
    manifest = "etc/kubernetes/manifests/kube-apiserver.yaml"
    text = words(loose(manifest, f"{PKI}/apiserver.crt"))
    assert "not where the flags" in text and f"/{PKI}/apiserver.crt" in text
    assert "not where the flags" not in words(loose(manifest, f"{PKI}/sa.pub"))


def test_a_kubeconfig_of_another_cluster() -> None:
    """An admin.conf of another cluster is told as a stranger; the cluster's own never is."""
    other = next(entry for entry in entries("kubeadm-1.30-cp1") if entry.member.endswith("admin.conf"))
    stranger = replace(other, member="cp1/root/.kube/other.conf")
    found = cluster_of((*entries(TREE), stranger))
    assert strangers(found) == ["cp1:/root/.kube/other.conf"]
    assert "of another cluster" in words((*entries(TREE), stranger))
    assert strangers(cluster_of(entries(TREE))) == []
