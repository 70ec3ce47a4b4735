"""Distinguished names as Go prints them: `pkix.Name.String()` of Go's crypto/x509/pkix, fed by crypto/x509's parser.

Go flattens a name when it parses it and builds it anew to print it: the attributes that it knows stand in a fixed
order, all values of one kind in one RDN (`O=a+O=b`), of CN and serialNumber only the last; the others stand behind
them, as OID and hex. So the text is not the certificate's own order, and names are compared by their bytes.
"""

import re
from dataclasses import dataclass

from . import der

_KNOWN = {
    "2.5.4.6": "C",
    "2.5.4.8": "ST",
    "2.5.4.7": "L",
    "2.5.4.9": "STREET",
    "2.5.4.17": "POSTALCODE",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.3": "CN",
    "2.5.4.5": "SERIALNUMBER",
}
"""In the order of Name.ToRDNSequence; the text runs backwards."""

_SINGLE = frozenset(("CN", "SERIALNUMBER"))

UTF8_STRING, NUMERIC_STRING, PRINTABLE_STRING, T61_STRING, IA5_STRING, BMP_STRING = 12, 18, 19, 20, 22, 30

_PRINTABLE = re.compile(rb"[A-Za-z0-9'()+,\-./ :=?*&]*")
"""Go lets `*` and `&` pass (crypto/x509 isPrintable)."""

_STRICTLY_PRINTABLE = re.compile(r"[A-Za-z0-9'()+,\-./ :=?]*")
_NUMERIC = re.compile(rb"[0-9 ]*")
_BMP_RESERVED = re.compile("[\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff]")
_SPECIAL = re.compile(r'[,+"\\<>;]|^[ #]| $')


@dataclass(frozen=True, slots=True)
class Name:
    """A name's text as Go prints it, its last CN (None without), every O in order, and why Go refuses it (or None)."""

    text: str
    common_name: str | None
    organizations: tuple[str, ...]
    complaint: str | None


def read_name(raw: bytes) -> Name:
    """The name in the DER of an RDNSequence.

    A value that Go refuses (an `@` in a PrintableString) is read as Latin-1 and told in `complaint`, in Go's words.
    Raises der.Malformed, in Go's words, where the structure itself is broken.
    """
    known: dict[str, list[str]] = {}
    others: list[str] = []
    complaint = None
    for oid, tag, content in _attributes(raw):
        text, fault = _string(tag, content)
        complaint = complaint or fault
        kind = _KNOWN.get(oid)
        if kind is None:
            others.append(f"{oid}=#{_marshalled(text).hex()}")
        elif kind in _SINGLE:
            known[kind] = [text]
        else:
            known.setdefault(kind, []).append(text)
    common_names = known.get("CN", ())
    return Name(
        text=_printed(known, others),
        common_name=common_names[0] if common_names else None,
        organizations=tuple(known.get("O", ())),
        complaint=complaint and f"x509: invalid RDNSequence: invalid attribute value: {complaint}",
    )


def _attributes(raw: bytes) -> list[tuple[str, int, bytes]]:
    """(OID, tag, content) of every attribute, the RDNs flattened."""
    found = []
    fault = ""
    try:
        at, end = der.expect(raw, 0, len(raw), der.SEQUENCE)
        while at < end:
            fault = ""
            inner, at = der.expect(raw, at, end, der.SET)
            while inner < at:
                fault = ": invalid attribute"
                start, stop = der.expect(raw, inner, at, der.SEQUENCE)
                fault = ": invalid attribute type"
                oid_start, oid_stop = der.expect(raw, start, stop, der.OID)
                oid = der.oid(raw, oid_start, oid_stop)
                fault = ": invalid attribute value"
                tag, content, content_stop = der.value(raw, oid_stop, stop)
                found.append((oid, tag, raw[content:content_stop]))
                inner = stop
    except der.Malformed:
        raise der.Malformed(f"invalid RDNSequence{fault}") from None
    return found


def _string(tag: int, content: bytes) -> tuple[str, str | None]:
    """An attribute's text, and what Go says against it."""
    if tag == PRINTABLE_STRING:
        return content.decode("latin-1"), None if _PRINTABLE.fullmatch(content) else "invalid PrintableString"
    if tag == UTF8_STRING:
        try:
            return content.decode(), None
        except UnicodeDecodeError:
            return content.decode("latin-1"), "invalid UTF-8 string"
    if tag == BMP_STRING:
        return _bmp_string(content)
    fault = None
    if tag == IA5_STRING:
        fault = None if content.isascii() else "invalid IA5String"
    elif tag == NUMERIC_STRING:
        fault = None if _NUMERIC.fullmatch(content) else "invalid NumericString"
    elif tag != T61_STRING:
        fault = f"unsupported string type: {tag}"
    return content.decode("latin-1"), fault


def _bmp_string(content: bytes) -> tuple[str, str | None]:
    text = content.removesuffix(b"\0\0").decode("utf-16-be", "surrogatepass" if len(content) % 2 == 0 else "replace")
    if len(content) % 2 or _BMP_RESERVED.search(text) or len(text) * 2 != len(content.removesuffix(b"\0\0")):
        return content.decode("latin-1"), "invalid BMPString"
    return text, None


def _marshalled(text: str) -> bytes:
    """What Go's asn1.Marshal makes of a string: a PrintableString where that is enough, else a UTF8String."""
    tag = PRINTABLE_STRING if _STRICTLY_PRINTABLE.fullmatch(text) else UTF8_STRING
    return der.encode(tag, text.encode())


def _printed(known: dict[str, list[str]], others: list[str]) -> str:
    """RDNSequence.String(): the sequence backwards, `+` between the values of one RDN."""
    # An empty CN or serial number is as good as none: Name.ToRDNSequence skips it.
    groups = [
        (kind, known[kind])
        for kind in _KNOWN.values()
        if kind in known and not (kind in _SINGLE and not known[kind][0])
    ]
    printed = ["+".join(f"{kind}={_escaped(value)}" for value in values) for kind, values in reversed(groups)]
    return ",".join(printed + others[::-1])


def _escaped(value: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], value)
