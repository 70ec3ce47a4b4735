"""Private keys inside of texts: what is left of them when the text is kept is their public half."""

from base64 import b64encode
from binascii import Error, a2b_base64
from collections.abc import Callable

from .keys import KeyFacts
from .pem import Block, read_pem
from .problem import CannotRead

_PRIVATE = "PRIVATE KEY"
_BASE64_OF_PRIVATE = ("UFJJVkFURS", "BSSVZBVEUg", "QUklWQVRFI")
"""`PRIVATE` in base64, by where in a group of three bytes it begins."""

_SHORTEST = min(len(_PRIVATE), *map(len, _BASE64_OF_PRIVATE))
"""Most values of a configuration have fewer characters than either word."""

_NOTHING = b"throw-away"


def holds_private_key(text: str) -> bool:
    """Whether a private key's PEM stands in a text, in base64 or not."""
    compact = "".join(text.split())
    return _PRIVATE in text or any(mark in compact for mark in _BASE64_OF_PRIVATE)


def public_halves(
    value: str, most_blocks: int, key_of: Callable[[Block], KeyFacts], *, always: bool = False
) -> str | None:
    """A text of PEM, or base64 of it, with each private key replaced by its public half. `key_of` reads a key.

    None where no private key stands in it, unless `always`: then whatever is not known to be public is replaced. An
    encrypted or damaged key leaves a block of its label that holds nothing.
    """
    if len(value) < _SHORTEST and not always:
        return None
    if _PRIVATE in value:
        return _without_keys(value.encode(), most_blocks, key_of).decode("ascii")
    compact = "".join(value.split())
    if always or any(mark in compact for mark in _BASE64_OF_PRIVATE):
        try:
            data = a2b_base64(compact.encode("ascii"), strict_mode=True)
        except (Error, UnicodeEncodeError):
            return b64encode(_NOTHING).decode()
        if always or _PRIVATE.encode() in data:
            kept = _without_keys(data, most_blocks, key_of)
            return value if kept == data else b64encode(kept).decode()
    return None


def _without_keys(data: bytes, most_blocks: int, key_of: Callable[[Block], KeyFacts]) -> bytes:
    blocks, _ = read_pem(data, most_blocks)
    return b"".join(_encoded(*_public(block, key_of)) for block in blocks) or _NOTHING


def _public(block: Block, key_of: Callable[[Block], KeyFacts]) -> tuple[str, bytes]:
    """The label and the bytes that are kept of a block."""
    if block.is_private_key:
        if block.encrypted:
            return "ENCRYPTED PRIVATE KEY", _NOTHING
        try:
            spki = key_of(block).spki
        except CannotRead:
            spki = None
        return ("PUBLIC KEY", spki) if spki else (block.label, _NOTHING)
    known = block.is_public_key or block.label.endswith("CERTIFICATE")
    return block.label, (block.data if known and block.data else _NOTHING)


def _encoded(label: str, data: bytes) -> bytes:
    """A PEM block as Go writes it: lines of 64 characters."""
    body = b64encode(data).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n".encode()
