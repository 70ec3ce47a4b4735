"""What Go makes of a certificate that a peer sent (crypto/x509 `Certificate.Verify`), step by step.

Go stops at the first fault; here every step is taken, so that a page can show what else is wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model.certificates import Facts
from ..topology.signatures import Signatures
from . import texts
from .constraints import constraint_error
from .hostnames import verify_hostname
from .paths import Chain, Failure, Paths, validity_failure
from .pools import Pool
from .usages import allows


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `ok` is None where it could not be taken; `failure` is there where it failed."""

    rung: str
    ok: bool | None
    code: str
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """All steps in Go's order, and the chains that were found."""

    steps: tuple[Step, ...]
    chains: tuple[Chain, ...]

    @property
    def failure(self) -> Failure | None:
        """What Verify returns: the first failure; None where the certificate is good."""
        return next((step.failure for step in self.steps if step.failure), None)

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """The steps without which the certificate cannot be called good: an address that nobody names."""
        return tuple(step for step in self.steps if step.ok is None and step.code == "address-missing")


class Verifier:
    """Verifies the certificates of one tree at one clock, each question once."""

    def __init__(self, signatures: Signatures, clock: datetime) -> None:
        self._clock = clock
        self._paths = Paths(signatures, clock)
        self._known: dict[tuple[object, ...], Verification] = {}

    def server(self, sent: Sequence[Facts], roots: Pool, host: str | None) -> Verification:
        """The chain that a server sent, for a host; with None the name is left open."""
        return self._once(sent, roots, "serverAuth", lambda leaf: _name_step(leaf, host), host)

    def client(self, sent: Sequence[Facts], roots: Pool) -> Verification:
        """The chain that a client sent: no name is compared."""
        return self._once(sent, roots, "clientAuth", None, "")

    def _once(
        self,
        sent: Sequence[Facts],
        roots: Pool,
        usage: str,
        name_step: Callable[[Facts], Step] | None,
        host: str | None,
    ) -> Verification:
        question = (*(facts.fingerprint_sha256 for facts in sent), roots, usage, host)
        if question not in self._known:
            self._known[question] = self._verify(sent[0], roots, Pool(sent[1:]), usage, name_step)
        return self._known[question]

    def _verify(
        self,
        leaf: Facts,
        roots: Pool,
        intermediates: Pool,
        usage: str,
        name_step: Callable[[Facts], Step] | None,
    ) -> Verification:
        steps = [_extensions_step(leaf), self._dates_step(leaf)]
        if name_step:
            steps.append(name_step(leaf))
        chains, failure = self._paths.build(leaf, roots, intermediates)
        steps.append(Step("path", failure is None, failure.code if failure else "path-ok", failure))
        fitting = tuple(chain for chain in chains or ((leaf,),) if allows(chain, usage))
        steps.append(_usage_step(leaf, bool(fitting), bool(chains)))
        if chains and fitting:
            steps.append(_constraints_step(fitting))
        else:
            steps.append(Step("constraints", None, "no-path"))
        return Verification(tuple(steps), fitting if chains else ())

    def _dates_step(self, leaf: Facts) -> Step:
        failure = validity_failure(leaf, self._clock)
        return Step("dates", failure is None, failure.code if failure else "dates-ok", failure)


def _extensions_step(leaf: Facts) -> Step:
    if not leaf.unhandled_critical:
        return Step("extensions", True, "extensions-ok")
    code = "critical-extension-unknown"
    return Step("extensions", False, code, Failure(code, texts.CRITICAL_EXTENSION, leaf))


def _name_step(leaf: Facts, host: str | None) -> Step:
    if host is None:
        return Step("name", None, "address-missing")
    code, error = verify_hostname(leaf, host)
    return Step("name", error is None, code, Failure(code, error, leaf) if error else None)


def _usage_step(leaf: Facts, fits: bool, has_chains: bool) -> Step:
    """Without a chain only the leaf's own usages can be told."""
    if fits:
        return Step("usage", True, "usage-ok") if has_chains else Step("usage", None, "no-path")
    return Step("usage", False, "usage-mismatch", Failure("usage-mismatch", texts.INCOMPATIBLE_USAGE, leaf))


def _constraints_step(chains: tuple[Chain, ...]) -> Step:
    """One chain whose CAs allow every name is enough."""
    errors = [constraint_error(chain) for chain in chains]
    if None in errors:
        return Step("constraints", True, "constraints-ok")
    code = "name-not-permitted"
    return Step("constraints", False, code, Failure(code, errors[0] or "", chains[0][0]))
