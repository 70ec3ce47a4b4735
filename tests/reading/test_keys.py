"""Keys: reduced to their public half, checked by arithmetic, and never opened where they are encrypted."""

import base64
import hashlib
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from app.reading.keys import KeyFacts, read_key
from app.reading.pem import Block, read_pem
from app.reading.problem import CannotRead
from tests.properties import examples

from .making import INTEGER, NULL, OCTET_STRING, SEQUENCE, integer, oid, tlv

RSA = rsa.generate_private_key(65537, 1024)  # noqa: S505
"""Short, because it is quick to make; the arithmetic is the same."""

KEYS = {
    "RSA": (RSA, "RSA", 1024),
    "P-224": (ec.generate_private_key(ec.SECP224R1()), "ECDSA", 224),
    "P-256": (ec.generate_private_key(ec.SECP256R1()), "ECDSA", 256),
    "P-384": (ec.generate_private_key(ec.SECP384R1()), "ECDSA", 384),
    "P-521": (ec.generate_private_key(ec.SECP521R1()), "ECDSA", 521),
    "Ed25519": (ed25519.Ed25519PrivateKey.generate(), "Ed25519", 256),
}


def read(pem: bytes) -> KeyFacts:
    """The facts of a file of one key."""
    (block,), problems = read_pem(pem, 9)
    assert problems == []
    return read_key(block)


def spki(key: object) -> bytes:
    """What ought to come out, by an independent reader."""
    public: bytes = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return public


def spki_sha256(key: object) -> str:
    return hashlib.sha256(spki(key)).hexdigest()


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize("kind", KEYS)
def test_private_keys_in_every_form(kind: str, form: PrivateFormat) -> None:
    """PKCS#8, PKCS#1 and SEC 1 give type, bits and the hash of the public key that cryptography sees."""
    key, name, bits = KEYS[kind]
    if kind == "Ed25519" and form is PrivateFormat.TraditionalOpenSSL:
        pytest.skip("Ed25519 has no older form")
    facts = read(key.private_bytes(Encoding.PEM, form, NoEncryption()))
    assert facts == KeyFacts(name, bits, encrypted=False, private=True, spki=spki(key))


@pytest.mark.parametrize("kind", KEYS)
def test_public_halves_match_their_private_keys(kind: str) -> None:
    """`openssl pkey -pubout` of a key, which may stand in its place, has the same hash, and is not private."""
    key, name, bits = KEYS[kind]
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert read(pem) == KeyFacts(name, bits, encrypted=False, private=False, spki=spki(key))


def test_an_rsa_public_key_of_its_own_form() -> None:
    """A PKCS#1 `RSA PUBLIC KEY` has the hash of the SubjectPublicKeyInfo, which is not its own bytes'."""
    facts = read(RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1))
    assert facts.spki_sha256 == spki_sha256(RSA)


def test_the_label_does_not_count() -> None:
    """PKCS#8 under `RSA PRIVATE KEY`, as some tools write it, is read as Go's tls.X509KeyPair reads it."""
    pem = RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert read(pem.replace(b"PRIVATE KEY", b"RSA PRIVATE KEY")).spki_sha256 == spki_sha256(RSA)


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_encrypted_keys_are_named_and_nothing_more(form: PrivateFormat) -> None:
    """An encrypted key is there, private and encrypted, and nobody asks for a password."""
    facts = read(RSA.private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"secret")))
    assert facts == KeyFacts(None, None, encrypted=True, private=True, spki=None)


def test_an_encrypted_key_of_endless_rounds_takes_no_time() -> None:
    """Nothing of it is decoded, so its 2³¹ rounds of PBKDF2 are never begun."""
    assert read_key(Block("ENCRYPTED PRIVATE KEY", b"\x30\x00", encrypted=True)).encrypted


NUMBERS = RSA.private_numbers()
GOOD = (
    0,
    NUMBERS.public_numbers.n,
    NUMBERS.public_numbers.e,
    NUMBERS.d,
    NUMBERS.p,
    NUMBERS.q,
    NUMBERS.dmp1,
    NUMBERS.dmq1,
    NUMBERS.iqmp,
)


def rsa_block(*numbers: int, rest: bytes = b"") -> Block:
    """A PKCS#1 key of these numbers."""
    return Block("RSA PRIVATE KEY", tlv(SEQUENCE, *map(integer, numbers), rest))


