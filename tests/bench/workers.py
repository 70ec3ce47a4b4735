"""A cluster with any number of workers: real certificates from throw-away keys, each worker its own."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.model.files import Entry
from tests.trees import entries

_BEGIN = datetime(2026, 11, 24, tzinfo=UTC)
_TEMPLATE = "kubeadm-1.37-cp1-workers"


def tree(count: int) -> tuple[Entry, ...]:
    """The control-plane node of a real tree and `count` workers: 20 certificates a node would be kubeadm's; here 5."""
    found = [entry for entry in entries(_TEMPLATE) if entry.member.startswith("cp1/")]
    for number in range(count):
        found += _worker(number)
    return tuple(found)


@cache
def _authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _issue("kubernetes", None, key, key, is_ca=True)


@cache
def _worker(number: int) -> tuple[Entry, ...]:
    """The files of a real worker, with its own client certificate and a serving pair of its own throw-away CA."""
    name = f"worker-{number:04}"
    authority_key, authority = _authority()
    client_key, own_key, serving_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    client = _issue(f"system:node:{name}", "system:nodes", client_key, authority_key, issuer=authority)
    own = _issue(f"{name}-ca@1", None, own_key, own_key, is_ca=True)
    serving = _issue(f"{name}@1", None, serving_key, own_key, issuer=own, server=True)
    made = {
        "kubelet-client-2026": _pem(client) + _private(client_key),
        "kubelet.crt": _pem(serving) + _pem(own),
        "kubelet.key": _private(serving_key),
        "pki/ca.crt": _pem(authority),
    }
    found = []
    for entry in entries(_TEMPLATE):
        if entry.member.startswith("worker1/"):
            data = next(
                (data for part, data in made.items() if part in entry.member and entry.target is None), entry.data
            )
            found.append(
                Entry(entry.member.replace("worker1/", f"{name}/", 1), data, entry.target, entry.mode, entry.owner)
            )
    return tuple(found)


def _issue(
    common_name: str,
    organization: str | None,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    *,
    issuer: x509.Certificate | None = None,
    is_ca: bool = False,
    server: bool = False,
) -> x509.Certificate:
    attributes = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization)] if organization else []
    subject = x509.Name([*attributes, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(_BEGIN + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )
    if not is_ca:
        usage = ExtendedKeyUsageOID.SERVER_AUTH if server else ExtendedKeyUsageOID.CLIENT_AUTH
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return builder.sign(signer, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
