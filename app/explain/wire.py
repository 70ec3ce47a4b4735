"""The line between the two cards: what kind of connection, and which address is dialled."""

from ..model.cluster import State
from ..model.words import Sentence
from .edge import Edge
from .names import host_port
from .phrases import Piece, code, say


def wire(edge: Edge) -> Sentence:
    """`mutual TLS, 192.168.56.11:6443`: the protocol and who is checked in it, then the address."""
    return say("{how}, {where}", how=say(_how(edge)), where=_where(edge))


def _how(edge: Edge) -> str:
    connection = edge.connection
    verifies = connection.verifies_server
    if edge.plain_http:
        return "plain HTTP"
    if edge.lacks_kubeconfig:
        return "TLS; what the client shows is not in the upload"
    if edge.shows_certificate:
        return _with_certificate(edge, verifies)
    if edge.shows_token:
        return "server TLS + [token](token)" if verifies else "TLS + [token](token), the server is not verified"
    if connection.client.certificate.state is State.UNKNOWN:
        return "TLS; what the client shows is not known"
    return "server TLS, the client shows nothing" if verifies else "TLS, nothing verified"


def _with_certificate(edge: Edge, verifies: bool) -> str:
    server = edge.connection.server
    if server.client_auth == "none":
        return "server TLS; no client certificate is asked for" if verifies else "TLS, nothing verified"
    if server.client_auth is None:
        return (
            "TLS with a client certificate" if verifies else "TLS with a client certificate, the server is not verified"
        )
    return "[mutual TLS](mutual-tls)" if verifies else "TLS, only the client’s certificate is verified"


def _where(edge: Edge) -> Sentence:
    dialled = edge.connection.dialled
    address = host_port(dialled)
    if address is None:
        port = f"port {dialled.port}; " if dialled.port else ""
        return say("{port}the address is not in the upload", port=port)
    return say("{address}{through}{name}", address=code(address), through=_through(edge), name=_expected_name(edge))


def _through(edge: Edge) -> Piece:
    """What stands between: a Service, or whatever answers to a name or address that is no API server's own."""
    if edge.connection.via == "service":
        return say(", the Service `kubernetes`")
    if edge.connection.via == "load-balancer" and edge.server.node:
        return say(", a [load balancer](load-balancer) or name in front of kube-apiserver")
    return ""


def _expected_name(edge: Edge) -> Piece:
    """A kubeconfig's tls-server-name: the name that the client looks for instead of the host that it dials."""
    name = edge.connection.dialled.server_name
    return say("; the name it looks for is {name} (`tls-server-name`)", name=code(name)) if name else ""
