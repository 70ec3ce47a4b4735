"""Certificates: DER → Facts. Read here, not by OpenSSL or cryptography, because what counts is what Go makes of them.

The order is that of Go's crypto/x509 `parseCertificate`, and so are the words. What Go cannot read at all cannot be
read here either; what Go refuses although everything can be read (a negative serial number, an IP address of five
bytes) gives Facts that say so in `refused_by_go`. A serial number of 0, as in the CAs of kubeadm up to 1.22, is nothing
special.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..model.certificates import Facts, PublicKey
from . import der, extensions
from .names import Name, read_name
from .problem import CannotRead
from .signature_algorithms import signature_algorithm
from .spki import read_public_key
from .times import read_time

_VERSION, _ISSUER_UNIQUE_ID, _SUBJECT_UNIQUE_ID, _EXTENSIONS = 0xA0, 0x81, 0x82, 0xA3

_KEY_IDS = {
    extensions.SUBJECT_KEY_ID: "x509: subject key identifier incorrectly marked critical",
    extensions.AUTHORITY_KEY_ID: "x509: authority key identifier incorrectly marked critical",
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature check takes: the bytes that were signed, the signature over them, the public key's DER."""

    tbs: bytes
    signature: bytes
    spki: bytes


@dataclass(slots=True)
class _Outline:
    """Where a certificate's parts stand in its DER, from start to stop: whole values, but of `serial`, the algorithms,
    the validity and the extensions only the content.
    """

    tbs: Span
    version: int
    serial: Span
    inner_algorithm: Span
    issuer: Span
    validity: Span
    subject: Span
    spki: Span
    extensions: Span | None
    outer_algorithm: Span
    signature: Span
    end: int


class CertificateReader:
    """Reads the certificates of one tree. Remembers what it has seen: a tree holds each of its CAs in many places, and
    names and extensions repeat from certificate to certificate.
    """

    def __init__(self) -> None:
        self._facts: dict[bytes, Facts] = {}
        self._names: dict[bytes, Name] = {}
        self._moments: dict[bytes, datetime] = {}
        self._extensions: dict[tuple[bytes, bytes], extensions.Read] = {}

    def read(self, certificate: bytes) -> Facts:
        """The facts in a certificate's DER.

        Raises CannotRead (code `certificate`), with the error that Go prints, where it cannot be read at all.
        """
        facts = self._facts.get(certificate)
        if facts is None:
            try:
                facts = self._facts[certificate] = self._read(certificate)
            except der.Malformed as fault:
                raise CannotRead("certificate", f"This is no certificate. Go says: x509: {fault}") from None
        return facts

    def _read(self, data: bytes) -> Facts:
        outline = _outline(data)
        issuer = self._name(data[slice(*outline.issuer)])
        not_before, not_after = self._validity(data, *outline.validity)
        subject = self._name(data[slice(*outline.subject)])
        key, key_complaint = _public_key(data[slice(*outline.spki)])
        found, extension_complaint = self._read_extensions(data, outline.extensions)
        complaints = (
            _head_complaint(data, outline),
            issuer.complaint,
            subject.complaint,
            key_complaint,
            extension_complaint,
            "x509: trailing data" if outline.end != len(data) else None,
        )
        return Facts(
            der=data,
            fingerprint_sha256=hashlib.sha256(data).hexdigest(),
            raw_subject=data[slice(*outline.subject)],
            raw_issuer=data[slice(*outline.issuer)],
            subject=subject.text,
            issuer=issuer.text,
            common_name=subject.common_name,
            organizations=subject.organizations,
            serial=_serial(data, *outline.serial),
            not_before=not_before,
            not_after=not_after,
            sans=found.get(extensions.SUBJECT_ALT_NAME, ()),
            key_usage=found.get(extensions.KEY_USAGE, ()),
            extended_key_usage=found.get(extensions.EXTENDED_KEY_USAGE, ()),
            is_ca=found.get(extensions.BASIC_CONSTRAINTS, False),
            key=key,
            subject_key_id=found.get(extensions.SUBJECT_KEY_ID),
            authority_key_id=found.get(extensions.AUTHORITY_KEY_ID),
            signature_algorithm=_algorithm(data[slice(*outline.inner_algorithm)]),
            refused_by_go=next(filter(None, complaints), None),
        )

    def _name(self, raw: bytes) -> Name:
        name = self._names.get(raw)
        if name is None:
            try:
                name = self._names[raw] = read_name(raw)
            except der.Malformed:
                raise der.Malformed("invalid RDNSequence") from None
        return name

    def _validity(self, data: bytes, at: int, end: int) -> tuple[datetime, datetime]:
        _, middle = _part(data, at, end, data[at] if at < end else 0, "malformed validity")
        _, stop = _part(data, middle, end, data[middle] if middle < end else 0, "malformed validity")
        return self._moment(data[at:middle]), self._moment(data[middle:stop])

    def _moment(self, raw: bytes) -> datetime:
        moment = self._moments.get(raw)
        if moment is None:
            try:
                moment = self._moments[raw] = read_time(raw)
            except der.Malformed:
                raise der.Malformed("malformed validity") from None
        return moment

    def _read_extensions(self, data: bytes, span: Span | None) -> tuple[Mapping[bytes, Any], str | None]:
        """What the known extensions say, by the DER of their OID, and what Go says against the first odd one."""
        if span is None:
            return {}, None
        found: dict[bytes, Any] = {}
        seen: set[bytes] = set()
        complaint = twice = None
        for oid, critical, value in _extensions(data, *span):
            if oid in seen:
                twice = (
                    twice or f'x509: certificate contains duplicate extension with OID "{der.oid(oid, 0, len(oid))}"'
                )
                continue
            seen.add(oid)
            if oid not in extensions.READERS:
                continue
            known = self._extensions.get((oid, value))
            if known is None:
                known = self._extensions[oid, value] = extensions.READERS[oid](value)
            found[oid], fault = known
            complaint = complaint or (critical and _KEY_IDS.get(oid)) or fault
        return found, twice or complaint


