"""The twin's certificates: the original's bytes but for keys and signatures, broken where the original is broken."""

from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key
from hypothesis import given, settings
from hypothesis import strategies as st

from app.issuing.keys import KeyKind, KeyName, KeyPool, KeyTooLong, make_key
from app.issuing.parts import Parts, parts_of
from app.issuing.signing import CannotSign, sign
from app.issuing.twin import Order, Twin
from app.model.certificates import Certificate
from app.reading.certificate import read_certificate
from tests.reading.making import certificate, common_name, extension, integer, oid, tlv
from tests.trees import cluster, cluster_of, entries

from .making import ALL, POOL, opened, twin_of, verdict, without_keys

PKI = "/etc/kubernetes/pki"
RSA = KeyKind("RSA", 2048)


def masked(der: bytes) -> object:
    """A certificate without its public key's bits and its signature; lengths that enclose them do not count."""
    parts = parts_of(der)
    algorithm = parts.spki[2:].partition(b"\x03")[0][-20:]
    return replace(parts, spki=algorithm, signature=b"")


def test_each_certificate_is_the_original_but_for_key_and_signature() -> None:
    """On all trees, broken and sound ones: masked, the twin's bytes are the original's; the key is another one."""
    seen = 0
    for path in ALL:
        twin = Twin(opened(path), POOL)
        for one in twin.cluster.inventory.certificates.values():
            der = twin.certificate(one)
            assert masked(der) == masked(one.facts.der), (path.name, one.id)
            assert len(der) - len(one.facts.der) in range(-3, 4)
            assert read_certificate(der).key.spki_sha256 != one.facts.key.spki_sha256
            seen += 1
    assert seen > 3000


def test_the_twin_is_wired_and_broken_as_the_original() -> None:
    """On all trees that hold keys or halves: read again, the exported twin gives the same document, with its issuers,
    key matches, complaints and the ladder's verdicts and texts, when keys are numbered instead of hashed.
    """
    for path in ALL:
        if "pki-only" not in path.name:
            assert without_keys(twin_of(opened(path))) == without_keys(opened(path)), path.name


def test_a_document_differs_where_one_key_is_another() -> None:
    """The comparison of the test above sees a single key that does not fit."""
    assert without_keys(verdict(95)) != without_keys(verdict(1))


@pytest.mark.parametrize(
    ("number", "path"),
    [(35, f"{PKI}/apiserver.crt"), (84, f"{PKI}/apiserver.crt"), (116, f"{PKI}/ca.crt"), (130, f"{PKI}/ca.crt")],
)
def test_who_had_no_issuer_has_none_and_who_had_one_has_it(number: int, path: str) -> None:
    """A flipped signature and an intermediate that nobody has stay unknown; SHA-1 and serial 0 stay self-signed."""
    before, after = verdict(number), twin_of(verdict(number))
    (place,) = (id_ for id_ in before.issuers if id_.endswith(f":{path}#"))
    assert after.issuers[place] == before.issuers[place]
    assert before.issuers[place] == (None if number in (35, 84) else place)


def test_two_authorities_of_one_name_stay_two() -> None:
    """Both CN=kubernetes: the twin's keys differ, and each leaf is signed by its own."""
    found = twin_of(cluster_of(_two_clusters()))
    keys = {
        c.facts.key.spki_sha256 for c in found.inventory.certificates.values() if c.facts.subject == "CN=kubernetes"
    }
    assert len(keys) == 2


def _two_clusters() -> list[object]:
    both = [("a", "kubeadm-1.30-cp1"), ("b", "kubeadm-1.22-cp1")]
    return [replace(e, member=f"{folder}/{e.member}") for folder, name in both for e in entries(name)]


def test_key_ids_stay_as_they_were() -> None:
    """Subject and authority key ids are the original's, though they are no longer a hash of the key."""
    for path in ALL[:3]:
        before, after = opened(path).inventory.certificates, twin_of(opened(path)).inventory.certificates
        for id_, one in before.items():
            assert after[id_].facts.subject_key_id == one.facts.subject_key_id
            assert after[id_].facts.authority_key_id == one.facts.authority_key_id


def test_within_a_twin_no_key_is_used_twice_and_between_twins_all_are() -> None:
    """Distinct originals get distinct keys; a second twin takes the same ones again, so that nobody drains the pool."""
    pool = KeyPool()
    first, second = (Twin(cluster("kubeadm-1.37-ha2"), pool) for _ in range(2))
    names = {first.name(c.facts) for c in first.cluster.inventory.certificates.values()} - {None}
    keys = [first.key(name) for name in names if name]
    made = {kind: pool.count(kind) for kind in {name.kind for name in names if name}}
    assert len({id(key) for key in keys}) == len(names) == sum(made.values())
    for name in names:
        assert name and second.key(name) in keys
    assert made == {kind: pool.count(kind) for kind in made}


