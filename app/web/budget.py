"""How many bytes of uploads may be under way at once, whoever sends them: memory is what runs out."""

from collections.abc import Iterator
from contextlib import contextmanager

from .errors import Busy

IN_FLIGHT = 64 << 20
"""300 uploads of a real tree at once are 15 MiB."""


class Budget:
    """Counts bytes that are here: a promise (Content-Length) takes nothing, so that promising starves nobody."""

    def __init__(self, total: int = IN_FLIGHT) -> None:
        self._left = total

    @property
    def left(self) -> int:
        return self._left

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """A share for one upload, given back at the end."""
        share = Share(self)
        try:
            yield share
        finally:
            self._left += share.taken

    def take(self, size: int) -> None:
        """Raises Busy when there is not so much left."""
        if size > self._left:
            raise Busy(
                "Too many uploads are on their way to this server at once.",
                remedy="Try again in a few seconds; nothing was lost.",
            )
        self._left -= size


class Share:
    """What one upload has taken of a budget so far."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.taken = 0

    def take(self, size: int) -> None:
        self._budget.take(size)
        self.taken += size
