"""When each side judges the other, with what result, and when it holds itself for connected."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..explain.phrases import code, say
from ..model.verdicts import Rung, Verdict
from ..model.words import Sentence
from ..tls.exchange import Outcome
from .talk import CLIENT, SERVER, Talk

_LABELS = {
    "extensions": "extensions",
    "dates": "dates",
    "name": "name",
    "path": "signed by a CA it trusts",
    "usage": "usage",
    "constraints": "name constraints",
    "peer-address": "address",
}
_ALWAYS = ("dates", "name", "path", "usage")


@dataclass(frozen=True, slots=True)
class Mark:
    """A check: `ok` is None where it was not made."""

    ok: bool | None
    text: Sentence


@dataclass(frozen=True, slots=True)
class Note:
    """What happens inside of a side after the message `after`. `marks` are the ladder's; `text` says what follows."""

    side: str
    after: int
    title: Sentence
    marks: tuple[Mark, ...]
    text: Sentence


def notes(talk: Talk, verdict: Verdict | None) -> tuple[Note, ...]:
    """In order."""
    found = [*_client_judges(talk, verdict), *_server_judges(talk, verdict), *_believes(talk)]
    return tuple(sorted(found, key=lambda note: note.after))


def _client_judges(talk: Talk, verdict: Verdict | None) -> Iterator[Note]:
    after = talk.number("Certificate", SERVER)
    if after is None:
        return
    server = talk.name(SERVER)
    if not talk.edge.connection.verifies_server:
        text = say("Whoever answers is taken for {server}.", server=server)
        yield Note(CLIENT, after, say("verifies nothing"), (), text)
        return
    title = say("judges {server} with {file}", server=server, file=talk.anchors(CLIENT))
    marks = _marks(talk, verdict.client_side) if verdict else ()
    yield Note(CLIENT, after, title, marks, _openssl(talk.shaken.exchange.client))


def _server_judges(talk: Talk, verdict: Verdict | None) -> Iterator[Note]:
    """A server that insists judges in the handshake: of TLS 1.3 when the client is done already."""
    presented, last = talk.number("Certificate", CLIENT), talk.last(CLIENT)
    if presented is None or last is None or last.number < presented:
        return
    asks = talk.edge.connection.server.client_auth
    file = talk.anchors(SERVER)
    shows = talk.shaken.peers.client.credentials is not None
    marks = _marks(talk, verdict.server_side) if verdict and shows else ()
    said = _openssl(talk.shaken.exchange.server)
    if asks == "require":
        words = "only now judges, with {file}" if talk.tls13 else "judges, with {file}"
        yield Note(SERVER, last.number if talk.tls13 else presented, say(words, file=file), marks, said)
    elif shows:
        later = say(
            "With each request: a certificate that it does not take is answered 401, on an open connection too."
        )
        yield Note(SERVER, last.number, say("judges later, with {file}", file=file), marks, said or later)


def _believes(talk: Talk) -> Iterator[Note]:
    transcript = talk.shaken.transcript
    for side, after, outcome in (
        (CLIENT, transcript.client_believes_after, talk.shaken.exchange.client),
        (SERVER, transcript.server_believes_after, talk.shaken.exchange.server),
    ):
        if after is None:
            continue
        text = (
            say("The handshake is complete; it starts to send.") if side == CLIENT else say("It waits for a request.")
        )
        if outcome.error:
            text = say("It is not: it learns so with its first read.")
        yield Note(side, after, say("believes it is connected"), (), text)


def _marks(talk: Talk, rungs: tuple[Rung, ...]) -> tuple[Mark, ...]:
    """The usual checks, and the others where they are untrue."""
    dialled = talk.edge.connection.dialled
    host = dialled.server_name or dialled.host
    found = []
    for rung in rungs:
        label = _LABELS.get(rung.rung)
        if label is None or (rung.rung not in _ALWAYS and rung.ok is not False):
            continue
        text = say("{label} {host}", label=label, host=code(host)) if rung.rung == "name" and host else say(label)
        found.append(Mark(rung.ok, text))
    return tuple(found)


def _openssl(outcome: Outcome) -> Sentence:
    """What OpenSSL found wrong."""
    return say("OpenSSL says: {words}.", words=code(outcome.fault.text)) if outcome.fault else ()
