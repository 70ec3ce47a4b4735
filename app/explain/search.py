"""A search over a cluster: names, SANs, serial numbers, fingerprints, key ids, paths.

Every word must be found somewhere in what is known of a thing; case does not count, nor do colons in hexadecimal, so
that a serial number or a fingerprint can be pasted from openssl, kubectl or a log.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ..model.certificates import Certificate, Key
from ..model.cluster import Cluster, Component
from ..model.files import SourceFile
from ..topology.authorities import Authorities
from .names import day, file_name, placed

MAX_QUERY = 200
"""Characters: a fingerprint with colons has 95, two words more fit."""
MAX_WORDS = 8

_Found = TypeVar("_Found", Component, Certificate, Key, SourceFile)
_COLONS = re.compile(r"(?<=[0-9a-f]{2}):(?=[0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind`: component, certificate, key or file; `id`: of that kind (docs/model.md); `note` tells it from others."""

    kind: str
    id: str
    title: str
    note: str


def search(cluster: Cluster, authorities: Authorities, query: str) -> tuple[Hit, ...]:
    """What a query finds: components, then certificates, keys, other files, each by id. Nothing for an empty query."""
    words = words_of(query)
    if not words:
        return ()
    found = cluster.inventory
    return (
        *_matching(cluster.components.values(), _component_text, words, _component_hit),
        *_matching(
            found.certificates.values(), lambda one: _certificate_text(authorities, one), words, _certificate_hit
        ),
        *_matching(found.keys.values(), _key_text, words, _key_hit),
        *_matching(found.files.values(), _file_text, words, _file_hit),
    )


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, at most MAX_WORDS of its first MAX_QUERY characters, as they are compared."""
    return tuple(_COLONS.sub("", word) for word in query[:MAX_QUERY].casefold().split())[:MAX_WORDS]


def _matching(
    things: Iterable[_Found], text: Callable[[_Found], str], words: tuple[str, ...], hit: Callable[[_Found], Hit]
) -> Iterator[Hit]:
    fitting = (one for one in things if _has_all(text(one).casefold(), words))
    return map(hit, sorted(fitting, key=lambda one: one.id))


def _has_all(text: str, words: tuple[str, ...]) -> bool:
    return all(word in text for word in words)


def _component_text(component: Component) -> str:
    return f"{component.id} {placed(component)}"


def _certificate_text(authorities: Authorities, certificate: Certificate) -> str:
    """What is known of a certificate, hexadecimal without colons; the component of the CA that signed it too."""
    facts, issuer = certificate.facts, authorities.issuer(certificate)
    numbers = (facts.serial, facts.fingerprint_sha256, facts.key.spki_sha256)
    ids = (identifier.replace(":", "") for identifier in (facts.subject_key_id, facts.authority_key_id) if identifier)
    names = (san.value for san in facts.sans)
    signer = (issuer.component_id, issuer.name) if issuer else ()
    return " ".join((certificate.id, facts.subject, facts.issuer, *numbers, *ids, *names, *signer))


def _key_text(key: Key) -> str:
    return f"{key.id} {key.type or ''} {key.spki_sha256 or ''}"


def _file_text(file: SourceFile) -> str:
    return f"{file.id} {file.sha256 or ''}"


def _component_hit(component: Component) -> Hit:
    return Hit("component", component.id, placed(component), component.id)


def _certificate_hit(certificate: Certificate) -> Hit:
    facts = certificate.facts
    note = f"{facts.subject or 'no subject'}, until {day(facts.not_after)}, on {certificate.node}"
    return Hit("certificate", certificate.id, _placed_at(certificate), note)


def _key_hit(key: Key) -> Hit:
    sort = "encrypted key" if key.encrypted else f"{key.type} {'private' if key.private else 'public'} key"
    return Hit("key", key.id, _placed_at(key), f"{sort}, on {key.node}")


def _file_hit(file: SourceFile) -> Hit:
    return Hit("file", file.id, file_name(file.path), f"{file.kind}, {file.path} on {file.node}")


def _placed_at(found: Certificate | Key) -> str:
    return f"{file_name(found.path)} {found.pointer}".strip()