def changed(**numbers: int) -> tuple[int, ...]:
    """The good key's numbers with some of them changed."""
    names = ("version", "n", "e", "d", "p", "q", "dp", "dq", "qi")
    return tuple(numbers.get(name, good) for name, good in zip(names, GOOD, strict=True))


VERSION, N, E, D, P, Q, DP, DQ, QI = GOOD
WRONG = {
    "of another modulus": changed(n=N + 2),
    "of an even modulus": changed(n=N - 1),
    "of a negative modulus": changed(n=-N),
    "of modulus zero": changed(n=0),
    "p is one": changed(p=1, q=N),
    "q is one": changed(p=N, q=1),
    "p is zero": changed(p=0),
    "p negative": changed(p=-P, q=-Q),
    "p and q exchanged": changed(p=Q, q=P),
    "p and q with a factor moved": changed(p=P * 3),
    "p and q equal": changed(p=P, q=P),
    "d plus one": changed(d=D + 1),
    "d is one": changed(d=1),
    "d beyond the modulus": changed(d=D + N),
    "dp plus one": changed(dp=DP + 1),
    "dp beyond p": changed(dp=DP + P - 1),
    "dq is zero": changed(dq=0),
    "dq beyond q": changed(dq=DQ + Q - 1),
    "qi plus one": changed(qi=QI + 1),
    "qi beyond p": changed(qi=QI + P),
    "e is one": changed(e=1),
    "e is another": changed(e=3),
    "e of 32 bits": changed(e=(1 << 31) + 1),
    "e negative": changed(e=-65537),
    "version 1 (more primes)": changed(version=1),
    "all ones": (0, 1, 1, 1, 1, 1, 1, 1, 1),
    "all zeros": (0,) * 9,
    "too few numbers": GOOD[:8],
}


@pytest.mark.parametrize("fault", WRONG)
def test_wrong_rsa_keys_are_refused(fault: str) -> None:
    """Each number changed by itself is found by arithmetic; the key as it is, is good."""
    assert read_key(rsa_block(*GOOD)).spki_sha256 == spki_sha256(RSA)
    with pytest.raises(CannotRead) as refusal:
        read_key(rsa_block(*WRONG[fault]))
    assert str(D) not in str(refusal.value)


def test_rsa_sizes_are_bounded() -> None:
    """RSA_BITS: keys that Go takes for too short or too long are told apart from damaged ones."""
    for bits in (1023, 8193):
        with pytest.raises(CannotRead, match="Go cannot use an RSA key"):
            read_key(rsa_block(*changed(n=(1 << (bits - 1)) + 1)))


def test_huge_numbers_cost_nothing() -> None:
    """p of 100 000 bits beside a good modulus is refused before anything is multiplied or divided."""
    start = time.process_time()
    for _ in range(20):
        with pytest.raises(CannotRead):
            read_key(rsa_block(*changed(p=(1 << 100_000) + 1, q=(1 << 100_000) + 3)))
    assert time.process_time() - start < 0.5


def test_an_rsa_key_is_read_faster_than_openssl_checks_it() -> None:
    """The arithmetic is at least five times as quick as load_der_private_key, which proves the primes."""
    key = rsa.generate_private_key(65537, 2048)
    data = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    ours = _quickest(lambda: read_key(Block("RSA PRIVATE KEY", data)))
    theirs = _quickest(lambda: serialization.load_der_private_key(data, None))
    assert ours * 5 < theirs


def _quickest(work: object) -> float:
    moments = []
    for _ in range(6):
        moments.append(time.process_time())
        for _ in range(3):
            work()  # type: ignore[operator]
    return min(after - before for before, after in pairwise(moments))


def pkcs8(algorithm: bytes, key: bytes) -> bytes:
    """A PKCS#8 key of any algorithm."""
    return tlv(SEQUENCE, integer(0), tlv(SEQUENCE, algorithm), tlv(OCTET_STRING, key))


