"""A certificate taken apart at its fields and put together again, each byte of a field as it was (RFC 5280 §4.1).

What builds certificates refuses a serial number of 0, MD5 and odd encodings: all of them are in real trees.
"""

from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ..reading import der
from ..reading.outline import find_parts
from ..reading.signature_algorithms import signature_algorithm
from .keys import PrivateKey

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Parts:
    """The DER of a certificate's fields. `head`: version and serial number; `algorithm`: the inner AlgorithmIdentifier;
    `tail`: unique ids and extensions; `outer_algorithm` and `signature` stand behind the TBSCertificate; `excess` is
    what stands behind these inside of the certificate, `rest` behind it, where Go reports trailing data.
    """

    head: bytes
    algorithm: bytes
    issuer: bytes
    validity: bytes
    subject: bytes
    spki: bytes
    tail: bytes
    outer_algorithm: bytes
    signature: bytes
    excess: bytes
    rest: bytes

    @property
    def tbs(self) -> bytes:
        """The TBSCertificate: what is signed."""
        fields = (self.head, self.algorithm, self.issuer, self.validity, self.subject, self.spki, self.tail)
        return der.encode(der.SEQUENCE, b"".join(fields))

    @property
    def signature_algorithm(self) -> str:
        """By openssl's name, as the TBSCertificate has it. Raises der.Malformed."""
        return signature_algorithm(self.inner_algorithm)

    @property
    def inner_algorithm(self) -> bytes:
        """The content of the TBSCertificate's AlgorithmIdentifier. Raises der.Malformed."""
        return self.algorithm[slice(*der.expect(self.algorithm, 0, len(self.algorithm), der.SEQUENCE))]

    @property
    def certificate(self) -> bytes:
        content = self.tbs + self.outer_algorithm + self.signature + self.excess
        return der.encode(der.SEQUENCE, content) + self.rest

    def with_key(self, key: PrivateKey) -> "Parts":
        """The same with another public key, in the encoding of the one that was there."""
        return replace(self, spki=exchanged(self.spki, key))

    def with_signature(self, signature: bytes) -> "Parts":
        return replace(self, signature=der.encode(der.BIT_STRING, b"\0" + signature))


def parts_of(certificate: bytes) -> Parts:
    """A certificate's fields. Raises der.Malformed where it cannot be read."""
    found = find_parts(certificate)
    tbs_start, tbs_end = der.expect(certificate, found.tbs[0], found.tbs[1], der.SEQUENCE)
    return Parts(
        head=certificate[tbs_start : found.serial[1]],
        algorithm=certificate[found.serial[1] : found.inner_algorithm[1]],
        issuer=certificate[slice(*found.issuer)],
        validity=certificate[found.issuer[1] : found.validity[1]],
        subject=certificate[slice(*found.subject)],
        spki=certificate[slice(*found.spki)],
        tail=certificate[found.spki[1] : tbs_end],
        outer_algorithm=certificate[tbs_end : found.outer_algorithm[1]],
        signature=certificate[found.outer_algorithm[1] : found.signature[1]],
        excess=certificate[found.signature[1] : found.end],
        rest=certificate[found.end :],
    )


def exchanged(spki: bytes, key: PrivateKey) -> bytes:
    """A SubjectPublicKeyInfo with another key's bits: the algorithm's identifier stays, whatever is odd about it."""
    return exchanged_for(spki, key.public_key())


def exchanged_for(spki: bytes, public: PublicKey) -> bytes:
    """The same, where only the other key's public half is known."""
    start, stop = der.expect(spki, 0, len(spki), der.SEQUENCE)
    _, algorithm_stop = der.expect(spki, start, stop, der.SEQUENCE)
    bits, bits_stop = der.expect(spki, algorithm_stop, stop, der.BIT_STRING)
    new = _public_bits(public, compressed=spki[bits + 1 : bits + 2] in (b"\2", b"\3"))
    return der.encode(
        der.SEQUENCE, spki[start:algorithm_stop] + der.encode(der.BIT_STRING, b"\0" + new) + spki[bits_stop:stop]
    )


def _public_bits(public: PublicKey, *, compressed: bool) -> bytes:
    """The content of a subjectPublicKey: a point as the one before it, or what the SubjectPublicKeyInfo of it holds."""
    if isinstance(public, ec.EllipticCurvePublicKey):
        form = PublicFormat.CompressedPoint if compressed else PublicFormat.UncompressedPoint
        return public.public_bytes(Encoding.X962, form)
    whole = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    start, stop = der.expect(whole, 0, len(whole), der.SEQUENCE)
    _, algorithm_stop = der.expect(whole, start, stop, der.SEQUENCE)
    bits, bits_stop = der.expect(whole, algorithm_stop, stop, der.BIT_STRING)
    return whole[bits + 1 : bits_stop]
