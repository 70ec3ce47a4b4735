"""Pages of large uploads are made in a thread: nobody else waits for them, and they are the same pages."""

import asyncio
import sys
import threading

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from app.web import opened, serving
from app.web.beside import beside
from tests.web.asgi import started
from tests.web.conftest import services_of

API = "/api/v1/clusters"


def upload(client: TestClient, tree: bytes) -> str:
    answer = client.post(API, files={"file": ("tree.tar.gz", tree)})
    assert answer.status_code == 201
    return str(answer.json()["id"])


PAGES = ("", "/nodes", "/search?q=ca", "/expiry", "/files", "/signatures", "/time", "/map.svg")


@pytest.mark.parametrize("path", PAGES)
def test_a_large_uploads_page_is_the_same_page(
    client: TestClient, tree: bytes, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes from a thread is what comes at once, to the byte; of what is not there, the same 404."""
    base = f"/clusters/{upload(client, tree)}"
    at_once = client.get(base + path)
    monkeypatch.setattr(opened, "LARGE", 0)
    services, jobs = services_of(client), []
    do = services.pages.do
    monkeypatch.setattr(services.pages, "do", lambda job: jobs.append(job) or do(job))
    in_thread = client.get(base + path)
    assert at_once.status_code == 200 and in_thread.text == at_once.text and len(jobs) == 1
    assert client.get(f"{base}/components/none").status_code == 404
    assert client.get("/clusters/one").status_code == 200 and len(jobs) == 2


def test_small_pages_do_not_wait_for_large_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one large page is being made, small ones are answered; a second large one waits for the first."""
    sizes, gate, made = {"large": 1 << 20, "small": 1}, threading.Event(), []

    @beside
    def page(request: Request) -> Response:
        name = request.path_params["cluster_id"]
        if name == "large":
            assert gate.wait(20)
        made.append((name, threading.current_thread() is threading.main_thread()))
        return Response()

    async def visit() -> None:
        async with started() as app:
            monkeypatch.setattr(app.state.services.store, "size", sizes.__getitem__)

            def asked(name: str) -> Request:
                return Request({"type": "http", "app": app, "path_params": {"cluster_id": name}, "headers": []})

            large = [asyncio.create_task(page(asked("large"))) for _ in range(2)]
            await asyncio.sleep(0)
            await page(asked("small"))
            gate.set()
            await asyncio.gather(*large)

    asyncio.run(visit())
    assert made == [("small", True), ("large", False), ("large", False)]


def test_threads_take_turns_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has started waits a millisecond for the thread of a large page, not Python's five."""
    said: list[float] = []
    monkeypatch.setattr(serving.sys, "setswitchinterval", said.append)
    for name in ("collect", "freeze", "set_threshold"):
        monkeypatch.setattr(serving.gc, name, lambda *_: None)
    serving.settle()
    assert said == [0.001] and said[0] < sys.getswitchinterval()


def test_a_broken_cluster_is_made_once_and_goes_with_its_upload(
    client: TestClient, tree: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clicks on one broken upload at one moment break it once; another fault breaks it anew; a delete forgets."""
    made = []
    breaking = opened.broken
    monkeypatch.setattr(opened, "broken", lambda cluster, faults: made.append(faults) or breaking(cluster, faults))
    upload_id = upload(client, tree)
    base = f"/clusters/{upload_id}"
    fault = "break=expired,cp1:/etc/kubernetes/pki/apiserver.crt%23"
    for path in ("", "/expiry", "/nodes"):
        assert client.get(f"{base}{path}?{fault}").status_code == 200
    assert len(made) == 1
    assert client.get(f"{base}?{fault}&clock=2027-02-01T00:00:00Z").status_code == 200
    assert client.get(f"{base}?break=expired,cp1:/etc/kubernetes/pki/ca.crt%23").status_code == 200
    assert len(made) == 3
    store = services_of(client).store
    assert store._derived and store._derived_bytes  # noqa: SLF001 - nothing else tells what is remembered
    assert client.delete(f"{API}/{upload_id}").status_code == 204
    assert not store._derived and not store._derived_bytes  # noqa: SLF001
    assert client.get(f"{base}?{fault}").status_code == 410
