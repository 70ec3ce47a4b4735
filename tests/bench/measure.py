"""Honest ratios: both sides take turns in one process, and the medians are compared."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the report. `value` must be at most `limit` (at least, if `at_least`)."""

    name: str
    value: float
    limit: float
    detail: str
    unit: str = "×"
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign, word = ("≥" if self.at_least else "≤"), ("met" if self.met else "MISSED")
        return (
            f"{word:<7}{self.value:10.3f} {self.unit} (goal {sign} {self.limit:g})  {self.name}\n        {self.detail}"
        )


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def medians(*works: Callable[[], object], rounds: int = 21) -> tuple[float, ...]:
    """The median seconds of each, measured in turns, after one round that does not count.

    The garbage collector is off meanwhile, for all of them alike.
    """
    for work in works:
        work()
    gc.collect()
    gc.disable()
    try:
        taken = [[seconds(work) for work in works] for _ in range(rounds)]
    finally:
        gc.enable()
    return tuple(statistics.median(column) for column in zip(*taken, strict=True))
