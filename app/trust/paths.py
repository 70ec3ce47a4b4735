"""From a leaf to a trust anchor (crypto/x509 `buildChains`): every chain, or why there is none."""

from dataclasses import dataclass
from datetime import datetime

from ..model.certificates import Facts
from ..topology.signatures import Signatures
from . import texts
from .pools import Pool
from .signing import signing_fault
from .words import moment, quoted, serial_number

_MOST_CHECKS = 100
"""Signature checks for one leaf (Go's maxChainSignatureChecks): what bounds the search in a hostile tree."""

_KEYS = frozenset(("RSA", "ECDSA", "Ed25519", "DSA"))

Chain = tuple[Facts, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Go's error, the rung's code, the certificate at which it arose (None where there is none), and the two kinds of
    errors for which crypto/tls has alerts of their own.
    """

    code: str
    error: str
    culprit: Facts | None = None
    expired: bool = False
    unknown_authority: bool = False


def validity_failure(facts: Facts, clock: datetime, prefix: str = "") -> Failure | None:
    """The first and the last second of a certificate count as valid."""
    now = moment(clock)
    if clock < facts.not_before:
        error = texts.NOT_YET_VALID.format(now=now, begin=moment(facts.not_before))
        return Failure(prefix + "not-yet-valid", error, facts, expired=True)
    if clock.replace(microsecond=0) > facts.not_after:
        error = texts.EXPIRED.format(now=now, end=moment(facts.not_after))
        return Failure(prefix + "expired", error, facts, expired=True)
    return None


class Paths:
    """Builds the chains of one tree at one clock."""

    def __init__(self, signatures: Signatures, clock: datetime) -> None:
        self._signatures = signatures
        self._clock = clock

    def build(self, leaf: Facts, roots: Pool, intermediates: Pool) -> tuple[tuple[Chain, ...], Failure | None]:
        """Every chain from a leaf to an anchor, leaf first, and the failure where there is none.

        Whatever stands among the roots is an anchor, the leaf itself too.
        """
        if leaf in roots:
            return ((leaf,),), None
        search = _Search(self._signatures, self._clock, roots, intermediates)
        chains, failure = search.from_(leaf, (leaf,))
        return tuple(chains), failure


class _Search:
    def __init__(self, signatures: Signatures, clock: datetime, roots: Pool, intermediates: Pool) -> None:
        self._signatures = signatures
        self._clock = clock
        self._roots = roots
        self._intermediates = intermediates
        self._checks = 0

    def from_(self, child: Facts, chain: Chain) -> tuple[list[Chain], Failure | None]:
        """The chains above the last certificate of a chain. Of several failures the last one counts, of several hints
        the first: so does Go.
        """
        chains: list[Chain] = []
        failure: Failure | None = None
        hint: tuple[str, str, Facts] | None = None
        for pool in (self._roots, self._intermediates):
            for candidate in pool.potential_parents(child):
                if candidate.key.type not in _KEYS or _already_in(candidate, chain):
                    continue
                self._checks += 1
                if self._checks > _MOST_CHECKS:
                    failure = Failure("search-limit", texts.SEARCH_LIMIT)
                    continue
                fault = signing_fault(child, candidate, self._signatures)
                if fault:
                    hint = hint or (*fault, candidate)
                    continue
                failure = self._invalid(candidate, chain, is_root=pool is self._roots)
                if failure:
                    hint = hint or (failure.code, failure.error, candidate)
                elif pool is self._roots:
                    chains.append((*chain, candidate))
                else:
                    above, failure = self.from_(candidate, (*chain, candidate))
                    chains += above
        if chains:
            return chains, None
        return chains, failure or _unknown(hint)

    def _invalid(self, candidate: Facts, chain: Chain, *, is_root: bool) -> Failure | None:
        """Certificate.isValid of a CA."""
        if candidate.unhandled_critical:
            return Failure("authority-extension-unknown", texts.CRITICAL_EXTENSION, candidate)
        if failure := validity_failure(candidate, self._clock, "authority-"):
            return failure
        if not is_root and not (candidate.has_basic_constraints and candidate.is_ca):
            return Failure("not-a-ca", texts.NOT_AUTHORIZED_TO_SIGN, candidate)
        limit = candidate.path_length
        if candidate.has_basic_constraints and limit is not None and len(chain) - 1 > limit:
            return Failure("path-too-long", texts.PATH_TOO_LONG, candidate)
        return None


def _unknown(hint: tuple[str, str, Facts] | None) -> Failure:
    """UnknownAuthorityError, with its hint."""
    if hint is None:
        return Failure("unknown-authority", texts.UNKNOWN_AUTHORITY, unknown_authority=True)
    code, why, candidate = hint
    name = candidate.common_name or next(iter(candidate.organizations), None) or f"serial:{serial_number(candidate)}"
    because = texts.HINT.format(quoted_why=quoted(why), quoted_candidate=quoted(name))
    return Failure(code, texts.UNKNOWN_AUTHORITY + because, candidate, unknown_authority=True)


def _already_in(candidate: Facts, chain: Chain) -> bool:
    """alreadyInChain: the same subject, public key and names."""
    return any(
        candidate.raw_subject == facts.raw_subject
        and candidate.key.spki_sha256 == facts.key.spki_sha256
        and candidate.raw_sans == facts.raw_sans
        for facts in chain
    )
