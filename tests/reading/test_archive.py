"""Archives: what tar would unpack, or a refusal with a reason; and nothing that hangs, bursts or reaches outside."""

import gzip
import io
import random
import re
import subprocess
import sys
import tarfile
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import KubepkiError, LimitExceeded, UploadRefused
from app.model.files import Entry
from app.reading.archive import read_archive
from app.reading.bounds import HEADER_BYTES, MIB, PATH_BYTES, PATH_PARTS, WEB, Bounds
from app.reading.member_names import in_litter_folder
from tests.properties import examples
from tests.trees import NAMES, TREES, entries

from .deflating import empty_dynamic, empty_stored

FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
END = bytes(1024)


def small(**changes: int) -> Bounds:
    """The web's bounds with some of them smaller."""
    return Bounds(**({name: getattr(WEB, name) for name in WEB.__slots__} | changes))


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    """A header for a member."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


def tar(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """An archive of these members, written by Python's tarfile."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def files(*names: str, data: bytes = b"x") -> bytes:
    """An archive of files of these names."""
    return tar(*((member(name), data) for name in names))


def block(name: bytes = b"f", **fields: bytes) -> bytes:
    """A header block, byte by byte, with a good checksum. `fields` are the header's, as bytes."""
    raw = bytearray(512)
    raw[: len(name)] = name
    places = {"mode": 100, "uid": 108, "gid": 116, "size": 124, "type": 156, "link": 157, "magic": 257, "prefix": 345}
    for key, value in (
        {"mode": b"0000644\0", "size": b"00000000000\0", "type": b"0", "magic": b"ustar\x0000"} | fields
    ).items():
        if key != "checksum":
            raw[places[key] : places[key] + len(value)] = value
    raw[148:156] = b" " * 8
    raw[148:156] = fields.get("checksum", b"%06o\0 " % sum(raw))
    return bytes(raw)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 512)


def refusal(data: bytes, bounds: Bounds = WEB) -> UploadRefused:
    """How an archive is refused."""
    with pytest.raises(UploadRefused) as refused:
        read_archive(data, bounds)
    return refused.value


def names(data: bytes) -> list[str]:
    return [entry.member for entry in read_archive(data, WEB).entries]


@pytest.mark.parametrize("name", NAMES)
def test_real_trees_are_read_as_tarfile_reads_them(name: str) -> None:
    """Every member of a real tree: name, bytes, link, mode and owner are those that Python's tarfile gives."""
    tree = read_archive((TREES / f"{name}.tar.gz").read_bytes(), WEB)
    assert tree.entries == entries(name)
    assert tree.unreadable == ()


NAMES_OF_FILES = st.text(
    st.characters(categories=("L", "N"), include_characters="._-"), min_size=1, max_size=70
).filter(lambda name: name.strip("."))
PATHS = st.lists(NAMES_OF_FILES, min_size=1, max_size=4).map("/".join).filter(lambda path: len(path.encode()) <= 250)


@examples(150)
@given(
    found=st.dictionaries(PATHS, st.binary(max_size=700) | PATHS, min_size=1, max_size=6),
    form=st.sampled_from(sorted(FORMATS)),
    mode=st.integers(0, 0o7777),
    uid=st.integers(0, 2**21 - 1),
)
def test_what_tarfile_writes_is_read_back(found: dict[str, bytes | str], form: str, mode: int, uid: int) -> None:
    """Files and links of any name, in all three formats, come back with bytes, targets, modes and owners."""
    wanted = {}
    members = []
    for name, content in found.items():
        is_link = isinstance(content, str)
        info = member(
            name, tarfile.SYMTYPE if is_link else tarfile.REGTYPE, content if isinstance(content, str) else ""
        )
        info.mode, info.uid, info.gid = mode, uid, 7
        members.append((info, b"" if isinstance(content, str) else content))
        wanted[name] = content
    try:
        data = tar(*members, form=FORMATS[form])
        tree = read_archive(data, WEB)
    except (ValueError, UnicodeEncodeError):  # ustar cannot hold every name
        return
    except UploadRefused as refused:
        assert refused.code == "unsafe-name"  # two of the names are twins
        return
    for entry in tree.entries:
        expected = wanted[entry.member]
        assert (entry.data, entry.target) == ((b"", expected) if isinstance(expected, str) else (expected, None))
        assert (entry.mode, entry.owner) == (mode, f"{uid}:7")
    assert len(tree.entries) + len(tree.unreadable) == sum(not in_litter_folder(name) for name in wanted)


