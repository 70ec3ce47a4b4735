"""Signature algorithms, as Go takes them (crypto/x509 checkSignature): each on a tree that is really signed so, judged
and shaken hands for, and beside it the same tree with a signature that a stranger made.
"""

from dataclasses import replace

import pytest

from app.issuing.keys import KeyName
from app.issuing.parts import parts_of
from app.issuing.twin import Order, Twin
from app.model.cluster import Cluster
from app.model.verdicts import Outcome, Rung
from app.proof.agreement import DIFFERENCES, compared, difference
from app.proof.shaking import Shaken, shake
from app.reading.bounds import INSPECT
from app.reading.certificate import read_certificate
from app.topology.signatures import Signatures
from app.trust.signing import signing_fault
from tests.issuing.making import POOL, members, packed
from tests.reading.making import certificate, integer, oid, tlv
from tests.tls.making import APISERVER, ETCD, RSA, changed, is_admin, is_etcd_client
from tests.trees import cluster, cluster_of

TREE = "kubeadm-1.37-cp1-workers"
SHA1, SHA224, SHA256, SHA384, SHA512 = (
    "1.3.14.3.2.26",
    "2.16.840.1.101.3.4.2.4",
    "2.16.840.1.101.3.4.2.1",
    "2.16.840.1.101.3.4.2.2",
    "2.16.840.1.101.3.4.2.3",
)
NULL = tlv(5)


def digest(of: str, parameters: bytes = NULL) -> bytes:
    return tlv(0x30, oid(of), parameters)


def pss(of: str, salt: int, mask: str | None = None, *more: bytes, parameters: bytes = NULL) -> bytes:
    """The AlgorithmIdentifier of RSASSA-PSS."""
    masked = tlv(0x30, oid("1.2.840.113549.1.1.8"), digest(mask or of, parameters))
    stated = (tlv(0xA0, digest(of, parameters)), tlv(0xA1, masked), tlv(0xA2, integer(salt)), *more)
    return tlv(0x30, oid("1.2.840.113549.1.1.10"), tlv(0x30, *stated))


def rsa_with(number: str) -> bytes:
    return tlv(0x30, oid(number), NULL)


GOOD = {
    "SHA256-RSAPSS": pss(SHA256, 32),
    "SHA256-RSAPSS, no NULL": pss(SHA256, 32, parameters=b""),
    "SHA384-RSAPSS": pss(SHA384, 48),
    "SHA512-RSAPSS, trailer said": pss(SHA512, 64, None, tlv(0xA3, integer(1))),
    "SHA384-RSA": rsa_with("1.2.840.113549.1.1.12"),
    "SHA512-RSA": rsa_with("1.2.840.113549.1.1.13"),
}
UNKNOWN = {
    "PSS with a short salt": pss(SHA256, 20),
    "PSS with another mask": pss(SHA256, 32, SHA1),
    "PSS with SHA-1": pss(SHA1, 20),
    "PSS by default": tlv(0x30, oid("1.2.840.113549.1.1.10"), tlv(0x30)),
    "SHA-224": rsa_with("1.2.840.113549.1.1.14"),
}
INSECURE = {
    "MD5-RSA": rsa_with("1.2.840.113549.1.1.4"),
    "SHA1-RSA": rsa_with("1.2.840.113549.1.1.5"),
    "SHA1-RSA by OIW": rsa_with("1.3.14.3.2.29"),
}


def signed_with(algorithm: bytes, *, by_a_stranger: bool = False) -> Cluster:
    """The tree, read again, in which two clients' certificates are signed so, by their CA or by nobody of the tree."""
    signer = KeyName("stranger", RSA)

    def reissued(order: Order) -> Order:
        made = replace(order, parts=replace(order.parts, algorithm=algorithm, outer_algorithm=algorithm))
        return replace(made, signer=signer) if by_a_stranger else made

    wish = changed(lambda one: is_admin(one) or is_etcd_client(one), reissued)
    return cluster_of(members(packed(cluster(TREE), wish)))


def red(found: Cluster, connection: str) -> Rung | None:
    return found.verdicts[connection].fault


