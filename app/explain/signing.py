"""Who signed what, by verified signature: each CA with its certificates, alike ones of many nodes together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..model.certificates import Certificate
from ..model.cluster import Cluster
from ..topology.authorities import SHORT_KEY, Authorities, Authority
from .names import file_name


@dataclass(frozen=True, slots=True)
class Signed:
    """Certificates of one name that one CA signed. `name`: the file's, as whoever presents it names it; `certificates`:
    one of each, in the order of nodes.
    """

    name: str
    certificates: tuple[Certificate, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(certificate.node for certificate in self.certificates))


class Origin(StrEnum):
    """Who signed; the value is what is said of those that are no CA with a name."""

    AUTHORITY = "a CA"
    THROW_AWAY = "a CA for each, made on the spot"
    UNKNOWN = "not in the upload"
    ITSELF = "no CA’s, and nobody else’s signature"


@dataclass(frozen=True, slots=True)
class Signer:
    """A CA and what it signed. `authority` is None for any other origin; the throw-away CAs are taken together. `name`
    says what it is, `key` the beginning of its key's fingerprint, empty where nobody knows it. `copies`: where its
    certificate stands. `issued_by`: the CA that signed it, where that is another.
    """

    origin: Origin
    name: str
    key: str
    authority: Authority | None
    copies: tuple[Certificate, ...]
    issued_by: str
    signed: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """`authorities`: every CA but the throw-away ones, in the order of their shapes. `throw_away`: the leaves of CAs
    that were made for one certificate and nothing else. `unknown`: by the issuer's name. `own`: certificates that
    signed themselves and are no CA's.
    """

    authorities: tuple[Signer, ...]
    throw_away: Signer | None
    unknown: tuple[Signer, ...]
    own: Signer | None

    @property
    def all(self) -> tuple[Signer, ...]:
        return (
            *self.authorities,
            *((self.throw_away,) if self.throw_away else ()),
            *self.unknown,
            *((self.own,) if self.own else ()),
        )


def signing_of(cluster: Cluster, authorities: Authorities) -> Signing:
    """Who signed what in a cluster. A certificate that stands in several places is counted once."""
    names = _presented_names(cluster)
    certificates = cluster.inventory.certificates
    kept = [one for one in authorities.all if not one.throw_away]
    kept.sort(key=lambda one: (one.shape_index or 0, one.component_id))
    thrown = [certificates[id_] for one in authorities.all if one.throw_away for id_ in one.issued]
    unknown: dict[str, list[Certificate]] = {}
    own = []
    for certificate in certificates.values():
        issuer = cluster.issuer(certificate)
        if issuer is None:
            unknown.setdefault(certificate.facts.issuer, []).append(certificate)
        elif authorities.of(issuer) is None:
            own.append(certificate)
    return Signing(
        authorities=tuple(_signer(cluster, authorities, one, names) for one in kept),
        throw_away=Signer(Origin.THROW_AWAY, "Throw-away CAs", "", None, (), "", _signed(thrown, names))
        if thrown
        else None,
        unknown=tuple(
            Signer(Origin.UNKNOWN, issuer or "an issuer without a name", "", None, (), "", _signed(found, names))
            for issuer, found in sorted(unknown.items())
        ),
        own=Signer(Origin.ITSELF, "Signed by themselves", "", None, (), "", _signed(own, names)) if own else None,
    )


def _signer(cluster: Cluster, authorities: Authorities, one: Authority, names: dict[str, str]) -> Signer:
    certificates = cluster.inventory.certificates
    copies = tuple(certificates[id_] for id_ in one.certificate_ids)
    above = authorities.issuer(copies[0])
    return Signer(
        origin=Origin.AUTHORITY,
        name=one.name,
        key=copies[0].facts.key.spki_sha256[:SHORT_KEY],
        authority=one,
        copies=copies,
        issued_by=above.name if above and above is not one else "",
        signed=_signed((certificates[id_] for id_ in one.issued), names),
    )


def _signed(found: Iterable[Certificate], names: dict[str, str]) -> tuple[Signed, ...]:
    """The certificates by name, each once: a file before what stands in a kubeconfig."""
    first: dict[str, Certificate] = {}
    for one in sorted(found, key=lambda one: (one.id not in names, bool(one.pointer), one.id)):
        first.setdefault(one.facts.fingerprint_sha256, one)
    groups: dict[str, list[Certificate]] = {}
    for one in sorted(first.values(), key=lambda one: (one.node, one.id)):
        groups.setdefault(names.get(one.id) or file_name(one.path), []).append(one)
    return tuple(Signed(name, tuple(groups[name])) for name in sorted(groups))


def _presented_names(cluster: Cluster) -> dict[str, str]:
    """Certificate → its file's name as the connections know it: a link's name, not that of the file behind it."""
    names: dict[str, str] = {}
    for connection in cluster.connections.values():
        for reference in (connection.client.certificate, connection.server.certificate):
            if reference.ids and reference.path:
                names.setdefault(reference.ids[0], file_name(reference.path))
    return names
