"""Whether one certificate's key made another's signature: the mathematics alone, whatever the dates or usages say."""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ..model.certificates import Facts
from ..reading.bounds import RSA_BITS, RSA_EXPONENT_BITS, Bounds, exceeded
from ..reading.outline import signed_parts
from ..reading.problem import CannotRead

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "md5WithRSAEncryption": hashes.MD5(),  # noqa: S303 - to be seen, not trusted
    "sha1WithRSAEncryption": hashes.SHA1(),  # noqa: S303
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

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


class Signatures:
    """Checks signatures within a budget, each pair once and each public key loaded once."""

    def __init__(self, bounds: Bounds) -> None:
        self._budget = bounds.verification_units
        self._left = float(self._budget)
        self._keys: dict[str, PublicKey | None] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def verified(self, child: Facts, parent: Facts) -> bool:
        """Whether the parent's key verifies the child's signature. Raises LimitExceeded when the budget is spent."""
        pair = (child.fingerprint_sha256, parent.key.spki_sha256)
        if pair not in self._known:
            self._known[pair] = self._verified(child, parent)
        return self._known[pair]

    def _verified(self, child: Facts, parent: Facts) -> bool:
        key = self._key(parent)
        if key is None:
            return False
        self._spend(key)
        try:
            signed = signed_parts(child.der)
            return _verify(key, child.signature_algorithm, signed.tbs, signed.signature)
        except (CannotRead, InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False

    def _key(self, facts: Facts) -> PublicKey | None:
        """The parent's public key; None where OpenSSL does not know it or Go would refuse its size."""
        spki = facts.key.spki_sha256
        if spki not in self._keys:
            try:
                key = load_der_public_key(signed_parts(facts.der).spki)
            except (CannotRead, ValueError, UnsupportedAlgorithm):
                key = None
            usable = isinstance(key, ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) or (
                isinstance(key, rsa.RSAPublicKey) and _reasonable(key)
            )
            self._keys[spki] = key if usable else None  # type: ignore[assignment]
        return self._keys[spki]

    def _spend(self, key: PublicKey) -> None:
        self._left -= _cost(key)
        if self._left < 0:
            raise exceeded(
                "verification_units",
                f"The certificates ask for more signature checks than are done for one upload ({self._budget} units).",
            )


def _reasonable(key: rsa.RSAPublicKey) -> bool:
    """Whether Go's crypto/rsa would use this key."""
    return key.key_size in RSA_BITS and key.public_numbers().e.bit_length() <= RSA_EXPONENT_BITS


def _cost(key: PublicKey) -> float:
    """In checks of RSA-2048 (about 40 µs)."""
    if isinstance(key, rsa.RSAPublicKey):
        return (key.key_size / 2048) ** 2 * (2 if key.public_numbers().e.bit_length() > _USUAL_EXPONENT_BITS else 1)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return 2 if key.key_size <= 256 else 12
    return 2


def _verify(key: PublicKey, algorithm: str, signed: bytes, signature: bytes) -> bool:
    """True, or an exception: the key does not fit the algorithm, or the signature does not fit the key."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, signed)
        return algorithm == "ED25519"
    digest = _HASHES.get(algorithm)
    if digest is None:
        return False
    if isinstance(key, rsa.RSAPublicKey):
        if not algorithm.endswith("WithRSAEncryption"):
            return False
        key.verify(signature, signed, padding.PKCS1v15(), digest)
        return True
    if not algorithm.startswith("ecdsa-with-"):
        return False
    key.verify(signature, signed, ec.ECDSA(digest))
    return True
