"""What one twin of a page may ask for of throw-away keys."""

from ..issuing.keys import KeyKind

LONGEST_RSA = 4096
"""Bits. A key of 8192 takes half a minute to make: not for a page."""

_MOST_RSA, _MOST_OTHERS = 256, 4096

_RSA = KeyKind("RSA", 2048)


def most_keys(kind: KeyKind) -> int:
    """How many keys of a kind one twin of a page may take: about ten seconds of making them, once for all twins."""
    if kind.type != "RSA":
        return _MOST_OTHERS
    return min(_MOST_RSA, int(_MOST_RSA * (_RSA.bits / kind.bits) ** 3))
