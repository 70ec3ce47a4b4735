"""The handshake beside the ladder, edge by edge: they part only where OpenSSL is known to differ from Go.

The ladder is held against Go's own code elsewhere (tests/trust); here it says what a cluster would do.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.analysis import at
from app.issuing.twin import Twin
from app.model.cluster import Cluster, Connection
from app.model.verdicts import Outcome, Verdict
from app.proof.agreement import compared, difference
from app.proof.shaking import Shaken, shake
from app.reading.bounds import INSPECT
from tests.issuing.making import ALL, POOL, VERDICTS, opened
from tests.trust.cases import case

OPENSSL_DIFFERS = {
    "go-064": "mapped-address",
    "go-073": "any-usage",
    "go-080": "ca-without-constraints",
    "go-115": "weak-signature",
    "go-117": "weak-signature",
    "go-128": "authority-key-id",
}
"""Trees, and what app/proof calls the difference that each shows."""


def judged(cluster: Cluster) -> Iterator[tuple[Connection, Verdict]]:
    """Every edge with TLS that can be judged, and what the ladder says of it."""
    for connection in cluster.connections.values():
        verdict = cluster.verdicts[connection.id]
        if connection.dialled.scheme == "https" and verdict.outcome is not Outcome.NOT_CHECKABLE:
            yield connection, verdict


def chosen(cluster: Cluster) -> Iterator[tuple[Connection, Verdict]]:
    """Every edge that fails, and the first of each group that works: the others are like it."""
    seen = set()
    for connection, verdict in judged(cluster):
        works = verdict.outcome is Outcome.WORKS
        if not works or connection.group not in seen:
            yield connection, verdict
        if works:
            seen.add(connection.group)


def parted(cluster: Cluster, connections: Iterable[tuple[Connection, Verdict]]) -> Iterator[tuple[str, str]]:
    """The connections of which ladder and handshake say different things, and the difference by name."""
    twin = Twin(cluster, POOL)
    for connection, verdict in connections:
        found = shake(twin, connection)
        if compared(connection, verdict, found, "the server").agree is False:
            known = difference(connection, verdict, found) if isinstance(found, Shaken) else None
            yield connection.id, known.id if known else "not known"


def at_its_clock(path: Path) -> Cluster:
    """A tree as it is judged at its case's moment, a real one at the suite's."""
    found, name = opened(path), path.name.removesuffix(".tar.gz")
    clock = datetime.fromisoformat(case(name)["clock"]) if name.startswith("go-") else found.clock
    return found if clock == found.clock else at(found.inventory, clock, INSPECT)


@pytest.mark.parametrize("part", range(4))
def test_the_handshake_says_what_the_ladder_says(part: int) -> None:
    """On all trees: loaded or not, connected or not, let in or refused afterwards."""
    differing = {}
    for path in ALL[part::4]:
        cluster, name = at_its_clock(path), path.name.removesuffix(".tar.gz")
        if name not in OPENSSL_DIFFERS and (found := tuple(parted(cluster, chosen(cluster)))):
            differing[name] = found
    assert differing == {}


@pytest.mark.parametrize("name", OPENSSL_DIFFERS)
def test_the_known_differences_are_some(name: str) -> None:
    """Each is on the tree that shows it, by its own reason: a row that is no difference would be out of date."""
    cluster = at_its_clock(VERDICTS / f"{name}.tar.gz")
    found = {known for _, known in parted(cluster, judged(cluster))}
    assert found == {OPENSSL_DIFFERS[name]}
