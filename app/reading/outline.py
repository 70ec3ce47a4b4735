"""Where a certificate's parts stand in its DER (RFC 5280 §4.1), found by offsets: nothing is copied, nothing judged."""

from dataclasses import dataclass

from . import der

_VERSION, _ISSUER_UNIQUE_ID, _SUBJECT_UNIQUE_ID, _EXTENSIONS = 0xA0, 0x81, 0x82, 0xA3

Span = tuple[int, int]


@dataclass(slots=True)
class Outline:
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
    extensions: Span
    outer_algorithm: Span
    signature: Span
    end: int


def signed_parts(certificate: bytes) -> tuple[bytes, bytes]:
    """The bytes that were signed, and the signature over them, of a certificate that could be read. Raises Malformed
    where the signature has no whole bytes.
    """
    tbs, end = der.expect(certificate, 0, len(certificate), der.SEQUENCE)
    _, tbs_end = der.expect(certificate, tbs, end, der.SEQUENCE)
    _, algorithm_end = der.expect(certificate, tbs_end, end, der.SEQUENCE)
    _, signature = der.bits(certificate, *der.expect(certificate, algorithm_end, end, der.BIT_STRING))
    return certificate[tbs:tbs_end], signature


def find_parts(data: bytes) -> Outline:
    """Raises Malformed with Go's words (without their `x509: `) for the first part that is not where it belongs."""
    expect = der.expect
    fault = "malformed certificate"
    try:
        tbs, end = expect(data, 0, len(data), der.SEQUENCE)
        fault = "malformed tbs certificate"
        at, tbs_end = expect(data, tbs, end, der.SEQUENCE)
        fault = "malformed version"
        version, at = _version(data, at, tbs_end)
        fault = "malformed serial number"
        serial = expect(data, at, tbs_end, der.INTEGER)
        fault = "malformed signature algorithm identifier"
        inner = expect(data, serial[1], tbs_end, der.SEQUENCE)
        fault = "malformed algorithm identifier"
        outer = expect(data, tbs_end, end, der.SEQUENCE)
        fault = "malformed issuer"
        issuer_end = expect(data, inner[1], tbs_end, der.SEQUENCE)[1]
        fault = "malformed validity"
        validity = expect(data, issuer_end, tbs_end, der.SEQUENCE)
        fault = "malformed issuer"  # Go says so of the subject, too
        subject_end = expect(data, validity[1], tbs_end, der.SEQUENCE)[1]
        fault = "malformed spki"
        spki_end = expect(data, subject_end, tbs_end, der.SEQUENCE)[1]
        fault = "malformed extensions"
        extensions_span = _extensions_span(data, spki_end, tbs_end) if version == 3 else (end, end)
        fault = "malformed signature"
        signature = expect(data, outer[1], end, der.BIT_STRING)
    except der.Malformed:
        raise der.Malformed(fault) from None
    return Outline(
        tbs=(tbs, tbs_end),
        version=version,
        serial=serial,
        inner_algorithm=inner,
        issuer=(inner[1], issuer_end),
        validity=validity,
        subject=(validity[1], subject_end),
        spki=(subject_end, spki_end),
        extensions=extensions_span,
        outer_algorithm=outer,
        signature=signature,
        end=end,
    )


def _version(data: bytes, at: int, end: int) -> tuple[int, int]:
    """(version, from 1, and where it ends); version 1 is not written."""
    if at == end or data[at] != _VERSION:
        return 1, at
    start, stop = der.expect(data, at, end, _VERSION)
    number_start, number_stop = der.expect(data, start, stop, der.INTEGER)
    version = der.integer(data, number_start, number_stop)
    if version < 0 or number_stop != stop:
        raise der.Malformed("version")
    return version + 1, stop


def _extensions_span(data: bytes, at: int, end: int) -> Span:
    """The content of the sequence of extensions, empty where there are none."""
    for unique_id in (_ISSUER_UNIQUE_ID, _SUBJECT_UNIQUE_ID):
        if at < end and data[at] == unique_id:
            at = der.expect(data, at, end, unique_id)[1]
    if at == end or data[at] != _EXTENSIONS:
        return end, end
    start, stop = der.expect(data, at, end, _EXTENSIONS)
    return der.expect(data, start, stop, der.SEQUENCE)
