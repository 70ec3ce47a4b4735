"""The extensions that decide about trust and names (RFC 5280 §4.2.1): read from DER, faults told in Go's words.

A reader gives what can be read and, beside it, the error with which Go's crypto/x509 refuses the extension (or None).
"""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

from ..model.certificates import NameConstraints, SubjectAltName, Subtrees
from . import der
from .addresses import ip_text
from .names import read_name

SUBJECT_KEY_ID, KEY_USAGE, SUBJECT_ALT_NAME = b"\x55\x1d\x0e", b"\x55\x1d\x0f", b"\x55\x1d\x11"
BASIC_CONSTRAINTS, AUTHORITY_KEY_ID, EXTENDED_KEY_USAGE = b"\x55\x1d\x13", b"\x55\x1d\x23", b"\x55\x1d\x25"
NAME_CONSTRAINTS = b"\x55\x1d\x1e"
RAW_SANS = b""
"""Not an OID: where the reader keeps the subject alternative names' own DER."""

_HANDLED = frozenset(b"\x55\x1d" + bytes((arc,)) for arc in (14, 15, 19, 31, 32, 33, 35, 36, 37, 54))
"""2.5.29.n that Go takes even when they are critical (crypto/x509 processExtensions). See `handled` for two more."""

_USAGES = (
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
)
"""By bit (RFC 5280 §4.2.1.3)."""

_PURPOSES = {"1.3.6.1.5.5.7.3.1": "serverAuth", "1.3.6.1.5.5.7.3.2": "clientAuth", "2.5.29.37.0": "any"}

_EMAIL, _DNS, _DIRECTORY, _URI, _IP, _REGISTERED_ID = 0x81, 0x82, 0xA4, 0x86, 0x87, 0x88
_TEXT_NAMES = {
    _EMAIL: ("email", "x509: SAN rfc822Name is malformed"),
    _DNS: ("DNS", "x509: SAN dNSName is malformed"),
    _URI: ("URI", "x509: SAN uniformResourceIdentifier is malformed"),
}

Read = tuple[Any, str | None]


def _key_usage(value: bytes) -> Read:
    try:
        _, content = der.bits(value, *der.expect(value, 0, len(value), der.BIT_STRING))
    except der.Malformed:
        return (), "x509: invalid key usage"
    return tuple(
        word for bit, word in enumerate(_USAGES) if bit // 8 < len(content) and content[bit // 8] & 0x80 >> bit % 8
    ), None


def _basic_constraints(value: bytes) -> Read:
    """(Whether the certificate is a CA's, the path length constraint or None)."""
    try:
        at, stop = der.expect(value, 0, len(value), der.SEQUENCE)
        is_ca, length = False, None
        if at < stop and value[at] == der.BOOLEAN:
            start, at = der.expect(value, at, stop, der.BOOLEAN)
            is_ca = der.boolean(value, start, at)
        if at < stop and value[at] == der.INTEGER:
            length = der.integer(value, *der.expect(value, at, stop, der.INTEGER))
    except der.Malformed:
        return (False, None), "x509: invalid basic constraints"
    return (is_ca, length if length is not None and length >= 0 else None), None


def _extended_key_usage(value: bytes) -> Read:
    found = []
    try:
        at, end = der.expect(value, 0, len(value), der.SEQUENCE)
        while at < end:
            start, at = der.expect(value, at, end, der.OID)
            oid = der.oid(value, start, at)
            found.append(_PURPOSES.get(oid, oid))
    except der.Malformed:
        return tuple(found), "x509: invalid extended key usages"
    return tuple(found), None


def _subject_key_id(value: bytes) -> Read:
    try:
        start, stop = der.expect(value, 0, len(value), der.OCTET_STRING)
    except der.Malformed:
        return None, "x509: invalid subject key identifier"
    return _colons(value[start:stop]), None


def _authority_key_id(value: bytes) -> Read:
    try:
        start, stop = der.expect(value, 0, len(value), der.SEQUENCE)
        if start == stop or value[start] != 0x80:
            return None, None
        start, stop = der.expect(value, start, stop, 0x80)
    except der.Malformed:
        return None, "x509: invalid authority key identifier"
    return _colons(value[start:stop]), None


def _colons(key_id: bytes) -> str | None:
    return key_id.hex(":").upper() or None


