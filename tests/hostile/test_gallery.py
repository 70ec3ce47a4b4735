"""Each of the gallery, read and shown as a server does it: an answer in time, and no page that bursts."""

import gc
import gzip
import json
import os
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.reading.uploads import Upload
from app.web.application import create_app
from app.web.settings import Settings
from app.web.worker.job import read_job
from app.web.worker.wire import Kind
from tests.trees import TREES

from .gallery import GALLERY, TREE

CLOCK = datetime(2026, 12, 15, 12, tzinfo=UTC)
VIEWS = (
    "",
    "?clock=2027-06-01T00:00:00Z",
    "?view=table",
    "?internals=1",
    "/expiry",
    "/signatures",
    "/files",
    "/nodes",
    "/search?q=n1",
    "/print",
    "/connections.csv",
    "/expiry.csv",
    "/map.svg",
)

READING, SHOWING = 40, 40
"""How many times as long as a real tree the worst may take, to be read and to be shown. Measured: 14, which is a
quarter of a second, and 20."""


def read(data: bytes) -> tuple[float, int, Kind, int]:
    """Reads an upload in a child of its own: seconds of CPU, MiB of memory beyond this process's, kind and size of the
    answer.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        gc.disable()  # as the reading process does
        begun, before = time.process_time(), _peak()
        answer = read_job([Upload("a.tgz", data)], CLOCK)
        found = (time.process_time() - begun, (_peak() - before) >> 10, answer.kind, len(answer.content))
        os.write(writer, json.dumps(found).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        written = pipe.read()
    os.waitpid(child, 0)
    seconds, grown, kind, size = json.loads(written)
    return seconds, grown, Kind(kind), size


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@cache
def real_tree() -> float:
    """Seconds of CPU that a real tree takes on this machine: the unit in which the others are told."""
    data = (TREES / f"{TREE}.tar.gz").read_bytes()
    return sorted(read(data)[0] for _ in range(5))[2]


@cache
def packed(name: str) -> bytes:
    return gzip.compress(GALLERY[name](), 1)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(workers=0), now=lambda: CLOCK), follow_redirects=False) as made:
        made.headers["accept"] = "text/html"
        yield made


@pytest.mark.parametrize("name", GALLERY)
def test_reading_is_bounded(name: str) -> None:
    """A cluster or a refusal, never a bug, in a bounded number of real trees' time, and within 64 MiB."""
    seconds, grown, kind, size = read(packed(name))
    assert kind is not Kind.BUG
    assert grown <= 64
    assert size <= 8 << 20
    assert seconds <= READING * real_tree(), f"{seconds / real_tree():.0f} real trees"


@pytest.mark.parametrize("name", GALLERY)
def test_showing_is_bounded(client: TestClient, name: str) -> None:
    """Whatever was read, no page fails, is longer than a megabyte, or holds others up for more than some real pages."""
    opened = client.post("/open", files={"file": ("a.tgz", packed(name))})
    if opened.status_code != 303:
        assert opened.status_code == 422
        return
    base = opened.headers["location"]
    document = client.get(f"/api/v1{base}").json()
    for kind in ("connections", "components", "files", "certificates", "keys"):
        for found in (document[kind][:1], document[kind][-1:]):
            for one in found:
                _check(client, f"{base}/{kind}/{quote(one['id'], safe='')}")
    for one in document["files"][:1]:
        _check(client, f"{base}/files/{quote(one['id'], safe='')}?view=text")
    for view in VIEWS:
        _check(client, base + view)


def _check(client: TestClient, path: str) -> None:
    begun = time.process_time()
    answer = client.get(path)
    taken = (time.process_time() - begun) / real_tree()
    assert answer.status_code == 200, path
    assert len(answer.content) <= 1 << 20, path
    assert taken <= SHOWING, f"{path}: {taken:.0f} real trees"
