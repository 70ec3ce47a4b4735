"""Real trees after accidents, the whole way: reading, judging, printing, and every page of what is left."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.analysis import analyse, printed, text
from app.cli.open import opened
from app.model.cluster import Cluster
from app.model.errors import KubepkiError
from app.reading.bounds import INSPECT
from app.reading.tree import Tree
from app.web.application import create_app
from app.web.settings import Settings
from tests.properties import examples
from tests.trees import MADE, NAMES, entries

from .mutating import CHANGES, mutated

CLOCK = datetime(2026, 12, 15, 12, tzinfo=UTC)
VIEWS = (
    "",
    "?view=table",
    "?internals=1",
    "/expiry",
    "/signatures",
    "/files",
    "/nodes",
    "/print",
    "/connections.csv",
    "/map.svg",
    "/time",
    "/break",
    "/error",
    "/lessons",
    "?clock=2030-06-01T00:00:00Z",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A server that raises what it would answer with 500."""
    with TestClient(create_app(Settings(workers=0), now=lambda: CLOCK), follow_redirects=False) as made:
        made.headers["accept"] = "text/html"
        yield made


@examples(8)
@given(name=st.sampled_from((*NAMES, *MADE)), seed=st.integers(0, 1 << 32))
def test_any_accident_gives_a_map_or_a_refusal(client: TestClient, name: str, seed: int) -> None:
    """Files lost, swapped, cut, glued, edited, linked or unread: a cluster that can be printed and shown, no error."""
    try:
        cluster = analyse(Tree(mutated(entries(name), seed)), CLOCK, INSPECT)
    except KubepkiError as refused:
        assert refused.what and refused.remedy
        return
    assert "".join(text(cluster)) and "".join(printed(cluster))
    local = opened(cluster, ["tree"])
    client.app.state.services.local = local  # type: ignore[attr-defined]
    for path in (*VIEWS, *_pages(cluster)):
        answer = client.get(f"/clusters/{local.id}{path}")
        assert answer.status_code == 200, path


def _pages(cluster: Cluster) -> Iterator[str]:
    """The first and the last of every kind of thing that has a page."""
    kinds = {
        "connections": cluster.connections,
        "components": cluster.components,
        "files": cluster.inventory.files,
        "certificates": cluster.inventory.certificates,
        "keys": cluster.inventory.keys,
    }
    for kind, found in kinds.items():
        for one in (*list(found)[:1], *list(found)[-1:]):
            yield f"/{kind}/{quote(one, safe='')}"


def test_every_accident_happens() -> None:
    """Each change does change a tree, and the same seed gives the same tree."""
    found = entries("kubeadm-1.37-cp1-workers")
    assert mutated(found, 7) == mutated(found, 7)
    assert len({mutated(found, seed) for seed in range(20)}) == 20
    assert len(set(CHANGES)) == 10
