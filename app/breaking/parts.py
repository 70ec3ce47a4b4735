"""Single fields of a certificate's DER exchanged, every other byte as it was (RFC 5280 §4.1, §4.2.1)."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_address

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from ..issuing.keys import CURVES, KeyKind
from ..issuing.parts import Parts, exchanged_for
from ..issuing.validity import encode_time
from ..model.certificates import SubjectAltName
from ..reading import der
from ..reading.extensions import EXTENDED_KEY_USAGE, SUBJECT_ALT_NAME

_EXTENSIONS = 0xA3
_UTF8_STRING = 0x0C
_COMMON_NAME, _ORGANIZATION = b"\x55\x04\x03", b"\x55\x04\x0a"
_PURPOSES = {"serverAuth": bytes.fromhex("2b06010505070301"), "clientAuth": bytes.fromhex("2b06010505070302")}
_ALGORITHMS = {
    "RSA": bytes.fromhex("300d06092a864886f70d01010b0500"),
    "ECDSA": bytes.fromhex("300a06082a8648ce3d040302"),
    "Ed25519": bytes.fromhex("300506032b6570"),
}
"""sha256WithRSAEncryption, ecdsa-with-SHA256, Ed25519: by the kind of the signer's key."""


def with_dates(parts: Parts, not_before: datetime, not_after: datetime) -> Parts:
    """The same with another validity."""
    return replace(parts, validity=der.encode(der.SEQUENCE, encode_time(not_before) + encode_time(not_after)))


def with_common_name(parts: Parts, name: str) -> Parts:
    """The same with this as its only CN."""
    return replace(parts, subject=_renamed(parts.subject, _COMMON_NAME, name))


def with_organization(parts: Parts, name: str) -> Parts:
    """The same with this as its only O; without any for an empty name."""
    return replace(parts, subject=_renamed(parts.subject, _ORGANIZATION, name))


def common_name(name: str) -> bytes:
    """The DER of a name that is a CN alone."""
    return der.encode(der.SEQUENCE, _attribute(_COMMON_NAME, name))


def _renamed(name: bytes, oid: bytes, value: str) -> bytes:
    """An RDNSequence with all values of an attribute exchanged for one, which stands first."""
    kept = []
    for relative in _values(name):
        attributes = [one for one in _values(relative) if next(_values(one)) != der.encode(der.OID, oid)]
        if attributes:
            kept.append(der.encode(der.SET, b"".join(attributes)))
    return der.encode(der.SEQUENCE, (_attribute(oid, value) if value else b"") + b"".join(kept))


def _attribute(oid: bytes, value: str) -> bytes:
    pair = der.encode(der.OID, oid) + der.encode(_UTF8_STRING, value.encode())
    return der.encode(der.SET, der.encode(der.SEQUENCE, pair))


def _values(whole: bytes) -> Iterator[bytes]:
    """The DER values inside of one."""
    _, at, stop = der.value(whole, 0, len(whole))
    while at < stop:
        end = der.value(whole, at, stop)[2]
        yield whole[at:end]
        at = end


def with_names(parts: Parts, names: tuple[SubjectAltName, ...]) -> Parts:
    """The same with these DNS names and IP addresses; without any the extension goes."""
    content = b"".join(map(_general_name, names))
    return with_extension(parts, SUBJECT_ALT_NAME, der.encode(der.SEQUENCE, content) if names else None)


def without_name(parts: Parts, keep: Callable[[int], bool]) -> Parts:
    """The same without some of its names, by their numbers: the others stay byte for byte."""
    found = _extension(parts, SUBJECT_ALT_NAME)
    left = [name for number, name in enumerate(_values(found or b"\x30\0")) if keep(number)]
    return with_extension(parts, SUBJECT_ALT_NAME, der.encode(der.SEQUENCE, b"".join(left)) if left else None)


def _general_name(name: SubjectAltName) -> bytes:
    if name.type == "IP":
        return der.encode(0x87, ip_address(name.value).packed)
    return der.encode(0x82, name.value.encode("ascii"))


def with_usage(parts: Parts, usage: str) -> Parts:
    """The same with one extended key usage."""
    value = der.encode(der.SEQUENCE, der.encode(der.OID, _PURPOSES[usage]))
    return with_extension(parts, EXTENDED_KEY_USAGE, value)


def _split(parts: Parts) -> tuple[bytes, list[bytes]]:
    """What stands before the extensions, and each extension."""
    at = 0
    while at < len(parts.tail) and parts.tail[at] != _EXTENSIONS:
        at = der.value(parts.tail, at, len(parts.tail))[2]
    if at == len(parts.tail):
        return parts.tail, []
    return parts.tail[:at], list(_values(next(_values(parts.tail[at:]))))


def _extension(parts: Parts, oid: bytes) -> bytes | None:
    """An extension's value."""
    for one in _split(parts)[1]:
        name, *_, value = _values(one)
        if name == der.encode(der.OID, oid):
            return value[slice(*der.expect(value, 0, len(value), der.OCTET_STRING))]
    return None


def with_extension(parts: Parts, oid: bytes, value: bytes | None) -> Parts:
    """The same with an extension's value exchanged where it stands, or put last; None takes it out."""
    before, extensions = _split(parts)
    name, found, written = der.encode(der.OID, oid), False, []
    for one in extensions:
        first, *rest = _values(one)
        if first != name:
            written.append(one)
        elif value is not None:
            found = True
            content = b"".join((first, *rest[:-1], der.encode(der.OCTET_STRING, value)))
            written.append(der.encode(der.SEQUENCE, content))
    if value is not None and not found:
        written.append(der.encode(der.SEQUENCE, name + der.encode(der.OCTET_STRING, value)))
    whole = der.encode(_EXTENSIONS, der.encode(der.SEQUENCE, b"".join(written))) if written else b""
    return replace(parts, tail=before + whole)


def with_issuer(parts: Parts, issuer: bytes, kind: str) -> Parts:
    """The same as a CA of this name and kind of key issues it."""
    if _fits(parts.signature_algorithm, kind):
        return replace(parts, issuer=issuer)
    algorithm = _ALGORITHMS[kind]
    return replace(parts, issuer=issuer, algorithm=algorithm, outer_algorithm=algorithm)


def _fits(algorithm: str, kind: str) -> bool:
    return {"RSA": "RSA" in algorithm, "ECDSA": "ecdsa" in algorithm, "Ed25519": algorithm == "ED25519"}[kind]


def badly_signed(parts: Parts) -> Parts:
    """The same with a signature that no key of the tree made: its last bit is another."""
    return replace(parts, signature=parts.signature[:-1] + bytes((parts.signature[-1] ^ 1,)))


def with_invented_key(parts: Parts, kind: KeyKind, word: str) -> Parts:
    """The same with a public key that nobody has: made of a word, so that the same word gives the same key."""
    return replace(parts, spki=exchanged_for(parts.spki, _invented(kind, word)))


def _invented(kind: KeyKind, word: str) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey:
    """An RSA modulus of whatever factors: nothing is ever signed with it."""
    digits = hashlib.shake_256(word.encode()).digest(kind.bits // 8 or 32)
    number = int.from_bytes(digits, "big")
    if kind.type == "RSA":
        return rsa.RSAPublicNumbers(65537, number | 1 << (kind.bits - 1) | 1).public_key()
    if kind.type == "ECDSA":
        return ec.derive_private_key(number % (1 << (kind.bits - 8)) + 1, CURVES[kind.bits]()).public_key()
    return ed25519.Ed25519PrivateKey.from_private_bytes(digits[:32].ljust(32, b"\0")).public_key()
