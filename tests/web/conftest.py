"""An application with a clock that a test sets, reading uploads in its own process unless a test says otherwise."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.web.application import create_app
from app.web.services import Services
from app.web.settings import Settings

TREES = Path(__file__).parent.parent / "data" / "trees"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2027, 1, 31, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **parts: float) -> None:
        self.time += timedelta(**parts)


def services_of(client: TestClient) -> Services:
    """What the requests of a client's application share."""
    found: Services = client.app.state.services  # type: ignore[attr-defined]
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Iterator[TestClient]:
    """A client that follows no redirects, on an application of its own."""
    with TestClient(create_app(Settings(workers=0), now=clock), follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="session")
def tree() -> bytes:
    """A real kubeadm tree, packed, with its (throw-away) private keys."""
    return (TREES / "kubeadm-1.30-cp1.tar.gz").read_bytes()