def _subject_alt_names(value: bytes) -> Read:
    found: list[SubjectAltName] = []
    complaint: str | None = None
    try:
        at, end = der.expect(value, 0, len(value), der.SEQUENCE)
    except der.Malformed:
        return (), "x509: invalid subject alternative names"
    while at < end:
        try:
            tag, start, stop = der.value(value, at, end)
        except der.Malformed:
            return tuple(found), complaint or "x509: invalid subject alternative name"
        name, fault = _general_name(tag, value[start:stop])
        found.append(name)
        complaint = complaint or fault
        at = stop
    return tuple(found), complaint


def _general_name(tag: int, content: bytes) -> tuple[SubjectAltName, str | None]:
    if tag in _TEXT_NAMES:
        kind, malformed = _TEXT_NAMES[tag]
        return SubjectAltName(
            kind, content.decode("ascii", "backslashreplace")
        ), None if content.isascii() else malformed
    if tag == _IP:
        odd = None if len(content) in (4, 16) else f"x509: cannot parse IP address of length {len(content)}"
        return SubjectAltName("IP", ip_text(content)), odd
    return SubjectAltName("other", _other_name(tag, content)), None


def _other_name(tag: int, content: bytes) -> str:
    """A name of another form as text: directory names and OIDs are readable, the rest is shown as hex."""
    try:
        if tag == _DIRECTORY:
            return read_name(content).text
        if tag == _REGISTERED_ID:
            return der.oid(content, 0, len(content))
    except der.Malformed:
        pass
    return f"#{der.encode(tag, content).hex()}"


_IP_SIZES = (8, 32)
_BAD_CONSTRAINTS = "invalid NameConstraints extension"


def _name_constraints(value: bytes) -> Read:
    """The permitted and the excluded subtrees; None, with Go's error, where they cannot be read."""
    halves = {0xA0: Subtrees(), 0xA1: Subtrees()}
    try:
        at, end = der.expect(value, 0, len(value), der.SEQUENCE)
        for tag in halves:
            if at < end and value[at] == tag:
                start, at = der.expect(value, at, end, tag)
                halves[tag] = _subtrees(value, start, at)
    except der.Malformed as fault:
        words = str(fault)
        return None, f"x509: {words if 'onstraint' in words else _BAD_CONSTRAINTS}"
    return (NameConstraints(*halves.values()), None) if at == end else (None, f"x509: {_BAD_CONSTRAINTS}")


def _subtrees(value: bytes, at: int, end: int) -> Subtrees:
    found: dict[int, list[str]] = {_DNS: [], _IP: [], _EMAIL: [], _URI: []}
    while at < end:
        start, at = der.expect(value, at, end, der.SEQUENCE)
        tag, base, stop = der.value(value, start, at)
        content = value[base:stop]
        if tag == _IP:
            found[tag].append(_network(content))
        elif tag in found:
            if not content.isascii():
                raise der.Malformed("invalid constraint value")
            found[tag].append(content.decode("ascii"))
    return Subtrees(tuple(found[_DNS]), tuple(found[_IP]), tuple(found[_EMAIL]), tuple(found[_URI]))


def _network(content: bytes) -> str:
    """An address and its mask as Go prints them: `192.168.57.0/24`."""
    if len(content) not in _IP_SIZES:
        raise der.Malformed(f"IP constraint contained value of length {len(content)}")
    half = len(content) // 2
    mask = int.from_bytes(content[half:], "big")
    ones = mask.bit_count()
    if mask != (1 << 8 * half) - (1 << 8 * half - ones):
        raise der.Malformed(f"IP constraint contained invalid mask {content[half:].hex()}")
    return str(ip_network((content[:half], ones), strict=False))


def handled(oid: bytes, said: Any) -> bool:
    """Whether Go handles an extension that is critical: `said` is what its reader made of it (None without one)."""
    if oid == SUBJECT_ALT_NAME:
        return any(name.type != "other" for name in said or ())
    return oid in _HANDLED or (oid == NAME_CONSTRAINTS and said is not None)


READERS: dict[bytes, Callable[[bytes], Read]] = {
    SUBJECT_KEY_ID: _subject_key_id,
    KEY_USAGE: _key_usage,
    SUBJECT_ALT_NAME: _subject_alt_names,
    BASIC_CONSTRAINTS: _basic_constraints,
    AUTHORITY_KEY_ID: _authority_key_id,
    EXTENDED_KEY_USAGE: _extended_key_usage,
    NAME_CONSTRAINTS: _name_constraints,
}
"""By the DER of their OID (2.5.29.n)."""
