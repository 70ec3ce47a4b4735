"""Certificates that no cluster has and a stranger may send: each part of the print at its odd ends."""

from tests.reading.making import (
    BMP,
    GENERALIZED_TIME,
    IA5,
    NUMERIC,
    OCTET_STRING,
    PRINTABLE,
    SEQUENCE,
    T61,
    UTC_TIME,
    UTF8,
    attribute,
    certificate,
    extension,
    integer,
    name,
    oid,
    tlv,
)

CN, O = "2.5.4.3", "2.5.4.10"  # noqa: E741 - the attribute's own name
RSA = tlv(SEQUENCE, oid("1.2.840.113549.1.1.1"), tlv(5))
UNIVERSAL = 28


def _cn(text: str | bytes, tag: int = UTF8) -> bytes:
    return name(attribute(CN, text, tag))


def _sans(*names: bytes) -> bytes:
    return extension("2.5.29.17", tlv(SEQUENCE, *names))


def _spki(algorithm: bytes, key: bytes) -> bytes:
    return tlv(SEQUENCE, algorithm, tlv(3, b"\0" + key))


def _rsa(modulus: int, exponent: int) -> bytes:
    return _spki(RSA, tlv(SEQUENCE, integer(modulus), integer(exponent)))


def _point(*uris: bytes) -> bytes:
    return tlv(SEQUENCE, tlv(0xA0, tlv(0xA0, *(tlv(0x86, uri) for uri in uris))))


def _policy(kind: str, *qualifiers: bytes) -> bytes:
    return tlv(SEQUENCE, oid(kind), tlv(SEQUENCE, *qualifiers) if qualifiers else b"")


def _qualifier(kind: int, value: bytes) -> bytes:
    return tlv(SEQUENCE, oid(f"1.3.6.1.5.5.7.2.{kind}"), value)


def _pss(*parameters: bytes) -> bytes:
    return tlv(SEQUENCE, oid("1.2.840.113549.1.1.10"), tlv(SEQUENCE, *parameters))


MULTI = name([attribute(CN, "a"), attribute(O, "b")], attribute(O, "c"))

NAMES = {
    "bmp": _cn("mü€x".encode("utf-16-be"), BMP),
    "t61": _cn(b"m\xfc,x", T61),
    "several in one RDN": MULTI,
    "unknown attribute": name(attribute("1.2.3.4", "abc"), attribute("2.5.4.9", "st")),
    "e-mail": name(attribute("1.2.840.113549.1.9.1", "a@b", IA5)),
    "quotes": _cn('a"b\\c, d'),
    "escapes without quotes": _cn('a"b\\c'),
    "begins with #": _cn("#ab"),
    "only #": _cn("#"),
    "begins with a blank": _cn(" ab"),
    "ends in a blank": _cn("ab "),
    "only a blank": _cn(" "),
    "control characters": _cn("a\x1b[31m\n\x7f\0b"),
    "empty": name(),
    "empty value": _cn("", PRINTABLE),
    "numeric": _cn("12", NUMERIC),
    "a sequence": name(tlv(SEQUENCE, oid(CN), tlv(SEQUENCE, b"\x02\x01\x05"))),
    "emoji": _cn("😀"),
    "universal": _cn("😀é".encode("utf-32-be"), UNIVERSAL),
    "semicolon": _cn("a=b/c;d"),
}

