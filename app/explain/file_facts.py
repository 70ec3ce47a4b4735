"""The plain facts of what is in a file: its certificates, its keys, and a kubeconfig's contexts."""

from dataclasses import dataclass

from ..model.certificates import Certificate, Facts, Key
from ..model.cluster import Cluster
from ..model.configuration import Kubeconfig, KubeconfigContext
from ..model.words import Sentence
from .authorities import Authorities, issued_by, issuer_seal
from .names import day, file_name
from .phrases import Piece, code, counted, listing, say

SHOWN = 50
"""Names that a page lists before it counts the rest: a certificate may hold tens of thousands."""
_USAGES = {"serverAuth": "for servers", "clientAuth": "for clients", "any": "for any use"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is about, and what it is."""

    label: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate of a file. `title`: its subject; `seal` as in a credential row."""

    id: str
    pointer: str
    title: str
    seal: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key of a file, private or public, and the certificates of the same key."""

    id: str
    pointer: str
    text: Sentence
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextFacts:
    """A context of a kubeconfig: `current` for the one in use."""

    name: str
    current: bool
    text: Sentence


def certificate_facts(cluster: Cluster, certificate: Certificate, index: Authorities) -> CertificateFacts:
    """What a certificate says, each part in one line."""
    facts = certificate.facts
    lines: list[tuple[str, Sentence]] = [
        ("Subject", (code(facts.subject or "none"),)),
        ("Issuer", issued_by(cluster, index, certificate)),
        ("Names (SAN)", _names(facts)),
        ("Usage", usage(facts)),
        ("Time", say("from {begin} to {end}", begin=day(facts.not_before), end=day(facts.not_after))),
        (
            "Key",
            say("{type}, SHA-256 of its [SPKI](spki) {hash}", type=_key_type(facts), hash=code(facts.key.spki_sha256)),
        ),
        ("Serial number", (code(facts.serial),)),
        ("Fingerprint", (code(facts.fingerprint_sha256),)),
    ]
    shown = tuple(Fact(label, text) for label, text in lines if text)
    seal = issuer_seal(cluster, index, certificate)
    return CertificateFacts(certificate.id, certificate.pointer, facts.subject, seal, shown)


def _names(facts: Facts) -> Sentence:
    return listing((code(name.value) for name in facts.sans), limit=SHOWN)


def usage(facts: Facts) -> Sentence:
    """`for servers and for clients`; a CA signs certificates; no usage at all is any (go/src/crypto/x509)."""
    if facts.is_ca:
        return say("a [CA](ca): it signs certificates")
    if not facts.extended_key_usage:
        return say("no [extended key usage](eku), so any")
    return listing(
        say("{words} ({name})", words=_USAGES[name], name=code(name)) if name in _USAGES else code(name)
        for name in facts.extended_key_usage
    )


def _key_type(facts: Facts) -> str:
    return f"{facts.key.type} {facts.key.bits}" if facts.key.bits else facts.key.type


def key_facts(cluster: Cluster, key: Key) -> KeyFacts:
    """What kind of key it is, and which certificates have its public half."""
    if key.encrypted:
        return KeyFacts(key.id, key.pointer, say("An encrypted key; kubepki does not open it."), ())
    same = [c for c in cluster.inventory.certificates.values() if c.facts.key.spki_sha256 == key.spki_sha256]
    kind = f"{key.type} {key.bits}" if key.bits else str(key.type)
    what = "A [private key](private-key)" if key.private else "A [public key](public-half)"
    text = say("{what}, {kind}: {belongs}.", what=say(what), kind=kind, belongs=_belongs(cluster, key, same))
    return KeyFacts(key.id, key.pointer, text, tuple(certificate.id for certificate in same))


def _belongs(cluster: Cluster, key: Key, same: list[Certificate]) -> Sentence:
    if same:
        return say("its certificate is {where}", where=_places(key, same))
    twins = [k for k in cluster.inventory.keys.values() if k.spki_sha256 == key.spki_sha256 and k.id != key.id]
    if twins:
        return say(
            "no certificate in the upload has it; its [key pair](key-pair) also stands {where}",
            where=_places(key, twins),
        )
    return say("nothing else in the upload has it")


def _places(key: Key, found: list[Certificate] | list[Key]) -> Sentence:
    """Where these stand, the nearest first: `in the same file`, `in ca.crt and in 9 other places`."""
    places = [
        (item.path != key.path, item.node != key.node, bool(item.pointer), item.node, item.path) for item in found
    ]
    elsewhere, away, _, node, path = min(places)
    on = f" on {node}" if away else ""
    first = say("in {file}{on}", file=code(file_name(path)), on=on) if elsewhere or away else say("in the same file")
    others = len(found) - 1
    return say("{first} and in {others}", first=first, others=counted(others, "other place")) if others else first


def context_facts(kubeconfig: Kubeconfig) -> tuple[ContextFacts, ...]:
    """Each context: whom it dials, and how the user authenticates."""
    current = kubeconfig.effective_context
    return tuple(ContextFacts(c.name, c is current, _context(kubeconfig, c)) for c in kubeconfig.contexts)


def _context(kubeconfig: Kubeconfig, context: KubeconfigContext) -> Sentence:
    cluster, user = kubeconfig.cluster(context.cluster), kubeconfig.user(context.user)
    server: Piece = code(cluster.server) if cluster and cluster.server else "no server"
    auth = {
        "certificate": "with a [client certificate](client-certificate)",
        "token": "with a [token](token)",
        "exec": "with what an exec plugin gives",
        "password": "with a password",
        "none": "without credentials",
    }
    name: Piece = code(user.name) if user else "no user"
    return say(
        "dials {server} as {user}, {how}", server=server, user=name, how=say(auth[user.auth if user else "none"])
    )
