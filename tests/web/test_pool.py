"""The reading processes: one upload each, and nobody pays for another's."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.reading.bounds import DEADLINE
from app.reading.uploads import Upload
from app.web.errors import Busy, ReadingFailed
from app.web.worker import pool as pool_module
from app.web.worker.pool import Pool
from app.web.worker.wire import PATIENCE

CLOCK = datetime(2027, 1, 31, 12, 0, tzinfo=UTC)
STAND_IN = "tests.web.stand_in"


def with_pool(work: Callable[[Pool], Coroutine[Any, Any, Any]], count: int = 1) -> Any:
    """Runs something with a pool of stand-ins and ends them."""

    async def run() -> Any:
        pool = Pool(count, STAND_IN)
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


async def ask(pool: Pool, upload: bytes) -> bytes:
    return (await pool.read([Upload("a.tgz", memoryview(upload))], CLOCK)).content


def test_an_upload_and_its_clock_reach_the_process_and_the_answer_comes_back() -> None:
    """A job's bytes and clock arrive whole, also when they are larger than a pipe."""
    upload = b"echo " + bytes(range(256)) * 4096
    answer = with_pool(lambda pool: ask(pool, upload))
    assert answer.startswith(upload)
    assert answer.endswith(b"2027-01-31T12:00:00+00:00")


def test_every_upload_has_a_process_of_its_own() -> None:
    """Two uploads in turn are read by two processes, and the second finds nothing of the first in its memory."""

    async def work(pool: Pool) -> tuple[bytes, bytes, bytes]:
        return await ask(pool, b"echo"), await ask(pool, b"echo"), await ask(pool, b"remember")

    first, second, memory = with_pool(work)
    assert first.split()[1] != second.split()[1]
    assert memory == b"[b'remember']"


@pytest.mark.parametrize("killer", [b"crash", b"hang"])
def test_a_killer_costs_its_own_upload_only(killer: bytes) -> None:
    """A process that crashes, or hangs in C code, is replaced: its upload is refused, all queued behind it are read."""

    async def work(pool: Pool) -> list[bytes | BaseException]:
        uploads = [b"echo 1", killer, *(b"echo %d" % n for n in range(2, 12))]
        return await asyncio.gather(*(ask(pool, upload) for upload in uploads), return_exceptions=True)

    answers = with_pool(work)
    assert isinstance(answers.pop(1), ReadingFailed)
    assert [answer.split()[1] for answer in answers] == [b"%d" % n for n in range(1, 12)]


def test_the_deadline_is_processor_time() -> None:
    """A busy machine's upload is not refused at the deadline: real time is bounded too, and more generously."""
    answer = with_pool(lambda pool: ask(pool, b"timers"))
    assert answer == b"%d %d" % (DEADLINE, PATIENCE)
    assert DEADLINE < PATIENCE


def test_a_process_that_wants_too_much_memory_is_refused_it() -> None:
    """A gigabyte is beyond the limit: the upload is refused, the next one is read."""

    async def work(pool: Pool) -> bytes:
        with pytest.raises(ReadingFailed):
            await ask(pool, b"eat")
        return await ask(pool, b"echo")

    assert with_pool(work).startswith(b"echo ")


def test_a_process_cannot_write_a_file(tmp_path: Path) -> None:
    """While an upload is read no byte can be written to a file, whatever the upload brings the process to do."""
    target = tmp_path / "stolen"

    async def work(pool: Pool) -> None:
        with pytest.raises(ReadingFailed):
            await ask(pool, b"write " + str(target).encode())

    with_pool(work)
    assert not target.exists() or target.read_bytes() == b""


def test_what_a_process_prints_is_no_answer() -> None:
    """Standard output and error of a reading process lead nowhere: a print cannot forge an answer."""
    answer = with_pool(lambda pool: ask(pool, b"print"))
    assert answer.startswith(b"print ")


def test_a_cancelled_request_leaves_no_answer_behind() -> None:
    """When a request is given up half-way, its process is ended, and the next upload does not get its answer."""

    async def work(pool: Pool) -> bytes:
        await pool.start()
        lost = asyncio.ensure_future(ask(pool, b"hang"))
        await asyncio.sleep(0)
        lost.cancel()
        with pytest.raises(asyncio.CancelledError):
            await lost
        return await ask(pool, b"echo mine")

    assert with_pool(work).startswith(b"echo mine")


def test_a_queue_that_stands_still_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits too long for a free process is told to come again."""
    monkeypatch.setattr(pool_module, "QUEUE_SECONDS", 0)

    async def work(pool: Pool) -> list[bytes | BaseException]:
        return list(await asyncio.gather(ask(pool, b"echo"), ask(pool, b"echo"), return_exceptions=True))

    first, second = with_pool(work)
    assert first.startswith(b"echo")
    assert isinstance(second, Busy)


def test_a_module_that_does_not_start_is_a_bug_and_not_the_uploads_fault() -> None:
    """A reading process that never gets ready is an error of the installation."""

    async def run() -> None:
        pool = Pool(1, "tests.web.no_such_module")
        try:
            with pytest.raises(RuntimeError, match="does not start"):
                await ask(pool, b"echo")
        finally:
            await pool.close()

    asyncio.run(run())
