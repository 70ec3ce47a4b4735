"""The handshake beside the ladder, edge by edge: they part only where OpenSSL is known to differ from Go.

The ladder is held against Go's own code elsewhere (tests/trust); here it says what a cluster would do.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.analysis import at
from app.issuing.twin import Twin
from app.model.cluster import Cluster, Connection
from app.model.verdicts import Outcome, Phase, Verdict
from app.reading.bounds import INSPECT
from app.tls.edge import Edges, NothingToShake
from app.tls.exchange import CannotLoad, Pair
from tests.issuing.making import ALL, POOL, VERDICTS, opened
from tests.trust.cases import case

OPENSSL_DIFFERS = {
    "go-064": "an IPv4-mapped address is another one",
    "go-073": "any usage is no usage",
    "go-080": "a CA without basic constraints signs",
    "go-115": "SHA-1 is verified at security level 0",
    "go-117": "MD5 is verified at security level 0",
    "go-128": "an authority key id that fits nobody excludes",
}
NOT_OF_TLS = {
    "go-121": "a certificate without a CN",
    "go-122": "a certificate without a CN",
    "go-125": "a front proxy's CN that is not allowed",
    "go-137": "two fields of a kubeconfig that exclude each other",
}
LOADING = (Phase.LOAD, Phase.OWN_KEY, Phase.URL)


def shaken(cluster: Cluster, edges: Edges, connection: Connection) -> str:
    """How far it gets: load, handshake, authentication or works."""
    try:
        ends = edges.peers(connection)
        exchange = Pair(ends.client, ends.server, cluster.clock).shake()
    except (NothingToShake, CannotLoad):
        return "load"
    if not exchange.connected:
        return "handshake"
    presents = ends.client.credentials is not None
    return "authentication" if presents and exchange.server.fault is not None else "works"


def told(verdict: Verdict) -> str:
    """What the ladder says, in the same words."""
    if verdict.outcome is Outcome.WORKS:
        return "works"
    if verdict.phase in LOADING:
        return "load"
    return "authentication" if verdict.phase is Phase.AUTHENTICATION else "handshake"


def judged(cluster: Cluster) -> Iterator[tuple[Connection, str]]:
    """Every edge with TLS that can be judged, and what the ladder says of it."""
    for connection in cluster.connections.values():
        verdict = cluster.verdicts[connection.id]
        if connection.dialled.scheme == "https" and verdict.outcome is not Outcome.NOT_CHECKABLE:
            yield connection, told(verdict)


def chosen(cluster: Cluster) -> Iterator[tuple[Connection, str]]:
    """Every edge that fails, and the first of each group that works: the others are like it."""
    seen = set()
    for connection, said in judged(cluster):
        if said != "works" or connection.group not in seen:
            yield connection, said
        if said == "works":
            seen.add(connection.group)


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
        cluster = at_its_clock(path)
        edges = Edges(Twin(cluster, POOL))
        for connection, expected in chosen(cluster):
            if (said := shaken(cluster, edges, connection)) != expected:
                differing[path.name.removesuffix(".tar.gz")] = (connection.id, said, expected)
    assert {name: why for name, why in differing.items() if name not in OPENSSL_DIFFERS | NOT_OF_TLS} == {}


@pytest.mark.parametrize("name", OPENSSL_DIFFERS)
def test_the_known_differences_are_some(name: str) -> None:
    """Were a row of the table no difference, it would be out of date."""
    cluster = at_its_clock(VERDICTS / f"{name}.tar.gz")
    edges = Edges(Twin(cluster, POOL))
    assert any(shaken(cluster, edges, connection) != said for connection, said in judged(cluster))
