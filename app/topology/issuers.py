"""Who issued what: by a verified signature, never by name alone (every kubeadm CA is CN=kubernetes)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from ..model.certificates import Certificate, Facts
from .signatures import Signatures


def find_issuers(
    certificates: Iterable[Certificate], clock: datetime, signatures: Signatures
) -> Mapping[str, str | None]:
    """The issuer's id for each certificate's id, None where it is not in the tree.

    An issuer's subject is the issuer's name byte for byte and its key verified the signature. A self-signed certificate
    is its own. Else the same node's comes first, files before kubeconfig data, then one valid at the clock, the latest
    not_before, the path.

    Raises LimitExceeded when the tree asks for more signature checks than it may.
    """
    finder = _Finder(tuple(certificates), clock, signatures)
    return {certificate.id: finder.issuer_of(certificate) for certificate in finder.certificates}


class _Finder:
    def __init__(self, certificates: tuple[Certificate, ...], clock: datetime, signatures: Signatures) -> None:
        self.certificates = certificates
        self._clock = clock
        self._signatures = signatures
        self._by_subject: dict[bytes, dict[str, Facts]] = defaultdict(dict)
        self._places: dict[str, dict[str, list[Certificate]]] = defaultdict(lambda: defaultdict(list))
        for certificate in certificates:
            facts = certificate.facts
            self._by_subject[facts.raw_subject][facts.fingerprint_sha256] = facts
            self._places[facts.fingerprint_sha256][certificate.node].append(certificate)
        self._parents: dict[str, tuple[str, ...]] = {}
        self._anywhere: dict[tuple[str, ...], str] = {}

    def issuer_of(self, certificate: Certificate) -> str | None:
        parents = self._parents_of(certificate.facts)
        if certificate.facts.fingerprint_sha256 in parents:
            return certificate.id
        if not parents:
            return None
        near = [place for parent in parents for place in self._places[parent].get(certificate.node, ())]
        if near:
            return min(near, key=self._rank).id
        if parents not in self._anywhere:
            everywhere = (place for parent in parents for places in self._places[parent].values() for place in places)
            self._anywhere[parents] = min(everywhere, key=self._rank).id
        return self._anywhere[parents]

    def _parents_of(self, facts: Facts) -> tuple[str, ...]:
        """The fingerprints of the certificates whose key verified this one's signature."""
        if facts.fingerprint_sha256 not in self._parents:
            candidates = self._by_subject.get(facts.raw_issuer, {})
            found = tuple(
                fingerprint for fingerprint, parent in candidates.items() if self._signatures.verified(facts, parent)
            )
            self._parents[facts.fingerprint_sha256] = found
        return self._parents[facts.fingerprint_sha256]

    def _rank(self, place: Certificate) -> tuple[bool, bool, float, str, str, str]:
        facts = place.facts
        in_kubeconfig = place.pointer.startswith(("clusters[", "users["))
        invalid = not facts.not_before <= self._clock <= facts.not_after
        return in_kubeconfig, invalid, -facts.not_before.timestamp(), place.path, place.pointer, place.node
