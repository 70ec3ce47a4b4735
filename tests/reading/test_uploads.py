"""Files that are given together: archives for each node, parts of one node, loose files."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import LimitExceeded, UploadRefused
from app.reading.bounds import WEB
from app.reading.inventory import read_inventory
from app.reading.tree import Tree
from app.reading.uploads import Upload, read_uploads
from app.reading.visible import is_visible
from tests.trees import TREES, entries

from .zipping import zip_of, zipped

TREE = "kubeadm-1.30-cp1"
FILES = {entry.member: entry.data for entry in entries(TREE)}
CP1 = (TREES / f"{TREE}.tar.gz").read_bytes()
WORKER = (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes()


def read(*files: tuple[str, bytes]) -> Tree:
    return read_uploads([Upload(name, data) for name, data in files], WEB)


def nodes_of(tree: Tree) -> list[tuple[str, str]]:
    return [(node.id, node.folder) for node in read_inventory(tree, WEB).nodes]


def tar_of(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def test_an_archive_for_each_node() -> None:
    """Two archives with files of one name are two nodes, in folders of the archives' names, whatever their kinds."""
    tree = read(("cp1.zip", zip_of(entries(TREE))), ("Downloads/w.TAR.GZ", WORKER))
    assert len(nodes_of(tree)) == 2
    assert {folder for _, folder in nodes_of(tree)} == {"cp1", "Downloads/w"}


def test_the_same_archive_twice_is_one_node() -> None:
    """Sent twice, under two names or under one: the same bytes are one node, and a note says so."""
    for names in (("a.tgz", "b.tgz"), ("a.tgz", "a.tgz")):
        inventory = read_inventory(read(*((name, CP1) for name in names)), WEB)
        assert len(inventory.nodes) == 1
        assert any("the same bytes" in note for note in inventory.notes)


def test_parts_of_one_node() -> None:
    """Archives that hold no file of the same name are one tree: /etc/kubernetes here, the kubelet's folder there."""
    parts = {
        root: tar_of(*((name, data) for name, data in FILES.items() if name.startswith(root)))
        for root in ("etc", "var")
    }
    inventory = read_inventory(read(("etc.tgz", parts["etc"]), ("var.tgz", parts["var"])), WEB)
    assert len(inventory.nodes) == 1
    assert len(inventory.files) == sum(name.startswith(("etc", "var")) for name in FILES)


def test_loose_files() -> None:
    """Certificates, kubeconfigs and manifests by themselves; two of one name stand in two places."""
    tree = read(
        ("ca.crt", FILES["etc/kubernetes/pki/ca.crt"]),
        ("ca.crt", FILES["etc/kubernetes/pki/etcd/ca.crt"]),
        ("admin.conf", FILES["etc/kubernetes/admin.conf"]),
        ("etcd.yaml", FILES["etc/kubernetes/manifests/etcd.yaml"]),
        ("notes.txt", b"what I wanted to remember"),
    )
    assert [entry.member for entry in tree.entries] == ["ca.crt", "2/ca.crt", "admin.conf", "etcd.yaml", "notes.txt"]
    inventory = read_inventory(tree, WEB)
    assert len(inventory.certificates) == 4 and len(inventory.kubeconfigs) == len(inventory.pods) == 1


def test_loose_files_of_a_folder_keep_their_paths() -> None:
    """Names with folders, as a browser sends a chosen folder, place the files; Windows' backslashes too."""
    for slash in ("/", "\\"):
        files = ((f"my pki{slash}{name}".replace("/", slash), data) for name, data in FILES.items())
        inventory = read_inventory(read(*files), WEB)
        assert inventory.nodes[0].folder == "my pki"
        assert f"{inventory.nodes[0].id}:/etc/kubernetes/pki/ca.crt" in inventory.files


@pytest.mark.parametrize("member", ["etc/kubernetes/pki/ca.crt", "etc/kubernetes/admin.conf"])
def test_one_file_alone(member: str) -> None:
    """One certificate or one kubeconfig is opened by itself."""
    inventory = read_inventory(read(("x", FILES[member])), WEB)
    assert inventory.certificates and [file.path for file in inventory.files.values()] == ["/x"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"just words", b"", bytes(100)])
def test_one_file_that_is_nothing_is_named(data: bytes) -> None:
    """A file alone that holds nothing of a cluster is refused as what it is."""
    with pytest.raises(UploadRefused) as refused:
        read(("x", data))
    assert refused.value.code == "not-an-archive"


def test_one_damaged_archive_among_others() -> None:
    """It is listed with its reason; alone, or with others like it, it is the refusal."""
    tree = read(("cp1.tgz", CP1), ("cut.tgz", WORKER[:200]), ("b.zip", zipped(("a", b"x"))[:-1]))
    assert {line.member: line.code for line in tree.unreadable} == {"cut.tgz": "gzip", "b.zip": "zip"}
    assert any(entry.member == "cut.tgz" and entry.size == 200 for entry in tree.entries)
    with pytest.raises(UploadRefused) as refused:
        read(("cut.tgz", WORKER[:200]), ("b.zip", zipped(("a", b"x"))[:-1]))
    assert refused.value.code == "gzip"


def test_limits_of_all_together() -> None:
    """UPLOAD, RAW and MEMBERS count over all files; each alone passes."""
    half = bytes(WEB.upload // 2 + 1)
    with pytest.raises(LimitExceeded, match="MiB"):
        read(("a", half), ("b", half))
    wide = tar_of(*((f"a{number}", b"") for number in range(WEB.members // 2 + 1)))
    other = tar_of(*((f"b{number}", b"") for number in range(WEB.members // 2 + 1)))
    assert len(read(("a.tgz", wide)).entries) == WEB.members // 2 + 1
    with pytest.raises(LimitExceeded, match="files"):
        read(("a.tgz", wide), ("b.tgz", other))
    large = tar_of(*((f"a{number}", bytes(1 << 20)) for number in range(7)))
    more = tar_of(*((f"b{number}", bytes(1 << 20)) for number in range(7)))
    with pytest.raises(LimitExceeded, match="in all"):
        read(("a.tgz", large), ("b.tgz", more))


def test_a_loose_file_that_is_too_large() -> None:
    """It is listed with its size and reason, and not read."""
    tree = read(("a.pem", b"-----BEGIN A-----" + bytes(WEB.member)), ("b", b"x"))
    assert [(line.member, line.code) for line in tree.unreadable] == [("a.pem", "too-large")]


@given(st.text(max_size=40))
def test_any_name_makes_a_member(name: str) -> None:
    """Whatever a sender calls a file, it has a name that an archive's member may have."""
    data = FILES["etc/kubernetes/pki/ca.crt"]
    (entry, _) = read((name, data), ("other", data)).entries
    assert entry.member and ".." not in entry.member.split("/") and not entry.member.startswith("/")
    assert is_visible(entry.member)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/../x", "a\0b", "\ud800", "\u202egnp.exe", "x" * 600, ".", ""])
def test_hostile_names(name: str) -> None:
    """Names that lead out, hide, or are too long are cut to what can be shown."""
    data = FILES["etc/kubernetes/pki/ca.crt"]
    (entry,) = read((name, data)).entries
    assert entry.member and ".." not in entry.member.split("/") and len(entry.member) < 200
    read_inventory(read((name, data)), WEB)
