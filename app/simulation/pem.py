"""Certificates and keys in the simulated files, read as Go reads them: PEM blocks in order, the first certificate with
the key that belongs to it.
"""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from ..model.certificates import Facts
from ..reading.certificate import read_certificate
from ..reading.keys import KeyFacts, read_key
from ..reading.pem import Block, read_pem
from ..reading.problem import CannotRead

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

MOST_BLOCKS = 500
_MISMATCH = "tls: private key does not match public key"


class PairFault(Exception):
    """Why Go makes no pair of two files; the text is crypto/tls's."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate file's chain, leaf first, whose leaf's key stands in the key file."""

    chain: tuple[Facts, ...]

    @property
    def leaf(self) -> Facts:
        return self.chain[0]


def blocks(data: bytes) -> list[Block]:
    """The PEM blocks of a file."""
    return read_pem(data, MOST_BLOCKS)[0]


@lru_cache(maxsize=2048)
def _facts(data: bytes) -> Facts:
    return read_certificate(data)


@lru_cache(maxsize=1024)
def certificates(data: bytes) -> tuple[Facts, ...]:
    """The certificates of a file that can be read, in order."""
    found = []
    for block in blocks(data):
        if block.is_certificate and block.data is not None:
            try:
                found.append(_facts(block.data))
            except CannotRead:
                continue
    return tuple(found)


def key_facts(data: bytes) -> KeyFacts | None:
    """What is known of the first private key of a file; None where it holds none that can be read."""
    for block in blocks(data):
        if block.is_private_key:
            try:
                return read_key(block)
            except CannotRead:
                return None
    return None


def private_key(data: bytes) -> PrivateKey | None:
    """The first private key of a file, to sign with; None where it holds none.

    It was checked by arithmetic first (reading/keys.py), so that a strange one costs nothing in OpenSSL.
    """
    facts = key_facts(data)
    if facts is None or facts.spki is None:
        return None
    block = next(one for one in blocks(data) if one.is_private_key)
    try:
        key = load_der_private_key(block.data or b"", None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError):
        return None
    return key if isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) else None


def read_pair(certificate: bytes, key: bytes) -> Pair:
    """A certificate file and a key file as tls.X509KeyPair takes them. Raises PairFault."""
    chain = certificates(certificate)
    if not chain:
        raise PairFault("tls: failed to find any PEM data in certificate input")
    facts = key_facts(key)
    if facts is None:
        found = blocks(key)
        raise PairFault(
            "tls: found a certificate rather than a key in the PEM for the private key"
            if found and all(one.is_certificate for one in found)
            else "tls: failed to find any PEM data in key input"
            if not found
            else "tls: failed to parse private key"
        )
    if facts.spki is None:
        raise PairFault("tls: failed to parse private key")
    leaf = chain[0]
    if facts.type != leaf.key.type:
        raise PairFault("tls: private key type does not match public key type")
    if facts.spki_sha256 != leaf.key.spki_sha256:
        raise PairFault(_MISMATCH)
    return Pair(chain)
