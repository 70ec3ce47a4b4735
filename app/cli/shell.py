"""`kubepki shell`: a simulated cluster in the learner's own terminal."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..issuing.keys import KeyPool
from ..lessons import LESSONS, Lesson, progress
from ..reading.visible import visible
from ..simulation.exporting import export
from ..simulation.terminal import Terminal
from ..simulation.world import World
from .exits import Failure
from .face import MARK, Face
from .playground import playground
from .typing import interactive


def run(words: Sequence[str], chosen: "Chosen", keys: KeyPool) -> int:
    """Opens a tree, or a lesson's sample, and reads commands: from a script, or typed."""
    if chosen.listing:
        return _list()
    lesson = _lesson(chosen.lesson)
    ground = playground(words, chosen.clock, lesson, keys)
    world = ground.world
    host = chosen.host or next((name for name, one in world.hosts.items() if one.kind == "control-plane"), None)
    if host is None or host not in world.hosts:
        raise Failure(f"There is no host '{host or '(control-plane node)'}' here: {', '.join(world.hosts)}.")
    terminal = Terminal.on(world, host, time.thread_time)  # keys are made in others meanwhile

    face = Face(terminal, lesson, chosen.name)
    if chosen.beginning is not None:
        _play_up_to(face, chosen.beginning)
    if lesson is not None and chosen.solution:
        return _solution(face, lesson)
    world.has_editor = chosen.script is None
    if chosen.script is not None:
        for line in ground.told:
            print(f"{MARK}{visible(line)}", file=sys.stderr)
        face.play(_script(chosen.script))
    else:
        interactive(face, ground.told)
    if chosen.export:
        _export(world, chosen.export)
    return 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was typed behind `kubepki shell`."""

    host: str | None = None
    lesson: str | None = None
    beginning: str | None = None
    clock: str | None = None
    script: str | None = None
    export: str | None = None
    name: str = "hostname3"
    listing: bool = False
    solution: bool = False


def _lesson(identifier: str | None) -> Lesson | None:
    if identifier is None:
        return None
    if identifier not in LESSONS:
        raise Failure(f"There is no lesson '{identifier}': {', '.join(LESSONS)}.")
    return LESSONS[identifier]


def _list() -> int:
    for lesson in LESSONS.values():
        print(f"{lesson.id}: {lesson.title}")
        for step in lesson.steps:
            print(f"  {step.id:<18}{step.title}")
    return 0


def _solution(face: Face, lesson: Lesson) -> int:
    """The commands of each step, on this tree."""
    for step in lesson.steps:
        for command in step.solution(face.situation):
            print(command)
            face.terminal.type(command)
    return 0


def _play_up_to(face: Face, identifier: str) -> None:
    """Play the solutions of the steps before one, without a word."""
    lesson = face.lesson
    if lesson is None:
        raise Failure("--from names a step of a lesson: add --lesson. Try: kubepki shell --list")
    if lesson.step(identifier) is None:
        raise Failure(f"There is no step '{identifier}' in '{lesson.id}': {', '.join(one.id for one in lesson.steps)}.")
    for step in lesson.steps:
        if step.id == identifier:
            break
        for command in step.solution(face.situation):
            face.terminal.type(command)
    face.states = progress(lesson, face.situation)


def _script(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text("utf-8", errors="surrogateescape")
    except OSError as fault:
        raise Failure(f"The script '{name}' cannot be read: {fault.strerror}.") from None


def _export(world: World, name: str) -> None:
    path = Path(name)
    if path.exists():
        raise Failure(f"'{name}' is there already, and is never written over. Choose another name, or remove it.")
    path.write_bytes(export(world, datetime.now(UTC)))
