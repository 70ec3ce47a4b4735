"""The one sentence that says a connection: who presents what, and with which CA the other side checks it."""

from collections.abc import Callable

from ..model.cluster import Reference, State
from ..model.words import Sentence
from .edge import Edge
from .names import NAMED, certificate_words, reference_name
from .phrases import Piece, begin, code, listing, say
from .program import service_account_keys

TRUST_STORE = "the CAs that its own system trusts, because no CA is named"


def lead(edge: Edge) -> Sentence:
    """The panel's first sentence. It follows from references and CA keys, never from the ends' names."""
    return begin(_rule(edge)(edge))


def _rule(edge: Edge) -> Callable[[Edge], Sentence]:
    if edge.plain_http:
        return _plain_http
    if edge.connection.server.certificate.state is State.IN_MEMORY:
        return _in_memory
    if edge.connection.purpose == "gateway":
        return _gateway
    if edge.lacks_kubeconfig:
        return _without_kubeconfig
    if _is_elsewhere(edge):
        return _server_elsewhere
    return _same_ca if edge.same_ca and edge.shows_certificate else _two_checks


def _is_elsewhere(edge: Edge) -> bool:
    """Whether nothing is known of the server but its address."""
    server = edge.connection.server
    return server.client_auth is None and server.certificate.state is server.client_ca.state is State.UNKNOWN


def _server_elsewhere(edge: Edge) -> Sentence:
    if not edge.connection.verifies_server:
        checks: Piece = say("verifies nothing of what {server} presents", server=edge.server_words)
    else:
        checks = say("checks what {server} presents with {ca}", server=edge.server_words, ca=checked_with(edge))
    return say(
        "{client} and {checks}; the server’s own files are not in the upload.",
        client=_client_presents(edge),
        checks=checks,
    )


def _same_ca(edge: Edge) -> Sentence:
    anchors = edge.anchors(edge.connection.client.ca)
    return say(
        "{client}, {server}, and each side checks the other’s certificate with the same {cas}, {names}.",
        client=_client_presents(edge),
        server=_server_presents(edge),
        cas="CAs" if anchors[1:] else "CA",
        names=listing(f"the {authority.name}" for authority in anchors),
    )


def _two_checks(edge: Edge) -> Sentence:
    return say(
        "{client}{judged}; {server}{checked}.",
        client=_client_presents(edge),
        judged=_judged(edge),
        server=_server_presents(edge),
        checked=_checked(edge),
    )


def ca_words(edge: Edge, reference: Reference) -> Sentence:
    """The CAs that a CA file holds: `the kubernetes CA`; the file where they are not known."""
    anchors = edge.anchors(reference)
    if anchors:
        return listing((f"the {authority.name}" for authority in anchors), " or ")
    name = reference_name(reference)
    if name is None:
        return say("a CA that the upload does not name")
    if reference.state is State.UNREADABLE:
        return say("{file} (in the upload, but unreadable)", file=code(name))
    return say("{file} (not in the upload)", file=code(name))


def checked_with(edge: Edge) -> Piece:
    """With what the client checks the server's certificate, in words; only for a client that does check it."""
    ca = edge.connection.client.ca
    if ca.state is not State.UNKNOWN:
        return ca_words(edge, ca)
    if edge.server.kind == "extension-apiserver":
        return say("the `caBundle` of its APIService, an API object and not a file")
    if edge.kubeconfig is not None or edge.server.kind == "etcd":
        return TRUST_STORE
    return "a CA that the upload does not name"


def _plain_http(edge: Edge) -> Sentence:
    words = {"client": edge.client_words, "server": edge.server_words}
    if edge.shows_certificate:
        template = "{client} dials {server} by plain HTTP: nobody presents a certificate, and {crt} stays unused."
        return say(template, crt=edge.client_crt, **words)
    return say("{client} asks {server} by plain HTTP: no certificate, no key and no CA on either side.", **words)


def _in_memory(edge: Edge) -> Sentence:
    if edge.to_itself:
        words = "{server} dials itself: token, certificate and CA are made in memory at its start, and none is a file."
        return say(words, server=edge.server_words)
    return say(
        "{client}{judged}; {server} presents a certificate that it made in memory at its start{checked}.",
        client=_client_presents(edge),
        judged=_judged(edge),
        server=edge.server_words,
        checked=_checked(edge),
    )


