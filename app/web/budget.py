"""How many bytes of uploads may be under way at once, whoever sends them: memory is what runs out."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .errors import Busy

IN_FLIGHT = 64 << 20
"""300 uploads of a real tree at once are 15 MiB."""


SILENT_SECONDS = 1
"""A sender that has sent nothing for so long gives its room to one that sends."""


class Budget:
    """Counts bytes that are here: a promise (Content-Length) takes nothing, so that promising starves nobody.

    Where there is no room for the next bytes, whoever has been silent longest in the middle of an upload goes: sixteen
    senders that stop before their last byte would else keep everybody out. `now`: seconds, for tests their own.
    """

    def __init__(self, total: int = IN_FLIGHT, now: Callable[[], float] = time.monotonic) -> None:
        self._left = total
        self._shares: dict[Share, None] = {}
        self.now = now

    @property
    def left(self) -> int:
        return self._left

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """A share for one upload, given back at the end."""
        share = Share(self)
        self._shares[share] = None
        try:
            yield share
        finally:
            del self._shares[share]
            self._left += share.taken

    def take(self, size: int) -> None:
        """Raises Busy when there is not so much left and nobody is silent."""
        while size > self._left:
            self._evict()
        self._left -= size

    def _evict(self) -> None:
        receiving = [share for share in self._shares if share.on_eviction and share.taken]
        longest = min(receiving, key=lambda share: share.heard, default=None)
        if longest is None or self.now() - longest.heard < SILENT_SECONDS:
            raise busy()
        self._left += longest.taken
        longest.evict()


class Share:
    """What one upload has taken of a budget so far, and when it last did. `on_eviction` ends its receiving; it is None
    while nothing is received.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.taken = 0
        self.heard = budget.now()
        self.evicted = False
        self.on_eviction: Callable[[], None] | None = None

    def take(self, size: int) -> None:
        """Takes room for bytes that have come. Raises Busy."""
        self.heard = self._budget.now()
        self._budget.take(size)
        self.taken += size

    def evict(self) -> None:
        """Ends the upload for want of room: what it has taken is no longer its own."""
        self.taken, self.evicted = 0, True
        if self.on_eviction:
            self.on_eviction()


def busy() -> Busy:
    """The refusal for want of room."""
    return Busy(
        "Too many uploads are on their way to this server at once.",
        remedy="Try again in a few seconds; nothing was lost.",
    )