def read_certificate(certificate: bytes) -> Facts:
    """The facts in a certificate's DER. Raises CannotRead where Go cannot make anything of it."""
    return CertificateReader().read(certificate)


def signed_parts(certificate: bytes) -> Signed:
    """What a check of this certificate's signature takes, and of those it signed. Raises CannotRead."""
    try:
        outline = _outline(certificate)
        _, signature = der.bits(certificate, *outline.signature)
    except der.Malformed as fault:
        raise CannotRead("certificate", f"This is no certificate. Go says: x509: {fault}") from None
    return Signed(certificate[slice(*outline.tbs)], signature, certificate[slice(*outline.spki)])


def _outline(data: bytes) -> _Outline:
    """Raises Malformed with Go's words (without their `x509: `) for the first part that is not where it belongs."""
    at, end = _part(data, 0, len(data), der.SEQUENCE, "malformed certificate")
    tbs = at
    at, tbs_end = _part(data, at, end, der.SEQUENCE, "malformed tbs certificate")
    version = 0
    if at < tbs_end and data[at] == _VERSION:
        start, stop = _part(data, at, tbs_end, _VERSION, "malformed version")
        version = _version(data, start, stop)
        at = stop
    serial = _part(data, at, tbs_end, der.INTEGER, "malformed serial number")
    inner = _part(data, serial[1], tbs_end, der.SEQUENCE, "malformed signature algorithm identifier")
    outer = _part(data, tbs_end, end, der.SEQUENCE, "malformed algorithm identifier")
    _, issuer_end = _part(data, inner[1], tbs_end, der.SEQUENCE, "malformed issuer")
    validity = _part(data, issuer_end, tbs_end, der.SEQUENCE, "malformed validity")
    _, subject_end = _part(data, validity[1], tbs_end, der.SEQUENCE, "malformed issuer")
    _, spki_end = _part(data, subject_end, tbs_end, der.SEQUENCE, "malformed spki")
    signature = _part(data, outer[1], end, der.BIT_STRING, "malformed signature")
    return _Outline(
        tbs=(tbs, tbs_end),
        version=version + 1,
        serial=serial,
        inner_algorithm=inner,
        issuer=(inner[1], issuer_end),
        validity=validity,
        subject=(validity[1], subject_end),
        spki=(subject_end, spki_end),
        extensions=_extensions_span(data, spki_end, tbs_end) if version == 2 else None,
        outer_algorithm=outer,
        signature=signature,
        end=end,
    )