@pytest.mark.parametrize("name", GOOD)
def test_what_go_takes_works(name: str) -> None:
    """Verdict, who signed, and a real handshake on the twin, which is signed so again."""
    found = signed_with(GOOD[name])
    twin = Twin(found, POOL)
    for connection in (APISERVER, ETCD):
        assert found.verdicts[connection].outcome is Outcome.WORKS
        shaken = shake(twin, found.connections[connection])
        assert compared(found.connections[connection], found.verdicts[connection], shaken, "it").agree
    client = next(one for one in found.inventory.certificates.values() if is_admin(one))
    assert found.issuer(client) is not None
    again = cluster_of(members(packed(found)))
    assert again.verdicts[APISERVER].outcome is Outcome.WORKS


@pytest.mark.parametrize("name", GOOD)
def test_what_a_stranger_signed_so_fails(name: str) -> None:
    """The failing twin: the same algorithm, another key."""
    found = signed_with(GOOD[name], by_a_stranger=True)
    twin = Twin(found, POOL)
    for connection in (APISERVER, ETCD):
        fault = red(found, connection)
        assert fault is not None and fault.code == "wrong-signature"
        assert "crypto/rsa: verification error" in (found.verdicts[connection].server_error or "")
        shaken = shake(twin, found.connections[connection])
        assert compared(found.connections[connection], found.verdicts[connection], shaken, "it").agree


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_go_does_not_know_fails_though_it_is_signed(name: str) -> None:
    """Who signed is a fact; that Go knows no such algorithm is the verdict, and OpenSSL may see it otherwise."""
    found = signed_with(UNKNOWN[name])
    client = next(one for one in found.inventory.certificates.values() if is_admin(one))
    assert found.issuer(client) is not None
    fault = red(found, APISERVER)
    assert fault is not None and fault.code == "algorithm-unknown"
    assert "cannot verify signature: algorithm unimplemented" in (found.verdicts[APISERVER].server_error or "")
    shaken = shake(Twin(found, POOL), found.connections[APISERVER])
    assert isinstance(shaken, Shaken)
    known = difference(found.connections[APISERVER], found.verdicts[APISERVER], shaken)
    assert known in DIFFERENCES and known.id == "unusual-algorithm"


@pytest.mark.parametrize("name", INSECURE)
def test_what_is_insecure_fails_by_its_name(name: str) -> None:
    """The text names the algorithm as Go does, by whichever OID it is written."""
    found = signed_with(INSECURE[name])
    fault = red(found, ETCD)
    assert fault is not None and fault.code == "insecure-algorithm"
    assert f"insecure algorithm {name.partition(' ')[0]}" in (found.verdicts[ETCD].server_error or "")


def test_an_algorithm_of_another_key_says_so() -> None:
    """DSA with SHA-256, which is not insecure to Go, and Ed25519, with and without the parameters it must not have."""
    authority = next(
        one.facts for one in cluster(TREE).inventory.certificates.values() if one.path.endswith("pki/ca.crt")
    )
    checks = Signatures(INSPECT)
    told = {}
    for name, algorithm in {
        "DSA": tlv(0x30, oid("2.16.840.1.101.3.4.3.2")),
        "Ed25519": tlv(0x30, oid("1.3.101.112")),
        "Ed25519 with NULL": tlv(0x30, oid("1.3.101.112"), NULL),
        "ECDSA": tlv(0x30, oid("1.2.840.10045.4.3.3")),
    }.items():
        parts = replace(parts_of(certificate()), algorithm=algorithm, outer_algorithm=algorithm)
        child = read_certificate(parts.certificate)
        told[name] = signing_fault(child, authority, checks)
    other = "x509: signature algorithm specifies an {} public key, but have public key of type *rsa.PublicKey"
    for name in ("DSA", "Ed25519", "ECDSA"):
        assert told[name] == ("wrong-signature", other.format(name))
    assert told["Ed25519 with NULL"] == ("algorithm-unknown", "x509: cannot verify signature: algorithm unimplemented")
