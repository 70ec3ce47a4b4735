"""Zip files: as programs make them, and every rule against those that no program makes."""

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import LimitExceeded, UploadRefused
from app.model.files import Entry
from app.reading.archive import read_archive
from app.reading.bounds import WEB, ZIP_ENTRY
from tests.properties import examples
from tests.trees import NAMES, entries

from .zipping import DOS, end_of, member, with_end, with_entry, zip_of, zipped

A_FILE = zipped(("a", b"x" * 100))


def members_of(data: bytes) -> list[tuple[str, bytes, str | None]]:
    return [(entry.member, entry.data, entry.target) for entry in read_archive(data, WEB).entries]


def refusal_of(data: bytes) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        read_archive(data, WEB)
    return refused.value


@pytest.mark.parametrize("name", NAMES)
def test_a_real_tree_is_the_same_from_tar_and_zip(name: str) -> None:
    """Files, links and modes of every real tree come out of a zip file as they come out of tar; only owners do not."""
    tree = entries(name)
    assert read_archive(zip_of(tree), WEB).entries == tuple(
        replace(entry, owner=None, mode=0o777 if entry.target else entry.mode) for entry in tree
    )


def test_a_zip_file_of_info_zip(tmp_path: Path) -> None:
    """What the zip command writes, folders and links included, is read."""
    folder = tmp_path / "my cluster" / "pki"
    folder.mkdir(parents=True)
    (folder / "ca.crt").write_bytes(b"x" * 1000)
    (folder / "link.crt").symlink_to("ca.crt")
    try:
        subprocess.run(["zip", "-qry", "node.zip", "my cluster"], cwd=tmp_path, check=True)
    except FileNotFoundError:
        pytest.skip("zip is not installed")
    found = sorted(members_of((tmp_path / "node.zip").read_bytes()))
    assert found == [("my cluster/pki/ca.crt", b"x" * 1000, None), ("my cluster/pki/link.crt", b"", "ca.crt")]


def test_what_finder_adds_is_passed_over() -> None:
    """The second tree of macOS, its resource forks and folder settings are no files; a name that only begins so is."""
    data = zipped(
        ("etc/kubernetes/pki/ca.crt", b"1"),
        ("__MACOSX/etc/kubernetes/pki/._ca.crt", b"2"),
        ("etc/kubernetes/._pki", b"3"),
        ("etc/kubernetes/.DS_Store", b"4"),
        ("etc/kubernetes/DS_Store", b"5"),
        ("etc/kubernetes/pki/_.crt", b"6"),
    )
    assert [data for _, data, _ in members_of(data)] == [b"1", b"5", b"6"]


def test_names_of_windows() -> None:
    """A backslash of a DOS program is a slash, and a folder is told by its attribute; Unix's backslash is a letter."""
    folder = member("cp1\\pki", DOS)
    folder.external_attr = 0x10
    data = zipped((folder, b""), (member("cp1\\pki\\ca.crt", DOS), b"1"), (member("cp1\\a"), b"2"))
    assert members_of(data) == [("cp1/pki/ca.crt", b"1", None), ("cp1\\a", b"2", None)]
    assert all(entry.mode is None for entry in read_archive(data, WEB).entries[:1])


def test_names_in_utf_8_without_saying_so() -> None:
    """Many programs write UTF-8 without its flag; bytes that are no text cost one file, and the rest goes on."""
    plain = zipped(("größe/ca.crt", b"1"))
    assert members_of(plain) == [("größe/ca.crt", b"1", None)]
    unflagged = zipped(("grxxe/ca.crt", b"1"), ("b", b"2")).replace(b"grxxe", "größe"[:3].encode() + b"e")
    assert members_of(unflagged)[0][0] == "gröe/ca.crt"
    broken = zipped(("grxxe/ca.crt", b"1"), ("b", b"2")).replace(b"grxxe", b"gr\xff\xfee")
    tree = read_archive(broken, WEB)
    assert [entry.member for entry in tree.entries] == ["b"]
    assert [line.code for line in tree.unreadable] == ["name"]


