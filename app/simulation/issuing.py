"""New certificates in the simulated hosts, as Go's and kubeadm's code writes them (pkiutil.NewSignedCert)."""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..issuing.encoding import pem
from ..issuing.parts import parts_of
from ..issuing.signing import sign
from ..model.certificates import Facts
from .pem import PrivateKey
from .world import World

YEAR = timedelta(hours=8760)
BACKDATE = timedelta(minutes=5)
BACKDATES = 30
"""The first minor release that begins a leaf before now."""
_USAGES = {"serverAuth": ExtendedKeyUsageOID.SERVER_AUTH, "clientAuth": ExtendedKeyUsageOID.CLIENT_AUTH}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A leaf to be issued. `names` and `addresses`: SANs in their order; `not_before` None: the CA's."""

    common_name: str
    organizations: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    usages: tuple[str, ...] = ("clientAuth",)
    lasts: timedelta = YEAR
    not_before: datetime | None = None


def issue(world: World, wanted: Wanted, key: PrivateKey, authority: Facts, signer: PrivateKey) -> bytes:
    """A leaf in PEM: usages critical, CA:FALSE critical, the CA's key id, no key id of its own."""
    subject = _subject(wanted)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(serial(world))
        .not_valid_before(wanted.not_before or _begin(world, authority))
        .not_valid_after(world.now.replace(microsecond=0) + wanted.lasts)
        .add_extension(_key_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([_USAGES[one] for one in wanted.usages]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    if authority.subject_key_id:
        identifier = bytes.fromhex(authority.subject_key_id.replace(":", ""))
        builder = builder.add_extension(x509.AuthorityKeyIdentifier(identifier, None, None), critical=False)
    if wanted.names or wanted.addresses:
        names: list[x509.GeneralName] = [x509.DNSName(one) for one in wanted.names]
        names += [x509.IPAddress(ipaddress.ip_address(one)) for one in wanted.addresses]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return _issued(builder, authority, signer)


def _issued(builder: x509.CertificateBuilder, authority: Facts, signer: PrivateKey) -> bytes:
    """With the CA's name as it stands in the CA, byte for byte: a builder would write it in its own string types, and
    cannot read a CA with serial number 0.
    """
    made = builder.sign(signer, _digest(signer)).public_bytes(Encoding.DER)
    parts = replace(parts_of(made), issuer=authority.raw_subject)
    signature = sign(signer, parts)
    return pem("CERTIFICATE", parts.with_signature(signature).certificate)


def _begin(world: World, authority: Facts) -> datetime:
    """Five minutes back (pkiutil's CertificateBackdate, captures of 1.37); kubeadm before 1.30 took the CA's."""
    minor = world.objects.facts.minor if world.objects else BACKDATES
    return world.now.replace(microsecond=0) - BACKDATE if minor >= BACKDATES else authority.not_before


def issue_authority(world: World, common_name: str, key: PrivateKey, years: int = 10) -> bytes:
    """A CA of its own in PEM, as kubeadm makes them: five minutes back, ten years."""
    now = world.now.replace(microsecond=0)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name, _type=_string_type(common_name))])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial(world))
        .not_valid_before(now - BACKDATE)
        .not_valid_after(now + YEAR * years)
        .add_extension(_key_usage(signs=True), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(common_name)]), critical=False)
    )
    return _signed(builder, key)


def key_pem(key: PrivateKey) -> bytes:
    """A key in PEM as kubeadm writes it: PKCS#1, or SEC1 for elliptic curves."""
    form = PrivateFormat.PKCS8 if isinstance(key, ed25519.Ed25519PrivateKey) else PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(Encoding.PEM, form, NoEncryption())


def public_pem(key: PrivateKey) -> bytes:
    """A key’s public half in PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def serial(world: World) -> int:
    """63 bits that follow from how many certificates this world has issued: the same when commands are played again."""
    world.issued += 1
    digest = hashlib.sha256(f"serial {world.issued}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1 or 1


def _signed(builder: x509.CertificateBuilder, signer: PrivateKey) -> bytes:
    return pem("CERTIFICATE", builder.sign(signer, _digest(signer)).public_bytes(Encoding.DER))


def _digest(signer: PrivateKey) -> hashes.SHA256 | hashes.SHA384 | hashes.SHA512 | None:
    """What Go signs with by a key of its kind (crypto/x509 signingParamsForKey)."""
    if isinstance(signer, ed25519.Ed25519PrivateKey):
        return None
    if isinstance(signer, ec.EllipticCurvePrivateKey) and signer.curve.key_size == 384:
        return hashes.SHA384()
    if isinstance(signer, ec.EllipticCurvePrivateKey) and signer.curve.key_size == 521:
        return hashes.SHA512()
    return hashes.SHA256()


def _subject(wanted: Wanted) -> x509.Name:
    """O before CN, as Go orders them; PrintableString where the characters allow it."""
    parts = [(NameOID.ORGANIZATION_NAME, one) for one in wanted.organizations]
    parts.append((NameOID.COMMON_NAME, wanted.common_name))
    return x509.Name([x509.NameAttribute(oid, text, _type=_string_type(text)) for oid, text in parts])


def _string_type(text: str) -> _ASN1Type:
    allowed = all(char.isascii() and (char.isalnum() or char in " '()+,-./:=?*&") for char in text)
    return _ASN1Type.PrintableString if allowed else _ASN1Type.UTF8String


def _key_usage(*, signs: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=True, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def leaf_names(wanted: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and addresses apart: names sorted and each once, addresses in their order and each once."""
    names, addresses = set(), []
    for one in wanted:
        try:
            address = str(ipaddress.ip_address(one))
        except ValueError:
            names.add(one)
            continue
        if address not in addresses:
            addresses.append(address)
    return tuple(sorted(names)), tuple(addresses)
