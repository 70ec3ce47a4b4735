"""Where work is done that takes longer than a click: throw-away keys, signatures, handshakes. Beside the event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from .errors import Busy

T = TypeVar("T")

SEATS = 2
"""Jobs at once. They hold Python's lock most of the time, but for the making of keys."""

LINES = 64
"""Lines of lessons at once: the long ones among them wait for each other (lessons/pace.py) and hold up no short one."""

MOST_WAITING = 64
"""Thirty students click at once; what waits behind twice as many would time out."""

WAIT_SECONDS = 30


class Workshop:
    """Does jobs in threads of its own, few at a time and in the order in which they come."""

    def __init__(self, seats: int = SEATS, most_waiting: int = MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(seats, "workshop")
        self._free = asyncio.Semaphore(seats)
        self._left = seats + most_waiting
        self._owners: dict[str, tuple[asyncio.Lock, int]] = {}

    async def do(self, job: Callable[[], T], whose: str = "") -> T:
        """What a job gives. `whose`: jobs of one owner are done one after another, in one seat. Raises what it
        raises, or Busy when too many wait or it has waited too long.
        """
        if self._left == 0:
            raise _busy()
        self._left -= 1
        try:
            async with self._seat(whose):
                return await asyncio.get_running_loop().run_in_executor(self._threads, job)
        finally:
            self._left += 1

    @asynccontextmanager
    async def _seat(self, whose: str) -> AsyncIterator[None]:
        lock, count = self._owners.get(whose, (asyncio.Lock(), 0))
        if whose:
            self._owners[whose] = lock, count + 1
        try:
            await self._sit(lock)
            try:
                yield
            finally:
                self._free.release()
                lock.release()
        finally:
            self._leave(whose)

    async def _sit(self, lock: asyncio.Lock) -> None:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await lock.acquire()
                try:
                    await self._free.acquire()
                except BaseException:
                    lock.release()
                    raise
        except TimeoutError:
            raise _busy() from None

    def _leave(self, whose: str) -> None:
        if whose:
            lock, count = self._owners[whose]
            if count == 1:
                del self._owners[whose]
            else:
                self._owners[whose] = lock, count - 1


def _busy() -> Busy:
    return Busy(
        "Too much is being made at once: handshakes, twins, lessons, pages of large uploads.",
        remedy="Try again in a few seconds.",
    )
