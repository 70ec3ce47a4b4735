"""The same upload again: known to the browser that sent it, for an hour, and to nobody else."""

import gc

import pytest
from starlette.testclient import TestClient

from app.web.again import COOKIE
from app.web.services import Services
from app.web.worker.reader import ThisProcess
from tests.web.conftest import Clock, services_of

API, FORM = "/api/v1/clusters", "/open"


class Counting(ThisProcess):
    """Counts what is read."""

    def __init__(self) -> None:
        self.count = 0

    async def read(self, uploads, clock):  # type: ignore[no-untyped-def]
        self.count += 1
        return await super().read(uploads, clock)


@pytest.fixture
def services(client: TestClient) -> Services:
    """What the requests share, with a reader that counts."""
    found = services_of(client)
    found.reader = Counting()
    return found


def count(services: Services) -> int:
    assert isinstance(services.reader, Counting)
    return services.reader.count


def opened(client: TestClient, tree: bytes, path: str = API, name: str = "tree.tar.gz") -> str:
    """The id of what an upload opens."""
    answer = client.post(path, files={"file": (name, tree)})
    assert answer.status_code == (201 if path == API else 303)
    return answer.headers["location"].rpartition("/")[2]


@pytest.mark.parametrize("path", [API, FORM])
def test_the_same_files_again_are_the_same_cluster_and_are_not_read(
    client: TestClient, services: Services, tree: bytes, path: str
) -> None:
    """Equal bytes under an equal name open the cluster that they opened before; another byte or name opens another."""
    first = opened(client, tree, path)
    assert opened(client, tree, path) == first and count(services) == 1
    assert opened(client, tree + b"\0", path) != first and count(services) == 2
    assert opened(client, tree, path, "other.tar.gz") != first and count(services) == 3


def test_another_browser_learns_nothing(client: TestClient, services: Services, tree: bytes) -> None:
    """Without the cookie, and with another upload's key, or a key but no id, the same files are read anew."""
    first = opened(client, tree)
    cookie = client.cookies[COOKIE]
    client.cookies.clear()
    second = opened(client, tree)
    assert second != first and count(services) == 2
    foreign = client.cookies[COOKIE].partition(".")[2]
    for forged in (f"{first}.{foreign}", f"{first}.", f".{foreign}", first, "x" * 5000, ""):
        client.cookies.clear()
        client.cookies.set(COOKIE, forged)
        before = count(services)
        assert opened(client, tree) not in (first, second) and count(services) == before + 1
    client.cookies.clear()
    client.cookies.set(COOKIE, cookie)
    assert opened(client, tree) == first


def test_deleting_empties_it(client: TestClient, services: Services, tree: bytes) -> None:
    """After a delete the same files are read anew, and neither key nor digest of the deleted is left in memory."""
    first = opened(client, tree)
    key = client.cookies[COOKIE].partition(".")[2]
    kept = services.store.find(first)
    assert kept is not None and kept.digest is not None
    digest = bytes(kept.digest)
    del kept
    assert client.delete(f"{API}/{first}").status_code == 204
    assert opened(client, tree) != first and count(services) == 2
    gc.collect()
    left = [one for one in gc.get_objects() if type(one).__name__ == "Kept"]
    assert digest not in [getattr(one, "digest", None) for one in left]
    assert not any(key in str(one) for one in left)


def test_after_an_hour_it_is_judged_anew(client: TestClient, services: Services, clock: Clock, tree: bytes) -> None:
    """Within the hour the page keeps its moment; later the same files are read at the moment that it is then."""
    first = opened(client, tree)
    clock.forward(minutes=60)
    assert opened(client, tree) == first
    clock.forward(seconds=1)
    later = opened(client, tree)
    assert later != first
    moments = [client.get(f"{API}/{one}").json()["clock"] for one in (first, later)]
    assert moments[0] < moments[1]


def test_the_cookie_goes_nowhere_else(client: TestClient, services: Services, tree: bytes) -> None:
    """It is for the route that set it alone, no script reads it, and no other site's request carries it."""
    said = client.post(API, files={"file": ("tree.tar.gz", tree)}).headers["set-cookie"].lower()
    assert f"path={API}" in said and "httponly" in said and "samesite=strict" in said
    assert "set-cookie" not in client.post(API, files={"file": ("tree.tar.gz", tree)}).headers
