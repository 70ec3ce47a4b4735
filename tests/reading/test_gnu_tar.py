"""The difference test: whatever GNU tar lists of an archive, we list too, or refuse the archive with a reason."""

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import UploadRefused
from app.reading.archive import read_archive
from app.reading.bounds import WEB
from app.reading.places import normalised
from app.reading.visible import visible
from tests.properties import examples

from .odd_tars import ODD_TARS

GNU = shutil.which("tar") or ""
FORMATS = ["v7", "oldgnu", "gnu", "ustar", "pax"]


def is_gnu() -> bool:
    return bool(GNU) and b"GNU tar" in subprocess.run([GNU, "--version"], capture_output=True, check=True).stdout


pytestmark = pytest.mark.skipif(not is_gnu(), reason="GNU tar is not installed")


def listed(data: bytes) -> set[str] | None:
    """The files and links that GNU tar lists, folders left out; None where it finds fault with the archive."""
    done = subprocess.run(
        [GNU, "--list", "--verbose", "--numeric-owner", "--quoting-style=literal", "--file=-"],
        input=data,
        capture_output=True,
        check=False,
        env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.environ["PATH"]},
    )
    if done.returncode or done.stderr:
        return None
    names = set()
    for line in done.stdout.decode("utf-8", "surrogateescape").split("\n"):
        kind, rest = line[:1], line.split(None, 5)
        if kind in ("-", "l", "h") and len(rest) == 6:
            names.add(rest[5].partition(" -> " if kind == "l" else " link to ")[0])
    return {normalised(name) for name in names}


def ours(data: bytes) -> set[str] | None:
    """What we list, unreadable members too; None where we refuse, with a reason."""
    try:
        tree = read_archive(data, WEB)
    except UploadRefused as refused:
        assert refused.what and refused.remedy and refused.code
        return None
    names = [entry.member for entry in tree.entries] + [line.member for line in tree.unreadable]
    return {normalised(name) for name in names}


