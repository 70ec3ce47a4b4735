"""Uploads: counted while they stream, in memory only, and never more at once than there is room for."""

import asyncio
import functools
import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.reading.bounds import WEB
from app.reading.uploads import Upload
from app.web import body, frame
from app.web import budget as budget_module
from app.web.body import FORM_OVERHEAD, body_limit
from app.web.budget import Budget
from app.web.errors import Busy
from app.web.services import Services
from app.web.settings import Settings
from app.web.worker import pool
from app.web.worker.reader import Reader, parcel_of
from tests.web.asgi import FORM, Exchange, exchange, form_pieces, started

API = "/api/v1/clusters"
ROOT = Path(__file__).parents[2]


def endless(counter: list[int], size: int = 65_536) -> Iterator[bytes]:
    """A body without an end; counts what was asked of it."""
    yield form_pieces(b"")[0][:70]
    while True:
        counter[0] += size
        yield bytes(size)


def test_an_endless_body_is_cut_off() -> None:
    """413 with `connection: close`; of a body without an end less than three uploads' worth is read, then no more."""
    counter = [0]

    async def work() -> Exchange:
        async with started() as app:
            return await exchange(app, "POST", API, {**FORM, "transfer-encoding": "chunked"}, endless(counter))

    refused = asyncio.run(work())
    assert (refused.status, refused.headers["connection"]) == (413, "close")
    assert counter[0] < 3 * WEB.upload
    assert b"kubepki inspect" in refused.body


def test_a_declared_size_is_refused_at_once_and_its_rest_is_read_only_a_little() -> None:
    """A body that says it is too large is refused before it is kept; a sender who is nearly done still hears why."""
    counter = [0]

    async def work(size: int, expect: bool) -> Exchange:
        headers = FORM | {"content-length": str(size)} | ({"expect": "100-continue"} if expect else {})
        pieces = itertools.islice(endless(counter), 2 + (5 << 20) // 65_536)
        async with started() as app:
            return await exchange(app, "POST", API, headers, pieces)

    waiting = asyncio.run(work(5 << 20, expect=True))
    assert (waiting.status, waiting.headers["connection"], waiting.taken) == (413, "close", 0)
    huge = asyncio.run(work(1 << 40, expect=False))
    assert (huge.status, huge.headers["connection"]) == (413, "close")
    assert counter[0] < 2 * WEB.upload


def test_the_largest_upload_passes_and_one_byte_more_does_not() -> None:
    """The limit counts the form with its file: at the limit the content is judged, above it the size."""
    overhead = sum(map(len, form_pieces(b"")))

    async def work(size: int) -> Exchange:
        async with started() as app:
            return await exchange(app, "POST", API, FORM | {"transfer-encoding": "chunked"}, form_pieces(bytes(size)))

    assert body_limit() == WEB.upload + FORM_OVERHEAD
    assert asyncio.run(work(body_limit() - overhead)).status == 422
    assert asyncio.run(work(body_limit() - overhead + 1)).status == 413


def test_a_body_that_does_not_come_ends_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender who stops in the middle is told after the deadline, and its connection is closed."""
    monkeypatch.setattr(body, "BODY_SECONDS", 0.01)
    monkeypatch.setattr(frame, "LINGER_SECONDS", 0.01)

    async def work() -> Exchange:
        async with started() as app:
            return await exchange(app, "POST", API, FORM | {"content-length": "1000"}, None)

    late = asyncio.run(work())
    assert (late.status, late.headers["connection"]) == (408, "close")


def test_a_body_that_nobody_wants_does_not_keep_the_connection() -> None:
    """A refused method, a foreign page: whatever of their bodies comes is dropped, and what does not come ends it."""
    counter = [0]

    async def work(headers: dict[str, str]) -> Exchange:
        async with started() as app:
            return await exchange(app, "POST", f"{API}/one", FORM | headers, endless(counter))

    for headers, status in (({}, 405), ({"origin": "http://evil.example"}, 403)):
        counter[0] = 0
        refused = asyncio.run(work({**headers, "transfer-encoding": "chunked"}))
        assert (refused.status, refused.headers["connection"]) == (status, "close")
        assert counter[0] < 2 * WEB.upload


def test_a_small_unread_body_keeps_the_connection() -> None:
    """A form's few bytes that a route does not look at are read, so that the connection serves the next request."""

    async def work() -> Exchange:
        async with started() as app:
            return await exchange(app, "POST", f"{API}/one", FORM | {"content-length": "5"}, [b"hello"])

    assert "connection" not in asyncio.run(work()).headers


def test_bytes_in_flight_are_bounded_and_come_back(tree: bytes) -> None:
    """While unfinished uploads hold all the room, the next is told to come again; when they end, it is read."""

    async def work() -> tuple[list[int], Exchange, Exchange, int]:
        async with started() as app:
            services: Services = app.state.services
            services.budget = Budget(300_000)
            gate = asyncio.Event()
            arrived = asyncio.Semaphore(0)

            async def half() -> int:
                app_receives = [*form_pieces(bytes(90_000))[:1], b""]
                pieces = iter(app_receives)

                async def receive() -> dict[str, object]:
                    piece = next(pieces)
                    if not piece:
                        arrived.release()
                        await gate.wait()
                    return {"type": "http.request", "body": piece, "more_body": bool(piece)}

                return await status_of_upload(app, receive)

            halves = [asyncio.create_task(half()) for _ in range(4)]
            for _ in halves:
                await arrived.acquire()
            headers = FORM | {"transfer-encoding": "chunked"}
            refused = await exchange(app, "POST", API, headers, form_pieces(tree))
            gate.set()
            statuses = await asyncio.gather(*halves)
            read = await exchange(app, "POST", API, headers, form_pieces(tree))
            return statuses, refused, read, services.budget.left

    statuses, refused, read, left = asyncio.run(work())
    assert statuses == [400] * 4
    assert refused.status == 503 and int(refused.headers["retry-after"]) > 0
    assert read.status == 201 and left == 300_000


async def status_of_upload(app: object, receive: object) -> int:
    status = 0

    async def send(message: dict[str, int]) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": API,
        "query_string": b"",
        "http_version": "1.1",
    }
    headers = [(b"content-type", FORM["content-type"].encode()), (b"transfer-encoding", b"chunked")]
    await app({**scope, "headers": headers, "server": ("t", 80)}, receive, send)  # type: ignore[operator]
    return status


