"""A connection's handshake as a page tells it: the two ends, every message, when each side judges, and what follows."""

from dataclasses import dataclass

from ..explain.authorities import Authorities
from ..explain.cards import client_card, server_card
from ..explain.connection import title
from ..explain.edge import Edge
from ..explain.explanation import Card
from ..explain.phrases import code, say
from ..model.cluster import Cluster, Connection
from ..model.words import Sentence
from ..tls.edge import CA_BUNDLE, SERVER_CERTIFICATE
from ..tls.peers import Version
from .agreement import Comparison, compared
from .judging import Note, notes
from .refusals import refusal_words
from .shaking import Refusal, Shaken
from .steps import Step, step
from .talk import CLIENT, SERVER, Talk

_STANDS_IN = {
    SERVER_CERTIFICATE: "the server’s certificate, which is in no file of the upload,",
    CA_BUNDLE: "the CA that its client checks it with",
}


@dataclass(frozen=True, slots=True)
class HandshakePage:
    """`steps` is empty where nothing was sent: `refusal` says why. `cited` says for (side, role) which message the
    file is used for. `closing`: what this order of things means. `run_with`: how it came about.
    """

    title: str
    client: Card
    server: Card
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    cited: dict[tuple[str, str], Sentence]
    refusal: Sentence
    closing: Sentence
    comparison: Comparison | None
    run_with: Sentence


def handshake_page(
    cluster: Cluster, connection: Connection, shaken: Shaken | Refusal, authorities: Authorities, openssl: str
) -> HandshakePage:
    """What there is to be told. `openssl`: the library's own version line."""
    edge = Edge(cluster, connection, authorities)
    verdict = cluster.verdicts.get(connection.id)
    comparison = compared(connection, verdict, shaken, edge.server_words) if verdict else None
    ends = (title(cluster, connection), client_card(edge), server_card(edge))
    if not isinstance(shaken, Shaken):
        return HandshakePage(*ends, (), (), {}, refusal_words(edge, shaken), (), comparison, ())
    talk = Talk(edge, shaken)
    return HandshakePage(
        *ends,
        steps=tuple(step(talk, entry) for entry in shaken.transcript.entries),
        notes=notes(talk, verdict),
        cited=_cited(talk),
        refusal=(),
        closing=_closing(talk),
        comparison=comparison,
        run_with=_run_with(talk, openssl),
    )


def _cited(talk: Talk) -> dict[tuple[str, str], Sentence]:
    """Which message each file is used for."""
    signed = {
        CLIENT: talk.number("CertificateVerify", CLIENT),
        SERVER: talk.number("CertificateVerify" if talk.tls13 else "ServerKeyExchange", SERVER),
    }
    sent = {CLIENT: talk.number("Certificate", CLIENT), SERVER: talk.number("Certificate", SERVER)}
    if talk.shaken.peers.client.credentials is None:
        sent[CLIENT] = None
    uses = {
        (CLIENT, "crt"): ("sent in", sent[CLIENT]),
        (CLIENT, "key"): ("signs", signed[CLIENT]),
        (CLIENT, "ca"): ("checks", sent[SERVER] if talk.edge.connection.verifies_server else None),
        (SERVER, "crt"): ("sent in", sent[SERVER]),
        (SERVER, "key"): ("signs", signed[SERVER]),
        (SERVER, "requestheader-ca" if talk.edge.by_headers else "ca"): ("checks", sent[CLIENT]),
    }
    return {place: say(f"{verb} {number}") for place, (verb, number) in uses.items() if number is not None}


def _closing(talk: Talk) -> Sentence:
    """What is to be learned from the order, for this server and this version."""
    client, server = talk.name(CLIENT), talk.name(SERVER)
    asks, transcript = talk.edge.connection.server.client_auth, talk.shaken.transcript
    if talk.shaken.exchange.client.fault:
        return say("{client} hung up before it showed anything of its own.", client=client)
    if asks == "require" and talk.tls13:
        if transcript.client_believes_after and not transcript.server_believes_after:
            words = (
                "In TLS 1.3 the client is done before it has been judged. {client} held itself for connected; that "
                "{server} refused it, it learns with its first read."
            )
        else:
            words = (
                "In TLS 1.3 the client is done before it has been judged. Had another CA issued its certificate, "
                "{client} would learn so with its first read: {error}"
            )
        return say(words, client=client, server=server, error=code("remote error: tls: unknown certificate authority"))
    if asks == "require":
        return say(
            "In TLS 1.2 the client waits for the server’s Finished: it is judged before it holds itself for connected."
        )
    if asks == "request":
        return say(
            "{server} refuses nobody in the handshake. A client that it does not know gets 401 for an answer.",
            server=server,
        )
    return say("{server} asks for no certificate: TLS tells it nothing about the client.", server=server)


def _run_with(talk: Talk, openssl: str) -> Sentence:
    shaken = talk.shaken
    standing = " and ".join(_STANDS_IN[one] for one in shaken.peers.assumed)
    return say(
        "{openssl}, in memory, at the page’s clock, with the twin’s certificates: {sent} bytes on the wire, "
        "cipher {cipher}, key exchange {group}. Go, which a cluster runs, sends the same messages, some of another "
        "size.{standing}",
        openssl=openssl,
        sent=str(shaken.transcript.bytes_sent),
        cipher=code(shaken.exchange.cipher or "none"),
        group=code(shaken.exchange.group or "none"),
        standing=f" {standing[:1].upper()}{standing[1:]} is made up." if standing else "",
    )


def version_of(text: str) -> Version | None:
    """The version that a page’s query asks for; TLS 1.3 without one, None for what is no version."""
    return {"": Version.TLS13, "1.3": Version.TLS13, "1.2": Version.TLS12}.get(text)
