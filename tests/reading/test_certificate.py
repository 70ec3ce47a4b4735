"""Certificates: the facts, and what Go says of odd ones."""

import base64
import functools
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from app.reading.certificate import CertificateReader, read_certificate
from app.reading.der import Malformed
from app.reading.outline import signed_parts
from app.reading.problem import CannotRead
from tests.properties import examples
from tests.trees import NAMES, entries

from .making import certificate, common_name, extension, oid, sans, tlv

CASES = json.loads((Path(__file__).parents[1] / "data" / "go_certificates.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES)
def test_odd_certificates_are_refused_in_gos_words_or_read_as_go_reads_them(case: str) -> None:
    """For each of 131 odd certificates the error, or the facts, are those of Go 1.26's x509.ParseCertificate."""
    known = CASES[case]
    facts, error = None, None
    try:
        facts = read_certificate(bytes.fromhex(known["der"]))
    except CannotRead as refusal:
        error = refusal.problem.reason.partition("Go says: ")[2]
    assert (facts.refused_by_go if facts else error) == known.get("error")
    if facts is None or facts.refused_by_go:
        return
    assert facts.subject == known["subject"]
    assert (facts.common_name or "") == known["common_name"]
    assert list(facts.organizations) == known["organizations"]
    assert f"{facts.not_before:%Y-%m-%dT%H:%M:%SZ}" == known["not_before"]
    assert f"{facts.not_after:%Y-%m-%dT%H:%M:%SZ}" == known["not_after"]
    assert facts.serial.lstrip("0") == known["serial"].lstrip("0")
    assert facts.is_ca is known["is_ca"]
    assert [san.value for san in facts.sans if san.type == "IP"] == known["ips"]
    assert [san.value for san in facts.sans if san.type == "DNS"] == known["dns"]
    assert (facts.subject_key_id or "").replace(":", "") == known["ski"]
    assert (facts.authority_key_id or "").replace(":", "") == known["aki"]
    assert len(facts.extended_key_usage) == known["ekus"]
    assert facts.key.bits == known.get("bits", facts.key.bits)


@functools.cache
def real_certificates() -> tuple[bytes, ...]:
    """The DER of every certificate of the real trees."""
    found: dict[bytes, None] = {}
    for text in (entry.data.decode() for name in NAMES for entry in entries(name)):
        embedded = (base64.b64decode(data).decode() for data in re.findall(r"-data: (\S+)", text))
        for block in re.findall("-----BEGIN CERTIFICATE-----([^-]+)", text + "".join(embedded)):
            found[base64.b64decode(block)] = None
    return tuple(found)


def test_real_certificates_are_read_as_cryptography_reads_them() -> None:
    """Dates, key, usages, names and key ids of every real certificate agree with an independent reader."""
    certificates = [der for der in real_certificates() if not _has_serial_0(der)]
    assert len(certificates) > 90
    for der in certificates:
        facts, other = read_certificate(der), x509.load_der_x509_certificate(der)
        assert facts.refused_by_go is None
        assert (facts.not_before, facts.not_after) == (other.not_valid_before_utc, other.not_valid_after_utc)
        assert int(facts.serial, 16) == other.serial_number
        assert facts.fingerprint_sha256 == other.fingerprint(hashes.SHA256()).hex()
        names = [san.value for san in facts.sans]
        assert names == [str(name.value) for name in _sans(other)]
        assert facts.is_ca is other.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        usage = other.extensions.get_extension_for_class(x509.KeyUsage).value
        assert ("keyCertSign" in facts.key_usage) is usage.key_cert_sign
        assert ("digitalSignature" in facts.key_usage) is usage.digital_signature


def _has_serial_0(der: bytes) -> bool:
    return read_certificate(der).serial == "00"


def _sans(certificate: x509.Certificate) -> list[x509.GeneralName]:
    try:
        return list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except x509.ExtensionNotFound:
        return []


def test_old_clusters_cas_with_serial_0_are_read_without_a_word() -> None:
    """A CA of kubeadm 1.22, serial 0, is like any other: no refusal, no warning."""
    old = [read_certificate(der) for der in real_certificates() if _has_serial_0(der)]
    assert {facts.subject for facts in old} == {"CN=kubernetes", "CN=etcd-ca", "CN=front-proxy-ca"}
    assert all(facts.refused_by_go is None and facts.is_ca for facts in old)


def test_serial_0_writes_nothing_to_stderr() -> None:
    """Reading the tree of kubeadm 1.22 in a process of its own prints no deprecation warning."""
    program = (
        "import sys; from pathlib import Path; from app.reading.archive import read_archive;"
        "from app.reading.inventory import read_inventory; from app.reading.bounds import WEB;"
        "print(len(read_inventory(read_archive(Path(sys.argv[1]).read_bytes(), WEB), WEB).certificates))"
    )
    tree = Path(__file__).parents[1] / "data" / "trees" / "kubeadm-1.22-cp1.tar.gz"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program, tree], capture_output=True, check=True, text=True
    )
    assert (done.stdout, done.stderr) == ("18\n", "")