def test_a_promise_takes_no_room() -> None:
    """Room is taken by bytes that are here: many who announce large uploads and send nothing keep nobody out."""
    budget = Budget(10)
    with budget.share() as share:
        share.take(10)
        with pytest.raises(Busy), budget.share() as other:
            other.take(1)
        assert budget.left == 0
    assert budget.left == 10


def test_silent_senders_give_way() -> None:
    """Senders that hold all the room and have stopped sending go, the longest silent first, when another sends."""
    time = [0.0]
    budget = Budget(10, lambda: time[0])
    gone: list[str] = []
    with budget.share() as first, budget.share() as second, budget.share() as third:
        for name, share in (("first", first), ("second", second)):
            share.on_eviction = functools.partial(gone.append, name)
            share.take(5)
            time[0] += 0.4
        with pytest.raises(Busy):
            third.take(1)
        time[0] += 0.4
        third.take(1)
        assert (gone, first.evicted, second.evicted) == (["first"], True, False)
        assert budget.left == 4
    assert budget.left == 10


def test_a_silent_sender_hears_why(monkeypatch: pytest.MonkeyPatch, tree: bytes) -> None:
    """Over the whole way: who holds all room and is silent gets 503 when another comes, whose upload is read."""
    monkeypatch.setattr(budget_module, "SILENT_SECONDS", 0)

    async def work() -> tuple[int, Exchange]:
        async with started() as app:
            services: Services = app.state.services
            services.budget = Budget(len(tree) + 1000)
            held = asyncio.Event()
            pieces = iter(form_pieces(bytes(60_000))[:1])

            async def receive() -> dict[str, object]:
                piece = next(pieces, None)
                if piece is None:
                    held.set()
                    await asyncio.Event().wait()
                return {"type": "http.request", "body": piece, "more_body": True}

            silent = asyncio.create_task(status_of_upload(app, receive))
            await held.wait()
            read = await exchange(app, "POST", API, FORM | {"transfer-encoding": "chunked"}, form_pieces(tree))
            return await silent, read

    status, read = asyncio.run(work())
    assert (status, read.status) == (503, 201)


