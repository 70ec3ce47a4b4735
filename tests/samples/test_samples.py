"""The samples: real trees without keys, that survive git, wheels and Windows and look fresh at any time."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from app.analysis.samples import NAMES, UnknownSample, open_sample, sample_tree, samples
from app.model.configuration import KubeletConfiguration
from app.model.files import Entry
from tests.trees import TREES, entries
from tools import make_samples
from tools.public_halves import public

FOLDER = TREES.parents[2] / "sample_pki"
RECIPES = {recipe.name: recipe for recipe in make_samples.RECIPES}
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_picker_lists_them_with_title_paragraph_and_clock() -> None:
    """Each sample says what it is in one line and one paragraph, in the order of the picker, the simplest first."""
    assert [sample.name for sample in samples()] == ["one", "ha2", "ha3", "old-1.22", "external-etcd", "k3s", "wrong"]
    for sample in samples():
        assert 0 < len(sample.title) <= 48
        assert "\n" not in sample.description.strip()
        assert sample.clock.tzinfo is not None


def test_making_them_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """sample_pki/ is what tools/make_samples.py makes of the real trees: nothing in it was written by hand."""
    make_samples.main([str(tmp_path)])
    assert content_of(tmp_path) == content_of(FOLDER)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_its_real_tree_with_public_halves(name: str) -> None:
    """Names, links, targets, modes and owners are the tree's own; contents differ only where a private key was."""
    recipe = RECIPES[name]
    prefix = f"{recipe.node}/" if recipe.node else ""
    expected = {
        prefix + entry.member: replace(entry, member=prefix + entry.member, data=public(entry.data))
        if entry.target is None
        else replace(entry, member=prefix + entry.member)
        for entry in entries(recipe.tree)
    }
    assert {entry.member: entry for entry in sample_tree(name).entries} == expected
    changed = [entry for entry in entries(recipe.tree) if entry.target is None and public(entry.data) != entry.data]
    assert changed
    assert all(b"PRIVATE KEY" in entry.data or b"client-key-data" in entry.data for entry in changed)


@pytest.mark.parametrize("name", NAMES)
def test_no_private_key_stands_in_a_sample(name: str) -> None:
    """No secret scanner rings: there is no private key in any file, also none inside base64; their halves are there."""
    for entry in sample_tree(name).entries:
        inside = [base64.b64decode(value) for value in re.findall(rb"-data: (\S+)", entry.data)]
        assert not any(b"PRIVATE KEY" in text for text in (entry.data, *inside)), entry.member
        if entry.member.endswith(".key"):
            assert entry.data.startswith(b"-----BEGIN PUBLIC KEY-----\n")


def test_names_survive_git_and_windows() -> None:
    """No symbolic link is a file, no name is reserved, too long, or different only in case from its neighbour."""
    found = list(FOLDER.rglob("*"))
    assert not [path for path in found if path.is_symlink()]
    paths = [path.relative_to(FOLDER).as_posix() for path in found]
    assert len({path.casefold() for path in paths}) == len(paths)
    for path in paths:
        assert len(path) < 120
        for part in PurePosixPath(path).parts:
            assert re.fullmatch(r"[A-Za-z0-9._-]*[A-Za-z0-9_-]", part)
            assert not RESERVED.fullmatch(part)


@pytest.mark.parametrize("name", NAMES)
def test_all_of_it_is_read(name: str) -> None:
    """Nothing in a sample is unreadable, and each key file matches the certificate beside it."""
    inventory = open_sample(name).inventory
    assert not inventory.unreadable
    spki = {(key.node, key.path): key.spki_sha256 for key in inventory.keys.values()}
    pairs = [
        (item.facts.key.spki_sha256, spki[item.node, key_path])
        for item in inventory.certificates.values()
        if item.pointer in ("", "[0]") and (key_path := item.path.removesuffix(".crt") + ".key") != item.path + ".key"
        if (item.node, key_path) in spki
    ]
    assert len(pairs) > 5
    assert sum(certificate != key for certificate, key in pairs) == (name == "wrong")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "wrong"])
