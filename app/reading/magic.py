"""What a wrong file is, by its first bytes, and the command that makes the right one of it."""

import re
from dataclasses import dataclass

from ..model.errors import UploadRefused

PACK_A_NODE = (
    "Without private keys: with the command that the page “Open your own tarball” shows. With them, on the node: "
    "sudo tar czf node.tgz /etc/kubernetes /var/lib/kubelet/pki /var/lib/kubelet/config.yaml"
)
"""What to do who has nothing of a cluster in hand. Keys are dropped while reading; better they never leave the node."""

_WITH_ITS_FOLDER = "Pack the folder that it stands in: tar czf node.tgz FOLDER"
_UNPACK = "Unpack it, and pack the folder with: tar czf node.tgz FOLDER"

_HEAD = 64 << 10
"""Where a file is not told by its first bytes, this much of it is looked at."""

_BBOLT_OFFSET, _BBOLT_MAGIC = 16, b"\xed\xda\x0c\xed"
"""0xED0CDAED, little-endian, in the meta page behind its page header (go.etcd.io/bbolt db.go)."""

_DER_SEQUENCES = (b"\x30\x81", b"\x30\x82", b"\x30\x83")

_KIND = re.compile(rb"""^[ {]*["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]{1,40})""", re.MULTILINE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class _Kind:
    what: str
    remedy: str


_BY_PREFIX = {
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
}


def name_wrong_file(data: bytes, *, inside_gzip: bool = False) -> UploadRefused:
    """The refusal of a file that is no archive: what it is, and what to do. `inside_gzip`: it came out of one."""
    found = _by_first_bytes(data) or _by_text(data[:_HEAD])
    where = " inside a gzip file" if inside_gzip else ""
    return UploadRefused(
        f"This is {found.what}{where}, no tar or zip archive.", remedy=found.remedy, code="not-an-archive"
    )


def is_readable_alone(data: bytes) -> bool:
    """Whether a file that is no archive is worth opening by itself: PEM, or a Kubernetes object of some kind."""
    head = data[:_HEAD]
    return _by_first_bytes(data) is None and (b"-----BEGIN " in head or _KIND.search(head) is not None)


def _by_first_bytes(data: bytes) -> _Kind | None:
    if not data:
        return _Kind("an empty file", PACK_A_NODE)
    if not any(data):
        return _Kind("nothing but zeros, as an archive without any file is", PACK_A_NODE)
    if data.startswith(_BBOLT_MAGIC, _BBOLT_OFFSET):
        return _Kind("an etcd snapshot or database, which holds no certificate files", PACK_A_NODE)
    if data.startswith(_DER_SEQUENCES):
        return _Kind("a single certificate or key in DER form", f"Kubernetes reads PEM. {_WITH_ITS_FOLDER}")
    return next((kind for prefix, kind in _BY_PREFIX.items() if data.startswith(prefix)), None)


def _by_text(head: bytes) -> _Kind:
    if b"-----BEGIN " in head:
        return _Kind(_pem(head), _WITH_ITS_FOLDER)
    if found := _KIND.search(head):
        kind = found[1].decode("ascii")
        named = {"Config": "a single kubeconfig", "Pod": "a single static pod manifest"}
        return _Kind(named.get(kind, f"a single YAML file ({kind})"), _WITH_ITS_FOLDER)
    if head.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        return _Kind("a web page", PACK_A_NODE)
    return _Kind("a file of an unknown kind" if _NO_TEXT.search(head) else "a text file", PACK_A_NODE)


def _pem(head: bytes) -> str:
    certificate = b"BEGIN CERTIFICATE" in head
    if b"PRIVATE KEY-----" in head:
        return "a certificate with its private key" if certificate else "a single private key"
    if certificate:
        return "a single certificate"
    return "a single public key" if b"PUBLIC KEY-----" in head else "a single PEM file"
