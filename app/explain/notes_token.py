"""The note beside a token: what kind it is, and what is kept of it."""

from ..model.cluster import State
from ..model.words import Sentence
from .edge import Edge
from .notes_pair import absent
from .phrases import code, say
from .program import service_account_signer


def token_note(edge: Edge) -> Sentence:
    """One short sentence about the client's token. Its value is never known here, only that there is one."""
    token = edge.connection.client.token
    if token.state is State.UNKNOWN:
        return say("no file in the upload says which: an exec plugin may give one")
    if edge.client.kind == "pod":
        signer = service_account_signer(edge.cluster, edge.server.node)
        key = say(" with {key}", key=code(signer.name)) if signer else ""
        return say("each pod gets its own; kube-apiserver signs it{key}", key=key)
    if token.state is not State.FILE:
        return absent(edge, token, "token")
    if edge.connection.purpose == "bootstrap":
        return say("a [bootstrap token](bootstrap-token); kubepki keeps only that there is one")
    return say("kubepki keeps only that there is one")
