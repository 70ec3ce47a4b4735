"""The two ends of a handshake, and their contexts in OpenSSL."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from OpenSSL import SSL, crypto

from ..issuing.keys import PrivateKey
from .openssl import add_client_ca, load_certificate, use_chain

_CIPHERS = b"ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=0"
"""Of TLS 1.2: what Go prefers, all of them ephemeral. Level 0: OpenSSL loads weak keys too, judging is not its part."""


_NO_AUTO_CHAIN = 0x08
"""ssl.h, SSL_MODE_NO_AUTO_CHAIN: else OpenSSL completes what a peer presents from the CAs that it trusts, unlike Go."""


class Version(IntEnum):
    """The versions of TLS that Kubernetes speaks."""

    TLS12 = SSL.TLS1_2_VERSION
    TLS13 = SSL.TLS1_3_VERSION


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a peer presents: `chain` in DER, leaf first, as its file has it."""

    chain: tuple[bytes, ...]
    key: PrivateKey


@dataclass(frozen=True, slots=True)
class Client:
    """`roots`: the CA file by which it verifies the server, None: it verifies nothing. `name`: the one dialled, to be
    found in the server's certificate; None where it is not known.
    """

    credentials: Credentials | None
    roots: tuple[bytes, ...] | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Server:
    """`client_auth`: require (judged in the handshake), request (asked for, judged later: tls.RequestClientCert), none.
    `roots`: the client CA files; their subjects are named in the CertificateRequest.
    """

    credentials: Credentials
    client_auth: str
    roots: tuple[bytes, ...]


class CannotLoad(Exception):
    """OpenSSL does not take what a side has: a key that does not fit, a certificate that it cannot read. `side` is
    client or server, `reason` OpenSSL's words.
    """

    def __init__(self, side: str, reason: str) -> None:
        super().__init__(side, reason)
        self.side = side
        self.reason = reason


def client_context(client: Client, clock: datetime, version: Version) -> SSL.Context:
    """Raises SSL.Error or crypto.Error."""
    context = _context(client.credentials, client.roots or (), clock, version)
    if client.roots is not None:
        context.set_verify(SSL.VERIFY_PEER, _record)
    return context


def server_context(server: Server, clock: datetime, version: Version) -> SSL.Context:
    """Raises SSL.Error or crypto.Error."""
    context = _context(server.credentials, server.roots, clock, version)
    if server.client_auth == "require":
        context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _record)
    elif server.client_auth == "request":
        context.set_verify(SSL.VERIFY_PEER, _record_and_accept)
    if server.client_auth in ("require", "request"):
        for root in server.roots:
            add_client_ca(context, root)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    return context


def _context(
    credentials: Credentials | None, roots: tuple[bytes, ...], clock: datetime, version: Version
) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_min_proto_version(version)
    context.set_max_proto_version(version)
    context.set_cipher_list(_CIPHERS)
    context.set_mode(_NO_AUTO_CHAIN)
    context.set_keylog_callback(_note_secret)
    store = context.get_cert_store()
    if store is None:
        raise SSL.Error([("", "", "no certificate store")])
    for root in roots:
        store.add_cert(load_certificate(root))
    store.set_time(clock.astimezone(UTC))
    store.set_flags(crypto.X509StoreFlags.PARTIAL_CHAIN)  # whatever is in the CA file is an anchor, as for Go
    if credentials is not None:
        use_chain(context, credentials.chain)
        context.use_privatekey(credentials.key)
        context.check_privatekey()
    return context


@dataclass(slots=True)
class Notes:
    """What OpenSSL's callbacks say of one connection: secrets as lines of a key log, and what was found wrong with the
    other side's certificate as (code, depth).
    """

    secrets: list[bytes]
    faults: list[tuple[int, int]]


def _note_secret(connection: SSL.Connection, line: bytes) -> None:
    notes: Notes = connection.get_app_data()
    notes.secrets.append(line)


def _record(connection: SSL.Connection, _: crypto.X509, code: int, depth: int, ok: int) -> bool:
    if not ok:
        notes: Notes = connection.get_app_data()
        notes.faults.append((code, depth))
    return bool(ok)


def _record_and_accept(connection: SSL.Connection, leaf: crypto.X509, code: int, depth: int, ok: int) -> bool:
    _record(connection, leaf, code, depth, ok)
    return True
