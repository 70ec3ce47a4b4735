"""The CAs as sentences name them. What a CA is, and its name, the topology says to the picture too."""

from collections.abc import Sequence

from ..model.certificates import Certificate
from ..model.cluster import Cluster
from ..model.words import Sentence
from ..topology.authorities import Authorities, Authority, authorities, ca_name
from .phrases import code, say

__all__ = ["OWN_CA", "UNKNOWN_CA", "Authorities", "Authority", "authorities", "ca_name", "issued_by", "issuer_seal"]

OWN_CA = "own-ca"
"""The seal of a certificate that a throw-away CA, or its own key, signed."""
UNKNOWN_CA = "unknown"
"""The seal of a certificate that nothing in the upload is known to have signed."""
_ORDINALS = ("first", "second", "third", "fourth")


def issued_by(cluster: Cluster, index: Authorities, certificate: Certificate, beside: Sequence[str] = ()) -> Sentence:
    """Who signed a certificate, by verified signature. `beside`: the certificates of its file, in the file's order."""
    issuer = cluster.issuer(certificate)
    if issuer is None:
        name = code(certificate.facts.issuer or "nobody")
        return say(
            "names {issuer} as its [issuer](issuer); no CA in the upload is known to have signed it", issuer=name
        )
    if issuer.facts.key.spki_sha256 == certificate.facts.key.spki_sha256:
        return say("[self-signed](self-signed): signed with its own key")
    authority = index.of(issuer)
    if authority is None or not authority.throw_away:
        return say("{ca} issued it", ca=authority.name if authority else code(issuer.facts.subject))
    places = [position for position, id_ in enumerate(beside) if id_ in authority.certificate_ids]
    if places and places[0] < len(_ORDINALS):
        place = f"the {_ORDINALS[places[0]]} certificate in the file"
        return say("issued by a [throw-away CA](throw-away-ca) of its own, {place}", place=place)
    return say("issued by a [throw-away CA](throw-away-ca) of its own")


def issuer_seal(cluster: Cluster, index: Authorities, certificate: Certificate) -> str:
    """The id of the issuing CA's component, or the word for its seal."""
    issuer = cluster.issuer(certificate)
    if issuer is None:
        return UNKNOWN_CA
    authority = index.of(issuer)
    if authority is None or authority.throw_away:
        return OWN_CA
    return authority.component_id
