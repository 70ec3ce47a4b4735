"""TLS records taken from the wire and decrypted with the handshake's own secrets (RFC 8446 §5, RFC 5246 §6)."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA = 20, 21, 22, 23

_HEADER = 5
_SERVER_HELLO, _FINISHED = 2, 20
_GCM_EXPLICIT, _TAG = 8, 16

_Algorithm = type[AESGCM] | type[ChaCha20Poly1305]


@dataclass(frozen=True, slots=True)
class Suite:
    """A cipher suite's AEAD and hash. `explicit_nonce`: AES-GCM of TLS 1.2 sends half of its nonce (RFC 5288 §3)."""

    aead: _Algorithm
    key_size: int
    hash: type[hashes.SHA256] | type[hashes.SHA384]
    explicit_nonce: bool = False


_SUITES = {
    0x1301: Suite(AESGCM, 16, hashes.SHA256),
    0x1302: Suite(AESGCM, 32, hashes.SHA384),
    0x1303: Suite(ChaCha20Poly1305, 32, hashes.SHA256),
    0xC02B: Suite(AESGCM, 16, hashes.SHA256, explicit_nonce=True),
    0xC02C: Suite(AESGCM, 32, hashes.SHA384, explicit_nonce=True),
    0xC02F: Suite(AESGCM, 16, hashes.SHA256, explicit_nonce=True),
    0xC030: Suite(AESGCM, 32, hashes.SHA384, explicit_nonce=True),
    0xCCA8: Suite(ChaCha20Poly1305, 32, hashes.SHA256),
    0xCCA9: Suite(ChaCha20Poly1305, 32, hashes.SHA256),
}
"""Those that peers.py allows: TLS 1.3's (RFC 8446 §B.4), and ECDHE with an AEAD of TLS 1.2."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A record's content. `encrypted`: as it went over the wire; `bare`: what stands in it, decrypted."""

    sender: str
    content_type: int
    bare: bytes
    encrypted: bool


class CannotDecrypt(Exception):
    """A record that these secrets do not open: somebody has meddled with it."""


