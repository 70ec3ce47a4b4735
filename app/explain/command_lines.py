"""What commands are made of: quoted words, kubectl as the distribution calls it, and `openssl verify` of files."""

import shlex
from collections.abc import Iterable

from ..distributions import layout_of
from ..distributions.layout import VERSION
from ..model.cluster import Reference, State
from ..topology.versions import version
from .edge import Edge
from .explanation import Command
from .phrases import code, listing, say


def line(*words: str) -> str:
    """A command line of which every word is quoted where the shell needs it."""
    return " ".join(shlex.quote(word) for word in words)


def kubectl_line(edge: Edge, path: str, *words: str) -> str:
    """A kubectl of root's with a kubeconfig, called as the distribution has it on its nodes."""
    kubectl = layout_of(edge.cluster.distribution, edge.cluster.inventory).kubectl
    found = version(edge.cluster)
    if VERSION in kubectl[0] and found is None:
        kubectl = ("kubectl",)
    called = (word.replace(VERSION, found or "") for word in kubectl)
    return as_root(edge, *called, "--kubeconfig", path, *words)


def as_root(edge: Edge, *words: str) -> str:
    """A command line of root's: most files with keys are readable for nobody else."""
    return line(*layout_of(edge.cluster.distribution, edge.cluster.inventory).as_root, *words)


def verify(edge: Edge) -> Command | None:
    """Without an address: what openssl says of the files, each certificate against the CA that the other side has."""
    connection = edge.connection
    sides = (
        (connection.client.ca, connection.server.certificate, connection.verifies_server),
        (edge.checks_client_with, connection.client.certificate, True),
    )
    checks = [(ca, crt) for ca, crt, done in sides if done and _on_one_node(edge, ca, crt)]
    if edge.by_headers:
        checks.reverse()  # the request-header CA is what this connection is about
    if not checks:
        return None
    ca, _ = checks[0]
    files = list(dict.fromkeys(crt.path or "" for other, crt in checks if other.path == ca.path))
    text = as_root(edge, "openssl", "verify", "-CAfile", ca.path or "", *files)
    expect = say("{answers}.", answers=listing(code(f"{file}: OK") for file in files))
    return Command(_node(edge, ca), text, expect)


def _on_one_node(edge: Edge, ca: Reference, certificate: Reference) -> bool:
    """Whether both are files of their own on one node, so that one openssl can read them."""
    plain = all(reference.state is State.FILE and not reference.pointer for reference in (ca, certificate))
    return plain and _node(edge, ca) == _node(edge, certificate)


def _node(edge: Edge, reference: Reference) -> str:
    return edge.cluster.inventory.certificates[reference.ids[0]].node


def paths(edge: Edge, *options: tuple[str, str]) -> Iterable[str]:
    """Options with the client's files, those that are named."""
    for option, role in options:
        reference: Reference = getattr(edge.connection.client, role)
        if reference.path and not reference.pointer:
            yield option
            yield reference.path