def test_a_pool_that_serves_pages_refuses_keys_that_take_minutes() -> None:
    """RSA of 8192 bits is refused in words, 2048 is made."""
    pool = KeyPool(longest_rsa=4096)
    with pytest.raises(KeyTooLong) as refused:
        pool(KeyKind("RSA", 8192), 0)
    assert "kubepki twin" in refused.value.remedy
    assert pool(RSA, 0).key_size == 2048  # type: ignore[union-attr]


def test_a_key_that_go_cannot_use_stays_as_it_is() -> None:
    """An RSA key of 512 bits: no throw-away, the bytes stay, and Go still refuses it."""
    short = tlv(0x30, integer(2**511 + 1), integer(65537))
    spki = tlv(0x30, bytes.fromhex("300d06092a864886f70d0101010500"), tlv(3, b"\0" + short))
    facts = read_certificate(certificate(spki=spki))
    assert Twin(cluster("kubeadm-1.30-cp1"), POOL).name(facts) is None


def with_algorithm(identifier: bytes) -> Parts:
    """A certificate's parts that name this algorithm."""
    return replace(parts_of(certificate()), algorithm=identifier)


@pytest.mark.parametrize(
    ("algorithm", "digest"),
    [("1.2.840.113549.1.1.4", hashes.MD5()), ("1.2.840.113549.1.1.5", hashes.SHA1()), ("1.3.14.3.2.29", hashes.SHA1())],  # noqa: S303
)
def test_signatures_by_hand_are_signatures(algorithm: str, digest: hashes.HashAlgorithm) -> None:
    """MD5 and SHA-1 by hand verify with cryptography; over other bytes they do not."""
    key = POOL(RSA, 0)
    public = key.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    parts = with_algorithm(tlv(0x30, oid(algorithm), b"\5\0"))
    signature = sign(key, parts)
    public.verify(signature, parts.tbs, padding.PKCS1v15(), digest)
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"date", padding.PKCS1v15(), digest)


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [
        (KeyKind("ECDSA", 256), tlv(0x30, oid("1.2.840.113549.1.1.11"), b"\5\0")),
        (RSA, tlv(0x30, oid("1.2.840.10045.4.3.2"))),
        (KeyKind("ECDSA", 256), tlv(0x30, oid("1.2.840.113549.1.1.10"), tlv(0x30))),
        (RSA, tlv(0x30, oid("1.2.840.113549.1.1.10"), tlv(0x30, tlv(0xA3, integer(2))))),
    ],
)
def test_a_key_of_another_type_does_not_sign(kind: KeyKind, algorithm: bytes) -> None:
    """An algorithm that is not the key's, or that nobody knows, raises; it does not make something else."""
    with pytest.raises(CannotSign):
        sign(make_key(kind), with_algorithm(algorithm))


def test_a_change_is_what_is_issued() -> None:
    """A fault on one certificate: another signer and another issuer's name; all others are as without it."""
    before = cluster("kubeadm-1.30-cp1")
    stranger = KeyName("a stranger", RSA)

    def change(one: Certificate, order: Order) -> Order:
        if not one.path.endswith("/apiserver.crt"):
            return order
        return replace(order, signer=stranger, parts=replace(order.parts, issuer=common_name("stranger")))

    plain, faulty = Twin(before, POOL), Twin(before, POOL, change)
    for one in before.inventory.certificates.values():
        same = masked(plain.certificate(one)) == masked(faulty.certificate(one))
        assert same == (not one.path.endswith("/apiserver.crt"))
    der = faulty.certificate(before.inventory.certificates[f"cp1:{PKI}/apiserver.crt#"])
    public: PublicKeyTypes = faulty.key(stranger).public_key()
    parts = parts_of(der)
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(parts.signature[5:], parts.tbs, padding.PKCS1v15(), hashes.SHA256())
    assert read_certificate(der).issuer == "CN=stranger"


def test_a_point_stays_compressed() -> None:
    """An EC key as a compressed point, which Go refuses: exchanged in its encoding it is refused the same way."""
    point = make_key(KeyKind("ECDSA", 256))
    algorithm = bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107")
    spki = tlv(0x30, algorithm, tlv(3, b"\0\2" + bytes(32)))
    new = parts_of(parts_of(certificate(spki=spki)).with_key(point).certificate)
    assert len(new.spki) == len(spki)
    assert load_der_public_key(new.spki).public_numbers() == point.public_key().public_numbers()  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(
    serial=st.integers(-(2**200), 2**200),
    rest=st.binary(max_size=4),
    name=st.text(max_size=30),
    extensions=st.lists(st.binary(max_size=20), max_size=3),
)
def test_parts_put_together_are_the_certificate(serial: int, rest: bytes, name: str, extensions: list[bytes]) -> None:
    """Property: whatever can be taken apart is the same bytes again, trailing data and odd serial numbers too."""
    der = certificate(
        serial=integer(serial),
        subject=common_name(name),
        extensions=[extension("1.2.3", value) for value in extensions],
    )
    assert parts_of(der + rest).certificate == der + rest
