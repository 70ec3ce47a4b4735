"""Bytes as OpenSSL prints them: pairs of hex digits with colons, so many to a line."""

KEY_WIDTH, SIGNATURE_WIDTH = 15, 18
"""Bytes on a line: of numbers and keys (LABELED_BUF_PRINT_WIDTH), of signatures (X509_signature_dump)."""


def block(data: bytes, indent: int, width: int) -> list[str]:
    """Lines of `width` bytes; each but the last ends in a colon."""
    lines = [data[at : at + width].hex(":") for at in range(0, len(data), width)]
    margin = " " * indent
    return [f"{margin}{line}:" for line in lines[:-1]] + [margin + line for line in lines[-1:]]


def magnitude(number: int) -> bytes:
    """The bytes of a number without its sign, at least one."""
    return abs(number).to_bytes((number.bit_length() + 7) // 8 or 1, "big")


def dotted(data: bytes) -> str:
    """ASN1_STRING_print: a dot for what is not printable; line ends stay."""
    return "".join(chr(byte) if 0x20 <= byte <= 0x7E or byte in b"\n\r" else "." for byte in data)


def key_id(data: bytes) -> str:
    """Upper-case pairs with colons."""
    return data.hex(":").upper()


def latin(data: bytes) -> str:
    """Bytes that are printed as they are: a character for each."""
    return data.decode("latin-1")
