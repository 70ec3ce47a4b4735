"""Sets of certificates in which a parent is looked for (crypto/x509 `CertPool`)."""

from collections.abc import Iterable

from ..model.certificates import Facts


class Pool:
    """Certificates in the order in which they were added, each once; looked up by the bytes of their subject."""

    def __init__(self, certificates: Iterable[Facts]) -> None:
        self.certificates = tuple({facts.fingerprint_sha256: facts for facts in certificates}.values())
        self._known = frozenset(facts.fingerprint_sha256 for facts in self.certificates)
        self._by_subject: dict[bytes, list[Facts]] = {}
        for facts in self.certificates:
            self._by_subject.setdefault(facts.raw_subject, []).append(facts)

    def __contains__(self, facts: Facts) -> bool:
        return facts.fingerprint_sha256 in self._known

    def potential_parents(self, child: Facts) -> list[Facts]:
        """Whose subject is the child's issuer byte for byte: first those whose key id is the one that the child names,
        then those of which one side names none, then the others (`findPotentialParents`).
        """
        ranked: tuple[list[Facts], list[Facts], list[Facts]] = ([], [], [])
        for facts in self._by_subject.get(child.raw_issuer, ()):
            if facts.subject_key_id == child.authority_key_id:
                ranked[0].append(facts)
            elif facts.subject_key_id is None or child.authority_key_id is None:
                ranked[1].append(facts)
            else:
                ranked[2].append(facts)
        return [facts for rank in ranked for facts in rank]
