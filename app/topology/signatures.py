"""Whether one certificate's key made another's signature: the mathematics alone, whatever the dates or usages say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ..model.certificates import Facts
from ..reading.bounds import RSA_BITS, RSA_EXPONENT_BITS, Bounds, exceeded
from ..reading.outline import find_parts, signed_parts
from ..reading.pss import pss_of

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "md5WithRSAEncryption": hashes.MD5(),  # noqa: S303 - to be seen, not trusted
    "sha1WithRSAEncryption": hashes.SHA1(),  # noqa: S303
    "sha1WithRSA": hashes.SHA1(),  # noqa: S303
    "sha224WithRSAEncryption": hashes.SHA224(),
    "sha256WithRSAEncryption": hashes.SHA256(),
    "sha384WithRSAEncryption": hashes.SHA384(),
    "sha512WithRSAEncryption": hashes.SHA512(),
    "ecdsa-with-SHA1": hashes.SHA1(),  # noqa: S303
    "ecdsa-with-SHA224": hashes.SHA224(),
    "ecdsa-with-SHA256": hashes.SHA256(),
    "ecdsa-with-SHA384": hashes.SHA384(),
    "ecdsa-with-SHA512": hashes.SHA512(),
}
"""By openssl's names. MD5 and SHA-1 count here: who signed is a fact, whether a cluster takes it is a verdict."""

_USUAL_EXPONENT_BITS = 17
"""65537. A longer exponent doubles the cost of a check and more."""

_PKCS1 = padding.PKCS1v15()


class Signatures:
    """Checks signatures within a budget, each pair once and each public key loaded once.

    `signers`: what is known of a tree's certificates (`Cluster.signers`): of none of them is a signature checked
    again.
    """

    def __init__(self, bounds: Bounds, signers: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> None:
        self.bounds = bounds
        self._signers = signers
        self._left = float(bounds.verification_units)
        self._keys: dict[str, _Key | None] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def verified(self, child: Facts, parent: Facts) -> bool:
        """Whether the parent's key verifies the child's signature. Raises LimitExceeded when the budget is spent."""
        found = self._signers.get(child.fingerprint_sha256)
        if found is not None and parent.fingerprint_sha256 in self._signers and child.raw_issuer == parent.raw_subject:
            return parent.fingerprint_sha256 in found
        pair = (child.fingerprint_sha256, parent.key.spki_sha256)
        if pair not in self._known:
            self._known[pair] = self._verified(child, parent)
        return self._known[pair]

    def _verified(self, child: Facts, parent: Facts) -> bool:
        spki = parent.key.spki_sha256
        if spki not in self._keys:
            self._keys[spki] = _load(parent)
        key = self._keys[spki]
        if key is None:
            return False
        self._spend(key.cost)
        try:
            return key.verifies(child, *signed_parts(child.der))
        except (InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False

    def _spend(self, cost: float) -> None:
        self._left -= cost
        if self._left < 0:
            raise exceeded(
                "verification_units",
                "The certificates ask for more signature checks than are done for one upload "
                f"({self.bounds.verification_units} units).",
            )


@dataclass(frozen=True, slots=True)
class _Key:
    """A public key. `cost` of a check: in checks of RSA-2048 (about 40 µs). `verifies` takes who is signed, the
    bytes that were signed and the signature, and raises where they do not fit.
    """

    cost: float
    verifies: Callable[[Facts, bytes, bytes], bool]


def _load(facts: Facts) -> _Key | None:
    """A certificate's public key; None where OpenSSL does not know it or Go would refuse its size (crypto/rsa)."""
    try:
        key = load_der_public_key(facts.der[slice(*find_parts(facts.der).spki)])
    except (ValueError, UnsupportedAlgorithm):
        return None
    if isinstance(key, rsa.RSAPublicKey):
        exponent_bits = key.public_numbers().e.bit_length()
        if key.key_size not in RSA_BITS or exponent_bits > RSA_EXPONENT_BITS:
            return None
        cost = (key.key_size / 2048) ** 2 * (2 if exponent_bits > _USUAL_EXPONENT_BITS else 1)
        return _Key(cost, partial(_rsa_verifies, key))
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _Key(2 if key.key_size <= 256 else 12, partial(_ec_verifies, key))
    if isinstance(key, ed25519.Ed25519PublicKey):
        return _Key(2, partial(_ed25519_verifies, key))
    return None


def _rsa_verifies(key: rsa.RSAPublicKey, child: Facts, signed: bytes, signature: bytes) -> bool:
    algorithm = child.signature_algorithm
    if algorithm == "rsassaPss":
        return _pss_verifies(key, child, signed, signature)
    digest = _HASHES.get(algorithm) if "WithRSA" in algorithm else None
    if digest is None:
        return False
    key.verify(signature, signed, _PKCS1, digest)
    return True


def _pss_verifies(key: rsa.RSAPublicKey, child: Facts, signed: bytes, signature: bytes) -> bool:
    """With whatever parameters."""
    found = pss_of(child.der)
    scheme = found.scheme if found else None
    if scheme is None:
        return False
    key.verify(signature, signed, *scheme)
    return True


def _ec_verifies(key: ec.EllipticCurvePublicKey, child: Facts, signed: bytes, signature: bytes) -> bool:
    algorithm = child.signature_algorithm
    digest = _HASHES.get(algorithm) if algorithm.startswith("ecdsa-with-") else None
    if digest is None:
        return False
    key.verify(signature, signed, ec.ECDSA(digest))
    return True


def _ed25519_verifies(key: ed25519.Ed25519PublicKey, child: Facts, signed: bytes, signature: bytes) -> bool:
    key.verify(signature, signed)
    return child.signature_algorithm == "ED25519"
