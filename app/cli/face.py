"""A terminal with a lesson beside it, as a script's output shows it: the form of the recordings."""

import sys
from collections.abc import Callable

from ..lessons import Lesson, progress
from ..lessons.play import opened
from ..simulation.shell.errors import Incomplete
from ..simulation.terminal import Answer, Terminal

MARK = "(simulated) "


class Face:
    """A terminal with a lesson beside it; prints what captures print."""

    def __init__(self, terminal: Terminal, lesson: Lesson | None, name: str) -> None:
        self.terminal = terminal
        self.lesson = lesson
        self.situation = opened(lesson, terminal.world, name)
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
