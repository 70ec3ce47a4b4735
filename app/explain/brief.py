"""The notes of a failing connection's cards: so few words that each file takes one line, and the checks have room."""

from ..model.cluster import Reference, State
from ..model.words import Sentence
from .edge import Edge
from .names import NAMED, reference_name
from .phrases import code, say


def brief(edge: Edge, side: str, role: str, note: Sentence) -> Sentence:
    """The note of a credential in few words; the note itself where there are none. `role` as in CredentialRow."""
    owner = edge.connection.client if side == "client" else edge.connection.server
    if role == "crt":
        return _issuer(edge, owner.certificate) or note
    if role == "key":
        return _key(edge, owner.key, owner.certificate) or note
    if role == "requestheader-ca":
        return say("checks front proxies") if edge.connection.server.requestheader_ca.state is State.FILE else note
    if role == "ca" and not edge.plain_http:
        return _checks(edge, side) or note
    return note


def _issuer(edge: Edge, reference: Reference) -> Sentence:
    certificate = edge.cluster.certificate(reference)
    issuer = edge.cluster.issuer(certificate) if certificate else None
    authority = edge.authorities.of(issuer) if issuer else None
    return say("{ca}", ca=authority.name) if authority and not authority.throw_away else ()


def _key(edge: Edge, reference: Reference, of: Reference) -> Sentence:
    key, certificate = edge.cluster.key(reference), edge.cluster.certificate(of)
    if key is None or key.encrypted or certificate is None:
        return ()
    if key.spki_sha256 != certificate.facts.key.spki_sha256:
        return say("another’s")
    same = (key.node, key.path) == (certificate.node, certificate.path)
    return say("fits, same file") if same else say("fits") if key.private else say("public half fits")


def _checks(edge: Edge, side: str) -> Sentence:
    """What a CA file is there to check: the other side's certificate."""
    connection = edge.connection
    own, other = (
        (connection.client.ca, connection.server.certificate)
        if side == "client"
        else (connection.server.client_ca, connection.client.certificate)
    )
    unread = side == "client" and not connection.verifies_server
    if own.state is not State.FILE or other.state not in NAMED or unread or edge.by_headers:
        return ()
    return say("checks {crt}", crt=code(reference_name(other) or "a certificate"))
