"""What breaks without it? What each use means when the file is gone, and when its time is over.

A server certificate is judged in the handshake, a client's at kube-apiserver and kubelet with each request, at etcd in
the handshake (k8s.io/apiserver pkg/server/secure_serving.go, `tls.RequestClientCert`; etcd client/pkg/transport).
"""

from collections.abc import Iterator

from ...model.cluster import Component
from ...model.words import Sentence
from ..names import placed
from ..names import subject as named
from ..phrases import counted, listing, say
from .roles import Part, Role, Subject, components, others

_REFUSES_TO_START = ("kube-apiserver", "etcd")
"""Servers that end when a file that their flag names is not there."""


def breaking(subject: Subject) -> tuple[Sentence, ...]:
    """Sentences; one that says so where nothing depends on it."""
    found = [*_server(subject), *_client(subject), *_trust(subject)]
    return tuple(found) or (say("No connection of this upload depends on it."),)


def _server(subject: Subject) -> Iterator[Sentence]:
    served = [role for role in subject.of(Part.LEAF, "server") if role.connection.dialled.scheme == "https"]
    for server in components(served):
        mine = [role for role in served if role.component.id == server.id]
        yield from _without(server)
        checking = [role for role in mine if role.connection.verifies_server]
        if not checking:
            yield say("Expired, nothing: no connection of this upload checks it.")
            continue
        who = listing(dict.fromkeys(named(role.other.kind) for role in checking))
        words = "Expired, {server} runs on, but {count} cannot connect any more ({who}); what is connected stays so."
        yield say(words, server=named(server.kind), count=counted(len(checking), "connection"), who=who)
        blind = len(mine) - len(checking)
        if blind:
            yield say("{count} to it {do} not check it.", count=counted(blind, "connection"), do=_do(blind))


def _do(number: int) -> str:
    return "does" if number == 1 else "do"


def _without(server: Component) -> Iterator[Sentence]:
    if server.kind in _REFUSES_TO_START:
        yield say("Without the file {server} does not start again.", server=placed(server))


def _client(subject: Subject) -> Iterator[Sentence]:
    shown = [role for role in subject.of(Part.LEAF, "client") if role.connection.purpose != "gateway"]
    if any(role.component.kind == "kube-apiserver" and role.other.kind == "etcd" for role in shown):
        yield say("Without the file kube-apiserver on {node} does not start again.", node=subject.certificate.node)
    for auth in ("require", "request"):
        mine = [role for role in shown if role.connection.server.client_auth == auth]
        if mine:
            yield _refused(mine, auth)


def _refused(mine: list[Role], auth: str) -> Sentence:
    clients = listing(dict.fromkeys(named(client.kind) for client in components(mine)))
    servers = listing(dict.fromkeys(named(server.kind) for server in others(mine)))
    words = (
        "Missing or expired, {servers} {verb} {clients} in the next handshake; a connection that is open stays open."
        if auth == "require"
        else "Missing or expired, {servers} {verb} {clients} 401 at the next request, on open connections too."
    )
    many = len({server.kind for server in others(mine)}) > 1
    verb = ("refuse" if many else "refuses") if auth == "require" else ("answer" if many else "answers")
    return say(words, servers=servers, verb=verb, clients=clients)


def _trust(subject: Subject) -> Iterator[Sentence]:
    """A CA that a side checks with: what that side refuses then."""
    servers = subject.of(Part.TRUST, "server") + subject.of(Part.HEADERS)
    clients = [role for role in subject.of(Part.TRUST, "client") if role.connection.verifies_server]
    if servers:
        words = "Without the file {servers} cannot check who connects: {count}."
        count = counted(len({role.connection.id for role in servers}), "connection")
        yield say(words, servers=_kinds(components(servers)), count=count)
    if clients:
        words = "Without it {clients} {do} not trust {servers}: {count}."
        yield say(
            words,
            clients=_kinds(components(clients)),
            do="does" if len({one.kind for one in components(clients)}) == 1 else "do",
            servers=_kinds(others(clients)),
            count=counted(len({role.connection.id for role in clients}), "connection"),
        )
    if (servers or clients) and subject.own and subject.own.signed_count:
        words = "Expired, no chain through it is accepted, though the {count} below it may be in date."
        yield say(words, count=counted(subject.own.signed_count, "certificate"))


def _kinds(found: tuple[Component, ...]) -> Sentence:
    return listing(dict.fromkeys(named(one.kind) for one in found))
