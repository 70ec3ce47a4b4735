"""What the messages of a handshake carry (RFC 8446 §4, RFC 5246 §7.4), read from their bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..reading.certificate import read_certificate
from ..reading.names import read_name
from ..reading.problem import CannotRead
from .names import CIPHERS, GROUPS, SIGNATURE_SCHEMES, named

_SERVER_NAME, _CERTIFICATE_AUTHORITIES, _SUPPORTED_VERSIONS, _KEY_SHARE = 0, 47, 43, 51
_SIGNATURE_ALGORITHMS = 13


@dataclass(frozen=True, slots=True)
class Hello:
    """A ClientHello or ServerHello: the cipher suites offered or the one chosen, key exchange groups likewise, and the
    name that the client asks for.
    """

    ciphers: tuple[str, ...]
    groups: tuple[str, ...]
    server_name: str | None


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """`authorities`: the subjects of the CAs that are named to the client, as Go prints names; `schemes`: the kinds of
    signature that are taken.
    """

    authorities: tuple[str, ...]
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Presented:
    """A certificate in a Certificate message: `size` of its DER."""

    subject: str
    issuer: str
    size: int
    fingerprint_sha256: str


@dataclass(frozen=True, slots=True)
class CertificateChain:
    """A Certificate message: empty where a client has none to present."""

    certificates: tuple[Presented, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A CertificateVerify, or TLS 1.2's ServerKeyExchange with the group of the key that it signs."""

    scheme: str
    size: int
    group: str | None = None


Content = Hello | CertificateRequest | CertificateChain | Signature


class _Bytes:
    """Reads numbers and vectors from the front. Raises IndexError behind the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def take(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise IndexError
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def vector(self, size: int) -> bytes:
        """A vector whose length takes so many bytes."""
        return self.take(self.number(size))

    def numbers(self, size: int) -> Iterator[int]:
        while self:
            yield self.number(size)


def read_content(name: str, body: bytes, *, tls13: bool) -> Content | None:
    """What a message carries; None for those that carry nothing to show, and for what cannot be read."""
    reader = _READERS.get(name)
    try:
        return reader(_Bytes(body), tls13) if reader else None
    except (IndexError, UnicodeDecodeError, CannotRead, ValueError):
        return None


def _client_hello(data: _Bytes, _: bool) -> Hello:
    data.take(34)
    data.vector(1)
    ciphers = tuple(named(CIPHERS, n) for n in _Bytes(data.vector(2)).numbers(2) if n in CIPHERS)
    data.vector(1)
    extensions = _extensions(data)
    shares = _Bytes(_Bytes(extensions[_KEY_SHARE]).vector(2)) if _KEY_SHARE in extensions else _Bytes(b"")
    groups = []
    while shares:
        groups.append(named(GROUPS, shares.number(2)))
        shares.vector(2)
    return Hello(ciphers, tuple(groups), _server_name(extensions))


def _server_hello(data: _Bytes, _: bool) -> Hello:
    data.take(34)
    data.vector(1)
    cipher = named(CIPHERS, data.number(2))
    data.take(1)
    extensions = _extensions(data)
    share = extensions.get(_KEY_SHARE)
    return Hello((cipher,), (named(GROUPS, _Bytes(share).number(2)),) if share else (), None)


def _certificate_request(data: _Bytes, tls13: bool) -> CertificateRequest:
    if tls13:
        data.vector(1)
        extensions = _extensions(data)
        schemes = _Bytes(extensions.get(_SIGNATURE_ALGORITHMS, b"\0\0")).vector(2)
        names = _Bytes(extensions.get(_CERTIFICATE_AUTHORITIES, b"\0\0")).vector(2)
    else:
        data.vector(1)
        schemes, names = data.vector(2), data.vector(2)
    authorities = _Bytes(names)
    found = []
    while authorities:
        found.append(read_name(authorities.vector(2)).text)
    return CertificateRequest(tuple(found), tuple(named(SIGNATURE_SCHEMES, n) for n in _Bytes(schemes).numbers(2)))


def _certificate(data: _Bytes, tls13: bool) -> CertificateChain:
    if tls13:
        data.vector(1)
    chain = _Bytes(data.vector(3))
    found = []
    while chain:
        der = chain.vector(3)
        if tls13:
            chain.vector(2)
        facts = read_certificate(der)
        found.append(Presented(facts.subject, facts.issuer, len(der), facts.fingerprint_sha256))
    return CertificateChain(tuple(found))


def _certificate_verify(data: _Bytes, _: bool) -> Signature:
    scheme = named(SIGNATURE_SCHEMES, data.number(2))
    return Signature(scheme, len(data.vector(2)))


def _server_key_exchange(data: _Bytes, _: bool) -> Signature:
    data.take(1)
    group = named(GROUPS, data.number(2))
    data.vector(1)
    scheme = named(SIGNATURE_SCHEMES, data.number(2))
    return Signature(scheme, len(data.vector(2)), group)


_READERS: dict[str, Callable[[_Bytes, bool], Content]] = {
    "ClientHello": _client_hello,
    "ServerHello": _server_hello,
    "CertificateRequest": _certificate_request,
    "Certificate": _certificate,
    "CertificateVerify": _certificate_verify,
    "ServerKeyExchange": _server_key_exchange,
}


def _extensions(data: _Bytes) -> dict[int, bytes]:
    if not data:
        return {}
    extensions = _Bytes(data.vector(2))
    found = {}
    while extensions:
        number = extensions.number(2)
        found[number] = extensions.vector(2)
    return found


def _server_name(extensions: dict[int, bytes]) -> str | None:
    if _SERVER_NAME not in extensions:
        return None
    names = _Bytes(_Bytes(extensions[_SERVER_NAME]).vector(2))
    names.take(1)
    return names.vector(2).decode("ascii")
