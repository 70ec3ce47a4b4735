"""The clock moved on: when the certificates of a tree end, and what has become due between two moments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..model.certificates import Certificate
from ..model.cluster import Cluster

TOGETHER = timedelta(seconds=3)
"""kubeadm makes a node's certificates one after the other: what ends so close together is one stop."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Certificates that end together, each once however many copies there are; `moment`: the second after the last."""

    moment: datetime
    certificates: tuple[Certificate, ...]


def stops(cluster: Cluster) -> tuple[Stop, ...]:
    """Everything that ends after the cluster's clock, in order."""
    distinct: dict[str, Certificate] = {}
    for one in sorted(cluster.inventory.certificates.values(), key=lambda one: one.id):
        distinct.setdefault(one.facts.fingerprint_sha256, one)
    ending = sorted(distinct.values(), key=lambda one: (one.facts.not_after, one.id))
    groups: list[list[Certificate]] = []
    for one in ending:
        if one.facts.not_after < cluster.clock or one.facts.not_after.year >= 9999:
            continue
        if groups and one.facts.not_after - groups[-1][0].facts.not_after <= TOGETHER:
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(Stop(some[-1].facts.not_after + timedelta(seconds=1), tuple(some)) for some in groups)


def due(before: datetime, after: Cluster) -> frozenset[str]:
    """The ids of the certificates that were in date at a moment and are not at the cluster's clock, or the reverse."""

    def in_date(one: Certificate, clock: datetime) -> bool:
        return one.facts.not_before <= clock <= one.facts.not_after

    found = after.inventory.certificates.values()
    return frozenset(one.id for one in found if in_date(one, before) is not in_date(one, after.clock))