def test_signed_parts_verify() -> None:
    """What signed_parts gives is what a signature check takes: it verifies, and fails with one bit changed."""
    key = ec.generate_private_key(ec.SECP256R1())
    tbs, signature = signed_parts(_made(key))
    key.public_key().verify(signature, tbs, ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        key.public_key().verify(signature, tbs[:-1] + bytes((tbs[-1] ^ 1,)), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(Malformed):
        signed_parts(b"\x30\x03\x02\x01\x00")


def _made(key: ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "self")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_raw_names_keep_the_certificates_bytes() -> None:
    """Go compares names as bytes: a UTF8String and a PrintableString of one text differ here too."""
    printable, utf8 = common_name("kubernetes"), common_name("kubernetes").replace(b"\x13\x0a", b"\x0c\x0a")
    one, other = read_certificate(certificate(subject=printable)), read_certificate(certificate(subject=utf8))
    assert one.subject == other.subject
    assert (one.raw_subject, other.raw_subject) == (printable, utf8)


def test_other_names_of_a_san_are_shown_as_text_or_hex() -> None:
    """A directory name, an OID and a name of an unknown form are listed as `other`, none is lost."""
    names = (tlv(0xA4, common_name("dir")), tlv(0x88, oid("1.2.3")[2:]), tlv(0xA0, b"\x01\x02"))
    facts = read_certificate(certificate(extensions=[extension("2.5.29.17", tlv(0x30, *names))]))
    assert [(san.type, san.value) for san in facts.sans] == [("other", v) for v in ("CN=dir", "1.2.3", "#a0020102")]


def test_sans_without_end_take_no_time() -> None:
    """A certificate with 5000 SANs, all that fits into the largest PEM block, is read, and in order."""
    facts = read_certificate(certificate(extensions=[sans(*((2, b"%d.x" % n) for n in range(5000)))]))
    assert [san.value for san in facts.sans] == [f"{n}.x" for n in range(5000)]


def test_equal_certificates_share_their_facts() -> None:
    """A reader gives the same object for the same DER, so a thousand copies of a CA cost one."""
    reader = CertificateReader()
    assert reader.read(certificate()) is reader.read(bytes(bytearray(certificate())))
    assert reader.read(certificate(serial=2)) is not reader.read(certificate())


@examples(60)
@given(
    common_name=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=16),
    serial=st.integers(1, 2**150),
    dns=st.lists(st.from_regex(r"[a-z]([a-z0-9-]{0,10}\.)*[a-z]", fullmatch=True), max_size=5),
    addresses=st.lists(st.ip_addresses(), max_size=4),
    usages=st.lists(st.sampled_from([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), max_size=2),
)
def test_what_cryptography_writes_is_read_back(
    common_name: str, serial: int, dns: list[str], addresses: list[object], usages: list[x509.ObjectIdentifier]
) -> None:
    """For any name, serial, SANs and usages: what an independent writer put in comes out."""
    key = _KEY
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name, _validate=False)])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(serial).not_valid_before(start).not_valid_after(start + timedelta(days=9))
    written = [x509.DNSName(text) for text in dns] + [x509.IPAddress(ip_address(str(ip))) for ip in addresses]
    if written:
        builder = builder.add_extension(x509.SubjectAlternativeName(written), critical=False)
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    facts = read_certificate(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
    assert facts.common_name == common_name
    assert int(facts.serial, 16) == serial
    assert [san.value for san in facts.sans if san.type == "DNS"] == dns
    found = [ip_address(san.value) for san in facts.sans if san.type == "IP"]
    assert found == [getattr(ip, "ipv4_mapped", None) or ip for ip in addresses]
    words = {ExtendedKeyUsageOID.SERVER_AUTH: "serverAuth", ExtendedKeyUsageOID.CLIENT_AUTH: "clientAuth"}
    assert list(facts.extended_key_usage) == [words[usage] for usage in usages]


_KEY = ec.generate_private_key(ec.SECP256R1())


@examples(300)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_no_certificate(data: bytes) -> None:
    """Whatever the bytes, the reader says that it cannot read them and raises nothing else."""
    with pytest.raises(CannotRead):
        read_certificate(data)


@examples(400)
@given(case=st.sampled_from(sorted(CASES)), at=st.integers(0, 2000), byte=st.integers(0, 255))
def test_a_changed_byte_is_read_or_told(case: str, at: int, byte: int) -> None:
    """One byte of a certificate changed anywhere gives facts or CannotRead, and facts are all of their types."""
    der = bytearray.fromhex(CASES[case]["der"])
    if der:
        der[at % len(der)] = byte
    try:
        facts = read_certificate(bytes(der))
    except CannotRead:
        return
    assert re.fullmatch("-?([0-9A-F]{2})+", facts.serial)
    assert facts.not_before.tzinfo is UTC
    assert re.fullmatch("[0-9a-f]{64}", facts.key.spki_sha256)