def test_a_file_is_no_litter_for_its_name_alone() -> None:
    """What stands in macOS's second tree is left out; a file that is called like that tree is not."""
    data = tar((member("__MACOSX"), b""), (member("a/__MACOSX/._b"), b""), (member("c"), b""))
    assert names(data) == ["__MACOSX", "c"]


@examples(300)
@given(st.binary(max_size=1500))
def test_arbitrary_bytes_are_refused(data: bytes) -> None:
    """Whatever the bytes, as they are and gzipped: a refusal of ours, with a remedy."""
    for whole in (data, gzip.compress(data)):
        with pytest.raises(KubepkiError) as refused:
            read_archive(whole, WEB)
        assert refused.value.remedy


REAL = (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes()


@examples(150)
@given(st.integers(0, len(REAL) - 1), st.integers(0, 255))
def test_a_changed_byte_of_a_gzip_file_is_refused_or_harmless(at: int, byte: int) -> None:
    """gzip's checksum finds it, or it stood in a field that means nothing."""
    data = bytearray(REAL)
    data[at] = byte
    try:
        tree = read_archive(bytes(data), WEB)
    except KubepkiError:
        return
    assert tree.entries == read_archive(REAL, WEB).entries


RAW = zlib.decompress(REAL, 31)


@examples(60)
@given(st.integers(0, 40), st.integers(0, 511), st.integers(0, 255))
def test_gnu_tar_lists_the_same_or_we_refuse(header: int, at: int, byte: int) -> None:
    """One byte of a header changed: what GNU tar lists, we list, or list as unreadable, or refuse with a reason."""
    starts = _header_offsets()
    data = bytearray(RAW)
    start = starts[header % len(starts)]
    data[start + at] = byte
    raw = bytearray(data[start : start + 512])
    raw[148:156] = b" " * 8
    data[start + 148 : start + 156] = b"%06o\0 " % sum(raw)
    try:
        tree = read_archive(bytes(data), WEB)
    except KubepkiError:
        return
    command = ["tar", "tvf", "-", "--quoting-style=literal", "--numeric-owner"]
    listing = subprocess.run(command, input=bytes(data), capture_output=True, check=False, timeout=20)
    if listing.returncode == 0 and all(item.code != "name" for item in tree.unreadable):
        ours = {entry.member.lstrip("/") for entry in tree.entries} | {item.member for item in tree.unreadable}
        assert {name.lstrip("/") for name in _listed(listing.stdout)} <= ours


def _listed(verbose: bytes) -> set[str]:
    """The names in GNU tar's verbose listing, but for folders."""
    lines = [line for line in verbose.decode("utf-8", "surrogateescape").splitlines() if line[0] not in "dV"]
    names_and_more = (re.sub(r"^\S+ \S+ +\S+ \S+ \S+ ", "", line) for line in lines)
    return {re.split(" -> | link to | unknown file type ", text)[0] for text in names_and_more}


def _header_offsets() -> list[int]:
    with tarfile.open(fileobj=io.BytesIO(RAW)) as archive:
        return [info.offset for info in archive]


def test_plain_and_gzipped_are_the_same() -> None:
    """The same tree as .tar and as .tar.gz; the name of the file says nothing."""
    assert read_archive(RAW, WEB) == read_archive(REAL, WEB)


def test_names_keep_their_spelling_and_owners_their_names() -> None:
    """`./` stays in the member, names of owners win over numbers, numbers stand where there are none."""
    named, numbered = member("./a"), member("b")
    named.uname, named.gname, named.uid = "kube", "wheel", 5
    numbered.uid, numbered.gid, numbered.mode = 1000, 1001, 0o4755
    tree = read_archive(tar((named, b""), (numbered, b"")), WEB)
    assert [(e.member, e.owner, e.mode) for e in tree.entries] == [
        ("./a", "kube:wheel", 0o644),
        ("b", "1000:1001", 0o4755),
    ]


def test_an_owner_cannot_forge() -> None:
    """A colon or an escape sequence in a user's name is shown, and the pair stays a pair."""
    info = member("a")
    info.uname, info.gname = "a:b\x1b[31m", "g"
    (entry,) = read_archive(tar((info, b"")), WEB).entries
    assert entry.owner == "a_b⟨U+001B⟩[31m:g"


@pytest.mark.parametrize("uid", [b"\x80\0\0\0\xff\xff\xff\xfe", b"0000000\0", b"        ", b"\0" * 8, b"garbage!"])
def test_odd_owner_numbers_lose_no_upload(uid: bytes) -> None:
    """Base 256 (large uids are real), blank and damaged numbers; where both fields are blank there is no owner."""
    (entry,) = read_archive(block(uid=uid) + END, WEB).entries
    assert entry.owner == ("4294967294:0" if uid[0] == 0x80 else "0:0" if uid.strip(b" \0") else None)


def test_a_later_member_replaces_an_earlier_one() -> None:
    """As tar does, also under another spelling of the same path, and whatever it was before."""
    data = tar(
        (member("a"), b"old"),
        (member("b", tarfile.SYMTYPE, "x"), b""),
        (member("c"), b"old"),
        (member("./a"), b"new"),
        (member("b"), b"file now"),
        (member("c", tarfile.FIFOTYPE), b""),
    )
    tree = read_archive(data, WEB)
    assert [(e.member, e.data, e.target) for e in tree.entries] == [("./a", b"new", None), ("b", b"file now", None)]
    assert [item.member for item in tree.unreadable] == ["c"]


def test_hard_links_are_regular_files() -> None:
    """A second name of a file has its bytes; of a link it is a link; of nothing it is told."""
    data = tar(
        (member("a"), b"bytes"),
        (member("s", tarfile.SYMTYPE, "a"), b""),
        (member("h", tarfile.LNKTYPE, "./a"), b""),
        (member("l", tarfile.LNKTYPE, "s"), b""),
        (member("a", tarfile.LNKTYPE, "a"), b""),
        (member("d", tarfile.LNKTYPE, "nowhere"), b""),
    )
    tree = read_archive(data, WEB)
    found = {e.member: (e.data, e.target) for e in tree.entries}
    assert found == {"s": (b"", "a"), "h": (b"bytes", None), "l": (b"", "a"), "a": (b"bytes", None)}
    assert [(item.member, item.code) for item in tree.unreadable] == [("d", "link")]


def test_links_are_kept_as_they_are() -> None:
    """Absolute, relative and outward links stay text: nothing is followed, nothing is read."""
    targets = ["/etc/passwd", "../../../../etc/shadow", "x", "loop"]
    tree = read_archive(tar(*((member(f"l{n}", tarfile.SYMTYPE, t), b"") for n, t in enumerate(targets))), WEB)
    assert [entry.target for entry in tree.entries] == targets
    assert all(entry.data == b"" for entry in tree.entries)


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, b"Q", b"M"])
def test_special_members_are_listed_and_lose_no_upload(kind: bytes) -> None:
    """A device, a pipe or something unknown is told by name, and the files beside it are read."""
    tree = read_archive(block(b"odd", type=kind) + block(b"good") + END, WEB)
    assert [entry.member for entry in tree.entries] == ["good"]
    assert [(item.member, item.code) for item in tree.unreadable] == [("odd", "special")]


