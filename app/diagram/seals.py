"""Seals: which shape says who signed a certificate. Told apart by key and verified signature, never by name."""

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Reference, State
from ..topology.authorities import Authorities, Authority
from .marks import Seal

SHAPES = (Seal.CIRCLE, Seal.DIAMOND, Seal.TRIANGLE, Seal.DOWN, Seal.PLUS, Seal.STAR, Seal.BOW, Seal.RING)
"""By `Authority.shape_index`: kubernetes, etcd, front-proxy, then any other."""

_WORDS = {
    Seal.OWN: "issued by a throw-away CA of its own",
    Seal.UNKNOWN: "issuer unknown",
    Seal.KEY: "a bare key",
}


def shape(authority: Authority) -> Seal:
    """The seal of a CA. Beyond eight CAs with cards the rest share one shape, and their names tell them apart."""
    if authority.shape_index is None:
        return Seal.OWN
    return SHAPES[authority.shape_index] if authority.shape_index < len(SHAPES) else Seal.OTHER


class Seals:
    """The seals of one cluster: made once, asked for every row."""

    def __init__(self, cluster: Cluster, authorities: Authorities) -> None:
        self._cluster = cluster
        self._authorities = authorities

    def of(self, reference: Reference) -> tuple[Seal | None, str]:
        """The seal of what a side presents, and its words; no seal where it presents nothing."""
        if reference.state is State.NONE:
            return None, ""
        if reference.state is State.IN_MEMORY:
            return Seal.OWN, _WORDS[Seal.OWN]
        if reference.state is State.FILE and not self._cluster.certificate(reference):
            return Seal.KEY, _WORDS[Seal.KEY]
        certificate = self._cluster.certificate(reference)
        return self.issuer(certificate) if certificate else (Seal.UNKNOWN, _WORDS[Seal.UNKNOWN])

    def issuer(self, certificate: Certificate) -> tuple[Seal, str]:
        """The seal of the CA that signed a certificate."""
        if self._cluster.issuer(certificate) is None:
            return Seal.UNKNOWN, _WORDS[Seal.UNKNOWN]
        authority = self._authorities.issuer(certificate)
        if authority is None or authority.throw_away:
            return Seal.OWN, _WORDS[Seal.OWN]
        return shape(authority), f"issued by {authority.name}"

    def trusted(self, reference: Reference) -> tuple[Seal, str]:
        """The seal of a CA file itself."""
        certificate = self._cluster.certificate(reference)
        authority = self._authorities.of(certificate) if certificate else None
        if authority is None:
            return Seal.UNKNOWN, "a CA that is not in the upload"
        return shape(authority), authority.name
