"""The chain above a certificate, link by link, by verified signatures."""

from dataclasses import dataclass

from ...model.certificates import Certificate
from ...model.words import Sentence
from ..authorities import OWN_CA, UNKNOWN_CA, Authorities
from ..names import day, file_name
from ..phrases import code, say
from .roles import Subject

LONGEST = 10
"""Links that a page shows: Go builds chains of any length, real ones have three."""


@dataclass(frozen=True, slots=True)
class Link:
    """One certificate of the chain, the top first. `certificate_id` is None for an issuer that is not in the upload;
    `seal` is a CA's component id or a word, None for the certificate itself.
    """

    certificate_id: str | None
    name: str
    text: Sentence
    seal: str | None


def chain(subject: Subject) -> tuple[Link, ...]:
    """From the top down to the certificate itself."""
    current, links, seen = subject.certificate, [_own(subject.certificate)], {subject.certificate.id}
    while len(links) < LONGEST:
        issuer = subject.cluster.issuer(current)
        if issuer is None:
            links.append(Link(None, current.facts.issuer or "no name", say("not in the upload"), UNKNOWN_CA))
            break
        if issuer.id in seen or issuer.facts.key.spki_sha256 == current.facts.key.spki_sha256:
            break
        links.append(_link(subject.authorities, issuer))
        seen.add(issuer.id)
        current = issuer
    return tuple(reversed(links))


def _own(certificate: Certificate) -> Link:
    return Link(certificate.id, file_name(certificate.path), _until(certificate), None)


def _until(certificate: Certificate) -> Sentence:
    return say("until {end}", end=day(certificate.facts.not_after))


def _link(authorities: Authorities, issuer: Certificate) -> Link:
    authority = authorities.of(issuer)
    seal = OWN_CA if authority is None or authority.throw_away else authority.component_id
    name = authority.name if authority else issuer.facts.subject
    file = code(file_name(issuer.path))
    return Link(issuer.id, name, say("{file}, until {end}", file=file, end=day(issuer.facts.not_after)), seal)
