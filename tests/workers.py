"""A cluster with any number of workers: real certificates from throw-away keys, each worker its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.model.files import Entry
from tests.trees import entries

_BEGIN = datetime(2026, 11, 24, tzinfo=UTC)
_TEMPLATE = "kubeadm-1.37-cp1-workers"


@dataclass(frozen=True, slots=True)
class Worker:
    """How a worker is made; by default like the others. `until`: when its client certificate ends; `stranger`: a CA of
    the same name signed that; `signed`: the cluster's CA signed the serving certificate; `named`: that names its node;
    `client`: whether the client certificate is in the tree.
    """

    until: datetime = _BEGIN + timedelta(days=365)
    stranger: bool = False
    signed: bool = False
    named: bool = True
    client: bool = True


USUAL = Worker()


def tree(count: int, unusual: Mapping[int, Worker] = MappingProxyType({})) -> tuple[Entry, ...]:
    """The control-plane node of a real tree and `count` workers: 20 certificates a node would be kubeadm's; here 5.

    Some workers, by their number, are made in another way.
    """
    found = [entry for entry in entries(_TEMPLATE) if entry.member.startswith("cp1/")]
    for number in range(count):
        found += _worker(number, unusual.get(number, USUAL))
    return tuple(found)


@cache
def _authority(number: int) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _issue("kubernetes", None, key, key, is_ca=True)


@cache
def _worker(number: int, how: Worker) -> tuple[Entry, ...]:
    """The files of a real worker, with its own client certificate and a serving pair of its own throw-away CA."""
    name = f"worker-{number:04}"
    signer, signing = _authority(1 if how.stranger else 0)
    client_key, own_key, serving_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    client = _issue(f"system:node:{name}", "system:nodes", client_key, signer, issuer=signing, until=how.until)
    own = _issue(f"{name}-ca@1", None, own_key, own_key, is_ca=True)
    by, authority = _authority(0) if how.signed else (own_key, own)
    serving = _issue(f"{name}@1", None, serving_key, by, issuer=authority, server=name if how.named else "elsewhere")
    made = {
        "kubelet-client-2026": _pem(client) + _private(client_key),
        "kubelet.crt": _pem(serving) + _pem(authority),
        "kubelet.key": _private(serving_key),
        "pki/ca.crt": _pem(_authority(0)[1]),
    }
    found = []
    for entry in entries(_TEMPLATE):
        if entry.member.startswith("worker1/") and (how.client or "kubelet-client" not in entry.member):
            data = next(
                (data for part, data in made.items() if part in entry.member and entry.target is None), entry.data
            )
            data = data.replace(b"worker1", name.encode())
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
    server: str = "",
    until: datetime = _BEGIN + timedelta(days=365),
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
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )
    if not is_ca:
        usage = ExtendedKeyUsageOID.SERVER_AUTH if server else ExtendedKeyUsageOID.CLIENT_AUTH
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    if server:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(server)]), critical=False)
    return builder.sign(signer, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
