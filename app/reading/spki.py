"""Public keys: the SubjectPublicKeyInfo of certificates and of `PUBLIC KEY` files (RFC 5280 §4.1.2.7)."""

import hashlib
from dataclasses import dataclass

from ..model.certificates import PublicKey
from . import der

RSA_ENCRYPTION = bytes.fromhex("300d06092a864886f70d0101010500")
"""The AlgorithmIdentifier of RSA: rsaEncryption, NULL."""

_RSA, _EC, _ED25519 = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.3.101.112"
_OTHERS = {"1.2.840.10040.4.1": "DSA", "1.3.101.110": "X25519", "1.3.101.113": "Ed448", "1.3.101.111": "X448"}

_NO_CURVE = "x509: unsupported elliptic curve"
_NO_NULL = "x509: RSA key missing NULL parameters"
_NULL = b"\x05\0"
_GO_INT_BITS = 63
"""crypto/x509 reads the exponent into an int."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A short Weierstrass curve with a = -3: y² = x³ - 3x + b over the integers modulo p."""

    name: str
    bits: int
    p: int
    b: int

    @property
    def point_bytes(self) -> int:
        """The length of an uncompressed point (SEC 1, 2.3.3)."""
        return 1 + 2 * ((self.bits + 7) // 8)

    def holds(self, point: bytes) -> bool:
        """Whether an uncompressed point lies on the curve."""
        middle = (self.point_bytes + 1) // 2
        x, y = int.from_bytes(point[1:middle], "big"), int.from_bytes(point[middle:], "big")
        return x < self.p and y < self.p and (y * y - (x * x - 3) * x - self.b) % self.p == 0


CURVES = {
    "1.3.132.0.33": Curve("P224", 224, 2**224 - 2**96 + 1, 0xB4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4),
    "1.2.840.10045.3.1.7": Curve(
        "P256",
        256,
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    ),
    "1.3.132.0.34": Curve(
        "P384",
        384,
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    ),
    "1.3.132.0.35": Curve(
        "P521",
        521,
        2**521 - 1,
        0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
    ),
}
"""The curves that Go's crypto/x509 knows (FIPS 186-4, D.1.2), by OID."""


def read_public_key(spki: bytes) -> tuple[PublicKey, str | None]:
    """The key in a SubjectPublicKeyInfo's DER, and the error with which Go refuses it (None where it does not).

    Raises der.Malformed, in Go's words, where the structure is broken.
    """
    fault = "malformed spki"
    try:
        start, stop = der.expect(spki, 0, len(spki), der.SEQUENCE)
        fault = "malformed public key algorithm identifier"
        algorithm, algorithm_stop = der.expect(spki, start, stop, der.SEQUENCE)
        fault = "malformed OID"
        oid_start, parameters = der.expect(spki, algorithm, algorithm_stop, der.OID)
        oid = der.oid(spki, oid_start, parameters)
        fault = "malformed subjectPublicKey"
        key_start, key_stop = der.expect(spki, algorithm_stop, stop, der.BIT_STRING)
        _, content = der.bits(spki, key_start, key_stop)
    except der.Malformed:
        raise der.Malformed(fault) from None
    digest = hashlib.sha256(spki).hexdigest()
    if oid == _RSA:
        bits, complaint = _rsa(content, spki[parameters:algorithm_stop])
        return PublicKey("RSA", bits, digest), complaint
    if oid == _EC:
        bits, complaint = _ec(content, spki, parameters, algorithm_stop)
        return PublicKey("ECDSA", bits, digest), complaint
    if oid == _ED25519:
        return PublicKey("Ed25519", 256, digest), _ed25519(content, algorithm_stop - parameters)
    return PublicKey(_OTHERS.get(oid, oid), None, digest), None


def rsa_spki(modulus_and_exponent: bytes) -> bytes:
    """The SubjectPublicKeyInfo of an RSA key, from the DER of its modulus and exponent, one behind the other."""
    key = der.encode(der.SEQUENCE, modulus_and_exponent)
    return der.encode(der.SEQUENCE, RSA_ENCRYPTION + der.encode(der.BIT_STRING, b"\0" + key))


def _rsa(key: bytes, parameters: bytes) -> tuple[int | None, str | None]:
    fault = "x509: invalid RSA public key"
    bits: int | None = None
    try:
        start, stop = der.expect(key, 0, len(key), der.SEQUENCE)
        fault = "x509: invalid RSA modulus"
        number_start, number_stop = der.expect(key, start, stop, der.INTEGER)
        modulus = der.integer(key, number_start, number_stop)
        bits = modulus.bit_length() if modulus > 0 else None
        fault = "x509: invalid RSA public exponent"
        exponent = der.integer(key, *der.expect(key, number_stop, stop, der.INTEGER))
    except der.Malformed:
        return bits, fault if parameters == _NULL else _NO_NULL
    if parameters != _NULL:
        return bits, _NO_NULL
    if exponent.bit_length() > _GO_INT_BITS:
        return bits, "x509: invalid RSA public exponent"
    if modulus <= 0:
        return bits, "x509: RSA modulus is not a positive number"
    return bits, None if exponent > 0 else "x509: RSA public exponent is not a positive number"


def _ec(point: bytes, spki: bytes, at: int, end: int) -> tuple[int | None, str | None]:
    try:
        curve = CURVES.get(der.oid(spki, *der.expect(spki, at, end, der.OID)))
    except der.Malformed:
        return None, "x509: invalid ECDSA parameters"
    if curve is None:
        return None, _NO_CURVE
    if not point.startswith(b"\4"):
        return curve.bits, "ecdsa: invalid uncompressed public key"
    if len(point) != curve.point_bytes:
        return curve.bits, f"invalid {curve.name} point encoding"
    return curve.bits, None if curve.holds(point) else f"{curve.name} point not on curve"


def _ed25519(key: bytes, parameters: int) -> str | None:
    if parameters:
        return "x509: Ed25519 key encoded with illegal parameters"
    return None if len(key) == 32 else "x509: wrong Ed25519 public key size"
