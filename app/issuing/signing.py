"""Signatures by throw-away keys with whatever algorithm a certificate names, those too that nobody should use."""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from ..reading.pss import pss_parameters
from .keys import PrivateKey
from .parts import Parts

_RSA: dict[str, hashes.HashAlgorithm] = {
    "sha224WithRSAEncryption": hashes.SHA224(),
    "sha256WithRSAEncryption": hashes.SHA256(),
    "sha384WithRSAEncryption": hashes.SHA384(),
    "sha512WithRSAEncryption": hashes.SHA512(),
}
_ECDSA: dict[str, hashes.HashAlgorithm] = {
    "ecdsa-with-SHA1": hashes.SHA1(),  # noqa: S303 - the original was signed so
    "ecdsa-with-SHA224": hashes.SHA224(),
    "ecdsa-with-SHA256": hashes.SHA256(),
    "ecdsa-with-SHA384": hashes.SHA384(),
    "ecdsa-with-SHA512": hashes.SHA512(),
}
_BY_HAND = {
    "md5WithRSAEncryption": ("md5", bytes.fromhex("3020300c06082a864886f70d020505000410")),
    "sha1WithRSAEncryption": ("sha1", bytes.fromhex("3021300906052b0e03021a05000414")),
    "sha1WithRSA": ("sha1", bytes.fromhex("3021300906052b0e03021a05000414")),
}
"""The hash, and what stands before it in the DigestInfo (RFC 8017 §9.2, note 1)."""


class CannotSign(Exception):
    """This key makes no signatures of this algorithm."""


def sign(key: PrivateKey, parts: Parts) -> bytes:
    """The signature of a certificate, by the algorithm that it names. Raises CannotSign."""
    algorithm, data = parts.signature_algorithm, parts.tbs
    if isinstance(key, rsa.RSAPrivateKey):
        if algorithm == "rsassaPss":
            return _sign_pss(key, parts)
        if algorithm in _BY_HAND:
            return _sign_by_hand(key, algorithm, data)
        if algorithm in _RSA:
            return key.sign(data, padding.PKCS1v15(), _RSA[algorithm])
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        if algorithm in _ECDSA:
            return key.sign(data, ec.ECDSA(_ECDSA[algorithm]))
    elif algorithm == "ED25519":
        return key.sign(data)
    raise CannotSign(f"{type(key).__name__} with {algorithm}")


def _sign_pss(key: rsa.RSAPrivateKey, parts: Parts) -> bytes:
    """RSASSA-PSS with the parameters that the certificate names."""
    found = pss_parameters(parts.inner_algorithm)
    scheme = found.scheme if found else None
    if scheme is None:
        raise CannotSign("RSASSA-PSS with another trailer")
    return key.sign(parts.tbs, *scheme)


def _sign_by_hand(key: rsa.RSAPrivateKey, algorithm: str, data: bytes) -> bytes:
    """RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.1): cryptography makes none with MD5."""
    name, prefix = _BY_HAND[algorithm]
    digest_info = prefix + hashlib.new(name, data, usedforsecurity=False).digest()
    size = (key.key_size + 7) // 8
    padded = b"\0\1" + b"\xff" * (size - 3 - len(digest_info)) + b"\0" + digest_info
    numbers = key.private_numbers()
    message = int.from_bytes(padded, "big")
    by_p, by_q = pow(message, numbers.dmp1, numbers.p), pow(message, numbers.dmq1, numbers.q)
    return (by_q + (by_p - by_q) * numbers.iqmp % numbers.p * numbers.q).to_bytes(size, "big")
