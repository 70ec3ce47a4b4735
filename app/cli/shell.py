"""`kubepki shell`: a simulated cluster in the learner's own terminal."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..analysis.samples import samples
from ..issuing.keys import KeyPool
from ..lessons import LESSONS, Lesson, Situation, progress
from ..model.words import plain
from ..simulation.beginning import begin
from ..simulation.exporting import export
from ..simulation.shell.errors import Incomplete
from ..simulation.terminal import Answer, Terminal
from ..simulation.world import World
from .exits import Failure
from .trees import open_trees

MARK = "(simulated) "


def run(words: Sequence[str], chosen: "Chosen") -> int:
    """Opens a tree, or a lesson's sample, and reads commands: from a script, or typed."""
    if chosen.listing:
        return _list()
    lesson = _lesson(chosen.lesson)
    tree = list(words) or [lesson.sample if lesson else samples()[0].name]
    cluster = open_trees(tree, chosen.clock)
    world = begin(cluster, KeyPool(), cluster.clock)
    host = chosen.host or next((name for name, one in world.hosts.items() if one.kind == "control-plane"), None)
    if host is None or host not in world.hosts:
        raise Failure(f"There is no host '{host or '(control-plane node)'}' here: {', '.join(world.hosts)}.")
    terminal = Terminal.on(world, host, time.process_time)
    face = _Face(terminal, lesson, chosen.name)
    if lesson is not None and chosen.solution:
        return _solution(face, lesson)
    if chosen.script is not None:
        face.play(_script(chosen.script))
    else:
        _interactive(face)
    if chosen.export:
        _export(world, chosen.export)
    return 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was typed behind `kubepki shell`."""

    host: str | None = None
    lesson: str | None = None
    clock: str | None = None
    script: str | None = None
    export: str | None = None
    name: str = "hostname3"
    listing: bool = False
    solution: bool = False


class _Face:
    """A terminal with a lesson beside it; prints what captures print."""

    def __init__(self, terminal: Terminal, lesson: Lesson | None, name: str) -> None:
        self.terminal = terminal
        self.lesson = lesson
        planes = tuple(one for one in terminal.world.hosts.values() if one.kind == "control-plane")
        self.situation = Situation(terminal.world, name, planes)
        self.states = progress(lesson, self.situation) if lesson else {}

    def play(self, text: str) -> None:
        """A script: each command as a capture shows it."""
        held = ""
        for line in text.splitlines():
            held = f"{held}\n{line}" if held else line
            if not held.strip():
                held = ""
                continue
            try:
                answer = self.terminal.type(held)
            except Incomplete:
                continue
            self.show(held, answer)
            held = ""
        if held:
            self.show(held, self.terminal.failed(held))
        if self.lesson is not None:
            reached = sum(state == "reached" for state in self.states.values())
            print(f"# {reached} of {len(self.states)} steps")

    def show(self, typed: str, answer: Answer) -> None:
        if not answer.login:
            print(f"$ {typed}")
            sys.stdout.write(answer.output)
            if answer.output and not answer.output.endswith("\n"):
                print()
            print(f"[exit {answer.status}]")
        for hint in answer.hints:
            print(f"{MARK}{hint}", file=sys.stderr)
        self.steps(print)

    def steps(self, tell: Callable[[str], None]) -> None:
        """What changed of the lesson's steps."""
        if self.lesson is None:
            return
        now = progress(self.lesson, self.situation)
        for step, state in now.items():
            was = self.states.get(step)
            if state == "reached" and was != "reached":
                tell(f"# step {step} reached")
            elif was == "reached" and state != "reached":
                tell(f"# step {step} lost")
        self.states = now


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


def _solution(face: _Face, lesson: Lesson) -> int:
    """The commands of each step, on this tree."""
    for step in lesson.steps:
        for command in step.solution(face.situation):
            print(command)
            face.terminal.type(command)
    return 0


def _script(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text("utf-8", errors="surrogateescape")
    except OSError as fault:
        raise Failure(f"The script '{name}' cannot be read: {fault.strerror}.") from None


def _interactive(face: _Face) -> None:
    """Lines as they are typed, until the first shell ends."""
    import readline  # noqa: F401 - input() then has history and keys

    print(f"{MARK}This is a simulation: nothing here touches {_machine()} or any cluster. `exit` leaves it.")
    _tell_step(face)
    held = ""
    while True:
        try:
            line = input("> " if held else _prompt(face.terminal))
        except EOFError:
            break
        except KeyboardInterrupt:
            held = ""
            print()
            continue
        held = f"{held}\n{line}" if held else line
        if held.strip() in ("exit", "logout") and len(face.terminal.shells) == 1:
            break
        if held.strip():
            held = _typed(face, held)
    print(f"{MARK}Left. You are on {_machine()} again.")


def _prompt(terminal: Terminal) -> str:
    session = terminal.session
    folder = session.folder.replace("/root", "~", 1) if session.folder.startswith("/root") else session.folder
    return f"{MARK}root@{session.host}:{folder}# "


def _typed(face: _Face, text: str) -> str:
    """Run what was typed and show what came of it; what is held back because more lines must come."""
    try:
        answer = face.terminal.type(text)
    except Incomplete:
        return text
    sys.stdout.write(answer.output)
    if answer.output and not answer.output.endswith("\n"):
        print()
    for hint in answer.hints:
        print(f"{MARK}{hint}")
    before = face.states
    face.steps(lambda line: print(f"{MARK}{line.removeprefix('# ')}"))
    if face.states != before:
        _tell_step(face)
    return ""


def _tell_step(face: _Face) -> None:
    """The lesson's current step."""
    lesson = face.lesson
    if lesson is None:
        return
    current = next((step for step in lesson.steps if face.states.get(step.id) == "current"), None)
    if current is None:
        print(f"{MARK}Every step of “{lesson.title}” is reached.")
        return
    print(f"\n{MARK}{current.title}: {plain(current.goal(face.situation))}")
    print(f"{plain(current.text(face.situation))}\n")


def _machine() -> str:
    import platform

    return platform.node() or "this machine"


def _export(world: World, name: str) -> None:
    path = Path(name)
    if path.exists():
        raise Failure(f"'{name}' is there already, and is never written over. Choose another name, or remove it.")
    path.write_bytes(export(world, datetime.now(UTC)))