def records(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(type, header, content) of each whole record; nothing of one that is cut off."""
    at = 0
    while at + _HEADER <= len(data):
        end = at + _HEADER + int.from_bytes(data[at + 3 : at + 5], "big")
        if end > len(data):
            return
        yield data[at], data[at : at + _HEADER], data[at + _HEADER : end]
        at = end


class Direction:
    """The keys by which one side writes, one record after the other. `sequence` is the number of the next record."""

    def __init__(self, suite: Suite, key: bytes, iv: bytes, *, tls13: bool) -> None:
        self.aead = suite.aead(key)
        self.sequence = 0
        self._iv = iv
        self._explicit = _GCM_EXPLICIT if suite.explicit_nonce else 0
        self._tls13 = tls13

    def open(self, header: bytes, content: bytes) -> bytes:
        """What stands in the next record. Raises CannotDecrypt."""
        explicit, sealed = content[: self._explicit], content[self._explicit :]
        try:
            bare = self.aead.decrypt(self.nonce(explicit), sealed, self._additional(header, len(sealed) - _TAG))
        except (InvalidTag, ValueError, OverflowError):
            raise CannotDecrypt from None
        self.sequence += 1
        return bare

    def nonce(self, explicit: bytes = b"") -> bytes:
        """Of the next record: the fixed part and what the record sends, or its number mixed in (RFC 8446 §5.3)."""
        if self._explicit:
            return self._iv + explicit
        return (int.from_bytes(self._iv, "big") ^ self.sequence).to_bytes(len(self._iv), "big")

    def _additional(self, header: bytes, length: int) -> bytes:
        if self._tls13:
            return header
        return self.sequence.to_bytes(8, "big") + header[:3] + length.to_bytes(2, "big")


class Reader:
    """Reads the flights of one handshake in order, and knows by which keys each is encrypted."""

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self._secrets: Mapping[str, bytes] = dict(map(_secret, secrets))
        self._suite: Suite | None = None
        self._randoms: dict[str, bytes] = {}
        self._writing: dict[str, Direction | None] = {"client": None, "server": None}
        self.tls13 = False
        """Whether the server has chosen TLS 1.3."""

    def read(self, sender: str, flight: bytes) -> Iterator[Fragment]:
        """The records of a flight. What cannot be decrypted is left out, and all that its sender says behind it."""
        for content_type, header, content in records(flight):
            direction = self._writing[sender]
            if direction is None or (self.tls13 and content_type != APPLICATION_DATA):
                if content_type == HANDSHAKE:
                    self._note_hello(sender, content)
                elif content_type == CHANGE_CIPHER_SPEC and not self.tls13:
                    self._switch_tls12(sender)
                yield Fragment(sender, content_type, content, encrypted=False)
                continue
            try:
                bare = direction.open(header, content)
            except CannotDecrypt:
                return
            if not self.tls13:
                yield Fragment(sender, content_type, bare, encrypted=True)
            elif inner := bare.rstrip(b"\0"):  # RFC 8446 §5.2: the content, its type, and padding
                yield Fragment(sender, inner[-1], inner[:-1], encrypted=True)

    def direction(self, sender: str) -> Direction | None:
        """The keys by which a side writes now; None while it does so in the clear."""
        return self._writing[sender]

    def finished(self, sender: str) -> None:
        """Told when a side's Finished has been read: in TLS 1.3 it writes with other keys from then on."""
        if self.tls13:
            self._writing[sender] = self._tls13_direction(f"{sender.upper()}_TRAFFIC_SECRET_0")

    def _note_hello(self, sender: str, message: bytes) -> None:
        """The random of a hello, and of the server's what it chose (RFC 8446 §4.1.3)."""
        if len(message) < 39:
            return
        if message[0] == 1:
            self._randoms["client"] = message[6:38]
        if message[0] != _SERVER_HELLO:
            return
        self._randoms["server"] = message[6:38]
        at = 39 + message[38]
        self._suite = _SUITES.get(int.from_bytes(message[at : at + 2], "big"))
        self.tls13 = self._suite is not None and 0x1300 < int.from_bytes(message[at : at + 2], "big") < 0x1400
        if self.tls13:
            for side in self._writing:
                self._writing[side] = self._tls13_direction(f"{side.upper()}_HANDSHAKE_TRAFFIC_SECRET")

    def _tls13_direction(self, label: str) -> Direction | None:
        secret, suite = self._secrets.get(label), self._suite
        if secret is None or suite is None:
            return None
        key = _expand_label(suite, secret, b"key", suite.key_size)
        return Direction(suite, key, _expand_label(suite, secret, b"iv", 12), tls13=True)

    def _switch_tls12(self, sender: str) -> None:
        """RFC 5246 §6.3: the key block, of which an AEAD needs two keys and two nonces."""
        master, suite = self._secrets.get("CLIENT_RANDOM"), self._suite
        if master is None or suite is None:
            return
        fixed = 4 if suite.explicit_nonce else 12
        seed = b"key expansion" + self._randoms["server"] + self._randoms["client"]
        block = _prf(suite, master, seed, 2 * (suite.key_size + fixed))
        which = 0 if sender == "client" else 1
        key = block[which * suite.key_size :][: suite.key_size]
        iv = block[2 * suite.key_size + which * fixed :][:fixed]
        self._writing[sender] = Direction(suite, key, iv, tls13=False)


def _secret(line: bytes) -> tuple[str, bytes]:
    """A line of a key log (draft-ietf-tls-keylogfile): label, the client's random, the secret."""
    label, _, secret = line.decode("ascii").strip().split(" ")
    return label, bytes.fromhex(secret)


def _expand_label(suite: Suite, secret: bytes, label: bytes, length: int) -> bytes:
    """HKDF-Expand-Label of RFC 8446 §7.1, with an empty context."""
    full = b"tls13 " + label
    info = length.to_bytes(2, "big") + bytes((len(full),)) + full + b"\0"
    return HKDFExpand(suite.hash(), length, info).derive(secret)


def _prf(suite: Suite, secret: bytes, seed: bytes, length: int) -> bytes:
    """P_hash of RFC 5246 §5."""
    name = suite.hash.name
    found, chained = b"", seed
    while len(found) < length:
        chained = hmac.digest(secret, chained, name)
        found += hmac.digest(secret, chained + seed, name)
    return found[:length]
