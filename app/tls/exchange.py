"""Two peers shake hands over memory: no sockets, no files, no clock but the one that is given."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from OpenSSL import SSL, crypto

from .openssl import expect_name, verify_text, words
from .peers import CannotLoad, Client, Notes, Server, Version, client_context, server_context

CLIENT, SERVER = "client", "server"

_MOST_BYTES = 1 << 20
_MOST_TURNS = 20
"""A handshake takes four, with a chain that is longer than a buffer a few more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What OpenSSL finds wrong with a certificate. `code`: X509_V_ERR_…; `depth`: 0 for the leaf; `text`: its words."""

    code: int
    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended for one side. `completed`: whether it held itself for connected; `error`: OpenSSL's words, in the
    handshake or, if completed, at the first read. `fault`: what it found wrong with the other's certificate, also
    where it let that pass and judges later.
    """

    completed: bool
    error: str | None
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What went over the wire, as (sender, bytes) in order, the secrets of it, and how it ended for both.

    `protocol`, `cipher` and `group` are those agreed upon, None where it did not get so far.
    """

    flights: tuple[tuple[str, bytes], ...]
    secrets: tuple[bytes, ...]
    client: Outcome
    server: Outcome
    protocol: str | None
    cipher: str | None
    group: str | None

    @property
    def connected(self) -> bool:
        """Whether both believe that they are connected, after the client's first read too."""
        return all(side.completed and side.error is None for side in (self.client, self.server))


Wire = Callable[[str, bytes, tuple[bytes, ...]], bytes]
"""What becomes of a flight on its way: (sender, bytes, the secrets so far) → bytes."""


def untouched(_: str, data: bytes, __: tuple[bytes, ...]) -> bytes:
    """A wire that delivers what it is given."""
    return data


class Pair:
    """A client and a server who can shake hands as often as one likes: their contexts are made once.

    Raises CannotLoad where OpenSSL does not take what a side has.
    """

    def __init__(self, client: Client, server: Server, clock: datetime, version: Version = Version.TLS13) -> None:
        self._dialled = client.name.removesuffix(".") if client.name else None  # as Go's net/http does
        self._verifies = client.roots is not None
        try:
            self._client = client_context(client, clock, version)
        except (SSL.Error, crypto.Error) as error:
            raise CannotLoad(CLIENT, words(error)) from None
        try:
            self._server = server_context(server, clock, version)
        except (SSL.Error, crypto.Error) as error:
            raise CannotLoad(SERVER, words(error)) from None

    def shake(self, wire: Wire = untouched) -> Exchange:
        """One handshake, and the client's first read behind it. Raises CannotLoad where the name is none."""
        client = _Peer(CLIENT, self._client)
        server = _Peer(SERVER, self._server)
        client.connection.set_connect_state()
        server.connection.set_accept_state()
        try:
            if self._dialled and self._verifies:
                expect_name(client.connection, self._dialled)
            if self._dialled and _is_dns_name(self._dialled):
                client.connection.set_tlsext_host_name(self._dialled.encode("ascii"))
        except (SSL.Error, UnicodeEncodeError):
            raise CannotLoad(CLIENT, "not a name that can be dialled") from None
        return _converse(client, server, wire)


@dataclass(slots=True)
class _Peer:
    name: str
    context: SSL.Context
    connection: SSL.Connection = field(init=False)
    notes: Notes = field(default_factory=lambda: Notes([], []))
    done: bool = False
    error: str | None = None

    def __post_init__(self) -> None:
        self.connection = SSL.Connection(self.context, None)
        self.connection.set_app_data(self.notes)

    def step(self) -> None:
        """Go on as far as what has arrived allows."""
        try:
            if self.done:
                self.connection.recv(1)
            else:
                self.connection.do_handshake()
                self.done = True
        except SSL.WantReadError:
            pass
        except SSL.Error as error:
            self.error = self.error or words(error)

    def taken(self) -> bytes:
        """What is to be sent."""
        try:
            return self.connection.bio_read(_MOST_BYTES)
        except SSL.WantReadError:
            return b""

    def outcome(self) -> Outcome:
        fault = Fault(*self.notes.faults[0], verify_text(self.notes.faults[0][0])) if self.notes.faults else None
        return Outcome(self.done, self.error, fault)


def _converse(client: _Peer, server: _Peer, wire: Wire) -> Exchange:
    flights: list[tuple[str, bytes]] = []
    speaker, listener = client, server
    silent = 0
    for _ in range(_MOST_TURNS):
        was_done = speaker.done
        speaker.step()
        data = speaker.taken()
        if data:
            delivered = wire(speaker.name, data, _secrets(client, server))
            flights.append((speaker.name, delivered))
            listener.connection.bio_write(delivered)
        silent = 0 if data or speaker.done != was_done else silent + 1
        if silent == 2:
            break
        speaker, listener = listener, speaker
    connection = client.connection
    known = connection.get_cipher_name() is not None
    return Exchange(
        flights=tuple(flights),
        secrets=_secrets(client, server),
        client=client.outcome(),
        server=server.outcome(),
        protocol=connection.get_protocol_version_name() if known else None,
        cipher=connection.get_cipher_name(),
        group=connection.get_group_name() if known else None,
    )


def _secrets(client: _Peer, server: _Peer) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys((*client.notes.secrets, *server.notes.secrets)))


def _is_dns_name(name: str) -> bool:
    """RFC 6066 §3: an address is not sent as a server name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return True
    return False
