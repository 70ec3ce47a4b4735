"""What the collect command (app/collect/collect.sh) makes of a file, in Python: the samples are made with it.

A second implementation on purpose: a test compares the two on every real tree, so that neither drifts.
"""

import base64
import binascii
import re
from functools import cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

KNOWN = re.compile(
    rb"-----BEGIN |^KUBELET_KUBEADM_ARGS=|^containerRuntimeEndpoint:"
    rb"|kind.?: *.?(Pod|Config|(Kubelet|Cluster|Init|Join)Configuration)",
    re.MULTILINE,
)
SECRET_KINDS = re.compile(rb"kind.?: *.?(Secret|Encryption)")
KEY_BEGINS = re.compile(rb"-----BEGIN .*PRIVATE KEY")
SECRET = re.compile(rb"([Tt]oken|password|[Ss]ecret|certificateKey|value).? *[:=] *[^ ]")
JWT = re.compile(rb"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
USERINFO = re.compile(rb"://[^/@ ]*@")
KEY_DATA = re.compile(rb"client-key-data.? *:")
PUBLIC_DATA = b"LS0tLS1CRUdJTiBQVUJMSUM"
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
QUOTED = re.compile(rb'" *: *"')


def known(data: bytes) -> bool:
    """Whether a file is packed: certificates, keys, kubeconfigs, static pods, kubelet and kubeadm configuration are."""
    return bool(KNOWN.search(data)) and not SECRET_KINDS.search(data)


@cache
def half(pem: bytes) -> bytes:
    """The PEM of a private key's public half; nothing for an encrypted or unreadable key."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return b""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public(data: bytes) -> bytes:
    """The file with each private key replaced by its public half and the value of each secret by REDACTED."""
    made: list[bytes] = []
    block: list[bytes] = []  # the lines of the private key that has begun
    deep = 0  # the column of a secret's name: whatever stands deeper belongs to its value
    for line in data.removesuffix(b"\n").split(b"\n"):
        column = len(line) - len(line.lstrip(b"- ")) + 1 if line.strip(b"- ") else 0
        if deep and (not column or column > deep):
            continue
        deep = 0
        if block or KEY_BEGINS.search(line):
            block.append(line + b"\n")
            if b"-----END" in line:
                made.append(half(b"".join(block)))
                block = []
            continue
        shown, secret = _public_line(line)
        deep = column if secret else 0
        made.append(shown + b"\n")
    return b"".join(made)


def _public_line(line: bytes) -> tuple[bytes, bool]:
    """A line without its secret, and whether it had one, so that deeper lines belong to it."""
    quote = b'"' if QUOTED.search(line) else b""
    comma = b"," if line.endswith(b",") else b""
    found = SECRET.search(line)
    if found:
        line = line[: found.end() - 1] + quote + b"REDACTED" + quote + comma
    line = USERINFO.sub(b"://", JWT.sub(b"REDACTED", line))
    field = KEY_DATA.search(line)
    if field and PUBLIC_DATA not in line:
        data = half(_decoded(NOT_BASE64.sub(b"", line[field.end() :])))
        return line[: field.end()] + b" " + quote + base64.b64encode(data) + quote + comma, True
    return line, bool(found)


def _decoded(data: bytes) -> bytes:
    try:
        return base64.b64decode(data)
    except binascii.Error:
        return b""
