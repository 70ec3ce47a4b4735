"""A moment at which a tree's certificates were in date, where they are not at its clock: a lesson can be begun then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..model.certificates import Facts
from ..model.cluster import Cluster

Chains = tuple[tuple[Facts, Facts], ...]

_MARGINS = (timedelta(days=30), timedelta(days=1), timedelta(hours=1))
"""Before the first end: a lesson must not run into it, and what is about to end is a subject of its own."""


@dataclass(frozen=True, slots=True)
class InDate:
    """`expired`: how many certificates have ended at the tree's clock; `moment`: when most of those in use were in date;
    `left`: how many were not even then.
    """

    expired: int
    moment: datetime
    left: int


def in_date(cluster: Cluster) -> InDate | None:
    """A better moment than the clock; None where no leaf in use has ended, or where no moment is better."""
    chains = _in_use(cluster)
    ended = [leaf for leaf, _ in chains if leaf.not_after < cluster.clock]
    moments = [
        (_out_of_date(chains, moment), rank, -moment.timestamp(), moment)
        for leaf in ended
        for rank, margin in enumerate(_MARGINS)
        if (moment := (leaf.not_after - margin).replace(minute=0, second=0)) >= leaf.not_before
    ]
    best = min(moments, default=None)
    if best is None or best[0] >= _out_of_date(chains, cluster.clock):
        return None
    return InDate(len(ended), best[-1], best[0])


def _out_of_date(chains: Chains, moment: datetime) -> int:
    """How many leaves are not in date, themselves or the CA that signed them."""
    return sum(any(not one.not_before <= moment <= one.not_after for one in chain) for chain in chains)


def _in_use(cluster: Cluster) -> Chains:
    """The leaves that somebody checks, each once, with what signed them (else once more themselves). A kubelet's own
    serving certificate, which nobody verifies, is none of them.
    """
    found = {}
    for id_ in _checked(cluster):
        leaf = cluster.inventory.certificates[id_]
        found[leaf.facts.fingerprint_sha256] = (leaf.facts, (cluster.issuer(leaf) or leaf).facts)
    return tuple(found.values())


def _checked(cluster: Cluster) -> Iterator[str]:
    for connection in cluster.connections.values():
        yield from connection.client.certificate.ids[:1]
        if connection.verifies_server:
            yield from connection.server.certificate.ids[:1]
