"""What a wrong file is, by its first bytes, and the command that makes the right one of it."""

import re
from dataclasses import dataclass

from ..model.errors import UploadRefused

PACK_A_NODE = (
    "The command on the page “Open your own tarball” packs what is needed of a node, without its private keys. With "
    "them: sudo tar czf node.tgz /etc/kubernetes /var/lib/kubelet/pki /var/lib/kubelet/config.yaml"
)
"""What to do who has nothing of a cluster in hand. Keys are dropped while reading; better they never leave the node."""

_WITH_ITS_FOLDER = "Pack the folder that it stands in: tar czf node.tgz FOLDER"
_UNPACK = "Unpack it, and pack the folder with: tar czf node.tgz FOLDER"
_ONE_PART = "Make a file of one part: zip -r node.zip FOLDER, or tar czf node.tgz FOLDER"

HEAD = 64 << 10
"""Where a file is not told by its first bytes, this much of it is looked at."""

_BBOLT_OFFSET, _BBOLT_MAGIC = 16, b"\xed\xda\x0c\xed"
"""0xED0CDAED, little-endian, in the meta page behind its page header (go.etcd.io/bbolt db.go)."""

_DER_SEQUENCES = (b"\x30\x81", b"\x30\x82", b"\x30\x83")
_PKCS12 = re.compile(rb"\x30[\x80-\x83].{0,3}\x02\x01\x03\x30", re.DOTALL)
"""A PFX begins with its version, 3 (RFC 7292, section 4)."""

_ZIP_END, _ZIP_TAIL = b"PK\5\6", 22 + 0xFFFF
"""Where a zip file that does not begin as one is told: the record at its end, which a comment may follow."""

