"""Certificates: DER → Facts. Read here, not by OpenSSL or cryptography, because what counts is what Go makes of them.

The order is that of Go's crypto/x509 `parseCertificate`, and so are the words. What Go cannot read at all cannot be
read here either; what Go refuses although everything can be read (a negative serial number, an IP address of five
bytes) gives Facts that say so in `refused_by_go`. A serial number of 0, as in the CAs of kubeadm up to 1.22, is nothing
special.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..model.certificates import Facts
from . import der, extensions
from .bounds import CERTIFICATE_UNIT
from .budget import Budget
from .names import Name, read_name
from .outline import Outline, find_parts
from .problem import CannotRead
from .signature_algorithms import signature_algorithm
from .spki import read_public_key
from .times import read_time

_CRITICAL_KEY_ID = {
    extensions.SUBJECT_KEY_ID: "x509: subject key identifier incorrectly marked critical",
    extensions.AUTHORITY_KEY_ID: "x509: authority key identifier incorrectly marked critical",
}


@dataclass(frozen=True, slots=True)
class _Extensions:
    """What the known extensions say, by the DER of their OID; the critical ones that Go does not handle; what Go says
    against the first odd one.
    """

    found: Mapping[bytes, Any]
    unhandled: tuple[str, ...]
    complaint: str | None


class CertificateReader:
    """Reads the certificates of one tree. Remembers what it has seen: a tree holds each of its CAs in many places, and
    names and extensions repeat from certificate to certificate.
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self._budget = budget
        self._facts: dict[bytes, Facts] = {}
        self._names: dict[bytes, Name] = {}
        self._moments: dict[bytes, datetime] = {}
        self._extensions: dict[bytes, _Extensions] = {}
        self._said: dict[tuple[bytes, bytes], extensions.Read] = {}
        self._algorithms: dict[bytes, str] = {}

    def read(self, certificate: bytes) -> Facts:
        """The facts in a certificate's DER.

        Raises CannotRead (code `certificate`), with the error that Go prints, where it cannot be read at all;
        LimitExceeded when the tree's budget is spent.
        """
        facts = self._facts.get(certificate)
        if facts is None:
            try:
                facts = self._facts[certificate] = self._read(certificate)
            except der.Malformed as fault:
                go = f"x509: {fault}"
                raise CannotRead("certificate", f"This is no certificate. Go says: {go}", go) from None
            finally:
                self._pay(certificate)
        return facts

    def _pay(self, certificate: bytes) -> None:
        """A damaged one is not to be had for nothing."""
        if self._budget is not None:
            facts = self._facts.get(certificate)
            self._budget.take_certificate_units(len(certificate) // CERTIFICATE_UNIT + len(facts.sans if facts else ()))

    def _read(self, data: bytes) -> Facts:
        outline = find_parts(data)
        issuer = self._name(data[slice(*outline.issuer)])
        not_before, not_after = self._validity(data, *outline.validity)
        subject = self._name(data[slice(*outline.subject)])
        key, key_complaint = read_public_key(data[slice(*outline.spki)])
        parsed = self._read_extensions(data[slice(*outline.extensions)])
        found = parsed.found
        complaints = (
            _head_complaint(data, outline),
            issuer.complaint,
            subject.complaint,
            key_complaint,
            parsed.complaint,
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
            is_ca=found.get(extensions.BASIC_CONSTRAINTS, (False, None))[0],
            key=key,
            subject_key_id=found.get(extensions.SUBJECT_KEY_ID),
            authority_key_id=found.get(extensions.AUTHORITY_KEY_ID),
            signature_algorithm=self._algorithm(data[slice(*outline.inner_algorithm)]),
            refused_by_go=next(filter(None, complaints), None),
            version=outline.version,
            has_basic_constraints=extensions.BASIC_CONSTRAINTS in found,
            path_length=found.get(extensions.BASIC_CONSTRAINTS, (False, None))[1],
            raw_sans=found.get(extensions.RAW_SANS),
            unhandled_critical=parsed.unhandled,
            name_constraints=found.get(extensions.NAME_CONSTRAINTS),
        )

    def _name(self, raw: bytes) -> Name:
        name = self._names.get(raw)
        if name is None:
            name = self._names[raw] = read_name(raw)
        return name

    def _validity(self, data: bytes, at: int, end: int) -> tuple[datetime, datetime]:
        middle = _value_end(data, at, end)
        stop = _value_end(data, middle, end)
        return self._moment(data[at:middle]), self._moment(data[middle:stop])

    def _moment(self, raw: bytes) -> datetime:
        moment = self._moments.get(raw)
        if moment is None:
            moment = self._moments[raw] = read_time(raw)
        return moment

    def _read_extensions(self, raw: bytes) -> _Extensions:
        known = self._extensions.get(raw)
        if known is None:
            known = self._extensions[raw] = _read_extensions(raw, self._say)
        return known

    def _say(self, oid: bytes, value: bytes) -> extensions.Read:
        """What a known extension says, and Go's error or None. Many certificates say the same."""
        said = self._said.get((oid, value))
        if said is None:
            said = self._said[oid, value] = extensions.READERS[oid](value)
        return said

    def _algorithm(self, identifier: bytes) -> str:
        name = self._algorithms.get(identifier)
        if name is None:
            name = self._algorithms[identifier] = _algorithm(identifier)
        return name


def read_certificate(certificate: bytes) -> Facts:
    """The facts in a certificate's DER. Raises CannotRead where Go cannot make anything of it."""
    return CertificateReader().read(certificate)


def parse_fault(data: bytes | None) -> str | None:
    """The error with which Go's x509.ParseCertificate refuses the outline of these bytes, None where it is sound."""
    if data is None:
        return "x509: malformed certificate"
    try:
        find_parts(data)
    except der.Malformed as fault:
        return f"x509: {fault}"
    return None


def _read_extensions(raw: bytes, say: Callable[[bytes, bytes], extensions.Read]) -> _Extensions:
    """Every extension once. `say`: what a known one says, and Go's error or None."""
    found: dict[bytes, Any] = {}
    seen: set[bytes] = set()
    unhandled: list[str] = []
    complaint = twice = None
    for oid, critical, value in _split_extensions(raw):
        if oid in seen:
            twice = twice or f'x509: certificate contains duplicate extension with OID "{der.oid(oid, 0, len(oid))}"'
        elif oid in extensions.READERS:
            found[oid], fault = say(oid, value)
            complaint = complaint or (_CRITICAL_KEY_ID.get(oid) if critical else None) or fault
            if oid == extensions.SUBJECT_ALT_NAME:
                found[extensions.RAW_SANS] = value
        if critical and not extensions.handled(oid, found.get(oid)):
            unhandled.append(der.oid(oid, 0, len(oid)))
        seen.add(oid)
    return _Extensions(found, tuple(unhandled), twice or complaint)


def _split_extensions(raw: bytes) -> Iterator[tuple[bytes, bool, bytes]]:
    """(DER of the OID, critical, value) of each extension."""
    at, end = 0, len(raw)
    fault = "malformed extension"
    try:
        while at < end:
            fault = "malformed extension"
            start, at = der.expect(raw, at, end, der.SEQUENCE)
            fault = "malformed extension OID field"
            oid, stop = der.expect(raw, start, at, der.OID)
            critical, start = False, stop
            if start < at and raw[start] == der.BOOLEAN:
                fault = "malformed extension critical field"
                flag, start = der.expect(raw, start, at, der.BOOLEAN)
                critical = der.boolean(raw, flag, start)
            fault = "malformed extension value field"
            value, value_stop = der.expect(raw, start, at, der.OCTET_STRING)
            yield raw[oid:stop], critical, raw[value:value_stop]
    except der.Malformed:
        raise der.Malformed(fault) from None


def _value_end(data: bytes, at: int, end: int) -> int:
    try:
        return der.value(data, at, end)[2]
    except der.Malformed:
        raise der.Malformed("unsupported time format") from None


def _algorithm(identifier: bytes) -> str:
    try:
        return signature_algorithm(identifier)
    except der.Malformed:
        raise der.Malformed("malformed OID") from None


def _head_complaint(data: bytes, outline: Outline) -> str | None:
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
