"""The parameters of an RSASSA-PSS signature (RFC 8017 A.2.3)."""

from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from . import der
from .outline import find_parts

OID = "1.2.840.113549.1.1.10"
_MGF1 = "1.2.840.113549.1.1.8"
_DIGESTS = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.4": "sha224",
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - to be seen, not trusted
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_USUAL_SALTS = {"sha256": 32, "sha384": 48, "sha512": 64}
_HASH, _MASK, _SALT, _TRAILER = 0xA0, 0xA1, 0xA2, 0xA3


@dataclass(frozen=True, slots=True)
class Pss:
    """`digest` of the message, `mask`: of the mask generation; each is None where nothing is said, which stands for
    SHA-1, 20 bytes of salt and trailer 1. `is_plain`: the digests have no parameters, or NULL.
    """

    digest: str | None
    mask: str | None
    salt: int | None
    trailer: int | None
    is_plain: bool

    @property
    def go_takes_it(self) -> bool:
        """Whether it is one of the three that Go knows (crypto/x509 getSignatureAlgorithmFromAI): everything said, one
        digest of SHA-2 for both, a salt of its length.
        """
        usual = self.salt is not None and _USUAL_SALTS.get(self.digest or "") == self.salt
        return usual and self.is_plain and self.mask == self.digest and self.trailer in (None, 1)

    @property
    def scheme(self) -> tuple[padding.PSS, hashes.HashAlgorithm] | None:
        """What signs and verifies so; None with another trailer, which nobody knows."""
        if self.trailer not in (None, 1):
            return None
        mask = padding.MGF1(_HASHES[self.mask or "sha1"])
        return padding.PSS(mask, 20 if self.salt is None else self.salt), _HASHES[self.digest or "sha1"]


def pss_of(certificate: bytes) -> Pss | None:
    """How a certificate is signed; None for another algorithm. Raises der.Malformed."""
    return pss_parameters(certificate[slice(*find_parts(certificate).inner_algorithm)])


def pss_parameters(identifier: bytes) -> Pss | None:
    """The parameters in an AlgorithmIdentifier's content; None for another algorithm. Raises der.Malformed, and for
    digests of which no name is known here.
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
    digest = _digest(found[_HASH]) if _HASH in found else (None, True)
    mask = _mask(found[_MASK]) if _MASK in found else (None, True)
    salt, trailer = (_number(found[tag]) if tag in found else None for tag in (_SALT, _TRAILER))
    return Pss(digest[0], mask[0], salt, trailer, digest[1] and mask[1])


def _digest(algorithm: bytes) -> tuple[str, bool]:
    """(Its name, whether it has no parameters of its own)."""
    start, stop = der.expect(algorithm, 0, len(algorithm), der.SEQUENCE)
    oid_start, oid_stop = der.expect(algorithm, start, stop, der.OID)
    oid = der.oid(algorithm, oid_start, oid_stop)
    if oid not in _DIGESTS:
        raise der.Malformed("a digest without a name")
    return _DIGESTS[oid], algorithm[oid_stop:stop] in (b"", b"\5\0")


def _mask(algorithm: bytes) -> tuple[str, bool]:
    start, stop = der.expect(algorithm, 0, len(algorithm), der.SEQUENCE)
    oid_start, oid_stop = der.expect(algorithm, start, stop, der.OID)
    if der.oid(algorithm, oid_start, oid_stop) != _MGF1:
        raise der.Malformed("another mask")
    return _digest(algorithm[oid_stop:stop])


def _number(value: bytes) -> int:
    number = der.integer(value, *der.expect(value, 0, len(value), der.INTEGER))
    if number < 0:
        raise der.Malformed("a negative number")
    return number