EXTENSIONS = {
    "directory name": _sans(tlv(0xA4, MULTI), tlv(0xA4, NAMES["bmp"])),
    "registered id": _sans(tlv(0x88, oid("1.2.3.4")[2:])),
    "other names": _sans(
        tlv(0xA0, oid("1.2.3.4"), tlv(0xA0, tlv(UTF8, b"hi"))),
        tlv(0xA0, oid("1.3.6.1.4.1.311.20.2.3"), tlv(0xA0, tlv(UTF8, b"u@x"))),
        tlv(0xA0, oid("1.2.3.4"), tlv(0xA0, integer(5))),
    ),
    "NUL in a name": _sans(tlv(0x82, b"a\0b"), tlv(0x82, b"c")),
    "line end in a name": _sans(tlv(0x82, b"a\nDNS:b"), tlv(0x82, b"\xc3\xbc\x1b"), tlv(0x86, b"http://x")),
    "addresses": _sans(tlv(0x87, b"\1\2\3\4"), tlv(0x87, bytes(16)), tlv(0x87, b""), tlv(0x87, b"\1")),
    "no name": _sans(),
    "empty name": _sans(tlv(0x82, b"")),
    "unknown name": _sans(tlv(0x8F, b"x")),
    "no names at all": extension("2.5.29.17", b"hello\x01\nworld"),
    "X.400 and EDI": _sans(tlv(0xA5, tlv(0xA1, tlv(UTF8, b"x")))),
    "authority key in full": extension(
        "2.5.29.35", tlv(SEQUENCE, tlv(0x80, b"\1\2"), tlv(0xA1, tlv(0xA4, MULTI)), tlv(0x82, b"\0\x85"))
    ),
    "authority key by issuer": extension("2.5.29.35", tlv(SEQUENCE, tlv(0xA1, tlv(0xA4, MULTI)), tlv(0x82, b"\5"))),
    "authority key empty": extension("2.5.29.35", tlv(SEQUENCE)),
    "subject key empty": extension("2.5.29.14", tlv(OCTET_STRING, b"")),
    "no usage": extension("2.5.29.15", tlv(3, b"\0")),
    "every usage": extension("2.5.29.15", tlv(3, b"\x07\xff\x80"), critical=True),
    "no purpose": extension("2.5.29.37", tlv(SEQUENCE)),
    "purposes": extension(
        "2.5.29.37",
        tlv(SEQUENCE, *map(oid, ("1.3.6.1.5.5.7.3.9", "1.3.6.1.5.5.7.3.17", "1.2.3", "1.3.6.1.4.1.311.20.2.2"))),
    ),
    "path length": extension("2.5.29.19", tlv(SEQUENCE, tlv(1, b"\xff"), integer(300))),
    "negative path length": extension("2.5.29.19", tlv(SEQUENCE, tlv(1, b"\xff"), integer(-1))),
    "empty constraints": extension("2.5.29.19", tlv(SEQUENCE)),
    "comment": extension("2.16.840.1.113730.1.13", tlv(IA5, b"hello\nx")),
    "netscape type": extension("2.16.840.1.113730.1.1", tlv(3, b"\0\xf7")),
    "access": extension(
        "1.3.6.1.5.5.7.1.1",
        tlv(
            SEQUENCE,
            tlv(SEQUENCE, oid("1.3.6.1.5.5.7.48.1"), tlv(0x86, b"http://o")),
            tlv(SEQUENCE, oid("1.3.6.1.5.5.7.48.2"), tlv(0x86, b"http://i")),
        ),
    ),
    "no access": extension("1.3.6.1.5.5.7.1.1", tlv(SEQUENCE)),
    "name constraints": extension(
        "2.5.29.30",
        tlv(
            SEQUENCE,
            tlv(
                0xA0,
                tlv(SEQUENCE, tlv(0x82, b"a\nb")),
                tlv(SEQUENCE, tlv(0x87, b"\1\2\3\4\xff\xff\0\0")),
                tlv(SEQUENCE, tlv(0x87, bytes(range(32)))),
                tlv(SEQUENCE, tlv(0xA4, MULTI)),
                tlv(SEQUENCE, tlv(0x87, b"\1\2\3\4")),
            ),
            tlv(0xA1, tlv(SEQUENCE, tlv(0x81, b"x"))),
        ),
    ),
    "no name constraints": extension("2.5.29.30", tlv(SEQUENCE)),
    "CRLs": extension("2.5.29.31", tlv(SEQUENCE, _point(b"http://c", b"ldap://d\nx"), _point(b"http://e"))),
    "no CRLs": extension("2.5.29.31", tlv(SEQUENCE)),
    "policies": extension(
        "2.5.29.32",
        tlv(
            SEQUENCE,
            _policy("2.5.29.32.0"),
            _policy(
                "1.2.3.4", _qualifier(1, tlv(IA5, b"http://cps")), _qualifier(2, tlv(SEQUENCE, tlv(UTF8, b"h\xc3\xbc")))
            ),
            _policy("2.23.140.1.2.1"),
        ),
    ),
    "no policies": extension("2.5.29.32", tlv(SEQUENCE)),
    "policy constraints": extension("2.5.29.36", tlv(SEQUENCE, tlv(0x80, b"\0"), tlv(0x81, b"\3"))),
    "inhibited policy": extension("2.5.29.54", integer(3)),
    "TLS features": extension("1.3.6.1.5.5.7.1.24", tlv(SEQUENCE, integer(5), integer(17), integer(300))),
    "unknown": extension("1.2.3.4.5", b"abc\r\n\x01\xff~", critical=True),
    "unknown and empty": extension("1.2.3.4.5", b""),
}

SERIALS = (0, -1, -2, 127, 128, 255, 2**63 - 1, 2**63, 2**64 - 1, -(2**63) - 1, 2**159, 2**200, -(2**200), -255)

KEYS = {
    "RSA 1024, exponent 3": _rsa(2**1023 + 1, 3),
    "RSA of 61 bits": _rsa(2**60 + 1, 65537),
    "RSA of 512 bits, exponent of 64": _rsa(2**511 + 1, 2**64 - 1),
    "RSA, exponent of 66 bits": _rsa(2**64 + 5, 2**65),
    "Ed448": _spki(tlv(SEQUENCE, oid("1.3.101.113")), bytes(57)),
    "X25519": _spki(tlv(SEQUENCE, oid("1.3.101.110")), bytes(32)),
}

SHA512 = tlv(SEQUENCE, oid("2.16.840.1.101.3.4.2.3"), tlv(5))
PSS = {
    "defaults": _pss(),
    "SHA-512": _pss(
        tlv(0xA0, SHA512), tlv(0xA1, tlv(SEQUENCE, oid("1.2.840.113549.1.1.8"), SHA512)), tlv(0xA2, integer(300))
    ),
    "broken": _pss(tlv(0xA2, b"x")),
}

MOMENTS = {
    "2060": tlv(GENERALIZED_TIME, b"20600101000000Z"),
    "9999": tlv(GENERALIZED_TIME, b"99991231235959Z"),
    "1950": tlv(UTC_TIME, b"500101000000Z"),
}


def odd_certificates() -> dict[str, bytes]:
    """All of them, by a label that says what is odd."""
    found = {f"name: {label}": certificate(subject=subject) for label, subject in NAMES.items()}
    found |= {f"extension: {label}": certificate(extensions=[one]) for label, one in EXTENSIONS.items()}
    found |= {f"serial: {serial}": certificate(serial=serial) for serial in SERIALS}
    found |= {f"key: {label}": certificate(spki=spki) for label, spki in KEYS.items()}
    found |= {f"time: {label}": certificate(not_after=moment) for label, moment in MOMENTS.items()}
    found |= {f"signature of {n} bytes": certificate(signature=tlv(3, bytes(n + 1))) for n in (0, 1, 17, 18, 19, 36)}
    found |= {f"PSS: {label}": certificate(outer_algorithm=one) for label, one in PSS.items()}
    found["version 1"] = certificate(version=b"")
    found["version 9"] = certificate(version=tlv(0xA0, integer(8)))
    return found
