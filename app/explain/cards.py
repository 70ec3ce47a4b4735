"""The two cards of a connection: which crt, key, ca.crt and token each side uses, with one short note each; of a
failing connection with a few words (brief.py).
"""

from ..model.cluster import Reference, State
from ..model.words import Sentence
from .authorities import OWN_CA, issuer_seal
from .brief import brief
from .edge import Edge
from .explanation import Card, CredentialRow
from .names import NAMED, file_name, where
from .notes_ca import client_ca_note, requestheader_note, server_ca_note
from .notes_pair import certificate_note, key_note
from .notes_token import token_note

_WITH_REQUEST_HEADERS = ("kube-apiserver", "extension-apiserver", "kube-controller-manager", "kube-scheduler")
"""The servers that take the word of a front proxy (k8s.io/apiserver, request-header authentication)."""
_UNSTATED = {
    State.UNKNOWN: "not known",
    State.IN_MEMORY: "in memory",
    State.NONE: "none",
}
"""What stands in a file's place where nothing names a file."""


def client_card(edge: Edge) -> Card:
    """The client's crt, key and ca.crt, and its token where it has one."""
    client = edge.connection.client
    rows = [
        _row(edge, "client", "crt", client.certificate, certificate_note(edge, "client")),
        _row(edge, "client", "key", client.key, key_note(edge, "client")),
        _row(edge, "client", "ca", client.ca, client_ca_note(edge)),
    ]
    if client.token.state is not State.NONE:
        rows.append(_row(edge, "client", "token", client.token, token_note(edge)))
    return Card("client", edge.client.id, edge.client.kind, where(edge.client), tuple(rows))


def server_card(edge: Edge) -> Card:
    """The server's crt, key and client CA; kube-apiserver and the like have a second CA, for request headers."""
    server = edge.connection.server
    rows = [
        _row(edge, "server", "crt", server.certificate, certificate_note(edge, "server")),
        _row(edge, "server", "key", server.key, key_note(edge, "server")),
        _row(edge, "server", "ca", server.client_ca, server_ca_note(edge)),
    ]
    if server.requestheader_ca.state is not State.NONE and edge.server.kind in _WITH_REQUEST_HEADERS:
        rows.append(_row(edge, "server", "requestheader-ca", server.requestheader_ca, requestheader_note(edge)))
    return Card("server", edge.server.id, edge.server.kind, where(edge.server), tuple(rows))


def _row(edge: Edge, side: str, role: str, reference: Reference, note: Sentence) -> CredentialRow:
    named = reference.path is not None and reference.state in NAMED
    path = f"{reference.path}#{reference.pointer}" if reference.pointer else reference.path
    return CredentialRow(
        role=role,
        name=file_name(reference.path) if named and reference.path else _UNSTATED.get(reference.state, "not known"),
        path=path if named else None,
        file_id=_file_id(edge, side, reference),
        state=reference.state,
        seal=_seal(edge, role, reference),
        note=note,
        brief=brief(edge, side, role, note),
    )


def _seal(edge: Edge, role: str, reference: Reference) -> str | None:
    """A certificate's seal is its issuer's, a CA's its own; a token is a bare secret, drawn as a key."""
    if role == "crt":
        certificate = edge.cluster.certificate(reference)
        if certificate is not None:
            return issuer_seal(edge.cluster, edge.authorities, certificate)
        return OWN_CA if reference.state is State.IN_MEMORY else None
    if role == "token":
        return "key"
    if role == "key" or reference.state is not State.FILE:
        return None
    anchors = edge.anchors(reference)
    return anchors[0].component_id if anchors else None


def _file_id(edge: Edge, side: str, reference: Reference) -> str | None:
    """The file's page: the one that the path names, link or not; None where no file is in the upload."""
    node = node_of(edge, side, reference)
    found = f"{node}:{reference.path}"
    return found if found in edge.cluster.inventory.files else None


def node_of(edge: Edge, side: str, reference: Reference) -> str | None:
    """The node on which a reference's file stands."""
    inventory = edge.cluster.inventory
    for id_ in reference.ids:
        place = inventory.certificates.get(id_) or inventory.keys.get(id_)
        if place:
            return place.node
    component = edge.client if side == "client" else edge.server
    return component.node
