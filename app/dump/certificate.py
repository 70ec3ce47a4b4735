"""The whole certificate (X509_print_ex), part by part."""

from collections.abc import Iterator
from datetime import datetime

from ..reading import der
from ..reading.outline import Outline, find_parts
from ..reading.signature_algorithms import signature_algorithm
from ..reading.times import read_time
from .extensions import extension_parts
from .hexes import SIGNATURE_WIDTH, block, magnitude
from .keys import key_parts
from .names import one_line
from .part import Part
from .pss import INVALID, pss_parameters

_LONG = 63
"""Bits of a C long beside its sign: longer serial numbers are printed in hex."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def dump(certificate: bytes) -> tuple[Part, ...]:
    """What `openssl x509 -noout -text` prints of a certificate's DER, in parts.

    The work and the length are linear in the certificate's size. Raises der.Malformed for what is no certificate.
    """
    return tuple(_parts(certificate, find_parts(certificate)))


def text(certificate: bytes) -> bytes:
    """The same as the bytes that OpenSSL writes. Raises der.Malformed."""
    lines = [line for part in dump(certificate) for line in part.lines]
    return "".join(f"{line}\n" for line in lines).encode("latin-1")


def _parts(data: bytes, outline: Outline) -> Iterator[Part]:
    yield Part("head", ("Certificate:", "    Data:"))
    yield Part("version", (_version(outline.version),))
    yield Part("serial", tuple(_serial(data[slice(*outline.serial)])))
    inner, outer = data[slice(*outline.inner_algorithm)], data[slice(*outline.outer_algorithm)]
    yield Part("signature-algorithm", _algorithm(inner))
    yield Part("issuer", (f"        Issuer: {one_line(data[slice(*outline.issuer)])}",))
    yield Part("validity", _validity(data, *outline.validity))
    yield Part("subject", (f"        Subject: {one_line(data[slice(*outline.subject)])}",))
    yield from key_parts(data[slice(*outline.spki)])
    if outline.extensions[0] < outline.extensions[1]:
        yield Part("extensions", ("        X509v3 extensions:",))
        yield from extension_parts(data[slice(*outline.extensions)])
    yield Part("signature-algorithm", (f"    Signature Algorithm: {signature_algorithm(outer)}",))
    _, signature = der.bits(data, *outline.signature)
    hexes = block(signature, 8, SIGNATURE_WIDTH) or [""]
    yield Part("signature", (*_signature_head("    Signature Value:", outer), *hexes))


def _algorithm(identifier: bytes) -> tuple[str, ...]:
    return _signature_head(f"        Signature Algorithm: {signature_algorithm(identifier)}", identifier)


def _signature_head(head: str, identifier: bytes) -> tuple[str, ...]:
    """A line before a signature; with RSASSA-PSS eight blanks, and its parameters below."""
    try:
        parameters = pss_parameters(identifier)
    except der.Malformed:
        return (f"{head}        {INVALID}",)
    return (f"{head}        ", *parameters) if parameters else (head,)


def _version(version: int) -> str:
    if version > 3:
        return f"        Version: Unknown ({version - 1})"
    return f"        Version: {version} (0x{version - 1:x})"


def _serial(content: bytes) -> list[str]:
    """Decimal where it fits a C long; -1 is what OpenSSL takes for an error."""
    number = int.from_bytes(content, "big", signed=True)
    if -(1 << _LONG) <= number < 1 << _LONG and number != -1:
        sign = "-" if number < 0 else ""
        return [f"        Serial Number: {number} ({sign}0x{abs(number):x})"]
    return ["        Serial Number:", f"{' ' * 12}{' (Negative)' if number < 0 else ''}{magnitude(number).hex(':')}"]


def _validity(data: bytes, at: int, end: int) -> tuple[str, ...]:
    middle = der.value(data, at, end)[2]
    stop = der.value(data, middle, end)[2]
    begins, ends = read_time(data[at:middle]), read_time(data[middle:stop])
    return ("        Validity", f"            Not Before: {_time(begins)}", f"            Not After : {_time(ends)}")


def _time(moment: datetime) -> str:
    """ASN1_TIME_print."""
    return f"{_MONTHS[moment.month - 1]} {moment.day:2} {moment:%H:%M:%S} {moment.year} GMT"