def test_a_sample_looks_fresh_at_its_own_clock(name: str) -> None:
    """At its clock every certificate is valid and most of its year lies ahead, whatever the machine's date is."""
    cluster = open_sample(name)
    assert cluster.clock == next(sample.clock for sample in samples() if sample.name == name)
    for item in cluster.inventory.certificates.values():
        assert item.facts.not_before <= cluster.clock
        assert (item.facts.not_after - cluster.clock).days > 350, item.id


def test_four_things_are_wrong_in_wrong() -> None:
    """An expired certificate, a name that is missing, a CA of the same name, a key of no certificate; nothing else."""
    cluster = open_sample("wrong")
    certificates = cluster.inventory.certificates
    expired = [item.path for item in certificates.values() if item.facts.not_after < cluster.clock]
    assert expired == ["/etc/kubernetes/pki/apiserver-kubelet-client.crt"]
    kubectl = cluster.connections["kubectl:admin.conf@cp1->kube-apiserver@cp1"]
    served = cluster.certificate(kubectl.server.certificate)
    assert served is not None
    assert kubectl.dialled.host == "api.example.test" not in [name.value for name in served.facts.sans]
    kubelet = cluster.connections["kubelet@worker1->kube-apiserver@cp1"]
    trusted, own = cluster.certificate(kubelet.client.ca), cluster.certificate(kubelet.server.client_ca)
    assert trusted is not None
    assert own is not None
    assert trusted.facts.subject == own.facts.subject == "CN=kubernetes"
    assert trusted.facts.key.spki_sha256 != own.facts.key.spki_sha256


def test_another_clock_is_honoured() -> None:
    """A sample can be looked at at another moment; its own clock stays what it is."""
    later = datetime(2028, 1, 1, tzinfo=UTC)
    assert open_sample("one", later).clock == later
    assert open_sample("one").clock < later


@pytest.mark.parametrize("name", ["two", "", "..", "../tests", "one/cp1", "ONE"])
def test_an_unknown_name_is_refused_and_no_path(name: str) -> None:
    """A name that is not in the list is refused with the list; it never becomes a path to somewhere else."""
    with pytest.raises(UnknownSample) as refused:
        sample_tree(name)
    assert "one, ha2, ha3, old-1.22, external-etcd, k3s, wrong" in refused.value.remedy


def test_what_each_sample_is_there_to_show() -> None:
    """one: one worker of two has serverTLSBootstrap; ha3: three etcd members; old-1.22: serial 0 and no kubelet."""
    bootstrap = {item.node: bool(item.server_tls_bootstrap) for item in _kubelets("one")}
    assert bootstrap == {"cp1": False, "worker1": False, "worker2": True}
    assert [node.id for node in open_sample("ha3").nodes if "etcd" in node.roles] == ["cp1", "cp2", "cp3"]
    assert [node.id for node in open_sample("ha2").nodes] == ["cp1", "cp2"]
    old = open_sample("old-1.22")
    assert {item.facts.serial for item in old.inventory.certificates.values() if item.facts.is_ca} == {"00"}
    assert not _kubelets("old-1.22")


def _kubelets(name: str) -> list[KubeletConfiguration]:
    return list(open_sample(name).inventory.kubelet_configurations.values())


def test_an_entry_says_what_git_would_lose() -> None:
    """The kubelet's current certificate is a link with its absolute target, and a private key's file is 0600."""
    found = {entry.member: entry for entry in sample_tree("one").entries}
    link = found["worker2/var/lib/kubelet/pki/kubelet-server-current.pem"]
    target = "/var/lib/kubelet/pki/kubelet-server-2026-11-24-03-57-12.pem"
    assert link == Entry(link.member, b"", target, 0o777, "root:root")
    assert found["cp1/etc/kubernetes/pki/ca.key"].mode == 0o600
    assert found["cp1/etc/kubernetes/pki/ca.crt"].mode == 0o644
