"""Certificates and keys as PEM, in the forms in which kubeadm, the kubelet and people write them."""

from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from .keys import PrivateKey

PASSWORD = b"throw-away"
"""Of the keys that were encrypted in the original."""


def pem(label: str, data: bytes) -> bytes:
    """A PEM block as Go's encoding/pem writes it: lines of 64 characters."""
    body = b64encode(data).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n".encode()


def key_label(key: PrivateKey) -> str:
    """How kubeadm labels a new key: PKCS#1 for RSA, SEC 1 for elliptic curves; Ed25519 knows PKCS#8 alone."""
    if isinstance(key, rsa.RSAPrivateKey):
        return "RSA PRIVATE KEY"
    return "EC PRIVATE KEY" if isinstance(key, ec.EllipticCurvePrivateKey) else "PRIVATE KEY"


def private_key_pem(key: PrivateKey, label: str, *, encrypted: bool = False) -> bytes:
    """A private key in the form that its label tells (PKCS#1, SEC 1, else PKCS#8), under PASSWORD if encrypted."""
    old = label in ("RSA PRIVATE KEY", "EC PRIVATE KEY") and not isinstance(key, ed25519.Ed25519PrivateKey)
    form = PrivateFormat.TraditionalOpenSSL if old else PrivateFormat.PKCS8
    encryption: KeySerializationEncryption = BestAvailableEncryption(PASSWORD) if encrypted else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, encryption)


def public_key_pem(key: PrivateKey, label: str) -> bytes:
    """The public half, `RSA PUBLIC KEY` as PKCS#1."""
    old = label == "RSA PUBLIC KEY" and isinstance(key, rsa.RSAPrivateKey)
    form = PublicFormat.PKCS1 if old else PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(Encoding.PEM, form)
