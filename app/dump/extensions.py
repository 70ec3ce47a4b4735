"""The extensions that certificates of clusters have; of others OpenSSL prints the bytes, and so does this.

Each printer gives the lines of a value, indented, and raises der.Malformed where OpenSSL cannot read it either: then
the bytes are printed. A few that OpenSSL knows are printed as bytes too: UNTRANSLATED.
"""

from collections.abc import Callable, Iterator

from ..reading import der
from . import oids
from .general_names import address, each, general_name, general_names, printed_name
from .hexes import dotted, key_id, latin, magnitude
from .part import Part
from .policies import distribution_points, inhibit_any_policy, policies, policy_constraints, tls_features

_INDENT = 16
_MARGIN = " " * _INDENT
_EMPTY = [f"{_MARGIN}<EMPTY>", ""]

_USAGES = (
    "Digital Signature",
    "Non Repudiation",
    "Key Encipherment",
    "Data Encipherment",
    "Key Agreement",
    "Certificate Sign",
    "CRL Sign",
    "Encipher Only",
    "Decipher Only",
)
_NETSCAPE_TYPES = (
    "SSL Client",
    "SSL Server",
    "S/MIME",
    "Object Signing",
    "Unused",
    "SSL CA",
    "S/MIME CA",
    "Object Signing CA",
)
_ACCESS = {"1.3.6.1.5.5.7.48.1": "OCSP", "1.3.6.1.5.5.7.48.2": "CA Issuers"}
_KEY_ID, _ISSUER, _SERIAL = 0x80, 0xA1, 0x82
_PERMITTED, _EXCLUDED, _CONSTRAINED_IP = 0xA0, 0xA1, 0x87


def extension_parts(raw: bytes) -> Iterator[Part]:
    """The parts of an extensions' sequence's content. Raises der.Malformed where the sequence itself is broken."""
    at, end = 0, len(raw)
    while at < end:
        start, at = der.expect(raw, at, end, der.SEQUENCE)
        oid_start, stop = der.expect(raw, start, at, der.OID)
        critical, start = False, stop
        if start < at and raw[start] == der.BOOLEAN:
            flag, start = der.expect(raw, start, at, der.BOOLEAN)
            critical = der.boolean(raw, flag, start)
        value = raw[slice(*der.expect(raw, start, at, der.OCTET_STRING))]
        oid = der.oid(raw, oid_start, stop)
        head = f"{' ' * 12}{oids.extension_name(oid)}: {'critical' if critical else ''}"
        yield Part(oids.FIELDS.get(oid, oid), (head, *_lines(oid, value)))


def _lines(oid: str, value: bytes) -> list[str]:
    printer = _PRINTERS.get(oid)
    try:
        return printer(value) if printer else _bytes(value)
    except der.Malformed:
        return _bytes(value)


def _bytes(value: bytes) -> list[str]:
    """ASN1_STRING_print: what is not printable is a dot, but line ends stay."""
    return (_MARGIN + dotted(value)).split("\n")


def _one(words: list[str]) -> list[str]:
    """X509V3_EXT_val_prn without X509V3_EXT_MULTILINE."""
    return (_MARGIN + ", ".join(words)).split("\n")


def _content(value: bytes, tag: int = der.SEQUENCE) -> bytes:
    start, stop = der.expect(value, 0, len(value), tag)
    return value[start:stop]


