"""Why a connection has nothing to shake, in words."""

from ..explain.edge import Edge
from ..explain.names import reference_name
from ..explain.phrases import begin, code, say
from ..issuing.keys import NoThrowAway
from ..model.words import Sentence
from ..tls.edge import NothingToShake
from .shaking import Refusal

_ROLES = {
    "certificate": "the certificate of {who}",
    "key": "the private key of {who}",
    "ca": "the CA that {who} checks the server with",
    "client_ca": "the CA that {who} checks clients with",
    "requestheader_ca": "the CA that {who} checks front proxies with",
}
_WHY = {
    "missing": "{what} is not in the upload{file}. A program whose file is missing does not even start to shake hands.",
    "unreadable": "{what} cannot be read{file}: the program does not even start to shake hands.",
    "unknown": "{what} is in no file of the upload, and nothing names one.",
    "encrypted": "{what} stands under a password{file}. No program of Kubernetes opens it.",
    "refused": "{what} is there{file}, and Go refuses to read it: the program does not even start to shake hands.",
}


def refusal_words(edge: Edge, refusal: Refusal) -> Sentence:
    """The reason, as a sentence or two."""
    if isinstance(refusal, NoThrowAway):
        return say("{what} On your own machine `kubepki twin` makes it.", what=refusal.what)
    if not isinstance(refusal, NothingToShake):
        who = edge.client_words if refusal.side == "client" else edge.server_words
        words = "{who} cannot load what it has: {reason}. No message is sent."
        return say(words, who=who, reason=code(refusal.reason))
    if refusal.code == "http":
        return say(
            "{client} speaks plain HTTP to {server}: nobody shows a certificate.",
            client=edge.client_words,
            server=edge.server_words,
        )
    side, role = refusal.side or "server", refusal.role or "certificate"
    who = edge.client_words if side == "client" else edge.server_words
    name = reference_name(getattr(getattr(edge.connection, side), role))
    what = say(_ROLES[role], who=who)
    return say(_WHY[refusal.code], what=begin(what), file=say(" ({name})", name=code(name)) if name else "")
