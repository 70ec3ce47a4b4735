"""A key → what its page says: what it signs and checks, who holds it, and which certificates are of its pair."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.certificates import Key
from ..model.cluster import Cluster
from ..model.words import Sentence
from .authorities import Authorities
from .beliefs import MASTERS
from .file import other_uses
from .file_facts import key_facts
from .holdings import Use, uses
from .names import component, file_name, placed
from .phrases import begin, code, counted, listing, say

_TOKEN_SIGNERS = ("--service-account-signing-key-file", "--service-account-private-key-file")
_SIGNERS = (*_TOKEN_SIGNERS, "--cluster-signing-key-file")
_PRIVATE_NAMES = (".key", "-key.pem")
"""How files of private keys are called: kubeadm, k3s and microk8s; kubespray and cfssl."""
_ANYBODY = (
    "together with the certificate, be any user of {server} in any group, {masters} included: it believes the "
    "headers of whoever shows that certificate."
)
_A_USER = "together with the certificate, be the user {user}{of} for {servers}."
_ALL_OF_ETCD = "together with the certificate, read and change all that is stored in {server}."


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class KeyPage:
    """A key's page. `certificates` and `pair`: ids of the certificates of its key, and of the other keys of its pair;
    `connections`: ids of those on which a side proves itself with it.
    """

    key_id: str
    name: str
    node: str
    path: str
    pointer: str
    private: bool
    spki_sha256: str | None
    lead: Sentence
    answers: tuple[KeyAnswer, ...]
    certificates: tuple[str, ...]
    pair: tuple[str, ...]
    connections: tuple[str, ...]


def explain_key(cluster: Cluster, key_id: str, authorities: Authorities | None = None) -> KeyPage:
    """The page of a key of the upload. Raises KeyError when there is none of this id."""
    key = cluster.inventory.keys[key_id]
    index = authorities or Authorities(cluster)
    mine = [use for one in cluster.connections.values() for use in uses(one) if _is_of(use, key)]
    facts, pair = key_facts(cluster, key), _pair(cluster, key)
    signs = bool(mine) or _is_private_there(cluster, key)
    return KeyPage(
        key_id=key.id,
        name=file_name(key.path),
        node=key.node,
        path=key.path,
        pointer=key.pointer,
        private=key.private,
        spki_sha256=key.spki_sha256,
        lead=begin(facts.text),
        answers=(
            KeyAnswer("What does it sign or check?", tuple(map(begin, _does(cluster, index, key, mine, signs=signs)))),
            KeyAnswer("Who holds it?", tuple(map(begin, _holders(cluster, key, pair, signs=signs)))),
            KeyAnswer(
                "What could a thief do with it?", tuple(map(begin, _theft(cluster, index, key, mine, signs=signs)))
            ),
        ),
        certificates=tuple(sorted(facts.certificates)),
        pair=tuple(one.id for one in pair),
        connections=tuple(dict.fromkeys(use.connection.id for use in mine)),
    )


def _is_of(use: Use, key: Key) -> bool:
    return use.role == "key" and key.id in use.reference.ids


def _pair(cluster: Cluster, key: Key) -> list[Key]:
    """The other places of its pair, private ones first."""
    if key.spki_sha256 is None:
        return []
    same = (one for one in cluster.inventory.keys.values() if one.spki_sha256 == key.spki_sha256 and one.id != key.id)
    return sorted(same, key=lambda one: (not one.private, one.id))


def _does(cluster: Cluster, index: Authorities, key: Key, mine: list[Use], *, signs: bool) -> Iterator[Sentence]:
    authority = _certificates(cluster, index, key, signs=signs)
    sentences = [*_handshakes(cluster, mine), *authority, *_flags(cluster, key)]
    if not sentences:
        yield say("nothing in the upload names it: no flag, no kubeconfig and no convention.")
    yield from sentences


def _flags(cluster: Cluster, key: Key) -> Iterator[Sentence]:
    yield from other_uses(cluster, cluster.inventory.files.get(f"{key.node}:{key.path}"))


def _handshakes(cluster: Cluster, mine: list[Use]) -> Iterator[Sentence]:
    """A side proves with its private key that the certificate is its own (RFC 8446 §4.4.3)."""
    owners = {use.component: placed(component(cluster, use.component)) for use in mine}
    for id_, owner in owners.items():
        sides = dict.fromkeys(use.side for use in mine if use.component == id_)
        words = "{owner} signs handshakes with it, as a {sides}, and so proves that its certificate is its own."
        yield say(words, owner=owner, sides=listing(sides))


def _certificates(cluster: Cluster, index: Authorities, key: Key, *, signs: bool) -> Iterator[Sentence]:
    """What it signs as a CA."""
    names = {}
    for one in cluster.inventory.certificates.values():
        authority = index.of(one) if one.facts.key.spki_sha256 == key.spki_sha256 else None
        if authority and authority.signed_count:
            names[authority.name] = authority.signed_count
    for name, signed in names.items():
        words = (
            "it signs certificates as the {ca}: {count} of this upload."
            if signs
            else "signatures of the {ca} are checked with it: those of {count} of this upload are right."
        )
        yield say(words, ca=name, count=counted(signed, "certificate"))


def _is_private_there(cluster: Cluster, key: Key) -> bool:
    """Whether what stands at its place on the node is a private key, whatever the upload holds: where a flag names the
    file for signing, else by the file's name, unless a flag names it to check tokens with.
    """
    if key.private:
        return True
    flags = [span.text for sentence in _flags(cluster, key) for span in sentence]
    if any(flag in _SIGNERS for flag in flags):
        return True
    return key.path.endswith(_PRIVATE_NAMES) and "--service-account-key-file" not in flags


def _holders(cluster: Cluster, key: Key, pair: list[Key], *, signs: bool) -> Iterator[Sentence]:
    """`signs`: whether what stands on the node must be the private key."""
    file = code(key.path)
    if signs and not key.private:
        words = "{file} on {node}: in the upload a [public half](public-half) stands in the private key’s place."
        yield say(words, file=file, node=key.node)
    else:
        what = "private key" if key.private else "public key"
        yield say("{file} on {node} is the {what}.", file=file, node=key.node, what=what)
    if key.encrypted:
        yield say("it is encrypted, and kubepki does not open it: so nothing tells which certificate is its.")
    elif not signs and not any(one.private for one in pair):
        yield say("the private key is not in the upload: a public half can check signatures and make none.")
    there = {one.id: _is_private_there(cluster, one) for one in pair}
    for private, words in (
        (True, "the private key also stands in {places}." if signs else "the private key stands in {places}."),
        (False, "its public half stands in {places}." if signs else "it also stands in {places}."),
    ):
        nodes: dict[str, dict[str, None]] = {}
        for one in pair:
            if there[one.id] is private:
                nodes.setdefault(file_name(one.path), {})[one.node] = None
        if nodes:
            places = listing(say("{file} on {on}", file=code(file), on=listing(on)) for file, on in nodes.items())
            yield say(words, places=places)


def _theft(cluster: Cluster, index: Authorities, key: Key, mine: list[Use], *, signs: bool) -> Iterator[Sentence]:
    if not signs:
        yield say("nothing: a public key may be known to everybody.")
        return
    found = [*_forgeries(cluster, index, key), *_powers(cluster, key, mine), *_impersonations(cluster, mine)]
    if not found:
        yield say("nothing in this upload trusts what it signs.")
    yield from found


def _forgeries(cluster: Cluster, index: Authorities, key: Key) -> Iterator[Sentence]:
    for authority in index.all:
        one = cluster.inventory.certificates[authority.certificate_ids[0]]
        if one.facts.key.spki_sha256 == key.spki_sha256 and authority.uses:
            yield say("issue certificates in any name, which all accept that check with the {ca}.", ca=authority.name)
    signs = [sentence for sentence in _flags(cluster, key) if any(span.text in _TOKEN_SIGNERS for span in sentence)]
    if signs:
        yield say("make [tokens](token) of any service account, those of administrators too.")


def _impersonations(cluster: Cluster, mine: list[Use]) -> Iterator[Sentence]:
    for side, words in (
        ("client", "together with the certificate, be {who} to every server that accepts it."),
        ("server", "together with the certificate, be {who} to every client that it can be put in the way of."),
    ):
        owners = dict.fromkeys(placed(component(cluster, use.component)) for use in mine if use.side == side)
        if owners:
            yield say(words, who=listing(owners))


def _powers(cluster: Cluster, key: Key, mine: list[Use]) -> Iterator[Sentence]:
    """What lies behind a client's key: request headers name any user, etcd has no users, and kube-apiserver takes its
    user from the certificate, whichever program has it (docs/model.md, identity).
    """
    proxied: dict[str, None] = {}
    for use in mine:
        by_headers = use.connection.client.component == "front-proxy@cluster" and use.connection.identity is None
        if use.side == "client" and by_headers:
            proxied[placed(component(cluster, use.connection.server.component))] = None
    if proxied:
        yield say(_ANYBODY, server=listing(proxied), masters=code(MASTERS))
    users, stored = _accepted(cluster, key)
    for (name, groups), servers in users.items():
        of = say(
            " of the {group} {groups}", group="groups" if groups[1:] else "group", groups=listing(map(code, groups))
        )
        yield say(_A_USER, user=code(name), of=of if groups else "", servers=listing(servers))
    if stored:
        yield say(_ALL_OF_ETCD, server=listing(stored))


def _accepted(cluster: Cluster, key: Key) -> tuple[dict[tuple[str, tuple[str, ...]], dict[str, None]], dict[str, None]]:
    """(User and groups → API servers, etcd members) that check clients with the CA of a certificate of this key, where
    its usage is a client's: whatever flag or kubeconfig names it, or none.
    """
    users: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    stored: dict[str, None] = {}
    certificates = cluster.inventory.certificates
    for one in certificates.values():
        facts, issuer = one.facts, cluster.issuer(one)
        usable = not facts.extended_key_usage or {"clientAuth", "any"} & set(facts.extended_key_usage)
        if facts.key.spki_sha256 != key.spki_sha256 or facts.is_ca or not usable or issuer is None:
            continue
        for connection in cluster.connections.values():
            trusted = (certificates[id_].facts.key.spki_sha256 for id_ in connection.server.client_ca.ids)
            if issuer.facts.key.spki_sha256 not in trusted:
                continue
            server = component(cluster, connection.server.component)
            if server.kind == "kube-apiserver" and facts.common_name:
                users.setdefault((facts.common_name, facts.organizations), {})[placed(server)] = None
            elif connection.authorizer == "any-certificate-of-the-CA" and connection.purpose != "peer":
                stored[placed(server)] = None
    return users, stored
