"""The same tree at another moment: the choice between issuers, without a signature being checked anew."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.analysis import moved
from app.model.cluster import Cluster
from app.model.files import Entry
from app.topology.signatures import Signatures
from tests.trees import CLOCK, cluster, cluster_of, entries

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LATER = CLOCK + timedelta(days=4000)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: str, key: ec.EllipticCurvePrivateKey, ca: ec.EllipticCurvePrivateKey, days: int) -> bytes:
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("kubernetes"))
        .public_key(key.public_key())
        .serial_number(1000 + days)
        .not_valid_before(BEGIN + timedelta(days=0 if days < 400 else 300))
        .not_valid_after(BEGIN + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=key is ca, path_length=None), critical=True)
        .sign(ca, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def _renewed_ca() -> Cluster:
    """A tree whose CA was renewed with its key: one certificate ends after 399 days, the other begins after 300."""
    ca, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    files = {
        "ca.crt": _certificate("kubernetes", ca, ca, 399),
        "new-ca.crt": _certificate("kubernetes", ca, ca, 3000),
        "apiserver.crt": _certificate("kube-apiserver", leaf, ca, 3000),
    }
    return cluster_of((Entry(f"etc/kubernetes/pki/{name}", data) for name, data in files.items()), BEGIN)


def test_another_clock_chooses_another_issuer_and_checks_no_signature() -> None:
    """Among two certificates of one CA the one in date counts, as in a tree that is read at that moment."""
    early = _renewed_ca()
    leaf = next(id_ for id_ in early.issuers if "apiserver" in id_)
    assert "new-ca" not in str(early.issuers[leaf])
    with patch.object(Signatures, "_verified", side_effect=AssertionError("a signature was checked")):
        late = moved(early, BEGIN + timedelta(days=2000))
    assert "new-ca" in str(late.issuers[leaf])
    assert late.clock == BEGIN + timedelta(days=2000)
    assert moved(late, BEGIN) == early


def test_a_clock_that_changes_no_issuer_builds_nothing_anew() -> None:
    """The connections stay the very same objects; where an issuer changes they are made anew."""
    real = cluster("kubeadm-1.37-cp1-workers")
    assert moved(real, LATER).connections is real.connections
    assert moved(real, LATER) == cluster_of(entries("kubeadm-1.37-cp1-workers"), LATER)
    early = _renewed_ca()
    assert moved(early, BEGIN + timedelta(days=2000)).connections is not early.connections