def _gateway(edge: Edge) -> Sentence:
    """etcd's own HTTP/JSON gateway: one process on both ends (etcd server/embed/etcd.go)."""
    both = edge.connection.client.certificate.ids == edge.connection.server.certificate.ids
    return say(
        "For its HTTP/JSON gateway {server} dials itself: "
        "it presents {crt} {ends}; as the server it {judged}, as the client it {checked}.",
        server=edge.server_words,
        crt=edge.client_crt,
        ends="on both ends" if both else "as the client",
        judged=say("checks it with {ca}", ca=ca_words(edge, edge.checks_client_with)) if _has_ca(edge) else "has no CA",
        checked=say("checks with {ca}", ca=checked_with(edge))
        if edge.connection.verifies_server
        else "verifies nothing",
    )


def _has_ca(edge: Edge) -> bool:
    return edge.checks_client_with.state in NAMED


def _without_kubeconfig(edge: Edge) -> Sentence:
    unread = edge.connection.client.certificate
    file = code(reference_name(unread) or "")
    return say(
        "What {client} presents and trusts stands in {file}, which {lacks}; "
        "{server}, and checks its clients with {ca}.",
        client=edge.client_words,
        file=file,
        lacks="is not in the upload" if unread.state is State.NOT_IN_TREE else "cannot be read",
        server=_server_presents(edge),
        ca=ca_words(edge, edge.checks_client_with),
    )


def _client_presents(edge: Edge) -> Sentence:
    client, words = edge.connection.client, edge.client_words
    if edge.shows_certificate:
        return say("{client} presents {crt}{but}", client=words, crt=edge.client_crt, but=_but(client.certificate))
    if edge.shows_token:
        return say("{client} shows a [token](token) instead of a certificate", client=words)
    if client.certificate.state is State.UNKNOWN:
        return say("what {client} presents is not known from the upload", client=words)
    return say("{client} presents no certificate", client=words)


def _server_presents(edge: Edge) -> Sentence:
    certificate, words = edge.connection.server.certificate, edge.server_words
    if certificate.state in NAMED:
        crt = certificate_words(certificate)
        return say("{server} presents {crt}{but}", server=words, crt=crt, but=_but(certificate))
    if certificate.state is State.UNKNOWN:
        return say("the upload does not say what {server} presents", server=words)
    return say("{server} has no certificate", server=words)


def _but(reference: Reference) -> str:
    if reference.state is State.NOT_IN_TREE:
        return " (not in the upload)"
    return " (in the upload, but unreadable)" if reference.state is State.UNREADABLE else ""


def _judged(edge: Edge) -> Piece:
    """How the server checks what the client shows."""
    if edge.shows_certificate:
        return _certificate_judged(edge)
    if edge.shows_token and edge.client.kind == "pod":
        return say(", whose signature {server} checks with {key}", server=edge.server_words, key=_token_key(edge))
    return ""


def _certificate_judged(edge: Edge) -> Piece:
    reference, who = edge.checks_client_with, edge.server_words
    if reference.state is State.UNKNOWN:
        return say(", and the upload does not say with which CA {who} checks it", who=who)
    if reference.state is State.NONE:
        return say(", for which {who} has no CA to check it with", who=who)
    return say(", which {who} checks with {ca}", who=who, ca=ca_words(edge, reference))


def _token_key(edge: Edge) -> Piece:
    keys = service_account_keys(edge.cluster, edge.server.node)
    return listing((code(key.name) for key in keys), " or ") if keys else "the public key of service accounts"


def _checked(edge: Edge) -> Sentence:
    """How the client checks what the server presents."""
    known = edge.connection.server.certificate.state is not State.UNKNOWN
    if edge.connection.verifies_server:
        template = ", which {client} checks with {ca}" if known else ", and {client} checks it with {ca}"
        return say(template, client=edge.client_words, ca=checked_with(edge))
    return say(
        ", which {client} does not verify" if known else ", and {client} does not verify it", client=edge.client_words
    )
