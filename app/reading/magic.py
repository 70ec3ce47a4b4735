"""What a wrong file is, by its first bytes, and the command that makes the right one of it."""

import re
from dataclasses import dataclass

from ..model.errors import UploadRefused

_TAR = "On the node: sudo tar czf node.tgz /etc/kubernetes /var/lib/kubelet/pki /var/lib/kubelet/config.yaml"
_REPACK = "Unpack it, and pack the folder with: tar czf node.tgz FOLDER"
_BBOLT_MAGIC = b"\xed\xda\x0c\xed"
"""0xED0CDAED, little-endian, in the meta page behind the 16 bytes of its page header (go.etcd.io/bbolt db.go)."""

_KUBERNETES_KIND = re.compile(rb"""^["' {]*kind["']?[ \t]*:[ \t]*["']?([A-Za-z]{1,40})""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Magic:
    prefix: bytes
    what: str
    remedy: str


_MAGICS = (
    _Magic(b"%PDF-", "a PDF document", _TAR),
    _Magic(b"\x89PNG\r\n", "a picture (PNG)", _TAR),
    _Magic(b"\xff\xd8\xff", "a picture (JPEG)", _TAR),
    _Magic(b"GIF8", "a picture (GIF)", _TAR),
    _Magic(b"\xfd7zXZ\0", "an xz file", "Make a gzip file of it: xz -dc FILE.tar.xz | gzip > node.tgz"),
    _Magic(b"BZh", "a bzip2 file", "Make a gzip file of it: bzip2 -dc FILE.tar.bz2 | gzip > node.tgz"),
    _Magic(b"\x28\xb5\x2f\xfd", "a zstd file", "Make a gzip file of it: zstd -dc FILE.tar.zst | gzip > node.tgz"),
    _Magic(b"\x04\x22\x4d\x18", "an lz4 file", "Make a gzip file of it: lz4 -dc FILE.tar.lz4 | gzip > node.tgz"),
    _Magic(b"PK\x03\x04", "a zip file", _REPACK),
    _Magic(b"PK\x05\x06", "an empty zip file", _REPACK),
    _Magic(b"7z\xbc\xaf\x27\x1c", "a 7z file", _REPACK),
    _Magic(b"Rar!", "a RAR file", _REPACK),
    _Magic(b"\x1f\x8b", "a gzip file inside a gzip file", "Unpack it once: gzip -dc FILE > node.tgz"),
    _Magic(b"\x1f\x9d", "a compress (.Z) file", "Make a gzip file of it: uncompress -c FILE | gzip > node.tgz"),
    _Magic(b"\x7fELF", "a program", _TAR),
    _Magic(b"SQLite format 3\0", "an SQLite database", _TAR),
    _Magic(b"<!DOCTYPE", "a web page", _TAR),
    _Magic(b"<html", "a web page", _TAR),
    _Magic(b"0707", "a cpio archive", _TAR),
)


def name_wrong_file(data: bytes, *, inside_gzip: bool = False) -> UploadRefused:
    """The refusal of a file that is no tar archive: what it is, and what to do. `inside_gzip`: it came out of one."""
    what, remedy = _named(data)
    inside = " inside the gzip file" if inside_gzip and data else ""
    return UploadRefused(f"This is {what}{inside}, not a tar archive.", remedy=remedy, code="not-an-archive")


def _named(data: bytes) -> tuple[str, str]:
    if not data.strip(b"\0"):
        return ("an empty file" if not data else "a file of zeros"), _TAR
    for magic in _MAGICS:
        if data.startswith(magic.prefix):
            return magic.what, magic.remedy
    if data[16:20] == _BBOLT_MAGIC:
        return "an etcd database or snapshot", f"It holds no certificate files. {_TAR}"
    head = data[: 64 << 10]
    if b"-----BEGIN " in head:
        return _pem(head), "Put it into an archive with the files beside it: tar czf node.tgz FOLDER"
    if found := _KUBERNETES_KIND.search(head):
        return _yaml(
            found[1].decode("ascii")
        ), "Put it into an archive with the files beside it: tar czf node.tgz FOLDER"
    if data.startswith(b"\x30\x82"):
        return (
            "a single certificate or key (DER)",
            "Kubernetes reads PEM. Pack the whole folder: tar czf node.tgz FOLDER",
        )
    text = not head.translate(None, bytes(range(32, 256)) + b"\t\r\n\f")
    return ("a text file" if text else "a file of an unknown kind"), _TAR


def _pem(head: bytes) -> str:
    if b"PRIVATE KEY-----" in head:
        return "a certificate with its private key" if b"BEGIN CERTIFICATE" in head else "a single private key"
    if b"BEGIN CERTIFICATE" in head:
        return "a single certificate"
    return "a single public key" if b"PUBLIC KEY-----" in head else "a single PEM file"


def _yaml(kind: str) -> str:
    named = {"Config": "a single kubeconfig", "Pod": "a single static pod manifest"}
    return named.get(kind, f"a single YAML file (kind {kind})")
