"""Folders, tarballs and files of a machine, read where they lie."""

import os
import shutil
import socket
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.model.errors import LimitExceeded, NothingRecognised, UploadRefused
from app.model.files import Entry
from app.reading.archive import read_archive
from app.reading.bounds import INSPECT, PATH_PARTS, Bounds
from app.reading.folders import member_name, read_paths, spread
from app.reading.inventory import read_inventory
from tests.trees import TREES, entries

NAME = "kubeadm-1.37-cp1-workers"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A real tree of three nodes, unpacked."""
    with tarfile.open(TREES / f"{NAME}.tar.gz") as archive:
        archive.extractall(  # noqa: S202 - a tree of our own
            tmp_path / "tree", filter=lambda member, _: member
        )
    return tmp_path / "tree"


def small(**changes: int) -> Bounds:
    """The command line's bounds with some of them smaller."""
    return Bounds(**({name: getattr(INSPECT, name) for name in INSPECT.__slots__} | changes))


def members(*paths: Path) -> list[str]:
    """What the files and links of these paths are called."""
    return [entry.member for entry in read_paths(paths, INSPECT).entries]


def write(path: Path, data: str = "x") -> Path:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data)
    return path


def test_a_folder_is_read_as_its_archive_would_be(tree: Path) -> None:
    """The unpacked tree and its tarball give the same members, bytes, links and modes."""
    found = read_paths([tree], INSPECT)
    wanted = {entry.member: (entry.data, entry.target, entry.mode) for entry in entries(NAME) if entry.target is None}
    assert {e.member: (e.data, e.target, e.mode) for e in found.entries if e.target is None} == wanted
    links = {entry.member: entry.target for entry in entries(NAME) if entry.target is not None}
    assert {e.member: e.target for e in found.entries if e.target is not None} == links
    assert found.unreadable == ()
    assert sorted(node.id for node in read_inventory(found, INSPECT).nodes) == ["cp1", "worker1", "worker2"]


def test_a_tarball_is_read_as_an_archive() -> None:
    """By its content; the result is read_archive's."""
    path = TREES / f"{NAME}.tar.gz"
    assert read_paths([path], INSPECT) == read_archive(path.read_bytes(), INSPECT)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/etc/kubernetes", "etc/kubernetes"),
        ("/etc/kubernetes/pki", "etc/kubernetes/pki"),
        ("/var/lib/kubelet", "var/lib/kubelet"),
        ("/etc/ssl/etcd", "etc/ssl/etcd"),
        ("/srv/me/cp1/etc/kubernetes", "cp1/etc/kubernetes"),
        ("/root/etc/kubernetes", "etc/kubernetes"),
        ("/root/cp1/etc/kubernetes", "cp1/etc/kubernetes"),
        ("/root/.kube", "root/.kube"),
        ("/root/.kube/config", "root/.kube/config"),
        ("/nowhere/pki/etcd/ca.crt", "pki/etcd/ca.crt"),
        ("/nowhere/kubernetes/admin.conf", "kubernetes/admin.conf"),
        ("/nowhere/admin.conf", "admin.conf"),
    ],
)
def test_what_a_path_is_called(path: str, name: str) -> None:
    """A node's folders keep their path, wherever the copy lies; `pki` and `kubernetes` their name; a file its own."""
    assert member_name(Path(path)) == name


def test_pki_and_kubernetes_keep_their_names(tmp_path: Path) -> None:
    """A folder of that name, given by itself; any other folder is the top of the tree."""
    write(tmp_path / "n" / "pki" / "ca.crt")
    write(tmp_path / "n" / "kubernetes" / "admin.conf")
    assert members(tmp_path / "n" / "pki") == ["pki/ca.crt"]
    assert members(tmp_path / "n" / "kubernetes") == ["kubernetes/admin.conf"]
    assert members(tmp_path / "n") == ["kubernetes/admin.conf", "pki/ca.crt"]


