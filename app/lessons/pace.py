"""Lines that take long take turns: beside them a short line of another learner runs as if only one of them were there."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore, local

SHORT = 0.01
"""Seconds of CPU within which nearly every line is done. What takes longer runs with nobody of its kind beside it."""

SLICE = 0.01
"""Seconds of CPU after which the next long line has its turn."""


class Pace:
    """A clock for budgets (simulation.shell.budget): it is looked at often enough to stop there and let others pass."""

    def __init__(self) -> None:
        self._turn = Semaphore()
        self._line = local()

    def __call__(self) -> float:
        """Seconds of CPU of this thread."""
        line, now = self._line, time.thread_time()
        began = getattr(line, "began", None)
        if began is None or now - began < SHORT:
            return now
        if line.since is not None and now - line.since > SLICE:
            self._turn.release()
            line.since = None
            time.sleep(0)  # noqa: TID251 - no waiting: whoever waits for the turn gets it first
        if line.since is None:
            self._turn.acquire()
            line.since = now
        return now

    @contextmanager
    def line(self) -> Iterator[None]:
        """Around one line, in its thread."""
        line = self._line
        line.began, line.since = time.thread_time(), None
        try:
            yield
        finally:
            if line.since is not None:
                self._turn.release()
            line.began = line.since = None


PACE = Pace()
"""Of all lines of this process."""