@pytest.mark.parametrize(
    "name",
    [
        b"new\nline",
        b"esc\x1b[0m",
        b"osc\x1b]8;;http://x\x07",
        "bidi\u202e".encode(),
        b"latin-\xe9",
        b"x" * (PATH_BYTES + 1),
    ],
    ids=["newline", "escape", "OSC 8", "bidi", "Latin-1", "too long"],
)
def test_names_that_cannot_be_shown_lose_no_upload(name: bytes) -> None:
    """Such a member is listed by a name that can be shown, within PATH, and the others are read."""
    info = member("good")
    data = (
        block(b"././@LongLink", type=b"L", size=b"%011o\0" % len(name))
        + padded(name)
        + block(b"short")
        + tar((info, b"x"))
    )
    tree = read_archive(data, WEB)
    assert [entry.member for entry in tree.entries] == ["good"]
    (item,) = tree.unreadable
    assert item.code == "name"
    assert item.member.isprintable()
    assert len(item.member) <= PATH_BYTES * 9


def test_paths_are_bounded() -> None:
    """PATH: 512 bytes and 32 parts are read, one more of either is listed."""
    bytes_fit, parts_fit = "d/" * 6 + "x" * (PATH_BYTES - 12), "/".join("x" * PATH_PARTS)
    tree = read_archive(files(bytes_fit, bytes_fit + "x", parts_fit, "y/" + parts_fit), WEB)
    assert [entry.member for entry in tree.entries] == [bytes_fit, parts_fit]
    assert [item.code for item in tree.unreadable] == ["name", "name"]


