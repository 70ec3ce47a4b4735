"""What can be broken of a certificate or key: the faults that fit it, in the order in which a page offers them."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.certificates import Certificate, Key
from ..model.cluster import Cluster, State
from .fault import Fault
from .holders import is_checking_tokens
from .settings import can_go_without
from .targets import is_anchor, keys_beside, shown_by_a_server

_MOST_NAMES = 12
_MOST_AUTHORITIES = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to break something. `choices`: (words, fault), one alone where nothing is to be chosen; `asks`: the name of
    a fault whose value a person writes; `first`: whether it stands in front.
    """

    title: str
    choices: tuple[tuple[str, Fault], ...]
    first: bool = False
    asks: str = ""


def offers(cluster: Cluster, target: str) -> tuple[Offer, ...]:
    """What can be broken of a certificate or key of this id; nothing for other ids."""
    certificate, key = cluster.inventory.certificates.get(target), cluster.inventory.keys.get(target)
    if certificate is not None:
        found = _of_authority if is_anchor(cluster, certificate) else _of_leaf
        return tuple(found(cluster, certificate))
    return tuple(_of_key(cluster, key)) if key is not None else ()


def _one(title: str, name: str, target: str, *, first: bool = False) -> Offer:
    return Offer(title, (("", Fault(name, target)),), first)


def _of_leaf(cluster: Cluster, certificate: Certificate) -> Iterator[Offer]:
    target, names = certificate.id, [san.value for san in certificate.facts.sans]
    serves = bool(shown_by_a_server(cluster, certificate))
    yield _one("It has expired", "expired", target, first=True)
    if serves and names:
        dropped = tuple((name, Fault("drop-san", target, name)) for name in dict.fromkeys(names[:_MOST_NAMES]))
        yield Offer("A name is missing", dropped, first=True)
    yield Offer("Another CA issued it", tuple(_issuers(cluster, certificate)), first=True)
    if keys_beside(cluster, certificate):
        yield _one("The key is another’s", "other-key", target, first=True)
    yield _one("It is not yet valid", "not-yet-valid", target)
    yield _one("It is for the wrong usage", "wrong-usage", target)
    if names:
        yield _one("It has no names but its CN", "cn-only", target)
        yield Offer("It has other names, separated by |", (), asks="set-san")
    if can_go_without(cluster, target):
        yield _one("No certificate is shown at all", "no-certificate", target)
    if _is_shown_by_a_client(cluster, certificate):
        yield Offer("It has no O, and so no group", (("", Fault("organization", target, "")),))
        yield Offer("It has another O", (), asks="organization")


def _issuers(cluster: Cluster, certificate: Certificate) -> Iterator[tuple[str, Fault]]:
    yield "one of another name, that nobody has", Fault("other-ca", certificate.id)
    yield "one of the same name", Fault("same-name-ca", certificate.id)
    issuer = cluster.issuer(certificate)
    own = issuer.facts.fingerprint_sha256 if issuer else ""
    for words, other in _authorities(cluster, own):
        yield words, Fault("other-ca", certificate.id, other)


def _of_authority(cluster: Cluster, certificate: Certificate) -> Iterator[Offer]:
    target, others = certificate.id, list(_authorities(cluster, certificate.facts.fingerprint_sha256))
    here = [("one that nobody has", Fault("other-ca", target))]
    here += [(words, Fault("other-ca", target, other)) for words, other in others]
    yield _one("It has expired", "expired", target, first=True)
    yield Offer("Another CA stands in this file", tuple(here), first=True)
    yield _one("It was made anew, with the same name", "same-name-ca", target, first=True)
    if others:
        merged = tuple((words, Fault("merge-ca", target, other)) for words, other in others)
        yield Offer("It is one with another CA", merged, first=True)
    yield _one("It is not yet valid", "not-yet-valid", target)


def _authorities(cluster: Cluster, but: str) -> Iterator[tuple[str, str]]:
    """(What it is called, its id) of each other CA of the tree, once, where it stands in a file of its own."""
    seen = {but}
    for one in cluster.inventory.certificates.values():
        facts = one.facts
        if not facts.is_ca or facts.fingerprint_sha256 in seen or one.pointer or len(seen) > _MOST_AUTHORITIES:
            continue
        seen.add(facts.fingerprint_sha256)
        yield f"{facts.common_name or facts.subject}, {one.path.rpartition('/')[2]} on {one.node}", one.id


def _is_shown_by_a_client(cluster: Cluster, certificate: Certificate) -> bool:
    return any(
        one.client.certificate.state is State.FILE and certificate.id in one.client.certificate.ids
        for one in cluster.connections.values()
    )


def _of_key(cluster: Cluster, key: Key) -> Iterator[Offer]:
    if key.spki_sha256 is None:
        return
    if is_checking_tokens(cluster, key):
        yield _one("It is another cluster’s", "other-sa-pub", key.id, first=True)
    else:
        yield _one("It is another’s", "other-key", key.id, first=True)
