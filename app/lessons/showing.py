"""A lesson as it is shown to a room: each step, then each command of its solution, one stop after another."""

from collections.abc import Iterator
from dataclasses import dataclass

from .lesson import Step
from .play import Entry, Play


@dataclass(frozen=True, slots=True)
class Stop:
    """A step before its first command (`entry` is None), or after one of them. `number` counts steps from 1; `follows`:
    the next command or the next step's title, empty at the end.
    """

    number: int
    step: Step
    entry: Entry | None
    follows: str


def stops(play: Play, tab: str) -> Iterator[Stop]:
    """Every stop, in order. The play is at a stop when that is given: nothing is run ahead."""
    steps = play.lesson.steps
    for number, step in enumerate(steps, 1):
        commands = list(step.solution(play.situation))
        after = steps[number].title if number < len(steps) else ""
        yield Stop(number, step, None, commands[0] if commands else after)
        for at, command in enumerate(commands, 1):
            entries = play.run(tab, command)
            yield Stop(number, step, entries[-1] if entries else None, commands[at] if at < len(commands) else after)
