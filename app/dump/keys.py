"""A public key as OpenSSL prints it (encode_key2text.c): RSA, ECDSA on a named curve, and the Edwards curves."""

from collections.abc import Iterator

from ..reading import der
from ..reading.spki import CURVES as KNOWN_CURVES
from . import oids
from .hexes import KEY_WIDTH, block, magnitude
from .part import Part

_MARGIN = " " * 16
_SHORT = 64
"""Numbers of at most so many bits are printed in decimal."""

_EDWARDS = {"ED25519": 32, "ED448": 57, "X25519": 32, "X448": 56}
"""Bytes of a key (RFC 8410)."""

_UNABLE = f"{' ' * 12}Unable to load Public Key"


def key_parts(spki: bytes) -> Iterator[Part]:
    """The parts of a SubjectPublicKeyInfo's DER. Raises der.Malformed where its structure is broken.

    For a key that it cannot decode OpenSSL prints one line and its error stack; the stack is left out.
    """
    start, stop = der.expect(spki, 0, len(spki), der.SEQUENCE)
    algorithm, algorithm_stop = der.expect(spki, start, stop, der.SEQUENCE)
    oid_start, parameters = der.expect(spki, algorithm, algorithm_stop, der.OID)
    _, key = der.bits(spki, *der.expect(spki, algorithm_stop, stop, der.BIT_STRING))
    oid = der.oid(spki, oid_start, parameters)
    name = oids.KEYS.get(oid, oid)
    yield Part("key", (" " * 8 + "Subject Public Key Info:", " " * 12 + f"Public Key Algorithm: {name}"))
    try:
        yield from _key(name, key, spki[parameters:algorithm_stop])
    except der.Malformed:
        yield Part("key", (_UNABLE,))


def _key(name: str, key: bytes, parameters: bytes) -> list[Part]:
    if name == "rsaEncryption":
        return _rsa(key)
    if name == "id-ecPublicKey":
        return _ec(key, parameters)
    if len(key) == _EDWARDS.get(name):
        head = Part("key", (f"{_MARGIN}{name} Public-Key:",))
        return [head, Part("public-key", (f"{_MARGIN}pub:", *block(key, 20, KEY_WIDTH)))]
    raise der.Malformed("a key of another kind")


def _rsa(key: bytes) -> list[Part]:
    start, stop = der.expect(key, 0, len(key), der.SEQUENCE)
    modulus_start, modulus_stop = der.expect(key, start, stop, der.INTEGER)
    modulus = der.integer(key, modulus_start, modulus_stop)
    exponent = der.integer(key, *der.expect(key, modulus_stop, stop, der.INTEGER))
    return [
        Part("key", (f"{_MARGIN}Public-Key: ({modulus.bit_length()} bit)",)),
        Part("public-key", tuple(_number("Modulus:", modulus))),
        Part("key", tuple(_number("Exponent:", exponent))),
    ]


def _number(label: str, number: int) -> list[str]:
    sign = "-" if number < 0 else ""
    size = abs(number)
    if size.bit_length() <= _SHORT:
        return [f"{_MARGIN}{label} {sign}{size} ({sign}0x{size:x})"]
    data = magnitude(number)
    padded = b"\0" + data if data[0] & 0x80 else data
    return [f"{_MARGIN}{label}{' (Negative)' if sign else ''}", *block(padded, 20, KEY_WIDTH)]


def _ec(point: bytes, parameters: bytes) -> list[Part]:
    oid = der.oid(parameters, *der.expect(parameters, 0, len(parameters), der.OID))
    if oid not in oids.CURVES:
        raise der.Malformed("a curve of another name")
    curve, (name, nist) = KNOWN_CURVES[oid], oids.CURVES[oid]
    if point[:1] == b"\4" and not (len(point) == curve.point_bytes and curve.holds(point)):
        raise der.Malformed("no point of the curve")
    return [
        Part("key", (f"{_MARGIN}Public-Key: ({curve.bits} bit)",)),
        Part("public-key", (f"{_MARGIN}pub:", *block(point, 20, KEY_WIDTH))),
        Part("key", (f"{_MARGIN}ASN1 OID: {name}", f"{_MARGIN}NIST CURVE: {nist}")),
    ]