def _part(data: bytes, at: int, end: int, tag: int, fault: str) -> Span:
    try:
        return der.expect(data, at, end, tag)
    except der.Malformed:
        raise der.Malformed(fault) from None


def _version(data: bytes, start: int, stop: int) -> int:
    try:
        number_start, number_stop = der.expect(data, start, stop, der.INTEGER)
        version = der.integer(data, number_start, number_stop)
    except der.Malformed:
        raise der.Malformed("malformed version") from None
    if version < 0 or number_stop != stop:
        raise der.Malformed("malformed version")
    return version


def _extensions_span(data: bytes, at: int, end: int) -> Span | None:
    for tag, fault in (
        (_ISSUER_UNIQUE_ID, "malformed issuerUniqueID"),
        (_SUBJECT_UNIQUE_ID, "malformed subjectUniqueID"),
    ):
        if at < end and data[at] == tag:
            _, at = _part(data, at, end, tag, fault)
    if at == end or data[at] != _EXTENSIONS:
        return None
    start, stop = _part(data, at, end, _EXTENSIONS, "malformed extensions")
    return _part(data, start, stop, der.SEQUENCE, "malformed extensions")


def _extensions(data: bytes, at: int, end: int) -> list[tuple[bytes, bool, bytes]]:
    """(DER of the OID, critical, value) of each extension."""
    found = []
    while at < end:
        start, at = _part(data, at, end, der.SEQUENCE, "malformed extension")
        oid, start = _part(data, start, at, der.OID, "malformed extension OID field")
        raw_oid, critical = data[oid:start], False
        if start < at and data[start] == der.BOOLEAN:
            flag, start = _part(data, start, at, der.BOOLEAN, "malformed extension critical field")
            critical = data[flag:start] == b"\xff"
        value, stop = _part(data, start, at, der.OCTET_STRING, "malformed extension value field")
        found.append((raw_oid, critical, data[value:stop]))
    return found


def _public_key(spki: bytes) -> tuple[PublicKey, str | None]:
    try:
        return read_public_key(spki)
    except der.Malformed:
        raise der.Malformed("malformed spki") from None


def _algorithm(identifier: bytes) -> str:
    try:
        return signature_algorithm(identifier)
    except der.Malformed:
        raise der.Malformed("malformed OID") from None


def _head_complaint(data: bytes, outline: _Outline) -> str | None:
    """What Go says against the parts before the issuer."""
    if outline.version > 3:
        return "x509: invalid version"
    start, stop = outline.serial
    try:
        der.integer(data, start, stop)
    except der.Malformed:
        return "x509: malformed serial number"
    if data[start] & 0x80:
        return "x509: negative serial number"
    if data[slice(*outline.inner_algorithm)] != data[slice(*outline.outer_algorithm)]:
        return "x509: inner and outer signature algorithm identifiers don't match"
    return None


def _serial(data: bytes, start: int, stop: int) -> str:
    """Upper-case hex as `openssl x509 -serial`: whole bytes, `00` for zero, a sign before the negative."""
    number = int.from_bytes(data[start:stop], "big", signed=True)
    digits = f"{abs(number):X}"
    return "-" * (number < 0) + "0" * (len(digits) % 2) + digits
