"""A cluster of a thousand nodes on the command line: what it costs in memory, and that nothing of it is lost."""

import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.analysis import document, printed
from app.analysis.samples import NAMES, open_sample
from app.model.files import Entry
from tests.trees import cluster_of
from tests.workers import tree

ROOT = Path(__file__).parents[2]
MOST = 64 << 20
MOST_A_CERTIFICATE = 8 << 10


@pytest.mark.parametrize("name", NAMES)
def test_the_printed_document_is_the_document(name: str) -> None:
    """What is printed piece by piece is byte for byte what one call of a JSON library gives for the whole."""
    cluster = open_sample(name)
    assert "".join(printed(cluster)) == json.dumps(document(cluster), indent=2) + "\n"


def test_an_empty_array_is_printed_as_one() -> None:
    """A cluster without kubeconfigs still prints well-formed JSON with an empty list."""
    cluster = cluster_of(Entry("pki/ca.crt", one.data) for one in tree(0) if one.member.endswith("pki/ca.crt"))
    found = json.loads("".join(printed(cluster)))
    assert found == document(cluster) and found["kubeconfigs"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("form", ["text", "json", "svg"])
def test_inspect_of_a_thousand_nodes_keeps_its_memory_bound(tmp_path: Path, form: str) -> None:
    """The process stays below 64 MiB and 8 KiB a certificate, whichever form it prints."""
    entries = tree(1000)
    certificates = sum(one.data.count(b"BEGIN CERTIFICATE") for one in entries)
    assert certificates > 4000
    peak = _peak_of_inspect(_packed(tmp_path / "many.tar.gz", entries), form)
    assert peak <= MOST + MOST_A_CERTIFICATE * certificates


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_the_peak_that_is_measured_grows_with_what_a_process_holds(tmp_path: Path) -> None:
    """The measure sees 96 MiB more in a process that holds them: it would see a document that is whole in memory."""
    assert _peak("x = b'x' * (96 << 20)") > _peak("x = 0") + (90 << 20)


def _packed(path: Path, entries: Iterable[Entry]) -> Path:
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for entry in entries:
            member = tarfile.TarInfo(entry.member)
            if entry.target is not None:
                member.type, member.linkname = tarfile.SYMTYPE, entry.target
            member.size = len(entry.data) if entry.target is None else 0
            archive.addfile(member, io.BytesIO(entry.data))
    return path


def _peak_of_inspect(path: Path, form: str) -> int:
    return _peak(f"from app.cli import main; main(['inspect', {str(path)!r}, '--format', {form!r}])")


def _peak(code: str) -> int:
    """The most memory that a Python process held while it ran some code, in bytes."""
    report = "; import sys; sys.stderr.write(next(line for line in open('/proc/self/status') if 'VmHWM' in line))"
    done = subprocess.run(
        [sys.executable, "-c", code + report],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        text=True,
    )
    return int(done.stderr.split()[-2]) * 1024
