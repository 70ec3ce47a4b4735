"""A place for one reading process."""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...reading.uploads import Upload
from .reader import reading_failed
from .wire import ANSWER, PATIENCE, READY, Answer, Kind, job_head

log = logging.getLogger("kubepki.worker")

START_SECONDS = 30
"""Python and its imports take a fifth of a second; a laptop that wakes up takes longer."""

ANSWER_SECONDS = PATIENCE + 3
"""A process ends itself; this is for one that does not."""

ANSWER_BYTES = 64 << 20
"""Sixteen times what the store keeps of one upload: a process that answers more is not to be believed."""

_FOLDER = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class _Process:
    process: asyncio.subprocess.Process
    jobs: asyncio.StreamWriter
    answers: asyncio.StreamReader


class Slot:
    """Starts a reading process when one is first needed, and another when that one died. One job at a time.

    `module` is what the process runs.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._running: _Process | None = None

    async def start(self) -> None:
        """Sees to it that a process is there. Raises RuntimeError if none starts."""
        if self._running is not None and self._running.process.returncode is None:
            return
        self._running = await _start(self._module)
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._running.answers.readexactly(len(READY))
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            await self.stop()
            raise RuntimeError("a reading process does not start") from error

    async def read(self, uploads: Sequence[Upload], clock: datetime) -> Answer:
        """One job. Raises ReadingFailed when the process dies over it or does not answer."""
        await self.start()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._ask(uploads, clock)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            log.warning("a reading process died over an upload or was ended: %s", type(error).__name__)
            await self.stop()
            raise reading_failed() from None
        except asyncio.CancelledError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Ends the process with everything that it has forked."""
        running, self._running = self._running, None
        if running is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(running.process.pid, 9)
            running.jobs.close()
            await running.process.wait()

    async def _ask(self, uploads: Sequence[Upload], clock: datetime) -> Answer:
        if self._running is None:
            raise ConnectionError("stopped meanwhile")
        jobs, answers = self._running.jobs, self._running.answers
        jobs.write(job_head(uploads, clock))
        for upload in uploads:
            jobs.write(upload.data)
        await jobs.drain()
        kind, size = ANSWER.unpack(await answers.readexactly(ANSWER.size))
        if size > ANSWER_BYTES:
            raise ConnectionError("an answer larger than any upload")
        return Answer(Kind(kind), await answers.readexactly(size))


async def _start(module: str) -> _Process:
    """A new process: a clean interpreter that inherits no file of the server's, nor its environment."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-B", "-P", "-W", "ignore", "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": str(_FOLDER), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        cwd=_FOLDER,
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without its pipes")
    return _Process(process, process.stdin, process.stdout)
