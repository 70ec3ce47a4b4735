"""Who issued what: by a verified signature, never by name alone (every kubeadm CA is CN=kubernetes)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from ..model.certificates import Certificate, Facts
from .signatures import Signatures

Signers = Mapping[str, tuple[str, ...]]
"""The fingerprint of each certificate → those of the certificates whose key verified its signature."""


def find_signers(certificates: Iterable[Certificate], signatures: Signatures) -> Signers:
    """Who can have issued what, whatever the clock: the subject is the issuer's name byte for byte and the key verified
    the signature. Each pair is checked once, however many copies of them the tree holds.

    Raises LimitExceeded when the tree asks for more signature checks than it may.
    """
    distinct = {certificate.facts.fingerprint_sha256: certificate.facts for certificate in certificates}
    by_subject: dict[bytes, list[Facts]] = defaultdict(list)
    for facts in distinct.values():
        by_subject[facts.raw_subject].append(facts)
    return {
        fingerprint: tuple(
            parent.fingerprint_sha256
            for parent in by_subject.get(facts.raw_issuer, ())
            if signatures.verified(facts, parent)
        )
        for fingerprint, facts in distinct.items()
    }


def choose_issuers(certificates: Iterable[Certificate], signers: Signers, clock: datetime) -> Mapping[str, str | None]:
    """The issuer's id for each certificate's id, None where it is not in the tree.

    A self-signed certificate is its own issuer. Among several the same node's comes first, files before kubeconfig
    data, then one valid at the clock, the latest not_before, the path.
    """
    chooser = _Chooser(tuple(certificates), signers, clock)
    return {certificate.id: chooser.issuer_of(certificate) for certificate in chooser.certificates}


class _Chooser:
    def __init__(self, certificates: tuple[Certificate, ...], signers: Signers, clock: datetime) -> None:
        self.certificates = certificates
        self._signers = signers
        self._clock = clock
        self._places: dict[str, dict[str, list[Certificate]]] = defaultdict(lambda: defaultdict(list))
        for certificate in certificates:
            self._places[certificate.facts.fingerprint_sha256][certificate.node].append(certificate)
        self._anywhere: dict[tuple[str, ...], str] = {}

    def issuer_of(self, certificate: Certificate) -> str | None:
        parents = self._signers[certificate.facts.fingerprint_sha256]
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

    def _rank(self, place: Certificate) -> tuple[bool, bool, float, str, str, str]:
        facts = place.facts
        in_kubeconfig = place.pointer.startswith(("clusters[", "users["))
        invalid = not facts.not_before <= self._clock <= facts.not_after
        return in_kubeconfig, invalid, -facts.not_before.timestamp(), place.path, place.pointer, place.node
