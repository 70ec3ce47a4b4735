"""One application for all tests of the pages, with a clock that stands still and an upload in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.web.application import create_app
from app.web.settings import Settings

TREES = Path(__file__).parents[1] / "data" / "trees"
NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client that follows no redirects and asks for HTML, as a browser does."""
    app = create_app(Settings(workers=0), now=lambda: NOON)
    with TestClient(app, follow_redirects=False, headers={"accept": "text/html"}) as made:
        yield made


def upload(client: TestClient, tree: bytes, name: str = "tree.tar.gz") -> str:
    """The path of the page of what the form opened."""
    answer = client.post("/open", files={"file": (name, tree)})
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.fixture(scope="session")
def pki_only(client: TestClient) -> str:
    """The page of a bare pki folder, the commonest upload."""
    return upload(client, (TREES / "kubeadm-1.37-pki-only.tar.gz").read_bytes())
