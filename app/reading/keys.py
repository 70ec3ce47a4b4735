"""Private and public keys, reduced to the SHA-256 of their public key (SPKI) while they are read.

RSA private keys never reach OpenSSL, which proves their primes for 30 ms to 3 s each: a bounded DER reader and the
arithmetic that the numbers must satisfy. Elliptic-curve and Ed25519 keys are short and go to cryptography. Encrypted
keys are named and never opened: the file itself says how many rounds a password costs.
"""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from . import der
from .bounds import EC_KEY_DER, RSA_BITS, RSA_EXPONENT_BITS
from .pem import Block
from .problem import CannotRead, Problem
from .spki import RSA_ENCRYPTION, read_public_key, rsa_spki

_GO_CURVES = {"secp224r1", "secp256r1", "secp384r1", "secp521r1"}

_RSA_NUMBERS = 9
"""version, n, e, d, p, q, d mod (p-1), d mod (q-1), q⁻¹ mod p (RFC 8017 A.1.2)."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What is kept of a key. `spki`: its public half, the SubjectPublicKeyInfo's DER; `refused_by_go`: why Go cannot
    use it although it can be read.
    """

    type: str | None
    bits: int | None
    encrypted: bool
    private: bool
    spki: bytes | None
    refused_by_go: Problem | None = None

    @property
    def spki_sha256(self) -> str | None:
        return None if self.spki is None else hashlib.sha256(self.spki).hexdigest()


ENCRYPTED = KeyFacts(type=None, bits=None, encrypted=True, private=True, spki=None)


def read_key(block: Block) -> KeyFacts:
    """The facts of a key's PEM block. Raises CannotRead, in words that hold nothing of the key."""
    if block.encrypted:
        return ENCRYPTED
    if block.problem is not None or block.data is None:
        raise CannotRead("key", block.problem.reason if block.problem else "An empty block.")
    try:
        if block.is_private_key:
            return _private_key(block.data)
        return _public_key(_rsa_public_key(block.data) if block.label == "RSA PUBLIC KEY" else block.data)
    except der.Malformed:
        raise CannotRead("key", f"What stands in the block {block.label} is no key.") from None


def _public_key(spki: bytes) -> KeyFacts:
    _, stop = der.expect(spki, 0, len(spki), der.SEQUENCE)
    if stop != len(spki):
        raise der.Malformed("trailing data")
    key, complaint = read_public_key(spki)
    problem = Problem("go", f"Go cannot use this public key: {complaint}") if complaint else None
    return KeyFacts(key.type, key.bits, encrypted=False, private=False, spki=spki, refused_by_go=problem)


def _rsa_public_key(data: bytes) -> bytes:
    """PKCS#1's RSAPublicKey is two numbers and nothing else (RFC 8017 A.1.1)."""
    start, stop = der.expect(data, 0, len(data), der.SEQUENCE)
    _, exponent = der.expect(data, start, stop, der.INTEGER)
    _, end = der.expect(data, exponent, stop, der.INTEGER)
    if (end, stop) != (stop, len(data)):
        raise der.Malformed("RSAPublicKey")
    return rsa_spki(data[start:stop])


def _private_key(data: bytes) -> KeyFacts:
    """PKCS#1, PKCS#8 or SEC 1, told by what stands in it, as in Go's tls.X509KeyPair; the label counts for nothing."""
    start, stop = der.expect(data, 0, len(data), der.SEQUENCE)
    _, at = der.expect(data, start, stop, der.INTEGER)
    tag, _, inner_stop = der.value(data, at, stop)
    if tag == der.INTEGER:
        return _rsa_private_key(data, start, stop)
    if tag == der.SEQUENCE and data[at:inner_stop] == RSA_ENCRYPTION:
        octets, octets_stop = der.expect(data, inner_stop, stop, der.OCTET_STRING)
        start, stop = der.expect(data, octets, octets_stop, der.SEQUENCE)
        return _rsa_private_key(data, start, stop)
    return _short_private_key(data)


def _rsa_private_key(data: bytes, start: int, stop: int) -> KeyFacts:
    """From the content of an RSAPrivateKey."""
    numbers: list[int] = []
    stops: list[int] = []
    at = start
    while at < stop and len(numbers) < _RSA_NUMBERS:
        number, at = der.expect(data, at, stop, der.INTEGER)
        numbers.append(der.integer(data, number, at))
        stops.append(at)
    if len(numbers) < _RSA_NUMBERS or numbers[0]:
        raise CannotRead("key", "An RSA key of more than two primes, or with numbers missing.")
    _, n, e, *rest = numbers
    if n.bit_length() not in RSA_BITS or not 1 < e < 1 << RSA_EXPONENT_BITS:
        raise CannotRead(
            "key", f"Go cannot use an RSA key of {n.bit_length()} bits with an exponent of {e.bit_length()}."
        )
    if not _fits_together(n, e, *rest):
        raise CannotRead("key", "The numbers of this RSA key do not fit together: it is damaged, Go refuses it.")
    spki = rsa_spki(data[stops[0] : stops[2]])
    return KeyFacts("RSA", n.bit_length(), encrypted=False, private=True, spki=spki)


def _fits_together(n: int, e: int, d: int, p: int, q: int, dp: int, dq: int, qi: int) -> bool:  # noqa: PLR0913, PLR0917
    """RFC 8017 §3.2. Sizes first: they bound the arithmetic, and p = 1 would divide by zero."""
    if not (1 < p < n and 1 < q < n and 1 < d < n and 0 < dp < p and 0 < dq < q and 0 < qi < p and p * q == n):
        return False
    return e * d % (p - 1) == e * dp % (p - 1) == e * d % (q - 1) == e * dq % (q - 1) == q * qi % p == 1


def _short_private_key(data: bytes) -> KeyFacts:
    """EC (SEC 1 or PKCS#8) and Ed25519: the only keys that cryptography gets to see."""
    if len(data) > EC_KEY_DER:
        raise CannotRead("key", f"A key of more than {EC_KEY_DER} bytes that is no RSA key: Go cannot use it.")
    try:
        key = load_der_private_key(data, password=None)
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except Exception:  # noqa: BLE001 - cryptography raises whatever OpenSSL thinks of, InternalError too
        raise CannotRead(
            "key", "This private key cannot be read: it is damaged, or of a kind that Go cannot use."
        ) from None
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return KeyFacts("Ed25519", 256, encrypted=False, private=True, spki=public)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CannotRead("key", "Go cannot use this kind of private key.")
    problem = None
    if key.curve.name not in _GO_CURVES:
        problem = Problem("go", f"Go cannot use this private key: x509: unknown elliptic curve ({key.curve.name}).")
    return KeyFacts("ECDSA", key.curve.key_size, encrypted=False, private=True, spki=public, refused_by_go=problem)
