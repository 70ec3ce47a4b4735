"""A handshake as messages: who sent what in which order, how large, what it carries; read from the wire's own bytes."""

from dataclasses import dataclass

from .contents import Content, read_content
from .exchange import Exchange
from .names import ALERTS, MESSAGES, named
from .records import ALERT, HANDSHAKE, Reader

_HEADER = 4
_FATAL = 2


@dataclass(frozen=True, slots=True)
class Message:
    """A handshake message. `number`: from 1; `size`: of the message with its header, without the record around it;
    `encrypted`: on the wire.
    """

    number: int
    sender: str
    name: str
    size: int
    encrypted: bool
    content: Content | None


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert (RFC 8446 §6). `number`: its place in the same order as the messages; `name`: `unknown_ca`."""

    number: int
    sender: str
    name: str
    fatal: bool
    encrypted: bool


@dataclass(frozen=True, slots=True)
class Transcript:
    """All of a handshake in order. `bytes_sent`: on the wire, both ways, records included.

    `client_believes_after` and `server_believes_after`: the number of the message with which that side held itself for
    connected, having sent and received a Finished; None where it never did. In TLS 1.3 it is the client's own Finished
    for both: the client has sent it before the server has judged the certificate that came with it.
    """

    entries: tuple[Message | Alert, ...]
    bytes_sent: int
    client_believes_after: int | None
    server_believes_after: int | None

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Message))

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Alert))


def transcript(exchange: Exchange) -> Transcript:
    """What an exchange's bytes say. Records that its secrets do not open are left out."""
    reader = Reader(exchange.secrets)
    entries: list[Message | Alert] = []
    pending = {"client": b"", "server": b""}
    for sender, flight in exchange.flights:
        for fragment in reader.read(sender, flight):
            if fragment.content_type == ALERT and len(fragment.bare) == 2:
                level, code = fragment.bare
                alert = Alert(len(entries) + 1, sender, named(ALERTS, code), level == _FATAL, fragment.encrypted)
                entries.append(alert)
            elif fragment.content_type == HANDSHAKE:
                pending[sender] += fragment.bare
                while message := _cut(pending[sender]):
                    pending[sender] = pending[sender][len(message) :]
                    name = named(MESSAGES, message[0])
                    content = read_content(name, message[_HEADER:], tls13=reader.tls13)
                    entries.append(Message(len(entries) + 1, sender, name, len(message), fragment.encrypted, content))
                    if name == "Finished":
                        reader.finished(sender)
    last_finished = max((e.number for e in entries if isinstance(e, Message) and e.name == "Finished"), default=None)
    return Transcript(
        entries=tuple(entries),
        bytes_sent=sum(len(flight) for _, flight in exchange.flights),
        client_believes_after=last_finished if exchange.client.completed else None,
        server_believes_after=last_finished if exchange.server.completed else None,
    )


def _cut(data: bytes) -> bytes | None:
    """The first whole message."""
    if len(data) < _HEADER:
        return None
    end = _HEADER + int.from_bytes(data[1:_HEADER], "big")
    return data[:end] if end <= len(data) else None
