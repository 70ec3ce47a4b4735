"""Names on one line: `O = system:nodes, CN = system:node:worker1` (X509_NAME_print_ex with XN_FLAG_ONELINE)."""

from collections.abc import Iterator

from ..reading import der
from ..reading.names import BMP_STRING, UTF8_STRING
from .oids import ATTRIBUTES

_NUMERIC, _PRINTABLE, _T61, _IA5, _UTC, _GENERALIZED, _VISIBLE, _UNIVERSAL = 18, 19, 20, 22, 23, 24, 26, 28
_WIDTHS = dict.fromkeys((_NUMERIC, _PRINTABLE, _T61, _IA5, _UTC, _GENERALIZED, _VISIBLE), 1)
_WIDTHS |= {UTF8_STRING: 0, BMP_STRING: 2, _UNIVERSAL: 4}
"""Bytes of a character by the string's type (asn1/tbl_standard.h); 0: UTF-8. Other types are dumped."""

_QUOTED = frozenset(b",+<>;")
"""Characters that put the whole value into quotes; `#` and a blank do where they begin it, a blank where it ends."""

_ESCAPED = frozenset(b'"\\')


def attributes(raw: bytes) -> Iterator[tuple[bool, str, int, bytes]]:
    """(begins an RDN, OID, tag, content) of each attribute in the DER of a name. Raises der.Malformed."""
    at, end = der.expect(raw, 0, len(raw), der.SEQUENCE)
    while at < end:
        inner, at = der.expect(raw, at, end, der.SET)
        first = True
        while inner < at:
            start, stop = der.expect(raw, inner, at, der.SEQUENCE)
            oid_start, oid_stop = der.expect(raw, start, stop, der.OID)
            tag, content, content_stop = der.value(raw, oid_stop, stop)
            yield first, der.oid(raw, oid_start, oid_stop), tag, raw[content:content_stop]
            first, inner = False, stop


def one_line(raw: bytes) -> str:
    """The name in the DER of an RDNSequence. Raises der.Malformed."""
    printed = ""
    for first, oid, tag, content in attributes(raw):
        joint = "" if not printed else ", " if first else " + "
        printed += f"{joint}{ATTRIBUTES.get(oid, oid)} = {_value(tag, content)}"
    return printed


def _value(tag: int, content: bytes) -> str:
    """ASN1_STRING_print_ex with ASN1_STRFLGS_RFC2253 and ASN1_STRFLGS_ESC_QUOTE."""
    width = _WIDTHS.get(tag)
    if width is None:
        return "#" + der.encode(tag, content).hex().upper()
    characters = _characters(content, width)
    last = len(characters) - 1
    quoted = any(
        code in _QUOTED or (code == 0x20 and at in (0, last)) or (code == 0x23 and at == 0 != last)
        for at, code in enumerate(characters)
    )
    printed = "".join(map(_character, _bytes(characters, width)))
    return f'"{printed}"' if quoted else printed


def _characters(content: bytes, width: int) -> list[int]:
    """Code points, or bytes where the string is UTF-8 already (it is not converted twice)."""
    if width <= 1:
        return list(content)
    if len(content) % width:
        raise der.Malformed("invalid string length")
    return [int.from_bytes(content[at : at + width], "big") for at in range(0, len(content), width)]


def _bytes(characters: list[int], width: int) -> bytes:
    """What is escaped: the bytes of UTF-8."""
    if width == 0:
        return bytes(characters)
    try:
        return "".join(map(chr, characters)).encode("utf-8", "surrogatepass")
    except ValueError:
        raise der.Malformed("invalid character") from None


def _character(byte: int) -> str:
    if byte < 0x20 or byte > 0x7E:
        return f"\\{byte:02X}"
    return f"\\{byte:c}" if byte in _ESCAPED else chr(byte)
