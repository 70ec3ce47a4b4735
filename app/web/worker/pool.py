"""Several reading processes and the queue before them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from ...reading.uploads import Upload
from ..errors import Busy
from .slot import Slot
from .wire import Answer

QUEUE_SECONDS = 30
"""Nobody looks at a progress bar that stands still for longer."""


class Pool:
    """Reads in other processes, one upload at a time in each.

    The queue stands here, not in a process, so that a process that dies takes one job along and not those behind it.
    """

    def __init__(self, count: int, module: str = f"{__package__}.process") -> None:
        self._slots = [Slot(module) for _ in range(count)]
        self._free: asyncio.Queue[Slot] = asyncio.Queue()
        for slot in self._slots:
            self._free.put_nowait(slot)

    async def read(self, uploads: Sequence[Upload], clock: datetime) -> Answer:
        """Reads an upload when its turn has come. Raises ReadingFailed, or Busy when the queue stands still."""
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                slot = await self._free.get()
        except TimeoutError:
            raise Busy(
                "Too many uploads are being read at once.", remedy="Try again in a few seconds; nothing was lost."
            ) from None
        try:
            return await slot.read(uploads, clock)
        finally:
            self._free.put_nowait(slot)

    async def start(self) -> None:
        """Starts the processes ahead of the first upload."""
        for _ in self._slots:
            slot = await self._free.get()
            try:
                await slot.start()
            finally:
                self._free.put_nowait(slot)

    async def close(self) -> None:
        for slot in self._slots:
            await slot.stop()