def _bits(value: bytes, words: tuple[str, ...]) -> list[str]:
    _, content = der.bits(value, *der.expect(value, 0, len(value), der.BIT_STRING))
    found = [word for bit, word in enumerate(words) if bit // 8 < len(content) and content[bit // 8] & 0x80 >> bit % 8]
    return _some(found)


def _some(words: list[str]) -> list[str]:
    """A list which OpenSSL cannot print when it is empty."""
    if not words:
        raise der.Malformed("nothing in it")
    return _one(words)


def _key_usage(value: bytes) -> list[str]:
    return _bits(value, _USAGES)


def _netscape_type(value: bytes) -> list[str]:
    return _bits(value, _NETSCAPE_TYPES)


def _comment(value: bytes) -> list[str]:
    return (_MARGIN + latin(_content(value, 0x16))).split("\n")


def _extended_key_usage(value: bytes) -> list[str]:
    found = []
    for tag, content in each(sequence := _content(value), 0, len(sequence)):
        if tag != der.OID:
            raise der.Malformed("no OID")
        oid = der.oid(content, 0, len(content))
        found.append(oids.PURPOSES.get(oid, oid))
    return _some(found)


def _basic_constraints(value: bytes) -> list[str]:
    sequence = _content(value)
    at, end = 0, len(sequence)
    is_ca = False
    if at < end and sequence[at] == der.BOOLEAN:
        start, at = der.expect(sequence, at, end, der.BOOLEAN)
        is_ca = sequence[start] != 0
    words = [f"CA:{'TRUE' if is_ca else 'FALSE'}"]
    if at < end:
        words.append(f"pathlen:{der.integer(sequence, *der.expect(sequence, at, end, der.INTEGER))}")
    return _one(words)


def _subject_key_id(value: bytes) -> list[str]:
    return [_MARGIN + key_id(_content(value, der.OCTET_STRING))]


def _authority_key_id(value: bytes) -> list[str]:
    """The prefix `keyid:` only where something else stands beside it."""
    found = dict(each(sequence := _content(value), 0, len(sequence)))
    alone = not (found.keys() & {_ISSUER, _SERIAL})
    lines = []
    if _KEY_ID in found:
        lines.append(key_id(found[_KEY_ID]) if alone else f"keyid:{key_id(found[_KEY_ID])}")
    if _ISSUER in found:
        lines += general_names(found[_ISSUER])
    if _SERIAL in found:
        lines.append(f"serial:{key_id(magnitude(der.integer(found[_SERIAL], 0, len(found[_SERIAL]))))}")
    if not lines:
        raise der.Malformed("nothing in it")
    return [_MARGIN + line for line in lines]


def _alternative_names(value: bytes) -> list[str]:
    return _one(names) if (names := general_names(_content(value))) else _EMPTY


def _name_constraints(value: bytes) -> list[str]:
    """i2r_NAME_CONSTRAINTS."""
    lines = []
    for tag, trees in each(sequence := _content(value), 0, len(sequence)):
        if tag not in (_PERMITTED, _EXCLUDED):
            raise der.Malformed("name constraints")
        lines.append(f"{_MARGIN}{'Permitted' if tag == _PERMITTED else 'Excluded'}:")
        for _, subtree in each(trees, 0, len(trees)):
            kind, start, stop = der.value(subtree, 0, len(subtree))
            lines.append(f"{_MARGIN}  {_constraint(kind, subtree[start:stop])}")
    return "\n".join(lines).split("\n")


def _constraint(tag: int, content: bytes) -> str:
    """An address has its mask behind it (print_nc_ipadd)."""
    if tag == _CONSTRAINED_IP:
        half = 16 if len(content) >= 16 else 4
        return f"IP:{address(content[:half])}/{address(content[half:])}"
    return printed_name(tag, content)


def _access(value: bytes) -> list[str]:
    lines = []
    for _, description in each(sequence := _content(value), 0, len(sequence)):
        start, stop = der.expect(description, 0, len(description), der.OID)
        method = der.oid(description, start, stop)
        tag, name, name_stop = der.value(description, stop, len(description))
        lines.append(f"{_MARGIN}{_ACCESS.get(method, method)} - {general_name(tag, description[name:name_stop])}")
    return lines or _EMPTY


_PRINTERS: dict[str, Callable[[bytes], list[str]]] = {
    "2.5.29.14": _subject_key_id,
    "2.5.29.15": _key_usage,
    "2.5.29.17": _alternative_names,
    "2.5.29.18": _alternative_names,
    "2.5.29.19": _basic_constraints,
    "2.5.29.30": _name_constraints,
    "2.5.29.31": distribution_points,
    "2.5.29.32": policies,
    "2.5.29.35": _authority_key_id,
    "2.5.29.36": policy_constraints,
    "2.5.29.37": _extended_key_usage,
    "2.5.29.46": distribution_points,
    "2.5.29.54": inhibit_any_policy,
    "1.3.6.1.5.5.7.1.1": _access,
    "1.3.6.1.5.5.7.1.24": tls_features,
    "2.16.840.1.113730.1.1": _netscape_type,
    "2.16.840.1.113730.1.13": _comment,
}

UNTRANSLATED = frozenset(oids.EXTENSIONS.keys() - _PRINTERS.keys())
"""Extensions that OpenSSL prints in words and this as bytes."""
