"""A tree without anything of a cluster: what it is instead, and what to do."""

import pytest

from app.model.errors import NothingRecognised
from app.model.files import Entry, Unreadable
from app.reading.bounds import WEB
from app.reading.inventory import read_inventory
from app.reading.tree import Tree
from tests.trees import TREES

from .making import certificate

ARCHIVE = (TREES / "kubeadm-1.30-cp1.tar.gz").read_bytes()


def refusal(files: dict[str, bytes], *unreadable: Unreadable) -> NothingRecognised:
    """How a tree of these files is refused."""
    tree = Tree(tuple(Entry(name, data) for name, data in files.items()), unreadable)
    with pytest.raises(NothingRecognised) as refused:
        read_inventory(tree, WEB)
    return refused.value


FORBIDDEN = [Unreadable(f"pki/{n}.key", None, None, "permission", "No permission.") for n in range(5)]


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({}, "There is no file in it."),
        ({"a.pdf": b"%PDF-1.7"}, "This is a PDF document. There is no certificate"),
        ({"home/notes": b"milk"}, "This is a text file. There is no certificate"),
        ({"chart/Chart.yaml": b"name: web\n", "chart/values.yaml": b"a: b\n"}, "a Helm chart"),
        ({"a.yaml": b"kind: Deployment\n", "b.yaml": b"kind: Service\n"}, "(Deployment, Service)"),
        ({"a": b"x", "b": b"y"}, "Of its 2 files none is a certificate, key, kubeconfig or static pod manifest."),
        ({f"{n}.yaml": b"kind: K%c\n" % (65 + n) for n in range(5)}, "(KA, KB, KC and 2 more)"),
    ],
    ids=["no file", "one picture", "one text", "a chart", "objects", "texts", "many kinds"],
)
def test_what_it_is(files: dict[str, bytes], what: str) -> None:
    """No file, one of a wrong kind, a chart, other objects: named, with the command that packs a node."""
    refused = refusal(files)
    assert what in refused.what
    assert "tar czf" in refused.remedy


def test_a_certificate_that_kubernetes_does_not_find_is_not_denied() -> None:
    """DER alone, and a PKCS#12 file: named, with the command that makes PEM of it, and no word that there is none."""
    for data, command in ((certificate(), "x509 -inform DER"), (b"\x30\x82\x0a\x17\x02\x01\x03\x30", "pkcs12 -in")):
        refused = refusal({"x": data})
        assert "There is no" not in refused.what and command in refused.remedy


def test_the_only_file_is_named() -> None:
    """It stands apart, so that a page can show it."""
    assert refusal({"home/notes": b"milk"}).member == "home/notes"


@pytest.mark.parametrize(("count", "what", "remedy"), [(1, "An archive", "Take it"), (3, "Archives", "Take them")])
def test_archives_in_an_archive(count: int, what: str, remedy: str) -> None:
    """A folder of tarballs, packed: they are named, and not opened."""
    refused = refusal({f"nodes/{n}.tgz": ARCHIVE for n in range(count)} | {"readme": b"hello"})
    assert what in refused.what and "nodes/0.tgz" in refused.what and remedy in refused.remedy


def test_what_may_not_be_read() -> None:
    """Where permission is all that lacks, the remedy is sudo, and the files are named up to a few."""
    refused = refusal({"etc/hosts": b"x"}, *FORBIDDEN)
    assert "pki/0.key, pki/1.key, pki/2.key and 2 more" in refused.what
    assert refused.remedy == "Run the command with sudo."


def test_a_large_file_alone() -> None:
    """It was not read, and is not called empty."""
    tree = Tree((Entry("big.pem", b"", size=2 << 20),), ())
    with pytest.raises(NothingRecognised, match="too large") as refused:
        read_inventory(tree, WEB)
    assert "big.pem" in refused.value.what
