"""Where work is done that takes longer than a click: throw-away keys, signatures, handshakes. Beside the event loop."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from .errors import Busy

T = TypeVar("T")

SEATS = 2
"""Jobs at once. They hold Python's lock most of the time, but for the making of keys."""

MOST_WAITING = 64
"""Thirty students click at once; what waits behind twice as many would time out."""

WAIT_SECONDS = 30


class Workshop:
    """Does jobs in threads, few at a time and in the order in which they come."""

    def __init__(self, seats: int = SEATS, most_waiting: int = MOST_WAITING) -> None:
        self._free = asyncio.Semaphore(seats)
        self._left = seats + most_waiting

    async def do(self, job: Callable[[], T]) -> T:
        """What a job gives. Raises what it raises, or Busy when too many wait or it has waited too long."""
        if self._left == 0:
            raise _busy()
        self._left -= 1
        try:
            try:
                await asyncio.wait_for(self._free.acquire(), WAIT_SECONDS)
            except TimeoutError:
                raise _busy() from None
            try:
                return await asyncio.to_thread(job)
            finally:
                self._free.release()
        finally:
            self._left += 1


def _busy() -> Busy:
    return Busy(
        "Too much is being made at once: handshakes, twins, pages of large uploads.",
        remedy="Try again in a few seconds.",
    )
