"""All that a certificate's page says."""

from dataclasses import dataclass

from ...dump import Part as Printed
from ...dump import dump
from ...model.cluster import Cluster
from ...model.words import Sentence
from ...reading.der import Malformed
from ..authorities import Authorities, issuer_seal
from ..names import file_name
from .breaking import breaking
from .chain import Link, chain
from .checks import Check, checks
from .fields import Field, fields
from .kubeadm_parts import kubeadm_part
from .maker import maker
from .purpose import purpose
from .renewal import renewal
from .roles import Subject


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    answers: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A certificate's page. `seal`: as in a credential row; `connections`: ids of those that use it; `copies`: ids of
    the same certificate at other places; `printed`: OpenSSL's print, empty where that cannot be made.
    """

    certificate_id: str
    name: str
    node: str
    path: str
    pointer: str
    seal: str
    checks: tuple[Check, ...]
    questions: tuple[Question, ...]
    chain: tuple[Link, ...]
    connections: tuple[str, ...]
    copies: tuple[str, ...]
    fields: tuple[Field, ...]
    printed: tuple[Printed, ...]


def explain_certificate(
    cluster: Cluster, certificate_id: str, authorities: Authorities | None = None
) -> CertificatePage:
    """The page of a certificate of the upload. Raises KeyError when there is none of this id."""
    certificate = cluster.inventory.certificates[certificate_id]
    subject = Subject(cluster, certificate, authorities or Authorities(cluster))
    part = kubeadm_part(subject)
    try:
        printed = dump(certificate.facts.der)
    except Malformed:
        printed = ()
    fingerprint = certificate.facts.fingerprint_sha256
    same = [one.id for one in cluster.inventory.certificates.values() if one.facts.fingerprint_sha256 == fingerprint]
    return CertificatePage(
        certificate_id=certificate.id,
        name=file_name(certificate.path),
        node=certificate.node,
        path=certificate.path,
        pointer=certificate.pointer,
        seal=issuer_seal(cluster, subject.authorities, certificate),
        checks=checks(subject),
        questions=(
            Question("What is it for?", purpose(subject)),
            Question("Who made it?", maker(subject, part)),
            Question("What breaks without it?", breaking(subject)),
            Question("How is it renewed?", renewal(subject, part)),
        ),
        chain=chain(subject),
        connections=tuple(dict.fromkeys(role.connection.id for role in subject.roles)),
        copies=tuple(sorted(one for one in same if one != certificate.id)),
        fields=fields(subject, printed),
        printed=printed,
    )
