"""-text of openssl rsa, pkey and ec: the numbers of a key (providers/implementations/encode_decode/encode_key2text.c)."""

from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from ..pem import private_key

_WIDTH = 15
_CURVES = {
    "secp256r1": ("prime256v1", "P-256"),
    "secp384r1": ("secp384r1", "P-384"),
    "secp521r1": ("secp521r1", "P-521"),
}


def key_text(data: bytes, spki: bytes, *, private: bool) -> Iterator[str]:
    """The lines for a private key, or for a public one; none for a key of another kind."""
    secret = private_key(data) if private else None
    if isinstance(secret, rsa.RSAPrivateKey):
        yield from _rsa(secret)
        return
    public = load_der_public_key(spki)
    if isinstance(public, rsa.RSAPublicKey):
        numbers = public.public_numbers()
        yield f"Public-Key: ({public.key_size} bit)"
        yield from _number("Modulus", numbers.n)
        yield f"Exponent: {numbers.e} (0x{numbers.e:x})"
    elif isinstance(public, ec.EllipticCurvePublicKey):
        yield from _ec(public, secret if isinstance(secret, ec.EllipticCurvePrivateKey) else None)


def _rsa(key: rsa.RSAPrivateKey) -> Iterator[str]:
    numbers = key.private_numbers()
    exponent = numbers.public_numbers.e
    yield f"Private-Key: ({key.key_size} bit, 2 primes)"
    yield from _number("modulus", numbers.public_numbers.n)
    yield f"publicExponent: {exponent} (0x{exponent:x})"
    for name, value in (
        ("privateExponent", numbers.d), ("prime1", numbers.p), ("prime2", numbers.q), ("exponent1", numbers.dmp1),
        ("exponent2", numbers.dmq1), ("coefficient", numbers.iqmp),
    ):  # fmt: skip
        yield from _number(name, value)


def _ec(public: ec.EllipticCurvePublicKey, secret: ec.EllipticCurvePrivateKey | None) -> Iterator[str]:
    yield f"{'Private' if secret else 'Public'}-Key: ({public.curve.key_size} bit)"
    if secret is not None:
        yield "priv:"
        yield from _block(secret.private_numbers().private_value.to_bytes((public.curve.key_size + 7) // 8))
    yield "pub:"
    yield from _block(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    name, nist = _CURVES.get(public.curve.name, (public.curve.name, ""))
    yield f"ASN1 OID: {name}"
    if nist:
        yield f"NIST CURVE: {nist}"


def _number(name: str, value: int) -> Iterator[str]:
    """A number as bytes, with a zero before one whose first bit is set."""
    data = value.to_bytes(max(1, (value.bit_length() + 7) // 8))
    yield f"{name}:"
    yield from _block(b"\0" + data if data[0] & 0x80 else data)


def _block(data: bytes) -> Iterator[str]:
    for at in range(0, len(data), _WIDTH):
        line = ":".join(f"{byte:02x}" for byte in data[at : at + _WIDTH])
        yield f"    {line}{':' if at + _WIDTH < len(data) else ''}"
