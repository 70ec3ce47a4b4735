"""A CA's page: what it issued, who checks with it, where it stands, how long it lasts, where its private key is."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.certificates import Certificate, Key
from ..model.cluster import Cluster, Connection
from ..model.words import Sentence
from .authorities import Authorities, Authority
from .names import day, file_name, subject
from .phrases import code, counted, listing, say


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate that a CA signed, at its first place: `copies` counts the others."""

    certificate: str
    name: str
    where: str
    subject: str
    not_after: str
    copies: int


@dataclass(frozen=True, slots=True)
class AuthorityParts:
    title: str
    lead: Sentence
    points: tuple[Sentence, ...]
    issued: tuple[Issued, ...]
    trusted_by: tuple[str, ...]


def authority_page_parts(cluster: Cluster, component: str, authorities: Authorities) -> AuthorityParts:
    """What there is to say of the CA of a component's id; nothing but the id where no certificate of it is here."""
    authority = authorities.get(component)
    if authority is None:
        return AuthorityParts(component, say("No certificate of this CA is in the upload."), (), (), ())
    return AuthorityParts(
        title=authority.name,
        lead=_lead(cluster, authority),
        points=tuple(_points(cluster, authority)),
        issued=issued(cluster, authority),
        trusted_by=tuple(connection for connection, _, _ in _trust(cluster, authority)),
    )


def issued(cluster: Cluster, authority: Authority) -> tuple[Issued, ...]:
    """The certificates that a CA's key signed, each once, by the id of their first place."""
    by_fingerprint: dict[str, list[Certificate]] = {}
    for id_ in sorted(authority.issued):
        certificate = cluster.inventory.certificates[id_]
        by_fingerprint.setdefault(certificate.facts.fingerprint_sha256, []).append(certificate)
    return tuple(_issued(found[0], len(found) - 1) for found in by_fingerprint.values())


def _issued(certificate: Certificate, copies: int) -> Issued:
    return Issued(
        certificate=certificate.id,
        name=file_name(certificate.path),
        where=certificate.node,
        subject=certificate.facts.subject,
        not_after=day(certificate.facts.not_after),
        copies=copies,
    )


def _trust(cluster: Cluster, authority: Authority) -> Iterator[tuple[str, str, str]]:
    """(connection, whom, by whom): the connections on which a side checks the other's certificate with this CA."""
    mine = set(authority.certificate_ids)
    for connection in cluster.connections.values():
        kinds = {
            side: cluster.components[component].kind if component in cluster.components else ""
            for side, component in (("client", connection.client.component), ("server", connection.server.component))
        }
        if connection.verifies_server and mine & set(connection.client.ca.ids):
            yield connection.id, "server", kinds["server"]
        elif mine & set(connection.server.client_ca.ids):
            yield connection.id, "client", kinds["server"]
        elif mine & set(connection.server.requestheader_ca.ids):
            yield connection.id, "front-proxy", kinds["server"]


def _lead(cluster: Cluster, authority: Authority) -> Sentence:
    number = authority.signed_count
    name, signed = f"the {authority.name}", counted(number, "certificate") if number else "no certificate"
    if authority.throw_away:
        words = "{name} was made for {signed} and nothing else: nobody in this upload checks anything with it."
        return say(words, name=name, signed=signed)
    roles = _roles(cluster, authority)
    if not roles:
        return say("nobody in this upload checks anything with {name}; it signed {signed}.", name=name, signed=signed)
    words = "with {name}, {roles}; in this upload it signed {signed}."
    return say(words, name=name, roles=listing(roles, ", and "), signed=signed)


def _roles(cluster: Cluster, authority: Authority) -> list[Sentence]:
    """Who checks whom with it, by the kinds of the servers, in both directions."""
    clients, proxies, servers, members = (dict[str, None](), dict[str, None](), dict[str, None](), False)
    mine = set(authority.certificate_ids)
    for connection in cluster.connections.values():
        checks_client = mine & set(connection.server.client_ca.ids)
        if connection.purpose == "peer":
            members = members or bool(checks_client)
            continue
        kind = _server_words(cluster, connection)
        if checks_client:
            clients[kind] = None
        if mine & set(connection.server.requestheader_ca.ids):
            proxies[kind] = None
        if connection.verifies_server and mine & set(connection.client.ca.ids):
            servers[kind] = None
    roles = [_check(clients, "clients")] if clients else []
    roles += [_check(proxies, "front proxies")] if proxies else []
    roles += [say("clients check {kinds}", kinds=listing(servers))] if servers else []
    return roles + ([say("etcd members check each other")] if members else [])


def _check(kinds: dict[str, None], whom: str) -> Sentence:
    return say("{kinds} {check} {whom}", kinds=listing(kinds), check="check" if len(kinds) > 1 else "checks", whom=whom)


def _server_words(cluster: Cluster, connection: Connection) -> str:
    component = cluster.components.get(connection.server.component)
    return subject(component.kind) if component else ""


def _points(cluster: Cluster, authority: Authority) -> Iterator[Sentence]:
    certificates = [cluster.inventory.certificates[id_] for id_ in authority.certificate_ids]
    facts = list(dict.fromkeys(certificate.facts for certificate in certificates))
    for one in facts:
        yield say(
            "{subject}, {key}, from {begin} to {end}.",
            subject=code(one.subject or "without a subject"),
            key=f"{one.key.type} {one.key.bits}" if one.key.bits else one.key.type,
            begin=day(one.not_before),
            end=day(one.not_after),
        )
    if facts[1:]:
        yield say("{count} of one key: it was renewed, or cross-signed.", count=counted(len(facts), "certificate"))
    first, others = certificates[0], len(certificates) - 1
    yield say(
        "its certificate stands in {file} on {node}{others}.",
        file=code(first.path),
        node=first.node,
        others=f" and in {counted(others, 'other place')}" if others else "",
    )
    yield _private_key(cluster, first)


def _private_key(cluster: Cluster, certificate: Certificate) -> Sentence:
    """Whoever holds it can sign as this CA: so it is worth knowing where it is."""
    keys = [key for key in cluster.inventory.keys.values() if key.spki_sha256 == certificate.facts.key.spki_sha256]
    private = [key for key in keys if key.private]
    if private:
        places = listing(_places(private))
        return say("its [private key](private-key), which signs for it, is {places}.", places=places)
    if keys:
        return say(
            "only the [public half](public-half) of its key is in the upload, as {file}.",
            file=code(file_name(keys[0].path)),
        )
    return say("its [private key](private-key) is not in the upload.")


def _places(keys: list[Key]) -> Iterator[Sentence]:
    """`ca.key on cp1, cp2 and cp3`: each file once, with its nodes."""
    nodes: dict[str, dict[str, None]] = {}
    for key in keys:
        nodes.setdefault(key.path, {})[key.node] = None
    for path, found in nodes.items():
        yield say("{file} on {nodes}", file=code(file_name(path)), nodes=listing(found))
