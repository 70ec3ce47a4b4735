"""What editors and kubeadm leave beside the files that count: listed, and without a part."""

from dataclasses import replace

import pytest

from app.explain.file import explain_file
from app.model.files import Entry
from app.reading.bounds import WEB
from app.reading.inventory import read_inventory
from app.reading.leftovers import is_leftover, is_run_all_the_same
from app.reading.tree import Tree
from tests.trees import cluster, cluster_of, entries

TREE = "kubeadm-1.37-cp1-workers"
ADMIN, APISERVER = "etc/kubernetes/admin.conf", "etc/kubernetes/manifests/kube-apiserver.yaml"


def found(name: str) -> Entry:
    return next(entry for entry in entries(TREE) if entry.member == f"cp1/{name}")


@pytest.mark.parametrize(
    "path",
    [
        *("/etc/kubernetes/admin.conf.old", "/etc/kubernetes/admin.conf~", "/etc/kubernetes/admin.conf.bak2"),
        *("/etc/kubernetes/manifests/.etcd.yaml.swp", "/etc/kubernetes/manifests/etcd.yaml.BAK"),
        *("/etc/kubernetes/manifests/#etcd.yaml#", "/etc/kubernetes/manifests/etcd.yaml.rpmsave"),
        "/etc/kubernetes/tmp/kubeadm-backup-manifests-2026-11-24-07-30-05/etcd.yaml",
        "/root/kubeadm-backup-etcd-2026/etcd.yaml",
        "/etc/kubernetes/tmp/kubeadm-upgraded-manifests1/etcd.yaml",
        "/etc/kubernetes/admin.conf.bak-2026",
        *(
            "/etc/kubernetes/manifests.bak/etcd.yaml",
            "/etc/kubernetes.old/admin.conf",
            "/etc/kubernetes/pki.bak/ca.crt",
        ),
    ],
)
def test_leftovers(path: str) -> None:
    """Names that editors, package managers, people and kubeadm give to copies."""
    assert is_leftover(path)


@pytest.mark.parametrize(
    "path",
    [
        *("/etc/kubernetes/admin.conf", "/etc/kubernetes/manifests/etcd.yaml", "/etc/kubernetes/old.conf"),
        *("/root/.kube/config", "/etc/kubernetes/backup/admin.conf", "/bak", "/etc/kubernetes/tmp", "/x/kubeadm.yaml"),
    ],
)
def test_files_that_count(path: str) -> None:
    """A name that only resembles one is no leftover."""
    assert not is_leftover(path)


@pytest.mark.parametrize("copy", ["kubernetes.bak", "kubernetes/manifests.old", "kubernetes/pki.backup"])
def test_a_copied_folder_changes_nothing_of_the_map(copy: str) -> None:
    """`cp -r` of the whole folder, of its manifests or its pki, with other content: no node, no component, no line."""
    source = copy.rpartition(".")[0]
    folder = f"cp1/etc/{source}/"
    copies = [
        replace(entry, member=entry.member.replace(folder, f"cp1/etc/{copy}/"), data=entry.data.replace(b"192", b"191"))
        for entry in entries(TREE)
        if entry.member.startswith(folder)
    ]
    whole, changed = cluster(TREE), cluster_of((*entries(TREE), *copies))
    assert copies and changed.connections == whole.connections
    assert changed.nodes == whole.nodes
    assert len(changed.inventory.files) == len(whole.inventory.files) + len(copies)


def test_a_folder_by_itself_is_a_node_whatever_its_name() -> None:
    """Somebody who packs only the copy sees it."""
    copies = [replace(entry, member=entry.member.replace("cp1/", "cp1.old/", 1)) for entry in entries(TREE)]
    assert cluster_of(copies).connections.keys() == cluster(TREE).connections.keys()


def test_leftovers_change_nothing_of_the_map() -> None:
    """Copies of kubeconfigs and manifests with other content give no component and no connection; as files they do."""
    old = found(APISERVER)
    other = old.data.replace(b"192.168.56.11", b"192.0.2.99").replace(b"/pki/ca.crt", b"/pki/old-ca.crt")
    copies = [
        replace(found(ADMIN), member="cp1/etc/kubernetes/admin.conf.old"),
        replace(old, member=f"cp1/{APISERVER}.bak", data=other),
        replace(old, member="cp1/etc/kubernetes/tmp/kubeadm-backup-manifests-1/kube-apiserver.yaml", data=other),
    ]
    with_copies, plain = cluster_of((*copies, *entries(TREE))), cluster(TREE)
    assert with_copies.connections.keys() == plain.connections.keys()
    assert with_copies.components.keys() == plain.components.keys()
    assert {file.member for file in with_copies.inventory.files.values()} >= {entry.member for entry in copies}
    assert "cp1:/etc/kubernetes/admin.conf.old" in with_copies.inventory.kubeconfigs
    counted = cluster_of((*(replace(one, member=f"{one.member}.yaml") for one in copies), *entries(TREE)))
    assert counted.components.keys() != plain.components.keys()


def test_a_flag_may_name_a_leftover() -> None:
    """Flags win: what a program is told to read is read, whatever it is called."""
    moved = [
        replace(entry, member=f"{entry.member}.bak") if entry.member.endswith("/scheduler.conf") else entry
        for entry in entries(TREE)
    ]
    told = [
        replace(entry, data=entry.data.replace(b"/scheduler.conf", b"/scheduler.conf.bak"))
        if entry.member.endswith("kube-scheduler.yaml")
        else entry
        for entry in moved
    ]
    id_ = "kube-scheduler@cp1->kube-apiserver@cp1"
    assert cluster_of(told).connections[id_].client.certificate.ids
    assert not cluster_of(moved).connections[id_].client.certificate.ids


def test_the_kubelet_runs_a_copy_in_its_folder() -> None:
    """A note and the file's page say that the kubelet takes every file there; not of a hidden one, nor elsewhere."""
    copy = replace(found(APISERVER), member=f"cp1/{APISERVER}.bak")
    shown = cluster_of((*entries(TREE), copy))
    assert any("runs every file" in note for note in shown.notes)
    words = str(explain_file(shown, f"cp1:/{APISERVER}.bak").points)
    assert "no part" in words and "runs every file" in words
    assert is_run_all_the_same(f"/{APISERVER}.bak")
    assert not is_run_all_the_same("/etc/kubernetes/manifests/.kube-apiserver.yaml.swp")
    assert not is_run_all_the_same("/etc/kubernetes/admin.conf.bak")


def test_a_leftover_names_no_node() -> None:
    """The old kubelet.conf of another node does not name this one."""
    other = next(entry for entry in entries(TREE) if entry.member.startswith("worker1/etc/kubernetes/kubelet.conf"))
    old = replace(other, member="etc/kubernetes/kubelet.conf.old")
    ca = replace(found("etc/kubernetes/pki/ca.crt"), member="etc/kubernetes/pki/ca.crt")
    assert [node.id for node in read_inventory(Tree((old, ca)), WEB).nodes] == ["node-1"]