@pytest.mark.parametrize("name", ["../a", "a/../../b", "a/..", "/../a", ".."])
def test_names_that_lead_outside_are_refused(name: str) -> None:
    """`..` as a part of a name ends the upload, naming the member; two dots in a name do not."""
    refused = refusal(files("good", name))
    assert (refused.code, refused.member) == ("unsafe-name", name)
    assert names(files("a..b/..c")) == ["a..b/..c"]


def test_absolute_names_are_below_the_archives_top() -> None:
    """`tar -P` is honest: the slash goes when the member is placed."""
    assert names(block(b"/etc/kubernetes/admin.conf") + END) == ["/etc/kubernetes/admin.conf"]


@pytest.mark.parametrize(
    "twin", ["PKI/ca.crt", "pki/CA.crt", "cafe\u0301"], ids=["upper folder", "upper file", "combining accent"]
)
def test_twins_are_refused(twin: str) -> None:
    """Two names that a Mac or Windows takes for one would let the wrong file win; the same name twice is an update."""
    assert refusal(files("pki/ca.crt", "caf\u00e9", twin)).code == "unsafe-name"
    assert len(names(files("pki/ca.crt", "pki/ca.crt"))) == 1


def test_members_are_bounded() -> None:
    """MEMBERS: folders count, and what the upload is told names the way out."""
    assert len(names(files("a", "b"))) == 2
    folders = tar(*((member(f"d{n}", tarfile.DIRTYPE), b"") for n in range(4)))
    assert read_archive(folders, small(members=4)).entries == ()
    refused = refusal(folders, small(members=3))
    assert isinstance(refused, LimitExceeded)
    assert refused.code == "MEMBERS"
    assert "kubepki inspect" in refused.remedy


def test_a_large_file_is_listed_and_not_read() -> None:
    """MEMBER: a file of the largest size is read, one byte more is listed with its size, and the rest goes on."""
    tree = read_archive(tar((member("fits"), b"x" * 100), (member("large"), b"x" * 101)), small(member=100))
    assert [(e.member, len(e.data), e.size) for e in tree.entries] == [("fits", 100, None), ("large", 0, 101)]
    assert [(item.member, item.code) for item in tree.unreadable] == [("large", "too-large")]


def test_uploads_are_bounded() -> None:
    """UPLOAD: counted before anything is looked at."""
    data = files("a")
    assert read_archive(data, small(upload=len(data))).entries
    assert refusal(data, small(upload=len(data) - 1)).code == "UPLOAD"