P256_KEY = KEYS["P-256"][0].private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
ODD = {
    "empty": b"",
    "an empty sequence": b"\x30\0",
    "not DER": b"rubbish",
    "truncated": P256_KEY[:-1],
    "an unknown algorithm": pkcs8(oid("1.2.3.4"), b"key"),
    "RSA without NULL": pkcs8(oid("1.2.840.113549.1.1.1"), b"\x30\0"),
    "RSA around rubbish": pkcs8(oid("1.2.840.113549.1.1.1") + tlv(NULL), b"rubbish"),
    "a short Ed25519 key": pkcs8(oid("1.3.101.112"), tlv(OCTET_STRING, b"k" * 31)),
    "a long Ed25519 key": pkcs8(oid("1.3.101.112"), tlv(OCTET_STRING, b"k" * 33)),
    "a scalar of zero": P256_KEY.replace(P256_KEY[7:39], bytes(32)),
    "a scalar beyond the order": P256_KEY.replace(P256_KEY[7:39], b"\xff" * 32),
    "longer than any curve's": tlv(SEQUENCE, integer(1), tlv(OCTET_STRING, bytes(600))),
    "explicit curve parameters": pkcs8(oid("1.2.840.10045.2.1") + tlv(SEQUENCE, integer(1)), P256_KEY),
    "DSA": dsa.generate_private_key(2048).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    "X25519": x25519.X25519PrivateKey.generate().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    "Ed448": ed448.Ed448PrivateKey.generate().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    "an integer of 2²⁴ bytes": tlv(SEQUENCE, b"\x02\x83\xff\xff\xff"),
    "integers with padding": tlv(SEQUENCE, tlv(INTEGER, b"\0\0"), *map(integer, GOOD[1:])),
}


@pytest.mark.parametrize("fault", ODD)
def test_odd_private_keys_are_refused_in_words(fault: str) -> None:
    """Nothing but CannotRead comes out, whatever OpenSSL raises inside, and its text holds nothing of the key."""
    with pytest.raises(CannotRead) as refusal:
        read_key(Block("PRIVATE KEY", ODD[fault]))
    assert refusal.value.problem.code == "key"


@pytest.mark.parametrize("curve", [ec.SECP256K1(), ec.BrainpoolP256R1()])
def test_curves_that_go_does_not_know_are_read_and_told(curve: ec.EllipticCurve) -> None:
    """The key is there, by its hash, with a word that Go cannot use it; so is its public half."""
    key = ec.generate_private_key(curve)
    private = read(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = read(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    for facts in (private, public):
        assert facts.spki_sha256 == spki_sha256(key)
        assert facts.refused_by_go is not None
        assert "Go cannot use" in facts.refused_by_go.reason


@examples(200)
@given(st.binary(max_size=120), st.sampled_from(["PRIVATE KEY", "EC PRIVATE KEY", "PUBLIC KEY", "RSA PUBLIC KEY"]))
def test_arbitrary_bytes_are_no_key(data: bytes, label: str) -> None:
    """Whatever the bytes and the label, the reader says that it cannot read them and raises nothing else."""
    with pytest.raises(CannotRead):
        read_key(Block(label, data))


@examples(200)
@given(at=st.integers(0, len(P256_KEY) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_never_gives_a_wrong_public_half(at: int, byte: int) -> None:
    """A private key with one byte changed is refused, or its hash is that of the public key that belongs to it now."""
    data = bytearray(P256_KEY)
    data[at] = byte
    try:
        facts = read_key(Block("EC PRIVATE KEY", bytes(data)))
    except CannotRead:
        return
    assert facts.spki_sha256 == spki_sha256(serialization.load_der_private_key(bytes(data), None))


def test_a_bad_key_never_kills_the_process() -> None:
    """A thousand damaged keys in a process of its own end in words, not in a signal."""
    program = (
        "import random; from app.reading.keys import read_key; from app.reading.pem import Block\n"
        "from app.reading.problem import CannotRead\n"
        f"key = bytes.fromhex('{P256_KEY.hex()}'); source = random.Random(7)\n"
        "for _ in range(1000):\n"
        "    data = bytearray(key); data[source.randrange(len(key))] = source.randrange(256)\n"
        "    try: read_key(Block('PRIVATE KEY', bytes(data)))\n"
        "    except CannotRead: pass\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=30).returncode == 0


def test_nothing_of_a_private_key_is_kept() -> None:
    """The facts of a key hold its public hash and no number of it."""
    facts = read(RSA.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    shown = repr(facts)
    for number in (D, P, Q, DP, DQ, QI):
        assert str(number) not in shown
        assert base64.b64encode(number.to_bytes(128, "big")).decode()[4:40] not in shown