def test_relative_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.`, `..` and names below the working folder mean what the shell means."""
    write(tmp_path / "n" / "pki" / "ca.crt")
    monkeypatch.chdir(tmp_path / "n")
    assert members(Path("pki")) == members(Path("./pki/../pki")) == ["pki/ca.crt"]
    monkeypatch.chdir(tmp_path / "n" / "pki")
    assert members(Path()) == ["pki/ca.crt"]


def test_parts_of_one_node_stay_together(tree: Path) -> None:
    """etc/kubernetes and var/lib/kubelet of one copy are one node, named together or apart."""
    parts = [tree / "cp1" / "etc" / "kubernetes", tree / "cp1" / "var" / "lib" / "kubelet"]
    (node,) = read_inventory(read_paths(parts, INSPECT), INSPECT).nodes
    assert node.id == "cp1"


def test_paths_that_clash_are_kept_apart(tree: Path, tmp_path: Path) -> None:
    """Two nodes' folders, two tarballs, two pki folders, two files of one name: each its own node or place."""
    both = [tree / "worker1", tree / "worker2"]
    assert sorted(node.id for node in read_inventory(read_paths(both, INSPECT), INSPECT).nodes) == [
        "worker1",
        "worker2",
    ]
    tarballs = [TREES / "kubeadm-1.37-worker-only.tar.gz", TREES / "kubeadm-1.30-cp1.tar.gz"]
    found = read_inventory(read_paths(tarballs, INSPECT), INSPECT)
    assert [(node.id, node.folder) for node in found.nodes] == [
        ("worker1", "kubeadm-1.37-worker-only"),
        ("cp1", "kubeadm-1.30-cp1"),
    ]
    for folder in ("a", "b", "root"):
        write(tmp_path / folder / "pki" / "ca.crt", folder)
    assert members(*(tmp_path / folder / "pki" for folder in ("a", "b", "root"))) == [
        "a/pki/ca.crt",
        "b/pki/ca.crt",
        "root_/pki/ca.crt",
    ]
    write(tmp_path / "c" / "a" / "pki" / "ca.crt")
    assert members(tmp_path / "a" / "pki", tmp_path / "c" / "a" / "pki") == ["a/pki/ca.crt", "a_2/pki/ca.crt"]


def test_paths_that_do_not_clash_are_left_alone(tmp_path: Path) -> None:
    """Loose files of different names, each given by itself, are one tree."""
    paths = [write(tmp_path / "a" / "ca.crt"), write(tmp_path / "b" / "admin.conf")]
    assert members(*paths) == ["ca.crt", "admin.conf"]


def test_above_a_nodes_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """`/` and `/etc` stand for the node's folders below them, never for everything; without any there is nothing."""
    monkeypatch.setattr(Path, "is_dir", lambda path: str(path) in ("/etc/kubernetes", "/var/lib/kubelet"))
    assert list(spread([Path("/")])) == [Path("/etc/kubernetes"), Path("/var/lib/kubelet")]
    assert list(spread([Path("/etc")])) == [Path("/etc/kubernetes")]
    assert list(spread([Path("/home")])) == [Path("/home")]
    monkeypatch.setattr(Path, "is_dir", lambda _: False)
    with pytest.raises(NothingRecognised):
        list(spread([Path("/")]))


def test_of_the_kubelets_folder_only_what_matters(tmp_path: Path) -> None:
    """Pods, plugins and device plugins are never walked: there can be a hundred gigabytes of them."""
    kubelet = tmp_path / "n" / "var" / "lib" / "kubelet"
    for name in ("config.yaml", "kubeadm-flags.env", "instance-config.yaml", "kubeconfig", "pki/kubelet.crt"):
        write(kubelet / name)
    for name in ("pods/uid/volumes/secret", "plugins/x/y.yaml", "cpu_manager_state", "pki.d/x.crt"):
        write(kubelet / name)
    (kubelet / "pods" / "uid" / "deep").mkdir()
    assert members(kubelet) == [
        f"n/var/lib/kubelet/{name}"
        for name in ("config.yaml", "instance-config.yaml", "kubeadm-flags.env", "kubeconfig", "pki/kubelet.crt")
    ]
    assert len(members(tmp_path / "n")) == 5


def test_of_etcds_data_and_roots_home_only_what_matters(tmp_path: Path) -> None:
    """etcd's database is left alone, and of root's home everything but its kubeconfigs."""
    for name in (
        "var/lib/etcd/member/snap/db",
        "var/lib/etcd/pki/ca.crt",
        "root/.kube/config",
        "root/.kube/cache/x",
        "root/.bashrc",
    ):
        write(tmp_path / "n" / name)
    assert members(tmp_path / "n") == ["root/.kube/config", "var/lib/etcd/pki/ca.crt"]


def test_links_are_kept_and_never_followed(tmp_path: Path) -> None:
    """Files and folders behind links, outside and inside, stay links with their text; loops end."""
    secret = write(tmp_path / "outside" / "secret", "marker")
    pki = tmp_path / "n" / "pki"
    write(pki / "ca.crt")
    for name, target in (("file", secret), ("folder", secret.parent), ("loop", Path("loop")), ("up", Path("../pki"))):
        (pki / name).symlink_to(target)
    found = read_paths([pki], INSPECT)
    assert {entry.member: entry.target for entry in found.entries} == {
        "pki/ca.crt": None,
        "pki/file": str(secret),
        "pki/folder": str(secret.parent),
        "pki/loop": "loop",
        "pki/up": "../pki",
    }
    assert not any(b"marker" in entry.data for entry in found.entries)


def test_a_path_that_is_a_link_is_what_the_person_means(tmp_path: Path) -> None:
    """A linked folder or file, named by itself, is read under the name that was typed."""
    write(tmp_path / "real" / "ca.crt")
    (tmp_path / "pki").symlink_to("real")
    (tmp_path / "current.pem").symlink_to("real/ca.crt")
    assert members(tmp_path / "pki") == ["pki/ca.crt"]
    assert read_paths([tmp_path / "current.pem"], INSPECT).entries[0].data == b"x"


def test_special_files_are_not_opened(tmp_path: Path) -> None:
    """In a folder a pipe without a writer and a socket would block or fail: neither is touched, the rest is read."""
    write(tmp_path / "n" / "ca.crt")
    os.mkfifo(tmp_path / "n" / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "n" / "s"))
        assert members(tmp_path / "n") == ["ca.crt"]


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Takes away the permission to open one name: for root there is no other way."""
    really_open, really_scan = os.open, os.scandir

    def forbid(name: str) -> None:
        def check(path: object) -> None:
            if Path(str(path)).name == name:
                raise PermissionError(13, "Permission denied", str(path))

        def opening(path: str, flags: int, *rest: int) -> int:
            check(path)
            return really_open(path, flags, *rest)

        def scanning(path: str) -> object:
            check(path)
            return really_scan(path)

        monkeypatch.setattr(os, "open", opening)
        monkeypatch.setattr(os, "scandir", scanning)

    return forbid


def test_a_forbidden_file_is_listed_and_loses_nothing(tmp_path: Path, forbid: Callable[[str], None]) -> None:
    """It stands in the tree with its size, mode and owner, and a line says to use sudo."""
    write(tmp_path / "n" / "ca.crt")
    write(tmp_path / "n" / "ca.key", "secret").chmod(0o600)
    forbid("ca.key")
    found = read_paths([tmp_path / "n"], INSPECT)
    key = found.entries[1]
    assert (key.member, key.data, key.size, key.mode) == ("ca.key", b"", 6, 0o600)
    assert [(line.member, line.code) for line in found.unreadable] == [("ca.key", "permission")]
    assert "sudo" in found.unreadable[0].reason


def test_a_forbidden_folder_is_listed(tmp_path: Path, forbid: Callable[[str], None]) -> None:
    """A folder that cannot be opened is one line; what stands beside it is read."""
    write(tmp_path / "n" / "closed" / "x")
    write(tmp_path / "n" / "open")
    forbid("closed")
    found = read_paths([tmp_path / "n"], INSPECT)
    assert [entry.member for entry in found.entries] == ["open"]
    assert [(line.member, line.code) for line in found.unreadable] == [("closed", "permission")]


def test_a_file_that_becomes_a_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody exchanges a file for a link between looking and opening: it is told, and the target is not read."""
    victim = write(tmp_path / "n" / "ca.crt")
    secret = write(tmp_path / "secret", "marker")
    really_open = os.open

    def exchange(path: str, flags: int, *rest: int) -> int:
        if Path(path) == victim:
            victim.unlink()
            victim.symlink_to(secret)
        return really_open(path, flags, *rest)

    monkeypatch.setattr(os, "open", exchange)
    found = read_paths([tmp_path / "n"], INSPECT)
    assert not any(b"marker" in entry.data for entry in found.entries)
    assert [line.code for line in found.unreadable] == ["not-opened"]


def test_a_large_file_is_listed_and_not_read(tmp_path: Path) -> None:
    """MEMBER: the same line and size as in an archive; the largest that fits is read."""
    write(tmp_path / "n" / "fits", "x" * 10)
    write(tmp_path / "n" / "large", "x" * 11)
    found = read_paths([tmp_path / "n"], small(member=10))
    assert [(e.member, len(e.data), e.size) for e in found.entries] == [("fits", 10, None), ("large", 0, 11)]
    assert [(line.member, line.code) for line in found.unreadable] == [("large", "too-large")]


@pytest.mark.parametrize(("bound", "least"), [("members", 4), ("raw", 30)])
def test_all_files_together_are_bounded(tmp_path: Path, bound: str, least: int) -> None:
    """MEMBERS (folders count) and RAW, over one path and over several."""
    for name in ("d/a", "d/b", "c"):
        write(tmp_path / "n" / name, "x" * 10)
    assert len(read_paths([tmp_path / "n"], small(**{bound: least})).entries) == 3
    with pytest.raises(LimitExceeded) as refused:
        read_paths([tmp_path / "n"], small(**{bound: least - 1}))
    assert refused.value.code == bound.upper()
    with pytest.raises(LimitExceeded):
        read_paths([tmp_path / "n" / "d", write(tmp_path / "m" / "x", "x" * 10)], small(**{bound: least // 2}))


def test_a_tarball_is_bounded(tmp_path: Path) -> None:
    """UPLOAD: no more of it is read than may be."""
    path = TREES / f"{NAME}.tar.gz"
    with pytest.raises(LimitExceeded) as refused:
        read_paths([path], small(upload=path.stat().st_size - 1))
    assert refused.value.code == "UPLOAD"


def test_names_that_cannot_be_shown_are_listed(tmp_path: Path) -> None:
    """A newline, an escape, bytes that are no text, and a name too deep: a line each, and the rest is read."""
    write(tmp_path / "n" / "good")
    write(tmp_path / "n" / "new\nline")
    Path(os.fsdecode(os.fsencode(tmp_path / "n") + b"/latin-\xe9")).write_text("x")
    write(tmp_path.joinpath("n", *["d"] * PATH_PARTS, "deep"))
    found = read_paths([tmp_path / "n"], INSPECT)
    assert [entry.member for entry in found.entries] == ["good"]
    assert sorted(line.code for line in found.unreadable) == ["name"] * 3
    assert all(line.member.isprintable() for line in found.unreadable)


def test_a_link_whose_target_cannot_be_shown_is_listed(tmp_path: Path) -> None:
    """Its name is good, its target is not: one line."""
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "l").symlink_to("a\x1b[0m")
    found = read_paths([tmp_path / "n"], INSPECT)
    assert (found.entries, [line.code for line in found.unreadable]) == ((), ["name"])


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """With its name made visible, and what to name instead."""
    with pytest.raises(UploadRefused) as refused:
        read_paths([tmp_path / "no\nwhere"], INSPECT)
    assert "no⟨U+000A⟩where" in refused.value.what
    assert "/etc/kubernetes" in refused.value.remedy


def test_the_same_folder_twice_is_once(tmp_path: Path) -> None:
    """Named twice, with and without a slash or a dot."""
    write(tmp_path / "pki" / "ca.crt")
    assert members(tmp_path / "pki", tmp_path / "." / "pki") == ["pki/ca.crt"]


def test_owners_are_named(tmp_path: Path) -> None:
    """As `ls -l` shows them: by name, by number where there is none."""
    path = write(tmp_path / "x")
    (entry,) = read_paths([path], INSPECT).entries
    assert entry == Entry("x", b"x", None, path.stat().st_mode & 0o7777, f"{path.owner()}:{path.group()}")
    if os.geteuid() == 0:
        shutil.chown(path, 54321, 54322)
        assert read_paths([path], INSPECT).entries[0].owner == "54321:54322"
