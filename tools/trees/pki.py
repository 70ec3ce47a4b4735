"""CAs and certificates with throw-away keys: subject, names, usages and dates are told, the keys are new each time."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

MADE = datetime(2026, 11, 24, 3, tzinfo=UTC)
"""When the clusters were made, as far as their certificates tell."""
YEAR = timedelta(days=365)
SERVER = (ExtendedKeyUsageOID.SERVER_AUTH,)
CLIENT = (ExtendedKeyUsageOID.CLIENT_AUTH,)
BOTH = SERVER + CLIENT


def new_key(*, rsa_key: bool = False) -> Key:
    """ECDSA P-256, or RSA-2048 where the distribution has that."""
    return rsa.generate_private_key(65537, 2048) if rsa_key else ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate, its key, and the chain that stands in its file."""

    certificate: x509.Certificate
    key: Key
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def crt(self) -> bytes:
        return b"".join(one.public_bytes(Encoding.PEM) for one in (self.certificate, *self.chain))

    @property
    def pem(self) -> bytes:
        """The private key."""
        return private_pem(self.key)


def private_pem(key: Key) -> bytes:
    """A key as openssl and Go write it without a password: SEC 1 or PKCS#1."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def public_pem(key: Key) -> bytes:
    """The public half."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def authority(cn: str, *, rsa_key: bool = False, san: bool = True) -> Pair:
    """A CA that signed itself. `san`: whether its name stands in a SAN too, as kubeadm does it."""
    key, name = new_key(rsa_key=rsa_key), _name(cn, ())
    builder = _builder(name, name, key, MADE, MADE + 10 * YEAR, is_ca=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if san:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(cn)]), critical=False)
    return Pair(builder.sign(key, hashes.SHA256()), key)


def issue(
    ca: Pair,
    cn: str,
    *organizations: str,
    usages: tuple[x509.ObjectIdentifier, ...] = CLIENT,
    sans: tuple[str, ...] = (),
    chain: bool = False,
    made: datetime = MADE,
) -> Pair:
    """A certificate of a CA, for a year from `made`. `chain`: its file holds the CA's certificate behind it."""
    key = new_key()
    builder = _builder(_name(cn, organizations), ca.certificate.subject, key, made, made + YEAR, is_ca=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    own = ca.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False)
    if sans:
        builder = builder.add_extension(x509.SubjectAlternativeName([_san(san) for san in sans]), critical=False)
    return Pair(builder.sign(ca.key, hashes.SHA256()), key, (ca.certificate,) if chain else ())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, begins: datetime, ends: datetime, *, is_ca: bool
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=True,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )


def _name(cn: str, organizations: tuple[str, ...]) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, one) for one in organizations]
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, cn)])


def _san(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