def test_members_that_are_no_files() -> None:
    """Devices and pipes are named and not read; an archive inside stays a file of bytes."""
    data = zipped((member("d", mode=0o020644), b""), (member("p", mode=0o010644), b""), ("in.zip", A_FILE))
    tree = read_archive(data, WEB)
    assert [(entry.member, entry.data) for entry in tree.entries] == [("in.zip", A_FILE)]
    assert {line.member: line.code for line in tree.unreadable} == {"d": "special", "p": "special"}


def test_a_comment_and_a_streamed_member() -> None:
    """A comment at the end, and sizes that stand behind the content, as programs that write to a pipe leave them."""
    target = io.BytesIO()

    class Pipe(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return target.write(data)

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a", b"x" * 100)
    assert members_of(target.getvalue()) == [("a", b"x" * 100, None)]
    assert members_of(zipped(("a", b"1"), comment=b"packed by hand")) == [("a", b"1", None)]


def test_a_member_that_is_too_large_is_listed_and_not_unpacked() -> None:
    """One file above the bound is a line with its size; the others are read."""
    tree = read_archive(zipped(("big", bytes(WEB.member + 1)), ("small", b"1")), WEB)
    assert [(entry.member, entry.size, entry.data) for entry in tree.entries] == [
        ("big", WEB.member + 1, b""),
        ("small", None, b"1"),
    ]
    assert [line.code for line in tree.unreadable] == ["too-large"]


def test_zeros_behind_the_end() -> None:
    """bsdtar fills a tape's block when it writes to a pipe; anything else there is refused."""
    assert members_of(A_FILE + bytes(5000)) == [("a", b"x" * 100, None)]
    noted = zipped(("a", b"x" * 100), comment=b"noted")
    assert members_of(noted + bytes(512)) == [("a", b"x" * 100, None)]
    assert refusal_of(A_FILE + bytes(5000) + b"x").code == "zip"
    assert refusal_of(A_FILE + bytes(100) + A_FILE).code == "zip"


LOCAL = A_FILE.index(b"PK\3\4")
REFUSED = {
    "something behind the end": A_FILE + b"x",
    "cut off": A_FILE[:-1],
    "cut in the middle": A_FILE[: len(A_FILE) // 2],
    "no end": A_FILE[: end_of(A_FILE)],
    "nothing but a beginning": b"PK\3\4" + bytes(26),
    "zip64": A_FILE[: end_of(A_FILE)] + b"PK\6\7" + bytes(16) + A_FILE[end_of(A_FILE) :],
    "second disk": with_end(A_FILE, 4, "<H", 1),
    "directory on another disk": with_end(A_FILE, 6, "<H", 1),
    "fewer here than in all": with_end(A_FILE, 8, "<H", 0),
    "directory elsewhere": with_end(A_FILE, 16, "<L", 1),
    "directory larger": with_end(A_FILE, 12, "<L", 1000),
    "bytes before the directory": A_FILE[: end_of(A_FILE)] + b"xx" + A_FILE[end_of(A_FILE) :],
    "bytes before the first member": b"PK\3\4" + A_FILE,
    "encrypted": with_entry(A_FILE, 8, "<H", 1),
    "patched": with_entry(A_FILE, 8, "<H", 0x20),
    "strongly encrypted": with_entry(A_FILE, 8, "<H", 0x40),
    "masked": with_entry(A_FILE, 8, "<H", 0x2000),
    "bzip2 inside": with_entry(A_FILE, 10, "<H", 12),
    "zstd inside": with_entry(A_FILE, 10, "<H", 93),
    "says fewer bytes": with_entry(A_FILE, 24, "<L", 10),
    "says more bytes": with_entry(A_FILE, 24, "<L", 1000),
    "larger packed": with_entry(A_FILE, 20, "<L", 1000),
    "wrong checksum": with_entry(A_FILE, 16, "<L", 0),
    "points behind": with_entry(A_FILE, 42, "<L", 10_000),
    "points into the middle": with_entry(A_FILE, 42, "<L", 4),
    "other name": A_FILE.replace(b"a", b"b", 1),
    "no deflate": A_FILE[:31] + b"\xff\xff" + A_FILE[33:],
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_damaged_and_ambiguous_files(data: bytes) -> None:
    """What is damaged, encrypted or says two things is refused, with what to do; the sound one beside it is read."""
    refused = refusal_of(data)
    assert refused.code == "zip" and "zip -r" in refused.remedy
    assert members_of(A_FILE) == [("a", b"x" * 100, None)]


def test_a_name_with_a_nul() -> None:
    """Readers that end a name at its NUL see another file: refused."""
    assert refusal_of(zipped(("a/ca.crt", b"1")).replace(b"a/ca", b"a\0ca")).code == "zip"


@pytest.mark.parametrize("name", ["../x", "a/../../x", "..\\x"])
def test_names_that_lead_out(name: str) -> None:
    """`..` is refused, also behind DOS's backslash."""
    assert refusal_of(zipped((member(name, DOS), b"1"))).code == "unsafe-name"


def test_twins_in_spelling() -> None:
    """Two names that some computers take for one are refused."""
    assert refusal_of(zipped(("pki/ca.crt", b"1"), ("PKI/ca.crt", b"2"))).code == "unsafe-name"


def test_limits() -> None:
    """More members, a larger directory or more bytes than allowed: the limit is named."""
    many = zipped(*((f"{number}", b"") for number in range(WEB.members + 1)))
    with pytest.raises(LimitExceeded, match="files and folders"):
        read_archive(many, WEB)
    info = member("a")
    info.extra = struct.pack("<HH", 0x9999, 60_000) + bytes(60_000)
    wide = zipped(*((replace_name(info, f"{number}"), b"") for number in range(ZIP_ENTRY * WEB.members // 60_000 + 1)))
    with pytest.raises(LimitExceeded, match="directory"):
        read_archive(wide, WEB)
    large = zipped(*((f"{number}", bytes(1 << 20)) for number in range((WEB.raw >> 20) + 1)))
    with pytest.raises(LimitExceeded) as refused:
        read_archive(large, WEB)
    assert refused.value.code == "RAW"


def replace_name(info: zipfile.ZipInfo, name: str) -> zipfile.ZipInfo:
    copy = member(name)
    copy.extra = info.extra
    return copy


def overlapping(count: int, kernel: bytes) -> bytes:
    """Many entries of the directory that all point at one member (full overlap)."""
    one = zipped(("a", kernel))
    directory = one[one.index(b"PK\1\2") : end_of(one)]
    return (
        one[: one.index(b"PK\1\2")]
        + directory * count
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory) * count, one.index(b"PK\1\2"), 0)
    )


def quoting(count: int) -> bytes:
    """Each member's content begins with the next one's header, as stored blocks (Fifield's quoted overlap)."""
    body = bytearray()
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = deflated.compress(bytes(1 << 20)) + deflated.flush()
    names = [f"{number:04}".encode() for number in range(count)]
    header = 30 + 4
    offsets = [number * (header + 5) for number in range(count)]
    kernel_at = offsets[-1] + header
    directory = bytearray()
    for number, (name, offset) in enumerate(zip(names, offsets, strict=True)):
        packed = kernel_at + len(kernel) - offset - header
        size = (1 << 20) + (count - number - 1) * header
        fields = (20, 0, 8, 0, 0, 0, packed, size, 4)
        body += struct.pack("<4s5H3L2H", b"PK\3\4", *fields, 0) + name
        if number < count - 1:
            body += struct.pack("<BHH", 0, header, header ^ 0xFFFF)
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *fields, 0, 0, 0, 0, 0, offset) + name
    body += kernel
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + end


def lying(size: int) -> bytes:
    """A member that says it has 100 bytes and inflates to very many."""
    data = zipped(("a", bytes(size)))
    return with_entry(data, 24, "<L", 100)


def silent(count: int, blocks: int) -> bytes:
    """Members of deflate blocks that give no byte: no limit on output ever fires."""
    empty = bytes.fromhex("0000 00ff ff".replace(" ", ""))
    return zipped_raw([(f"{number}", empty * blocks + b"\x01\0\0\xff\xff", 0) for number in range(count)])


def zipped_raw(members: list[tuple[str, bytes, int]]) -> bytes:
    body, directory = bytearray(), bytearray()
    for name, packed, size in members:
        fields = (20, 0, 8, 0, 0, 0, len(packed), size, len(name))
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *fields, 0, 0, 0, 0, 0, len(body)) + name.encode()
        body += struct.pack("<4s5H3L2H", b"PK\3\4", *fields, 0) + name.encode() + packed
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory) + end


@pytest.mark.parametrize(
    "data",
    [overlapping(1000, bytes(1 << 20)), quoting(500), lying(8 << 20), silent(100, 4000), A_FILE * 20_000],
    ids=["full overlap", "quoted overlap", "lies of its size", "blocks without output", "20 000 zip files in a row"],
)
def test_bombs_cost_nothing(data: bytes) -> None:
    """Each is refused before anything is inflated: a tenth of a second of CPU is ten times what it takes."""
    begin = time.process_time()
    refusal_of(data)
    assert time.process_time() - begin < 0.1


def test_a_lie_of_a_size_takes_no_memory() -> None:
    """A member that says 100 bytes and has a gigabyte, in a packed form of a megabyte, within 64 MiB."""
    script = (
        "import resource, zlib, struct\n"
        "from app.model.errors import UploadRefused\n"
        "from app.reading.archive import read_archive\n"
        "from app.reading.bounds import WEB\n"
        "from tests.reading.test_zip import zipped_raw\n"
        "made = zlib.compressobj(9, zlib.DEFLATED, -15)\n"
        "packed = b''.join(made.compress(bytes(1 << 20)) for _ in range(512)) + made.flush()\n"
        "for size in (100, len(packed)):\n"
        "    data = zipped_raw([('a', packed, size)])\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    try:\n"
        "        read_archive(data, WEB)\n"
        "        raise SystemExit('was read')\n"
        "    except UploadRefused:\n"
        "        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "        assert grown < 64 << 10, grown\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], cwd=root, check=True)


