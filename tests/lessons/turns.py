"""What the tests of every lesson do: play the solution up to a step, take a wrong turn there and go the way back."""

from collections.abc import Iterable

from app.lessons import Situation
from app.lessons.lesson import Lesson
from app.simulation.terminal import Terminal


def solve(lesson: Lesson, found: Terminal, situation: Situation, *, before: str) -> None:
    """The solutions of the steps before one."""
    for step in lesson.steps:
        if step.id == before:
            return
        for command in step.solution(situation):
            found.type(command)


def noticed(lesson: Lesson, situation: Situation) -> set[str]:
    """The ids of what the lesson notices now, without the hosts."""
    return {notice.id.partition("@")[0] for notice in lesson.notices(situation)}


def turn_wrongly(lesson: Lesson, found: Terminal, situation: Situation, lines: Iterable[str], wanted: str) -> None:
    """Nothing is noticed before some lines and `wanted` after them; the way back ends it where there is one."""
    assert noticed(lesson, situation) == set()
    for line in lines:
        found.type(line)
    assert wanted in noticed(lesson, situation)
    told = [one for one in lesson.notices(situation) if one.id.startswith(wanted)]
    for line in (line for one in told for line in one.way_back):
        found.type(line)
    assert not any(one.way_back for one in told) or wanted not in noticed(lesson, situation)
