"""Which single fault would make a cluster say a text: tried one after the other on its certificates, and judged.

Bounded: each trial judges the whole cluster again, a third of a millisecond for each of its connections.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..breaking.broken import broken
from ..breaking.fault import Fault
from ..model.certificates import Certificate
from ..model.cluster import Cluster
from ..model.errors import KubepkiError
from .findings import Finding, Findings, Standing, saying
from .reader import Reading

MOST_TRIED = 12
MOST_WORK = 800
"""Trials times connections: a quarter of a second."""

_SERVERS_REFUSED = ("expired", "other-ca", "wrong-usage")
_TRIED: Mapping[str, tuple[str, ...]] = {
    "expired": ("expired",),
    "alert-expired": ("expired", "not-yet-valid"),
    "kubelet-expired": ("expired",),
    "not-yet-valid": ("not-yet-valid",),
    "outside-its-dates": ("expired", "not-yet-valid"),
    "name-mismatch": ("drop-san", "set-san"),
    "no-ip-name": ("set-san",),
    "no-names": ("cn-only",),
    "common-name-only": ("cn-only",),
    "unknown-authority": ("other-ca",),
    "untrusted": ("other-ca", "same-name-ca"),
    "alert-unknown-authority": ("other-ca", "same-name-ca"),
    "wrong-signature": ("same-name-ca",),
    "usage-mismatch": ("wrong-usage",),
    "key-mismatch": ("other-key",),
    "bad-certificate": _SERVERS_REFUSED,
    "certificate-required": ("no-certificate",),
    "no-client-certificate": ("no-certificate",),
    "unauthorized": ("expired", "other-ca", "wrong-usage"),
    "unauthorized-by-kubelet": ("expired", "other-ca", "wrong-usage"),
    "unauthorized-by-any": ("expired", "other-ca", "wrong-usage"),
    "peer-address-mismatch": ("set-san",),
    "token-key": ("other-sa-pub",),
}
"""The faults that can give a text, by what it tells of; the others have none that a file could show."""

_OWN_DATES = frozenset(("end", "begin", "serial"))
"""What a fault gives a certificate anew: not compared."""


@dataclass(frozen=True, slots=True)
class Single:
    """A fault that would do it. `says`: the edges that would then say the text and do not now; `exact`: with the very
    names of the text.
    """

    fault: Fault
    says: tuple[Finding, ...]
    exact: bool


def single_faults(cluster: Cluster, reading: Reading, found: Findings) -> tuple[Single, ...]:
    """The faults that would do it, those that give the very text first. Nothing for a cluster too large to try."""
    most = min(MOST_TRIED, MOST_WORK // max(1, len(cluster.connections)))
    now = {one.connection.id for one in found.of(Standing.SAYS)} if found.moment is None else set()
    done: list[Single] = []
    for fault, _ in zip(_trials(cluster, reading, found), range(most), strict=False):
        try:
            then = broken(cluster, (fault,))
        except KubepkiError:
            continue  # this fault changes nothing here, or the tree lacks what it needs
        told = [one for one in saying(then, reading, _OWN_DATES) if one.connection.id not in now]
        exact = tuple(one for one in told if one.standing is Standing.SAYS)
        if told:
            done.append(Single(fault, exact or tuple(told), bool(exact)))
    return tuple(sorted(done, key=lambda one: (not one.exact, -len(one.says))))


def _trials(cluster: Cluster, reading: Reading, found: Findings) -> Iterator[Fault]:
    """Each fault once for each certificate, key or connection that the edges which could say it look at."""
    kinds = _TRIED.get(reading.fault.id, ())
    seen: set[tuple[str, str]] = set()
    edges = [*found.of(Standing.COULD), *found.of(Standing.ALIKE)]
    for kind in kinds:
        for target, name in _targets(cluster, kind, edges):
            if (kind, name) in seen:
                continue
            seen.add((kind, name))
            yield from _faults(cluster, kind, target, reading)


def _targets(cluster: Cluster, kind: str, edges: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """(Target, what tells it from others): copies of a certificate are one; a trust file is one of its own."""
    if kind == "other-sa-pub":
        yield from ((one.id, one.id) for one in cluster.inventory.keys.values() if one.path.endswith("sa.pub"))
        return
    for finding in edges:
        if kind == "no-certificate":
            yield finding.connection.id, finding.connection.id
            continue
        for suspect in finding.suspects:
            one = next((each for each in suspect.reference.ids if each in cluster.inventory.certificates), None)
            if one is None or suspect.role in ("key", "token"):
                continue
            is_anchor = suspect.role not in ("certificate", "key")
            if is_anchor and kind not in ("other-ca", "same-name-ca"):
                continue
            facts = cluster.inventory.certificates[one].facts
            yield one, one if is_anchor else facts.fingerprint_sha256


def _faults(cluster: Cluster, kind: str, target: str, reading: Reading) -> Iterator[Fault]:
    """A fault on a target, with the value that the text asks for."""
    certificate = cluster.inventory.certificates.get(target)
    if kind in ("drop-san", "set-san"):
        value = _names(kind, certificate, reading) if certificate else None
        if value:
            yield Fault(kind, target, value)
        return
    yield Fault(kind, target)


def _names(kind: str, certificate: Certificate, reading: Reading) -> str | None:
    host = reading.pieces.get("host")
    has = [san.value for san in certificate.facts.sans]
    if kind == "drop-san":
        return host if host in has else None
    if reading.fault.id == "no-ip-name":
        return "|".join(san.value for san in certificate.facts.sans if san.type == "DNS") or None
    listed = reading.pieces.get("names")
    if reading.fault.id == "peer-address-mismatch":
        return "|".join(part.strip('"') for part in listed.split()) if listed else None
    return "|".join(listed.split(", ")) if listed and listed != ", ".join(has) else None
