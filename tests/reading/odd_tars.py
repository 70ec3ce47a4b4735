"""Tar archives as programs of fifty years write them, each put together byte by byte.

What Go's archive/tar, Python's tarfile and libarchive keep as test data is of these forms.
"""

from tests.reading.test_archive import block, padded, pax

END = bytes(1024)
OLD = b"\0" * 8
GNU = b"ustar  \0"
STAR = b"ustar\x0000"


def size(number: int) -> bytes:
    """A size as twelve bytes of the header."""
    return b"%011o\0" % number


def base256(number: int, width: int = 12) -> bytes:
    """GNU's form of numbers that octal digits cannot tell, negative ones too."""
    return (number + (1 << (8 * width)) if number < 0 else number | 1 << (8 * width - 1)).to_bytes(width, "big")


def file(name: bytes = b"f", content: bytes = b"hello", **fields: bytes) -> bytes:
    """A regular file with its content."""
    return block(name, size=size(len(content)), **fields) + padded(content)


def timed(header: bytes, mtime: bytes) -> bytes:
    """A header with another time, and its checksum made right."""
    raw = bytearray(header)
    raw[136:148] = mtime
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    return bytes(raw)


def long(kind: bytes, text: bytes) -> bytes:
    """GNU's header of a long name (L) or target (K)."""
    return block(b"././@LongLink", type=kind, magic=GNU, size=size(len(text) + 1)) + padded(text + b"\0")


def _signed_checksum() -> bytes:
    """Some old programs on machines with signed characters summed so."""
    raw = bytearray(block(b"caf\xc3\xa9"))
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(byte - 256 if byte > 127 else byte for byte in raw)
    return bytes(raw)


LONG = b"d/" * 60 + b"n" * 120
SPARSE_MAP = b"1\n0\n5\n".ljust(512, b"\0")
SPARSE_1_0 = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "db", "GNU.sparse.realsize": "99"}
SPARSE_0_1 = {"GNU.sparse.size": "99", "GNU.sparse.numblocks": "1", "GNU.sparse.map": "0,5", "GNU.sparse.name": "db"}

_WITHOUT_END = {
    "v7": file(magic=OLD, type=b"\0"),
    "v7, a folder by its slash": block(b"d/", magic=OLD, type=b"\0") + file(b"d/f", magic=OLD, type=b"\0"),
    "v7, a link": file(magic=OLD, type=b"\0") + block(b"l", magic=OLD, type=b"2", link=b"f"),
    "ustar, a prefix": file(b"f", prefix=b"a/" * 60 + b"b"),
    "ustar, a name of 100 bytes": file(b"n" * 100, prefix=b"p" * 155),
    "star, with its times behind the prefix": file(prefix=b"p"),
    "GNU, its times where POSIX has a prefix": file(magic=GNU, prefix=b"14377777777\0"),
    "GNU, a long name": long(b"L", LONG) + file(b"short", magic=GNU),
    "GNU, a long target": long(b"K", LONG) + block(b"l", type=b"2", link=b"short", magic=GNU),
    "GNU, a long name and a long target": long(b"K", LONG) + long(b"L", LONG) + block(b"l", type=b"2", magic=GNU),
    "GNU, a long name with a NUL inside": long(b"L", b"abc\0def") + file(b"short", magic=GNU),
    "GNU, a name that is no UTF-8": file(b"hi\x80\x81bye", magic=GNU),
    "GNU, a label as GNU tar writes it": block(b"backup", type=b"V", magic=OLD, size=bytes(12), mode=bytes(8)) + file(),
    "GNU, a folder of an incremental dump": block(b"d/", type=b"D", magic=GNU, size=size(4))
    + padded(b"Yf\0\0")
    + file(),
    "GNU, a sparse file": file(b"db", magic=GNU, type=b"S"),
    "GNU, a volume's continuation": file(b"f", magic=GNU, type=b"M") + file(b"g"),
    "a size in base 256": block(size=base256(5)) + padded(b"hello"),
    "a size of 2^62": block(size=base256(1 << 62)),
    "a negative size": block(size=base256(-5)),
    "a uid in base 256": file(uid=base256(1 << 31, 8)),
    "a negative uid": file(uid=base256(-2, 8)),
    "a time before 1970, in base 256": timed(block(), base256(-86400)),
    "a time before 1970, in octal": timed(block(), b"-0000250600\0"),
    "a time far ahead": timed(block(), base256(1 << 40)),
    "pax, a long path": pax({"path": LONG.decode()}) + file(b"short"),
    "pax, a long target": pax({"linkpath": LONG.decode()}) + block(b"l", type=b"2", link=b"short"),
    "pax, a size": pax({"size": "5"}) + block() + padded(b"hello"),
    "pax, times and owners": pax({"mtime": "-1.5", "atime": "1e9", "uid": "5000000000", "uname": "\u263a"}) + file(),
    "pax, a global header": pax({"comment": "4b825dc642cb6eb9a060e54bf8d69288fbee4904"}, b"g") + file(),
    "pax, a global header between": file() + pax({"mtime": "0"}, b"g") + file(b"g"),
    "pax, a global path": pax({"path": "other"}, b"g") + file(),
    "pax, the same key twice": pax(b"10 path=a\n10 path=b\n") + file(),
    "pax, an empty value": pax(b"8 path=\n") + file(),
    "pax, two headers": pax({"path": "a"}) + pax({"path": "b"}) + file(),
    "pax, Solaris' letter": pax({"path": "a"}, b"X") + file(),
    "pax, attributes": pax({"SCHILY.xattr.user.key": "value", "LIBARCHIVE.xattr.a": "YQ"}) + file(),
    "pax, sparse 1.0": pax(SPARSE_1_0) + block(b"GNUSparseFile.1/db", size=size(1024)) + SPARSE_MAP + padded(b"hello"),
    "pax, sparse 0.1": pax(SPARSE_0_1) + file(b"GNUSparseFile.1/db"),
    "pax, a header and nothing behind": pax({"path": "a"}),
    "a hard link": file() + block(b"h", type=b"1", link=b"f"),
    "a hard link with its content again": file() + block(b"h", type=b"1", link=b"f", size=size(5)) + padded(b"hello"),
    "a hard link to nothing": block(b"h", type=b"1", link=b"nowhere"),
    "a device and a pipe": block(b"null", type=b"3") + block(b"disk", type=b"4") + block(b"p", type=b"6") + file(),
    "a contiguous file": file(type=b"7"),
    "a letter that nobody knows": file(b"x", type=b"Q") + file(),
    "a folder that claims a size": block(b"d/", type=b"5", size=size(5)) + file(),
    "nothing but folders": block(b"d/", type=b"5") + block(b"d/e/", type=b"5"),
    "a checksum of signed bytes": _signed_checksum(),
}

ODD_TARS = {name: members + END for name, members in _WITHOUT_END.items()}
ODD_TARS |= {"no end": file(), "one empty block as its end": file() + bytes(512)}
"""By what is odd about each."""
