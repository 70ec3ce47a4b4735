"""Runs a sed program over lines."""

import re
from collections.abc import Callable

from ..shell.call import Call
from ..shell.patterns import matches
from .lines import Lines
from .syntax import Command


class Quit(Exception):
    """`q`: print what is held, and end."""


class Next(Exception):
    """The line is done: `d`."""


class Editor(Lines):
    """What each command does; `out` is what is printed, `after` what `a` keeps until the line is done."""

    def __init__(self, call: Call, program: tuple[Command, ...], *, quiet: bool) -> None:
        super().__init__()
        self.call = call
        self.program = program
        self.quiet = quiet
        self.out: list[str] = []
        self.after: list[str] = []

    def edit(self, text: str) -> str:
        """A text as the program leaves it, with what it prints."""
        self.lines = text.split("\n")
        closed = self.lines[-1] == ""
        if closed:
            self.lines.pop()
        self.number = 0
        while self.number < len(self.lines):
            self.call.budget.step()
            self.space = self.lines[self.number]
            self.number += 1
            self.after = []
            try:
                self.run(self.program)
            except Next:
                self.out += self.after
                continue
            except Quit:
                self.flush()
                break
            self.flush()
        return "".join(f"{line}\n" for line in self.out) if closed or not self.out else "\n".join(self.out)

    def flush(self) -> None:
        """Print the line at hand unless -n, and what was to come after it."""
        if not self.quiet:
            self.out.append(self.space)
        self.out += self.after

    def run(self, program: tuple[Command, ...]) -> None:
        """Run the commands whose addresses mean the line at hand."""
        for command in program:
            if self.selected(command) != command.negated:
                self.one(command)

    def one(self, command: Command) -> None:
        """Run one command."""
        _EFFECTS[command.letter](self, command)

    def group(self, command: Command) -> None:
        """`{ … }`."""
        self.run(command.body)

    def translate(self, command: Command) -> None:
        """`y`."""
        self.space = self.space.translate(str.maketrans(*command.table))

    def print(self, command: Command) -> None:
        """`p`, `=`."""
        self.out.append(self.space if command.letter == "p" else str(self.number))

    def delete(self, command: Command) -> None:
        """`d`, `D`."""
        raise Next

    def quit(self, command: Command) -> None:
        """`q`."""
        raise Quit

    def insert(self, command: Command) -> None:
        """`a`, `i`."""
        (self.after if command.letter == "a" else self.out).append(command.text)

    def change(self, command: Command) -> None:
        """`c`: once for a range, at its end."""
        if command.end is None or not self.ranges.get(command.number):
            self.out.append(command.text)
        raise Next

    def advance(self, command: Command) -> None:
        """`n`, `N`."""
        self.next(joined=command.letter == "N")

    def next(self, *, joined: bool) -> None:
        """Take the next line instead of this one, or behind it."""
        if self.number == len(self.lines):
            raise Quit
        if not joined:
            self.flush()
            self.after = []
        following = self.lines[self.number]
        self.number += 1
        self.space = f"{self.space}\n{following}" if joined else following

    def substitute(self, command: Command) -> None:
        """`s`."""
        digits = re.sub(r"\D", "", command.flags)
        wanted = int(digits[:6]) if digits else 1
        found, at, count, size, out = False, 0, 0, 0, []
        for match in matches(command.pattern, self.space, self.call.budget.step):
            count += 1
            if count < wanted or (count > wanted and "g" not in command.flags):
                continue
            found = True
            new = [self.space[at : match.start()]]
            new += [match.group(part) or "" if isinstance(part, int) else part for part in command.parts]
            size += sum(map(len, new))
            self.call.budget.value(size)
            out += new
            at = match.end()
        self.space = "".join([*out, self.space[at:]])
        self.call.budget.value(len(self.space))
        if found and "p" in command.flags:
            self.out.append(self.space)


_EFFECTS: dict[str, Callable[[Editor, Command], None]] = {
    "{": Editor.group,
    "s": Editor.substitute,
    "y": Editor.translate,
    "p": Editor.print,
    "=": Editor.print,
    "d": Editor.delete,
    "D": Editor.delete,
    "q": Editor.quit,
    "a": Editor.insert,
    "i": Editor.insert,
    "c": Editor.change,
    "n": Editor.advance,
    "N": Editor.advance,
}