def test_an_upload_is_overwritten_after_it_was_read(tree: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the request ends, the memory that held the archive holds zeros."""
    held: list[memoryview] = []

    async def watched(reader: Reader, uploads: list[Upload], clock: datetime) -> bytes:
        held.extend(memoryview(upload.data) for upload in uploads)
        return await parcel_of(reader, uploads, clock)

    monkeypatch.setattr("app.web.opened.parcel_of", watched)

    async def work() -> Exchange:
        async with started() as app:
            return await exchange(app, "POST", API, FORM, form_pieces(tree))

    assert asyncio.run(work()).status == 201
    assert len(held[0]) == len(tree) and not any(held[0])


AUDITED = """
import asyncio, os, sys
from pathlib import Path
from app.web.settings import Settings
from tests.web.asgi import FORM, exchange, form_pieces, started

opened = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        if isinstance(arguments[0], str) and arguments[0] != os.devnull:
            opened.append(arguments[0])
    elif event in ("os.mkdir", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp"):
        opened.append(event)

async def work():
    async with started(Settings(workers=int(sys.argv[2]))) as app:
        content = Path(sys.argv[1]).read_bytes()
        sys.addaudithook(hook)
        small = await exchange(app, "POST", "/api/v1/clusters", FORM, form_pieces(content))
        large = await exchange(app, "POST", "/api/v1/clusters", FORM, form_pieces(bytes(4 << 20)))
        print(small.status, large.status, opened)

asyncio.run(work())
"""


@pytest.mark.parametrize("workers", ["0", "1"])
def test_no_upload_is_opened_for_writing(workers: str) -> None:
    """Python's own audit events: while uploads are read, small and large, no file is opened for writing."""
    path = ROOT / "tests/data/trees/kubeadm-1.30-cp1.tar.gz"
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, str(path), workers], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "201 422 []"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_system_call_writes_an_upload_to_a_file(tmp_path: Path) -> None:
    """The kernel's view, reading process included: between two markers no file is opened for writing by anybody."""
    script = tmp_path / "traced.py"
    script.write_text(
        AUDITED.replace("sys.addaudithook(hook)", "marker('begin')")
        .replace("print(small", "marker('end'); print(small")
        .replace("opened = []", "opened = []\ndef marker(name):\n    os.path.exists(f'/marker-{name}')")
    )
    trace = tmp_path / "trace"
    path = ROOT / "tests/data/trees/kubeadm-1.30-cp1.tar.gz"
    calls = "open,openat,openat2,creat,memfd_create,newfstatat,stat,mkdir,mkdirat,rename,renameat2"
    subprocess.run(
        ["strace", "-f", "-o", str(trace), "-e", f"trace={calls}", sys.executable, str(script), str(path), "1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    during = trace.read_text().split("/marker-begin")[1].split("/marker-end")[0]
    written = [
        line
        for line in during.splitlines()
        if re.search(r"O_WRONLY|O_RDWR|O_CREAT|creat\(|memfd|mkdir|rename", line) and "/dev/null" not in line
    ]
    assert "openat" in trace.read_text()
    assert written == []


def test_three_hundred_uploads_at_once(tree: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class that sends at the same moment: every upload is opened by the reading processes, however busy the machine
    is: the queue's patience is for people, and set aside here.
    """
    monkeypatch.setattr(pool, "QUEUE_SECONDS", 600)

    async def work() -> list[int]:
        async with started(Settings(workers=2)) as app:
            sent = (exchange(app, "POST", API, FORM, form_pieces(tree)) for _ in range(300))
            return [answer.status for answer in await asyncio.gather(*sent)]

    assert asyncio.run(work()) == [201] * 300
