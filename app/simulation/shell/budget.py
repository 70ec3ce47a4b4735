"""What one command line may use: one learner's line never holds up another's."""

from collections.abc import Callable

from .errors import Exhausted

MAX_COMMANDS = 10_000
MAX_OUTPUT = 1 << 20
MAX_LEVELS = 64
MAX_SECONDS = 0.25
MAX_VALUE = 1 << 16
"""Characters of one variable or word, and how many words one expansion may make: counted before they are built."""
MAX_PAIRS = 100_000
_EVERY = 64
"""Steps between two looks at the clock."""


class Budget:
    """Counts what a line uses. `clock` gives seconds of CPU time; time is an argument, as everywhere in the core."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + MAX_SECONDS
        self._commands = 0
        self._output = 0
        self._levels = 0
        self._steps = 0

    def command(self) -> None:
        """A simple command begins."""
        self._commands += 1
        if self._commands > MAX_COMMANDS:
            raise Exhausted(f"stopped after {MAX_COMMANDS} commands: this simulation runs no more in one line")
        self.step()

    def output(self, count: int) -> None:
        """Some bytes are written, to wherever."""
        self._output += count
        if self._output > MAX_OUTPUT:
            raise Exhausted(
                f"stopped after {MAX_OUTPUT >> 20} MiB of output: this simulation writes no more in one line"
            )

    def value(self, count: int) -> None:
        """A word of some characters, or some words, are about to be made."""
        if count > MAX_VALUE:
            raise Exhausted(f"stopped before a value of {count} characters: this simulation makes {MAX_VALUE} at most")

    def pairs(self, count: int) -> None:
        """So many pairs of lines may have to be compared."""
        if count > MAX_PAIRS:
            raise Exhausted(f"stopped before {count} comparisons: this simulation makes {MAX_PAIRS} at most")

    def step(self) -> None:
        """A piece of work of a few microseconds."""
        self._steps += 1
        if self._steps % _EVERY == 0:
            self.check()

    def check(self) -> None:
        """Look at the clock."""
        if self._clock() > self._end:
            raise Exhausted(f"stopped after {MAX_SECONDS} s of work: this simulation spends no more on one line")

    def down(self) -> None:
        """One more level: a function, a substitution, a script in a script."""
        self._levels += 1
        if self._levels > MAX_LEVELS:
            raise Exhausted(f"stopped {MAX_LEVELS} levels deep: this simulation calls no deeper")

    def up(self) -> None:
        self._levels -= 1