@examples(60)
@given(
    st.lists(
        st.tuples(st.text("abc/.é \\", min_size=1, max_size=12), st.binary(max_size=50)),
        max_size=6,
        unique_by=lambda one: one[0],
    )
)
def test_any_zip_gives_what_zipfile_gives_or_a_refusal(members: list[tuple[str, bytes]]) -> None:
    """Whatever is packed comes out as it went in, or is refused."""
    data = zipped(*members)
    if not members:
        assert read_archive(data, WEB).entries == ()
        return
    try:
        tree = read_archive(data, WEB)
    except UploadRefused as refused:
        assert refused.code in ("unsafe-name", "zip")
        return
    found = {entry.member: entry.data for entry in tree.entries}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, content in found.items():
            assert archive.read(name) == content


@examples(150)
@given(st.integers(0, len(A_FILE) - 1), st.binary(min_size=1, max_size=4))
def test_any_damage_gives_a_tree_or_a_refusal(at: int, put: bytes) -> None:
    """Bytes changed anywhere in a zip file raise nothing but a refusal."""
    data = A_FILE[:at] + put + A_FILE[at + len(put) :]
    try:
        for entry in read_archive(data, WEB).entries:
            assert isinstance(entry, Entry)
    except UploadRefused as refused:
        assert refused.what and refused.remedy
