"""The parameters of an RSASSA-PSS signature (RFC 8017 A.2.3), as OpenSSL prints them below its name (rsa_ameth.c)."""

from ..reading import der

OID = "1.2.840.113549.1.1.10"
_MGF1 = "1.2.840.113549.1.1.8"
_DIGESTS = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.4": "sha224",
}
_HASH, _MASK, _SALT, _TRAILER = 0xA0, 0xA1, 0xA2, 0xA3
_MARGIN = " " * 8
INVALID = "(INVALID PSS PARAMETERS)"


def pss_parameters(identifier: bytes) -> tuple[str, ...] | None:
    """Four lines for the content of an AlgorithmIdentifier; None for another algorithm. Raises der.Malformed where
    OpenSSL says `(INVALID PSS PARAMETERS)`, and for digests of which no name is known here.
    """
    start, stop = der.expect(identifier, 0, len(identifier), der.OID)
    if der.oid(identifier, start, stop) != OID:
        return None
    at, end = der.expect(identifier, stop, len(identifier), der.SEQUENCE)
    found: dict[int, bytes] = {}
    while at < end:
        tag, inner, at = der.value(identifier, at, end)
        found[tag] = identifier[inner:at]
    if not found.keys() <= {_HASH, _MASK, _SALT, _TRAILER}:
        raise der.Malformed("PSS parameters")
    return (
        f"{_MARGIN}Hash Algorithm: {_digest(found[_HASH]) if _HASH in found else 'sha1 (default)'}",
        f"{_MARGIN}Mask Algorithm: mgf1 with {_mask(found[_MASK]) if _MASK in found else 'sha1 (default)'}",
        f"{_MARGIN} Salt Length: 0x{_number(found[_SALT]) if _SALT in found else '14 (default)'}",
        f"{_MARGIN}Trailer Field: 0x{_number(found[_TRAILER]) if _TRAILER in found else '01 (default)'}",
    )


def _digest(algorithm: bytes) -> str:
    start, stop = der.expect(algorithm, 0, len(algorithm), der.SEQUENCE)
    oid = der.oid(algorithm, *der.expect(algorithm, start, stop, der.OID))
    if oid not in _DIGESTS:
        raise der.Malformed("a digest without a name")
    return _DIGESTS[oid]


def _mask(algorithm: bytes) -> str:
    start, stop = der.expect(algorithm, 0, len(algorithm), der.SEQUENCE)
    oid_start, oid_stop = der.expect(algorithm, start, stop, der.OID)
    if der.oid(algorithm, oid_start, oid_stop) != _MGF1:
        raise der.Malformed("another mask")
    return _digest(algorithm[oid_stop:stop])


def _number(value: bytes) -> str:
    """i2a_ASN1_INTEGER: whole bytes."""
    number = der.integer(value, *der.expect(value, 0, len(value), der.INTEGER))
    if number < 0:
        raise der.Malformed("a negative number")
    return number.to_bytes((number.bit_length() + 7) // 8 or 1, "big").hex().upper()
