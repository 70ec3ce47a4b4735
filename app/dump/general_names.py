"""General names as OpenSSL prints them in extensions (crypto/x509/v3_san.c, i2v_GENERAL_NAME)."""

from collections.abc import Iterator

from ..reading import der
from ..reading.names import UTF8_STRING
from .hexes import dotted, latin
from .names import attributes, one_line
from .oids import ATTRIBUTES

_OTHER, _EMAIL, _DNS, _X400, _DIRECTORY, _EDI, _URI, _IP, _ID = 0xA0, 0x81, 0x82, 0xA3, 0xA4, 0xA5, 0x86, 0x87, 0x88
TEXTS = {_EMAIL: "email", _DNS: "DNS", _URI: "URI"}
_UNSUPPORTED = {_X400: "X400Name", _EDI: "EdiPartyName"}
_SHOWN = (UTF8_STRING, 22)
_USER_PRINCIPAL = "1.3.6.1.4.1.311.20.2.3"
_ONE_LINE = 255
"""Where OpenSSL cuts a directory name."""


def general_names(value: bytes) -> list[str]:
    """`DNS:a`, `IP Address:10.0.0.1` … of a sequence's content. Raises der.Malformed where OpenSSL prints none."""
    return [general_name(tag, content) for tag, content in each(value, 0, len(value))]


def each(data: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of the values from `at` to `end`."""
    while at < end:
        tag, start, at = der.value(data, at, end)
        yield tag, data[start:at]


def general_name(tag: int, content: bytes) -> str:
    """One name. Raises der.Malformed."""
    if tag in TEXTS:
        if b"\0" in content:
            raise der.Malformed("a NUL in a name")
        return f"{TEXTS[tag]}:{latin(content)}"
    if tag == _IP:
        return f"IP Address:{address(content)}"
    if tag == _DIRECTORY:
        return f"DirName:{_directory(content)}"
    if tag == _ID:
        return f"Registered ID:{der.oid(content, 0, len(content))}"
    if tag == _OTHER:
        return f"othername: {_other_name(content)}"
    if tag in _UNSUPPORTED:
        return f"{_UNSUPPORTED[tag]}:<unsupported>"
    raise der.Malformed("general name")


def _other_name(content: bytes) -> str:
    """`1.2.3.4::text` where the value is a text."""
    start, stop = der.expect(content, 0, len(content), der.OID)
    oid = der.oid(content, start, stop)
    explicit, end = der.expect(content, stop, len(content), 0xA0)
    tag, text, text_stop = der.value(content, explicit, end)
    known = oid == _USER_PRINCIPAL
    shown = latin(content[text:text_stop]) if tag in ((UTF8_STRING,) if known else _SHOWN) else "<unsupported>"
    return f"{'UPN' if known else oid}::{shown}"


def printed_name(tag: int, content: bytes) -> str:
    """One name where it stands on a line of its own (GENERAL_NAME_print). Raises der.Malformed."""
    if tag == _DIRECTORY:
        return f"DirName:{one_line(content)}"
    return f"{TEXTS[tag]}:{dotted(content)}" if tag in TEXTS else general_name(tag, content)


def address(content: bytes) -> str:
    """`10.0.0.1`, `FD00:0:0:0:0:0:0:1`; of another length, how long it is."""
    if len(content) == 4:
        return ".".join(map(str, content))
    if len(content) == 16:
        return ":".join(f"{int.from_bytes(content[at : at + 2], 'big'):X}" for at in range(0, 16, 2))
    return f"<invalid length={len(content)}>"


def _directory(raw: bytes) -> str:
    """X509_NAME_oneline: `/CN=a/O=b`."""
    found = (
        f"{'/' if first else '+'}{ATTRIBUTES.get(oid, oid)}={_escaped(content)}"
        for first, oid, _, content in attributes(raw)
    )
    return "".join(found)[:_ONE_LINE]


def _escaped(content: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte <= 0x7E else f"\\x{byte:02X}" for byte in content)
