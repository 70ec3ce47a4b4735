"""What stands in a secret's place: something of the same form that opens nothing."""

import re
from base64 import b64encode, urlsafe_b64encode
from binascii import Error, a2b_base64

_BOOTSTRAP_TOKEN = re.compile(r"[a-z0-9]{6}\.[a-z0-9]{16}")
_HEX = re.compile(r"[0-9a-f]{32,}")
_JWT = re.compile(r"eyJ[\w-]*\.[\w-]*\.[\w-]*")
_BINARY_LENGTHS = (16, 24, 32, 48, 64)
"""Of random keys that people write in base64: AES, secretbox, HMAC."""


class ThrowAways:
    """Numbers the secrets of one tree in the order in which they are met: equal ones get one throw-away."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._given: set[str] = set()

    def of(self, secret: str) -> str:
        """A throw-away of a secret's form; the secret itself where it is empty or a throw-away already."""
        if not secret or secret in self._given:
            return secret
        if secret not in self._known:
            self._known[secret] = _throw_away(secret, len(self._known) + 1)
            self._given.add(self._known[secret])
        return self._known[secret]


def _throw_away(secret: str, number: int) -> str:
    if _BOOTSTRAP_TOKEN.fullmatch(secret):
        return f"thrown.{number:016}"
    if _HEX.fullmatch(secret):
        return f"{number:0{len(secret)}x}"
    if _JWT.fullmatch(secret):
        parts = (b'{"alg":"RS256"}', b'{"throw-away":%d}' % number, number.to_bytes(32, "big"))
        return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    if length := _binary_length(secret):
        return b64encode(number.to_bytes(length, "big")).decode()
    return f"throw-away-{number}"


def _binary_length(secret: str) -> int | None:
    try:
        length = len(a2b_base64(secret.encode("ascii"), strict_mode=True))
    except (Error, UnicodeEncodeError):
        return None
    return length if length in _BINARY_LENGTHS else None
