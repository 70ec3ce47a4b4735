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

_READ_LATE = ("--kubelet-client-certificate", "--kubelet-certificate-authority")
"""kube-apiserver was seen to start without a pair for kubelets that fits; nobody has tried it without the files."""
_MAKE_THEM_AGAIN = ("k3s", "rke2")
"""They make what is missing when they start (k3s pkg/daemons/control/deps)."""
_OWNERS_OF_FLAGS = ("kube-apiserver", "etcd", "front-proxy")
"""Clients of which flags name the certificate: whether they start without it is said of the flags."""


def breaking(subject: Subject) -> tuple[Sentence, ...]:
    """Sentences; one that says so where no connection depends on it."""
    found = [*_server(subject), *_client(subject), *_trust(subject)]
    nobody = () if found else (say("No connection of this upload depends on it."),)
    return (*_start(subject), *found, *nobody)


def _start(subject: Subject) -> Iterator[Sentence]:
    """The programs that read the file when they start, and end when it is not there."""
    if subject.certificate.pointer.startswith(("users[", "clusters[")) or _makes_them_again(subject):
        return
    node = subject.certificate.node
    found = dict.fromkeys(f"{flag.program} on {node}" for flag in subject.flags if flag.name not in _READ_LATE)
    kubelets = (one for one in components(subject.of(Part.TRUST, "server")) if one.kind == "kubelet")
    found |= dict.fromkeys(placed(kubelet) for kubelet in kubelets)
    if found:
        words = "Without the file {programs} {do} not start again."
        yield say(words, programs=listing(found), do="do" if len(found) > 1 else "does")


def _makes_them_again(subject: Subject) -> bool:
    return subject.cluster.distribution.name in _MAKE_THEM_AGAIN


def _server(subject: Subject) -> Iterator[Sentence]:
    served = [role for role in subject.of(Part.LEAF, "server") if role.connection.dialled.scheme == "https"]
    for server in components(served):
        mine = [role for role in served if role.component.id == server.id]
        checking = [role for role in mine if role.connection.verifies_server]
        if not checking:
            yield say("Expired, nothing: no connection of this upload checks it.")
            continue
        who = dict.fromkeys(named(role.other.kind) for role in checking)
        words = (
            "Expired, {server} runs on, but {who} {refuse} it at the next dial ({count}); what is connected stays so."
        )
        yield say(
            words,
            server=named(server.kind),
            who=listing(who),
            refuse="refuse" if len(who) > 1 else "refuses",
            count=counted(len(checking), "connection"),
        )
        blind = len(mine) - len(checking)
        if blind:
            yield say("{count} to it {do} not check it.", count=counted(blind, "connection"), do=_do(blind))


def _do(number: int) -> str:
    return "does" if number == 1 else "do"


def _client(subject: Subject) -> Iterator[Sentence]:
    shown = [role for role in subject.of(Part.LEAF, "client") if role.connection.purpose != "gateway"]
    clients = [one for one in components(shown) if one.kind not in _OWNERS_OF_FLAGS]
    if clients and not _makes_them_again(subject):
        yield _without(subject, clients)
    if any(role.other.kind == "kubelet" for role in shown):
        yield say("Without it kube-apiserver reaches no kubelet: no logs, no exec, no proxy.")
    for auth in ("require", "request"):
        mine = [role for role in shown if role.connection.server.client_auth == auth]
        if mine:
            yield _refused(mine, auth)


def _without(subject: Subject, clients: list[Component]) -> Sentence:
    """Inside a kubeconfig it can be missing alone: the client dials all the same, and shows nothing. A file that is
    named and not there ends each attempt (client-go and etcdctl read it before they dial).
    """
    who = listing(dict.fromkeys(named(client.kind) for client in clients))
    if subject.certificate.pointer.startswith("users["):
        many = len({client.kind for client in clients}) > 1
        return say("Without it {who} {have} nothing to show.", who=who, have="have" if many else "has")
    return say("Without the file {who} cannot connect at all.", who=who)


def _refused(mine: list[Role], auth: str) -> Sentence:
    clients = listing(dict.fromkeys(named(client.kind) for client in components(mine)))
    servers = listing(dict.fromkeys(named(server.kind) for server in others(mine)))
    words = (
        "Expired, {servers} {verb} {clients} in the next handshake; a connection that is open stays open."
        if auth == "require"
        else "Expired, {servers} {verb} {clients} 401 at the next request, on open connections too."
    )
    many = len({server.kind for server in others(mine)}) > 1
    verb = ("refuse" if many else "refuses") if auth == "require" else ("answer" if many else "answers")
    return say(words, servers=servers, verb=verb, clients=clients)


def _trust(subject: Subject) -> Iterator[Sentence]:
    """A CA that a side checks with: what that side refuses then."""
    servers = subject.of(Part.TRUST, "server") + subject.of(Part.HEADERS)
    clients = [role for role in subject.of(Part.TRUST, "client") if role.connection.verifies_server]
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
        signed = subject.own.signed_count
        words = "Expired, no chain through it is accepted, though {what} below it may be in date."
        yield say(words, what="the certificate" if signed == 1 else f"the {signed} certificates")


def _kinds(found: tuple[Component, ...]) -> Sentence:
    return listing(dict.fromkeys(named(one.kind) for one in found))
