"""Certificates, names and keys put together byte by byte: what no library would make, tests have to."""

from collections.abc import Iterable

SEQUENCE, SET, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID, BOOLEAN = 0x30, 0x31, 2, 3, 4, 5, 6, 1
UTF8, NUMERIC, PRINTABLE, T61, IA5, BMP = 12, 18, 19, 20, 22, 30
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18

SHA256_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
P256_SPKI = bytes.fromhex(
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
"""The curve's base point as a public key."""


def tlv(tag: int, *contents: bytes) -> bytes:
    """A DER value."""
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    size = len(content).to_bytes(4, "big").lstrip(b"\0")
    return bytes((tag, 0x80 | len(size))) + size + content


def oid(dotted: str) -> bytes:
    """A DER object identifier."""
    first, second, *rest = map(int, dotted.split("."))
    return tlv(OID, b"".join(map(_base128, (40 * first + second, *rest))))


def _base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))


def integer(number: int) -> bytes:
    """A DER integer."""
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def attribute(kind: str, text: str | bytes, tag: int = PRINTABLE) -> bytes:
    """One attribute of a name: `kind` is an OID, dotted."""
    return tlv(SEQUENCE, oid(kind), tlv(tag, text.encode() if isinstance(text, str) else text))


def name(*rdns: bytes | Iterable[bytes]) -> bytes:
    """A name of these RDNs: an attribute each, or several."""
    return tlv(SEQUENCE, *(tlv(SET, *([rdn] if isinstance(rdn, bytes) else rdn)) for rdn in rdns))


def common_name(text: str) -> bytes:
    """A name of one CN."""
    return name(attribute("2.5.4.3", text))


def extension(kind: str, value: bytes, *, critical: bool = False) -> bytes:
    """An extension: `value` is the DER inside its octets."""
    return tlv(SEQUENCE, oid(kind), tlv(BOOLEAN, b"\xff") if critical else b"", tlv(OCTET_STRING, value))


def sans(*names: tuple[int, bytes]) -> bytes:
    """Subject alternative names, each by its context tag: 1 e-mail, 2 DNS, 6 URI, 7 IP."""
    return extension("2.5.29.17", tlv(SEQUENCE, *(tlv(0x80 | kind, content) for kind, content in names)))


def certificate(
    *,
    subject: bytes | None = None,
    issuer: bytes | None = None,
    serial: bytes | int = 1,
    version: bytes = tlv(0xA0, integer(2)),
    not_before: bytes = tlv(UTC_TIME, b"260101000000Z"),
    not_after: bytes = tlv(UTC_TIME, b"270101000000Z"),
    spki: bytes = P256_SPKI,
    extensions: Iterable[bytes] = (),
    outer_algorithm: bytes = SHA256_WITH_RSA,
    signature: bytes = tlv(BIT_STRING, b"\0" + b"signature"),
) -> bytes:
    """A certificate whose signature nobody made."""
    found = tuple(extensions)
    tbs = tlv(
        SEQUENCE,
        version,
        integer(serial) if isinstance(serial, int) else serial,
        SHA256_WITH_RSA,
        issuer or common_name("issuer"),
        tlv(SEQUENCE, not_before, not_after),
        subject or common_name("subject"),
        spki,
        tlv(0xA3, tlv(SEQUENCE, *found)) if found else b"",
    )
    return tlv(SEQUENCE, tbs, outer_algorithm, signature)
