"""Wrong files: named by what they are, with the command that makes the right one."""

import bz2
import gzip
import io
import lzma
import tarfile

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.model.errors import UploadRefused
from app.reading.archive import read_archive
from app.reading.bounds import WEB
from tests.trees import entries

from .making import certificate

ON_THE_NODE = "sudo tar czf node.tgz /etc/kubernetes"
FILES = {entry.member: entry.data for entry in entries("kubeadm-1.30-cp1")}
DER_KEY = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

WRONG = [
    (b"", "an empty file", ON_THE_NODE),
    (bytes(10240), "zeros", ON_THE_NODE),
    (b"%PDF-1.7\n", "a PDF document", ON_THE_NODE),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", ON_THE_NODE),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture (JPEG)", ON_THE_NODE),
    (b"GIF89a", "a picture (GIF)", ON_THE_NODE),
    (lzma.compress(b"x"), "an xz file", "xz -dc"),
    (bz2.compress(b"x"), "a bzip2 file", "bzip2 -dc"),
    (b"\x28\xb5\x2f\xfd\x04\x00", "a zstd file", "zstd -dc"),
    (b"\x04\x22\x4d\x18", "an lz4 file", "lz4 -dc"),
    (b"\x1f\x9d\x90", "a compress (.Z) file", "uncompress -c"),
    (gzip.compress(gzip.compress(b"x")), "a gzip file inside a gzip file", "gzip -dc"),
    (gzip.compress(b"PK\x03\x04" + bytes(26)), "a zip file inside a gzip file", "tar czf node.tgz FOLDER"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file", "tar czf node.tgz FOLDER"),
    (b"Rar!\x1a\x07", "a RAR file", "tar czf node.tgz FOLDER"),
    (b"070701" + bytes(20), "a cpio archive", "tar czf node.tgz FOLDER"),
    (b"xar!" + bytes(30), "a xar archive", "tar czf node.tgz FOLDER"),
    (b"PK\7\10PK\3\4" + bytes(30), "the first part of a zip file", "zip -r node.zip FOLDER"),
    (b"MZ" + bytes(30) + b"PK\5\6" + bytes(18), "a zip file with something before", "zip -r node.zip FOLDER"),
    (b"\xfe\xed\xfe\xed\0\0\0\2", "a Java keystore", ON_THE_NODE),
    (b"\x30\x82\x0a\x17\x02\x01\x03\x30\x82", "a PKCS#12 file", "openssl pkcs12 -in FILE -nokeys"),
    (b"\x7fELF\x02\x01", "a program (ELF)", ON_THE_NODE),
    (b"SQLite format 3\0", "an SQLite database", ON_THE_NODE),
    (bytes(8) + b"\x04\0\0\0\0\0\0\0" + b"\xed\xda\x0c\xed" + bytes(100), "an etcd snapshot", ON_THE_NODE),
    (certificate(), "a single certificate or key in DER form", "tar czf node.tgz FOLDER"),
    (b"\x30\x82" + DER_KEY, "a single certificate or key in DER form", "tar czf node.tgz FOLDER"),
    (FILES["etc/kubernetes/pki/ca.crt"], "a single certificate", "tar czf node.tgz FOLDER"),
    (FILES["etc/kubernetes/pki/ca.key"], "a single private key", "tar czf node.tgz FOLDER"),
    (FILES["etc/kubernetes/pki/sa.pub"], "a single public key", "tar czf node.tgz FOLDER"),
    (FILES["etc/kubernetes/admin.conf"], "a single kubeconfig", "tar czf node.tgz FOLDER"),
    (FILES["etc/kubernetes/manifests/etcd.yaml"], "a single static pod manifest", "tar czf node.tgz FOLDER"),
    (
        FILES["var/lib/kubelet/config.yaml"],
        "a single configuration file (KubeletConfiguration)",
        "tar czf node.tgz FOLDER",
    ),
    (gzip.compress(FILES["etc/kubernetes/pki/ca.crt"]), "a single certificate inside a gzip file", "tar czf"),
    (b"-----BEGIN CERTIFICATE REQUEST-----\n", "a request for a certificate (CSR)", "open the certificate"),
    (b"kind: Deployment\n", "a Kubernetes object (Deployment)", ON_THE_NODE),
    (b"kind: Secret\ndata: {a: b}\n", "a Kubernetes object (Secret)", ON_THE_NODE),
    (b"version: '3'\nservices:\n  web:\n", "a Docker Compose file", ON_THE_NODE),
    (b"\n<!DOCTYPE HTML><html>", "a web page", ON_THE_NODE),
    (b"<html>", "a web page", ON_THE_NODE),
    (b"just words", "a text file", ON_THE_NODE),
    (b"\x00\x01\x02 words", "a file of an unknown kind", ON_THE_NODE),
]


@pytest.mark.parametrize(
    ("data", "what", "remedy"), WRONG, ids=[f"{number}: {what}" for number, (_, what, _) in enumerate(WRONG)]
)
def test_a_wrong_file_is_named_with_the_command_to_use(data: bytes, what: str, remedy: str) -> None:
    """Each is refused as what it is, and the refusal says what to type."""
    with pytest.raises(UploadRefused) as refused:
        read_archive(data, WEB)
    assert what in refused.value.what
    assert remedy in refused.value.remedy
    assert refused.value.code == "not-an-archive"


def test_a_refusal_quotes_nothing_of_a_key() -> None:
    """What stands in a single key is in no word of its refusal."""
    key = FILES["etc/kubernetes/pki/ca.key"]
    with pytest.raises(UploadRefused) as refused:
        read_archive(key, WEB)
    words = refused.value.what + refused.value.remedy
    assert not any(line.decode() in words for line in key.splitlines())


def test_a_real_archive_is_no_wrong_file() -> None:
    """A tar that begins with a member called like another format is still a tar."""
    tree = read_archive(_tar_of("%PDF-1.7"), WEB)
    assert [entry.member for entry in tree.entries] == ["%PDF-1.7"]


def _tar_of(name: str) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return target.getvalue()
