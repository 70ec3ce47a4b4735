"""What is it for? The connections on which it is shown or checked with, and what flags name it for beside them."""

from collections.abc import Iterator

from ...model.cluster import Component
from ...model.words import Sentence
from ..file import TOLD_FLAGS, other_uses
from ..names import placed
from ..phrases import Piece, begin, code, counted, listing, say
from .roles import Part, Role, Subject, components, others


def purpose(subject: Subject) -> tuple[Sentence, ...]:
    """Sentences; one that says so where nothing names it."""
    found = [
        *_served(subject),
        *_shown(subject),
        *_beside(subject),
        *_checks(subject),
        *other_uses(subject.cluster, subject.cluster.inventory.files.get(_file(subject))),
        *_signs(subject),
    ]
    if not subject.roles:
        found += _named(subject)
    nobody = say("Nothing in the upload names it: no flag, no kubeconfig and no convention.")
    return tuple(begin(sentence) for sentence in found) or (nobody,)


def _file(subject: Subject) -> str:
    return f"{subject.certificate.node}:{subject.certificate.path}"


def _served(subject: Subject) -> Iterator[Sentence]:
    served = [role for role in subject.of(Part.LEAF, "server") if role.connection.dialled.scheme == "https"]
    for server in components(served):
        mine = [role.connection for role in served if role.component.id == server.id]
        direct = {one.dialled.port for one in mine if one.dialled.port and one.via != "service"}
        ports = say(" port {ports}", ports=listing(map(str, sorted(direct)), " or ")) if direct else ""
        service = say(" the Service `kubernetes`") if any(one.via == "service" for one in mine) else ""
        dials = listing(filter(None, (ports, service)), " or") or say(" it")
        yield say("{server} shows it to whoever dials{dials}.", server=placed(server), dials=dials)


def _shown(subject: Subject) -> Iterator[Sentence]:
    shown = [role for role in subject.of(Part.LEAF, "client") if role.connection.purpose != "gateway"]
    for client in components(shown):
        mine = [role for role in shown if role.component.id == client.id]
        servers = listing(placed(server) for server in others(mine))
        yield say("{client} shows it to {servers}{who}.", client=placed(client), servers=servers, who=_identity(mine))


def _identity(mine: list[Role]) -> Piece:
    """Whom the servers take the client for, where they agree."""
    found = {role.connection.identity for role in mine if role.connection.identity}
    if len(found) != 1:
        return ""
    identity = found.pop()
    groups = listing(code(group) for group in identity.groups)
    of = say(" in {groups}", groups=groups) if identity.groups else say(" in no group but `system:authenticated`")
    return say(" and is there {user}{of}", user=code(identity.user), of=of)


def _beside(subject: Subject) -> Iterator[Sentence]:
    for owner in components(subject.of(Part.CHAIN)):
        yield say("{owner} sends it along with its own certificate, from the same file.", owner=placed(owner))


def _checks(subject: Subject) -> Iterator[Sentence]:
    servers = components(subject.of(Part.TRUST, "server"))
    if servers:
        yield say("{servers} {check} clients with it.", servers=_all(servers), check=_check(servers))
    proxies = components(subject.of(Part.HEADERS))
    if proxies:
        yield say("{servers} {check} front proxies with it.", servers=_all(proxies), check=_check(proxies))
    trusting = [role for role in subject.of(Part.TRUST, "client") if role.connection.verifies_server]
    clients = components(trusting)
    if clients:
        kinds = listing(dict.fromkeys(server.kind for server in others(trusting)))
        yield say("{clients} {check} {kinds} with it.", clients=_all(clients), check=_check(clients), kinds=kinds)


def _all(found: tuple[Component, ...]) -> Sentence:
    return listing(placed(one) for one in found)


def _check(found: tuple[Component, ...]) -> str:
    return "check" if len(found) > 1 else "checks"


def _named(subject: Subject) -> Iterator[Sentence]:
    """Flags that name its file for no connection of this upload: a single etcd member has peers to come."""
    for flag in subject.flags:
        if flag.name in TOLD_FLAGS:
            continue  # other_uses says it
        words = "{program} on {node} is told to use it ({flag}), but no connection of this upload does."
        yield say(words, program=flag.program, node=subject.certificate.node, flag=code(flag.name))


def _signs(subject: Subject) -> Iterator[Sentence]:
    if subject.own and subject.own.signed_count:
        count = counted(subject.own.signed_count, "certificate")
        yield say("Its key signed {count} of this upload.", count=count)