def test_inflating_is_bounded() -> None:
    """RAW: a gzip bomb of 1 MB stops at the bound, in little memory, and one that just fits is read."""
    bomb = gzip.compress(bytes(1024 * MIB // 8), 1)
    assert refusal(bomb).code == "RAW"
    data = files("a")
    assert read_archive(gzip.compress(data), small(raw=len(data))).entries
    assert refusal(gzip.compress(data), small(raw=len(data) - 1)).code == "RAW"


def test_hard_links_count_towards_raw() -> None:
    """RAW again: two thousand names of one large file are two thousand files to read."""
    links = ((member(f"l{n}", tarfile.LNKTYPE, "big"), b"") for n in range(200))
    assert refusal(tar((member("big"), bytes(100_000)), *links)).code == "RAW"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (REAL[:-20], "gzip"),
        (REAL[: len(REAL) // 2], "gzip"),
        (REAL + REAL, "gzip"),
        (REAL + b"x", "gzip"),
        (b"\x1f\x8b", "gzip"),
        (b"\x1f\x8b\x08\xff" + bytes(30), "gzip"),
        (RAW[: RAW.index(b"-----BEGIN") + 100], "tar"),
        (RAW[:700], "tar"),
        (RAW.rstrip(b"\0") + bytes(-len(RAW.rstrip(b"\0")) % 512) + END + RAW, "tar"),
        (files("a")[:512] + END + files("b"), "tar"),
    ],
)
def test_damage_is_told(data: bytes, code: str) -> None:
    """Cut off, damaged, two in one: each refused as what it is. tar would stop at the first end without a word."""
    refused = refusal(data)
    assert refused.code == code
    assert refused.remedy


def test_padding_is_no_damage() -> None:
    """Zeros behind the gzip stream, as tapes leave them, and records of any length behind the tar."""
    assert read_archive(REAL + bytes(512), WEB) == read_archive(REAL, WEB)
    assert names(files("a") + bytes(10240)) == ["a"]
    assert names(block(b"a")) == ["a"]


SPARSE_PAX = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "x", "GNU.sparse.realsize": "99"}


def pax(records: dict[str, str] | bytes, kind: bytes = b"x") -> bytes:
    """An extended header."""
    written = records if isinstance(records, bytes) else b"".join(_record(*item) for item in records.items())
    return block(b"pax", type=kind, size=b"%011o\0" % len(written)) + padded(written)


def _record(key: str, value: str) -> bytes:
    body = f" {key}={value}\n".encode()
    length = len(body) + 1
    while len(str(length)) + len(body) != length:
        length += 1
    return str(length).encode() + body


AMBIGUOUS: dict[str, bytes] = {
    "GNU sparse": block(type=b"S"),
    "pax sparse": pax(SPARSE_PAX) + block(),
    "a folder with content": block(b"d/", type=b"5", size=b"00000001000\0") + bytes(512),
    "a folder by its slash, with content": block(b"d/", size=b"00000001000\0") + bytes(512),
    "a link with content": block(type=b"2", link=b"x", size=b"00000001000\0") + bytes(512),
    "a hard link with content": block() + block(b"h", type=b"1", link=b"f", size=b"00000001000\0") + bytes(512),
    "a pipe with content": block(type=b"6", size=b"00000001000\0") + bytes(512),
    "size in base 256": block(size=b"\x80" + bytes(10) + b"\x01") + bytes(512),
    "size negative": block(size=b"\xff" * 12),
    "size -2000": block(size=b"-0000002000\0"),
    "size 1_0": block(size=b"00000001_0\0\0") + bytes(512),
    "size of nothing": block(size=b"\0" * 12),
    "size beyond the end": block(size=b"77777777777\0"),
    "size of a letter": block(size=b"0000000000x\0"),
    "pax size negative": pax({"size": "-512"}) + block(),
    "pax size signed": pax({"size": "+0"}) + block(),
    "pax size of 2⁶⁰": pax({"size": str(1 << 60)}) + block(),
    "pax size of a float": pax({"size": "1.0"}) + block() + bytes(512),
    "pax for everybody": pax({"path": "x"}, b"g") + block(),
    "pax size for everybody": pax({"size": "0"}, b"g") + block(),
    "pax twice": pax({"path": "x"}) + pax({"path": "y"}) + block(),
    "pax without a member": pax({"path": "x"}),
    "pax damaged": pax(b"12 path=x") + block(),
    "pax of length zero": pax(b"0 path=x\n") + block(),
    "pax of a long length": pax(b"9999999 path=x\n") + block(),
    "pax without =": pax(b"8 path\n\n") + block(),
    "pax path with NUL": pax(b"12 path=x\0y\n") + block(),
    "pax and a long name": pax({"path": "x"}) + block(type=b"L", size=b"00000000002\0") + padded(b"y\0") + block(),
    "two long names": (block(type=b"L", size=b"00000000002\0") + padded(b"y\0")) * 2 + block(),
    "three headers": pax({"comment": "x"}, b"g") * 3 + block(),
    "3000 long names": (block(type=b"L", size=b"00000000002\0") + padded(b"y\0")) * 3000 + block(),
    "a header of 64 KiB and a byte": pax({"comment": "x" * HEADER_BYTES}) + block(),
    "a checksum one off": block() + block(checksum=b"000001\0 "),
    "a checksum of letters": block() + block(checksum=b"abcdef\0 "),
}


@pytest.mark.parametrize("case", AMBIGUOUS)
def test_what_readers_disagree_about_is_refused(case: str) -> None:
    """Each is refused as damaged or ambiguous, with what to do: nobody sees another tree here than tar unpacks."""
    refused = refusal(AMBIGUOUS[case] + END)
    assert refused.code == "tar"
    assert refused.remedy


def test_an_extended_header_up_to_its_bound_is_read() -> None:
    """HEADER: 64 KiB of records fit; binary ones, as SELinux labels are, mean nothing here."""
    comment = "x" * (HEADER_BYTES - len("65536 comment=\n"))
    assert names(pax({"comment": comment}) + block() + END) == ["f"]
    assert names(pax(b"30 SCHILY.xattr.security.x=\0\xff\n") + block() + END) == ["f"]


def test_the_extended_headers_size_counts() -> None:
    """pax size differs from the header's: what the extended header says is read, as GNU tar reads it."""
    data = pax({"size": "5"}) + block(size=b"00000000002\0") + padded(b"hello") + END
    assert read_archive(data, WEB).entries == (Entry("f", b"hello", None, 0o644, None),)


def test_gnu_long_names_and_labels() -> None:
    """A name and a link target of 300 bytes in GNU's own form, and a volume's label, which is no file."""
    long = "d/" + "x" * 298
    label = block(b"backup", type=b"V")
    data = label + tar((member(long, tarfile.SYMTYPE, "t" * 300), b""), form=tarfile.GNU_FORMAT)
    (entry,) = read_archive(data, WEB).entries
    assert (entry.member, entry.target) == (long, "t" * 300)


def test_old_archives() -> None:
    """v7: no magic, no names of owners, and a folder only by the slash at its end."""
    data = block(b"d/", magic=b"\0" * 8, type=b"\0") + block(b"d/f", magic=b"\0" * 8, type=b"\0") + END
    tree = read_archive(data, WEB)
    assert [(e.member, e.owner) for e in tree.entries] == [("d/f", None)]


def test_a_prefix_belongs_to_posix_only() -> None:
    """ustar's prefix stands before the name; GNU's magic has other things there."""
    assert names(block(prefix=b"d") + END) == ["d/f"]
    assert names(block(prefix=b"d", magic=b"ustar  \0") + END) == ["f"]


HOSTILE = {
    "2⁶⁰ bytes": "gzip.compress(block(size=b'\\x80' + bytes(3) + (1 << 60).to_bytes(8, 'big')))",
    "pax of 4 GiB": "block(type=b'x', size=b'40000000000\\0')",
    "negative, backwards": "block(size=b'-2000\\0\\0\\0\\0\\0\\0\\0') * 2",
    "a million members": "gzip.compress(block() * 20_000, 1)",
    "50 000 gzip members": "gzip.compress(b'') * 50_000",
    "a gzip bomb": "gzip.compress(bytes(256 << 20), 1)",
    "long names without end": "block(type=b'L', size=b'00000000002\\0') * 4000",
    "many pax records": "pax(b'6 a=b\\n' * 10_000) + block()",
    "dynamic blocks without output": "b'\\x1f\\x8b\\x08' + bytes(7) + empty_dynamic(360_000)",
    "blocks without output": "b'\\x1f\\x8b\\x08' + bytes(7) + b'\\0\\0\\0\\xff\\xff' * 800_000",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_nothing_hangs_or_bursts(attack: str) -> None:
    """Each attack ends in words, within 3 s of processor time and 300 MiB of memory beyond the interpreter's."""
    program = (
        "import gzip, resource\nfrom tests.reading.test_archive import block, pax\n"
        "from tests.reading.deflating import empty_dynamic\n"
        f"data = {HOSTILE[attack]}\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime) + 4,) * 2)\n"
        "from app.reading.archive import read_archive; from app.reading.bounds import WEB\n"
        "from app.model.errors import KubepkiError\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: print(len(read_archive(data, WEB).entries))\n"
        "except KubepkiError as refused: print(refused.code)\n"
        "assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, check=False, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


@pytest.mark.parametrize("blocks", [empty_dynamic(360_000), empty_stored(830_000)], ids=["dynamic", "stored"])
def test_blocks_that_give_no_byte_cost_nothing(blocks: bytes) -> None:
    """4 MiB of them, which no limit on output ends: refused after the first steps, a tenth of a second of CPU."""
    begin = time.process_time()
    assert "larger packed" in refusal(b"\x1f\x8b\x08" + bytes(7) + blocks + bytes(8)).what
    assert time.process_time() - begin < 0.1


def test_what_does_not_compress_is_read() -> None:
    """Random bytes grow a little when packed, also at the lowest level: nothing is wrong with them."""
    noise = random.Random(1).randbytes(900_000)  # noqa: S311 - any bytes will do
    data = tar(*((member(f"f{n}"), noise) for n in range(3)))
    for level in (0, 1, 9):
        assert len(read_archive(gzip.compress(data, level), WEB).entries) == 3
    assert refusal(gzip.compress(data, 0)[:-9] + b"x" * 200_000).code == "gzip"


def test_the_members_of_a_large_tree_cost_the_same_each() -> None:
    """Twice the members are read in about twice the steps: counted by what is looked at, not by the clock."""

    def lines(count: int) -> int:
        steps = 0

        def trace(*_: object) -> object:
            nonlocal steps
            steps += 1
            return trace

        data = files(*(f"n{n}/etc/kubernetes/f{n}" for n in range(count)))
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            read_archive(data, WEB)
        finally:
            sys.settrace(None)
        return steps

    assert lines(200) < 2.2 * lines(100)
