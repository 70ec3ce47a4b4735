"""A cluster as text for a terminal: the same facts as the document, in the order in which a person asks."""

from collections.abc import Iterator

from ..explain.phrases import counted
from ..model.cluster import Cluster, Connection, Evidence, Reference, State
from ..model.verdicts import Outcome, Verdict
from ..reading.visible import visible
from .document import rfc3339

_STATES = {
    State.NOT_IN_TREE: "not in the upload",
    State.UNREADABLE: "cannot be read",
    State.UNKNOWN: "nobody says",
    State.IN_MEMORY: "made in memory at start",
    State.NONE: "none",
}
_OUTCOMES = {Outcome.WORKS: "work", Outcome.FAILS: "fail", Outcome.NOT_CHECKABLE: "cannot be checked"}


def text(cluster: Cluster) -> Iterator[str]:
    """The whole model for reading, line by line with their newlines, without control characters of the tree's."""
    return (f"{visible(line)}\n" for line in _lines(cluster))


def _lines(cluster: Cluster) -> Iterator[str]:
    inventory, distribution = cluster.inventory, cluster.distribution
    yield f"{distribution.name} (score {distribution.score}), seen at {rfc3339(cluster.clock)}"
    held = {
        "file": inventory.files,
        "certificate": inventory.certificates,
        "key": inventory.keys,
        "connection": cluster.connections,
    }
    yield ", ".join(counted(len(things), word) for word, things in held.items())
    outcomes = [verdict.outcome for verdict in cluster.verdicts.values()]
    yield ", ".join(f"{outcomes.count(outcome)} {word}" for outcome, word in _OUTCOMES.items())
    yield ""
    yield "Nodes"
    for node in cluster.nodes:
        yield f"  {node.id}: {', '.join(node.roles)} (named by {node.source})"
    yield ""
    yield "Certificates"
    yield from _certificates(cluster)
    yield ""
    yield "Connections"
    for connection in cluster.connections.values():
        yield from _connection(connection, cluster.verdicts[connection.id])
    if inventory.unreadable:
        yield ""
        yield "Could not be read"
        for item in inventory.unreadable:
            yield f"  {item.member}: {item.reason}"
    if cluster.notes:
        yield ""
        yield "Notes"
        for note in cluster.notes:
            yield f"  {note}"


def _certificates(cluster: Cluster) -> Iterator[str]:
    for certificate in sorted(cluster.inventory.certificates.values(), key=lambda c: c.id):
        issuer = cluster.issuer(certificate)
        by = (
            "issuer not in the upload"
            if issuer is None
            else "self-signed"
            if issuer is certificate
            else f"issued by {issuer.id}"
        )
        facts = certificate.facts
        yield f"  {certificate.id}"
        yield f"    {facts.subject or '(no subject)'}; until {rfc3339(facts.not_after)}; {by}"
        if facts.sans:
            yield f"    names: {', '.join(f'{san.type}:{san.value}' for san in facts.sans)}"


def _verdict(verdict: Verdict) -> Iterator[str]:
    """The verdict, and below it where the connection breaks or what is missing to judge it."""
    outcome = {"works": "works", "fails": "FAILS", "not_checkable": "cannot be checked"}[verdict.outcome]
    assumed = f" (taken as good: {', '.join(verdict.assumes)})" if verdict.assumes else ""
    yield f"    {'verdict':<25}{outcome}{f' ({verdict.phase})' if verdict.phase else ''}{assumed}"
    rungs = [verdict.fault] if verdict.fault else verdict.missing if verdict.outcome is not Outcome.WORKS else ()
    for rung in rungs:
        side = "client" if rung in verdict.client_side else "server"
        named = f", named by {rung.field}" if rung.field else ""
        where = f"  [{rung.file}{named}]" if rung.file else ""
        yield f"    {f'{side}: {rung.rung}':<25}{rung.message}{where}"


def _connection(connection: Connection, verdict: Verdict) -> Iterator[str]:
    client, server, dialled = connection.client, connection.server, connection.dialled
    host = dialled.host or "(address not in the upload)"
    host = f"[{host}]" if ":" in host else host
    via = f" via {connection.via}" if connection.via else ""
    verifies = "verifies the server" if connection.verifies_server else "verifies nothing"
    yield f"  {connection.id}"
    yield from _verdict(verdict)
    address = f"{dialled.scheme}://{host}:{dialled.port or '?'}"
    yield f"    group {connection.group or 'none'}; dials {address}{via}; {verifies}"
    for label, side, role, reference in (
        ("client crt", "client", "certificate", client.certificate),
        ("client key", "client", "key", client.key),
        ("client ca.crt", "client", "ca", client.ca),
        ("client token", "client", "token", client.token),
        ("server crt", "server", "certificate", server.certificate),
        ("server key", "server", "key", server.key),
        ("server client CA", "server", "client_ca", server.client_ca),
        ("server request-header CA", "server", "requestheader_ca", server.requestheader_ca),
    ):
        if reference.state is not State.NONE or role in ("certificate", "key"):
            yield f"    {label:<25}{_reference(reference)}{_said(connection.evidence, side, role)}"
    yield f"    {'server asks the client':<25}{_asks(server.client_auth)}"
    if connection.identity and verdict.authenticated is not False:
        groups = ", ".join(connection.identity.groups) or "no groups"
        yield f"    {'taken for':<25}{connection.identity.user} ({groups})"
    if connection.authorizer:
        yield f"    {'authorised by':<25}{connection.authorizer}"


def _asks(client_auth: str | None) -> str:
    return {
        "require": "requires a certificate in the handshake",
        "request": "asks for a certificate, judges it later",
        "none": "asks for no certificate",
    }.get(client_auth or "", "nobody says")


def _reference(reference: Reference) -> str:
    place = (reference.path or "") + (f" {reference.pointer}" if reference.pointer else "")
    if reference.state is State.FILE:
        return place
    state = _STATES[reference.state]
    return f"{place} ({state})" if place else state


def _said(evidence: tuple[Evidence, ...], side: str, role: str) -> str:
    fields = [
        row.field if row.file is None else f"{row.field} in {row.file}"
        for row in evidence
        if (row.side, row.role) == (side, role)
    ]
    return f"  [{'; '.join(fields)}]" if fields else ""