_KIND = re.compile(rb"""^[ {]*["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]{1,40})""", re.MULTILINE)
_COMPOSE = re.compile(rb"^services:[ \t]*$", re.MULTILINE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class _Kind:
    """`what`: with its article; `remedy`: a sentence. `whole`: the sentence, where it is not `This is {what}`;
    `holds`: whether certificates or keys stand in it all the same, where Kubernetes does not find them.
    """

    what: str
    remedy: str
    whole: str = ""
    holds: bool = False


BY_PREFIX = {
    b"%PDF-": _Kind("a PDF document", PACK_A_NODE),
    b"\x89PNG\r\n": _Kind("a picture (PNG)", PACK_A_NODE),
    b"\xff\xd8\xff": _Kind("a picture (JPEG)", PACK_A_NODE),
    b"GIF8": _Kind("a picture (GIF)", PACK_A_NODE),
    b"\xfd7zXZ\0": _Kind("an xz file", "Make a gzip file of it: xz -dc FILE.tar.xz | gzip > node.tgz"),
    b"BZh": _Kind("a bzip2 file", "Make a gzip file of it: bzip2 -dc FILE.tar.bz2 | gzip > node.tgz"),
    b"\x28\xb5\x2f\xfd": _Kind("a zstd file", "Make a gzip file of it: zstd -dc FILE.tar.zst | gzip > node.tgz"),
    b"\x04\x22\x4d\x18": _Kind("an lz4 file", "Make a gzip file of it: lz4 -dc FILE.tar.lz4 | gzip > node.tgz"),
    b"\x1f\x9d": _Kind("a compress (.Z) file", "Make a gzip file of it: uncompress -c FILE.tar.Z | gzip > node.tgz"),
    b"\x1f\x8b": _Kind("a gzip file", "Unpack it once: gzip -dc FILE > node.tgz"),
    b"PK\3\4": _Kind("a zip file", _UNPACK),
    b"7z\xbc\xaf\x27\x1c": _Kind("a 7z file", _UNPACK),
    b"Rar!": _Kind("a RAR file", _UNPACK),
    b"0707": _Kind("a cpio archive", _UNPACK),
    b"\x7fELF": _Kind("a program (ELF)", PACK_A_NODE),
    b"SQLite format 3\0": _Kind("an SQLite database", PACK_A_NODE),
    b"xar!": _Kind("a xar archive", _UNPACK),
    b"PK\7\10": _Kind("the first part of a zip file in several parts", _ONE_PART),
    b"\xfe\xed\xfe\xed": _Kind("a Java keystore", f"Kubernetes reads PEM, and no keystores. {PACK_A_NODE}", holds=True),
}

_EMPTY = _Kind("an empty file", PACK_A_NODE)
_ZEROS = _Kind("", PACK_A_NODE, "There is nothing but zeros in it: so tar writes when it is given no file to pack.")
_END_OF_A_ZIP = _Kind("a zip file with something before its beginning, or the last of its parts", _ONE_PART)
_SNAPSHOT = _Kind(
    "an etcd snapshot or database", f"It holds a cluster's objects, and none of its certificate files. {PACK_A_NODE}"
)
_REQUEST = _Kind(
    "a request for a certificate (CSR)", "Nobody has signed it yet: open the certificate that a CA makes of it."
)
_PFX = _Kind(
    "a PKCS#12 file (.p12, .pfx)",
    "Kubernetes reads PEM. The certificates in it, without the key: openssl pkcs12 -in FILE -nokeys -out FILE.crt",
    holds=True,
)
_DER = _Kind(
    "a single certificate or key in DER form",
    "Kubernetes reads PEM. To make it of a certificate: openssl x509 -inform DER -in FILE -out FILE.crt. Then open "
    "that, or better the folder that it stands in: tar czf node.tgz FOLDER",
    holds=True,
)


def name_wrong_file(data: bytes, *, inside_gzip: bool = False) -> UploadRefused:
    """The refusal of a file that is no archive: what it is, and what to do. `inside_gzip`: it came out of one."""
    found = _kind_of(data)
    where = " inside a gzip file" if inside_gzip else ""
    sentence = found.whole or f"This is {found.what}{where}, not a tar or zip archive."
    return UploadRefused(sentence, remedy=found.remedy, code="not-an-archive")


def name_lone_file(data: bytes) -> tuple[str, str]:
    """What the only file of a tree is, and what to do, where nothing of a cluster was found in it."""
    found = _kind_of(data)
    nothing = "" if found.holds else " There is no certificate, key, kubeconfig or static pod manifest in it."
    return f"{found.whole or f'This is {found.what}.'}{nothing}", found.remedy


def _kind_of(data: bytes) -> _Kind:
    return _by_first_bytes(data) or _by_text(data[:HEAD])


def kind_of_object(data: bytes) -> str | None:
    """The kind that a Kubernetes object in text names first; None where there is none."""
    found = None if _by_first_bytes(data) else _KIND.search(data[:HEAD])
    return found[1].decode("ascii") if found else None


def is_readable_alone(data: bytes) -> bool:
    """Whether a file that is no archive is worth opening by itself: PEM, or a Kubernetes object of some kind."""
    head = data[:HEAD]
    return _by_first_bytes(data) is None and (b"-----BEGIN " in head or _KIND.search(head) is not None)


def _by_first_bytes(data: bytes) -> _Kind | None:
    if not data:
        return _EMPTY
    if not any(data):
        return _ZEROS
    if data.startswith(_BBOLT_MAGIC, _BBOLT_OFFSET):
        return _SNAPSHOT
    if data.startswith(_DER_SEQUENCES):
        return _PFX if _PKCS12.match(data) else _DER
    found = next((kind for prefix, kind in BY_PREFIX.items() if data.startswith(prefix)), None)
    return found or (_END_OF_A_ZIP if _ZIP_END in data[-_ZIP_TAIL:] else None)


def _by_text(head: bytes) -> _Kind:
    if b"-----BEGIN " in head:
        return _pem(head)
    if found := _KIND.search(head):
        return _object(found[1].decode("ascii"))
    if head.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        return _Kind("a web page", PACK_A_NODE)
    if _COMPOSE.search(head):
        return _Kind("a Docker Compose file", PACK_A_NODE)
    return _Kind("a file of an unknown kind" if _NO_TEXT.search(head) else "a text file", PACK_A_NODE)


def _object(kind: str) -> _Kind:
    named = {"Config": "a single kubeconfig", "Pod": "a single static pod manifest"}
    if kind in named:
        return _Kind(named[kind], _WITH_ITS_FOLDER)
    if kind.endswith("Configuration"):
        return _Kind(f"a single configuration file ({kind})", _WITH_ITS_FOLDER)
    return _Kind(f"a Kubernetes object ({kind})", PACK_A_NODE)


def _pem(head: bytes) -> _Kind:
    certificate = b"BEGIN CERTIFICATE-----" in head or b"TRUSTED CERTIFICATE-----" in head
    if b"PRIVATE KEY-----" in head:
        what = "a certificate with its private key" if certificate else "a single private key"
    elif certificate:
        what = "a single certificate"
    elif b"CERTIFICATE REQUEST-----" in head:
        return _REQUEST
    else:
        what = "a single public key" if b"PUBLIC KEY-----" in head else "a single PEM file"
    return _Kind(what, _WITH_ITS_FOLDER)