def agree(data: bytes) -> bool:
    found, theirs = ours(data), listed(data)
    return found is None or theirs is None or {visible(name) for name in theirs} <= found


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_gnu_tar(form: str, tmp_path: Path) -> None:
    """Files, links, hard links and long names in each format that GNU tar writes: both list the same."""
    folder = tmp_path / "etc" / "kubernetes"
    folder.mkdir(parents=True)
    (folder / "a.crt").write_bytes(b"a" * 600)
    (folder / "empty").write_bytes(b"")
    (folder / "link").symlink_to("a.crt")
    os.link(folder / "a.crt", folder / "z-hard")
    if form != "v7":
        long = folder / ("d" * 60) / ("f" * 90)
        long.parent.mkdir()
        long.write_bytes(b"long")
    made = subprocess.run(
        [GNU, f"--format={form}", "-cf", "-", "etc"], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    assert listed(made) and ours(made) == listed(made)


@pytest.mark.parametrize("option", ["--sparse", "--label=backup", "--incremental", "--blocking-factor=1", "--null"])
def test_options_of_gnu_tar(option: str, tmp_path: Path) -> None:
    """Labels, small blocks: listed; sparse files and incremental dumps: listed or refused with a reason."""
    with (tmp_path / "holes").open("wb") as file:
        file.seek(1 << 16)
        file.write(b"x")
    made = subprocess.run([GNU, option, "-cf", "-", "holes"], cwd=tmp_path, capture_output=True, check=True).stdout
    assert agree(made)


@pytest.mark.parametrize("name", ODD_TARS)
def test_odd_archives(name: str) -> None:
    """Old forms, long names, numbers beyond octal, extended headers: nothing that GNU tar lists is missing here."""
    assert agree(ODD_TARS[name])


REFUSED = {
    "GNU, a sparse file",
    "a size in base 256",
    "a size of 2^62",
    "a negative size",
    "pax, a global path",
    "pax, two headers",
    "pax, sparse 1.0",
    "pax, sparse 0.1",
    "pax, a header and nothing behind",
    "a hard link with its content again",
    "a folder that claims a size",
    "a checksum of signed bytes",
}
"""Those that readers disagree about, and what no file of a cluster needs."""


@pytest.mark.parametrize("name", ODD_TARS)
def test_which_odd_archives_are_refused(name: str) -> None:
    """Refused are those of the list, and no other."""
    assert (ours(ODD_TARS[name]) is None) == (name in REFUSED)


@pytest.mark.parametrize("name", ["pax, sparse 1.0", "pax, sparse 0.1", "GNU, a sparse file"])
def test_a_sparse_file_is_named(name: str) -> None:
    """The refusal names the file by its own name, and says how to pack without holes."""
    with pytest.raises(UploadRefused) as refused:
        read_archive(ODD_TARS[name], WEB)
    assert refused.value.member == "db" and "--sparse" in refused.value.remedy


@pytest.mark.parametrize("option", ["--label=backup", "--incremental", "--blocking-factor=1", "--format=pax"])
def test_a_tree_with_options_of_gnu_tar(option: str, tmp_path: Path) -> None:
    """A folder of a node, packed with such an option, is read whole, and no line complains."""
    folder = tmp_path / "etc" / "kubernetes" / "pki"
    folder.mkdir(parents=True)
    (folder / "ca.crt").write_bytes(b"a" * 600)
    made = subprocess.run([GNU, option, "-cf", "-", "etc"], cwd=tmp_path, capture_output=True, check=True).stdout
    tree = read_archive(made, WEB)
    assert [(entry.member, len(entry.data)) for entry in tree.entries] == [("etc/kubernetes/pki/ca.crt", 600)]
    assert tree.unreadable == ()


BSD = shutil.which("bsdtar") or ""


@pytest.mark.skipif(not BSD, reason="bsdtar is not installed")
@pytest.mark.parametrize("form", ["ustar", "pax", "gnutar", "v7", "zip"])
def test_what_bsdtar_writes(form: str, tmp_path: Path) -> None:
    """The tar of macOS and BSD, to a pipe, where it fills the last block: files and links come out."""
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "a.crt").write_bytes(b"a" * 600)
    (folder / "link").symlink_to("a.crt")
    made = subprocess.run([BSD, f"--format={form}", "-cf", "-", "etc"], cwd=tmp_path, capture_output=True, check=True)
    tree = read_archive(made.stdout, WEB)
    found = {entry.member: (entry.data, entry.target) for entry in tree.entries}
    assert found == {"etc/a.crt": (b"a" * 600, None), "etc/link": (b"", "a.crt")}


member = st.tuples(
    st.text("ab/.é", min_size=1, max_size=8),
    st.sampled_from([tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE]),
    st.binary(max_size=40),
)


def packed(members: Iterable[tuple[str, bytes, bytes]], form: int) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "a" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
            info.size = len(content) if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


@examples(12)
@given(st.lists(member, min_size=1, max_size=4), st.sampled_from([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT]))
def test_any_archive(members: list[tuple[str, bytes, bytes]], form: int) -> None:
    """Any few members, of any kind and order: nothing that GNU tar lists is missing here."""
    assert agree(packed(members, form))


@examples(15)
@given(st.data())
def test_any_damage(data: st.DataObject) -> None:
    """Bytes of headers changed, checksums made right again: nothing that GNU tar lists is missing here."""
    whole = bytearray(packed([("a", tarfile.REGTYPE, b"x" * 30), ("b/c", tarfile.SYMTYPE, b"")], tarfile.GNU_FORMAT))
    at = data.draw(st.integers(0, 511)) + data.draw(st.sampled_from([0, 1024]))
    put = data.draw(st.binary(min_size=1, max_size=12).filter(lambda raw: b"\n" not in raw))  # one line, one name
    time = whole[136:148]
    whole[at : at + len(put)] = put
    whole[136:148] = time  # a moment that no calendar has is printed in another form
    for start in (0, 1024):
        header = bytes(whole[start : start + 148]) + b" " * 8 + bytes(whole[start + 156 : start + 512])
        whole[start + 148 : start + 156] = b"%06o\0 " % sum(header)
    assert agree(bytes(whole))
