"""Where a member stands on its node."""

import subprocess
import sys

import pytest

from app.reading.places import Place, normalised, place


@pytest.mark.parametrize(
    ("member", "folder", "path"),
    [
        ("etc/kubernetes/pki/ca.crt", "", "/etc/kubernetes/pki/ca.crt"),
        ("./etc/kubernetes/admin.conf", "", "/etc/kubernetes/admin.conf"),
        ("/etc/kubernetes/admin.conf", "", "/etc/kubernetes/admin.conf"),
        ("cp1/etc/kubernetes/admin.conf", "cp1", "/etc/kubernetes/admin.conf"),
        ("backup/2026/cp1/var/lib/kubelet/config.yaml", "backup/2026/cp1", "/var/lib/kubelet/config.yaml"),
        ("etc/ssl/etcd/ssl/ca.pem", "", "/etc/ssl/etcd/ssl/ca.pem"),
        ("n/var/lib/etcd/x", "n", "/var/lib/etcd/x"),
        ("root/.kube/config", "", "/root/.kube/config"),
        ("var/lib/kubelet/pki/kubelet.crt", "", "/var/lib/kubelet/pki/kubelet.crt"),
        ("etc//kubernetes/./pki/ca.crt", "", "/etc/kubernetes/pki/ca.crt"),
        ("kubernetes/admin.conf", "", "/etc/kubernetes/admin.conf"),
        ("kubernetes/pki/etcd/ca.crt", "", "/etc/kubernetes/pki/etcd/ca.crt"),
        ("cp1/kubernetes/admin.conf", "cp1", "/etc/kubernetes/admin.conf"),
    ],
)
def test_members_below_a_root(member: str, folder: str, path: str) -> None:
    """Every root of a node, at the top, with `./`, absolute, and with one folder per node at any depth."""
    assert place(member) == Place(folder, path)


@pytest.mark.parametrize(
    ("member", "folder", "path"),
    [
        ("pki/ca.crt", "", "/etc/kubernetes/pki/ca.crt"),
        ("./pki/etcd/ca.crt", "", "/etc/kubernetes/pki/etcd/ca.crt"),
        ("cp1/pki/ca.crt", "cp1", "/etc/kubernetes/pki/ca.crt"),
    ],
)
def test_a_bare_pki_folder(member: str, folder: str, path: str) -> None:
    """`pki/` by itself is taken as kubeadm's, and marked as such."""
    assert place(member) == Place(folder, path, bare_pki=True)


@pytest.mark.parametrize("member", ["ca.crt", "notes/readme.txt", "etc/kubernetes", "pki", "etc/hosts", "mypki/ca.crt"])
def test_outside_every_root(member: str) -> None:
    """Anything else stands at `/` and its name, and makes no node."""
    assert place(member) == Place("", f"/{member}", rooted=False)


@pytest.mark.parametrize(
    ("one", "other"), [("a/b", "./a/b"), ("a/b", "/a//b"), ("a/b", "a/./b/"), ("a/b", "././a/b/.")]
)
def test_spellings_of_one_file(one: str, other: str) -> None:
    """What tar unpacks to the same place has one normalised name; hidden files keep their dot."""
    assert normalised(one) == normalised(other) == "a/b"
    assert normalised(".a/..b") == ".a/..b"


def test_long_names_cost_no_time() -> None:
    """Names of fifty thousand parts, or of one root in another, are placed within two seconds of processor time."""
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (2, 2))\n"
        "from app.reading.places import place\n"
        "for part in ('a/', 'etc/', 'etc/kubernetes', 'kubernetes/', 'pki', './', '//'): place(part * 50_000)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=20).returncode == 0


@pytest.mark.parametrize(
    ("member", "folder", "path"),
    [
        ("ETC/KUBERNETES/PKI/CA.CRT", "", "/etc/kubernetes/pki/ca.crt"),
        ("cp1/ETC/KUBERNETES/ADMIN.CON", "cp1", "/etc/kubernetes/admin.con"),
        ("CP1/PKI/ETCD/CA.CRT", "CP1", "/etc/kubernetes/pki/etcd/ca.crt"),
    ],
)
def test_paths_in_upper_case(member: str, folder: str, path: str) -> None:
    """What a program for FAT made of the names is read in lower case; the node's folder keeps its own."""
    found = place(member)
    assert (found.folder, found.path, found.rooted) == (folder, path, True)


@pytest.mark.parametrize("member", ["ETC/KUBERNETES/PKI/ca.crt", "README/CA.CRT", "etc/KUBERNETES/X"])
def test_other_upper_case_is_as_it_is(member: str) -> None:
    """A path that is only partly in upper case was written so."""
    assert place(member).path == f"/{member}"
