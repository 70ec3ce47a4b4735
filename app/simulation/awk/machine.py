"""Runs a parsed awk program: BEGIN, each line, END."""

import contextlib
from typing import Any

from ..shell.call import Call
from .evaluation import Evaluation
from .functions import formatted
from .parser import Rule
from .values import is_true, text_of


class Skip(Exception):
    """`next`."""


class End(Exception):
    """`exit`."""


class Machine(Evaluation):
    """Runs a program over lines."""

    def __init__(self, call: Call, program: list[Rule], separator: str | None) -> None:
        super().__init__(call, separator)
        self.program = program

    def run(self, lines: list[str]) -> None:
        """Run the whole program; what it prints goes to the call's output."""
        try:
            self.all("BEGIN")
            if any(pattern != "BEGIN" for pattern, _ in self.program):
                for number, line in enumerate(lines, 1):
                    self.call.budget.step()
                    self.variables["NR"] = self.variables["FNR"] = float(number)
                    self.split(line)
                    self.record()
        except End:
            pass
        with contextlib.suppress(End):
            self.all("END")

    def all(self, name: str) -> None:
        """Run the actions of BEGIN or END."""
        for pattern, action in self.program:
            if pattern == name:
                self.block(action or [])

    def record(self) -> None:
        """Run the rules that fit the record at hand."""
        try:
            for pattern, action in self.program:
                if pattern in ("BEGIN", "END"):
                    continue
                if pattern is None or is_true(self.value(pattern)):
                    self.block([("print", [])] if action is None else action)
        except Skip:
            return

    def block(self, statements: list[Any]) -> None:
        """Run statements in order."""
        for statement in statements:
            self.statement(statement)

    def statement(self, statement: Any) -> None:
        """Run one statement. Raises Skip at next, End at exit."""
        self.call.budget.step()
        kind = statement[0]
        if kind == "block":
            self.block(statement[1])
        elif kind == "if":
            chosen = statement[2] if is_true(self.value(statement[1])) else statement[3]
            if chosen:
                self.statement(chosen)
        elif kind == "print":
            texts = [text_of(self.value(part)) for part in statement[1]] or [self.fields[0]]
            self.call.out(str(self.variables["OFS"]).join(texts) + str(self.variables["ORS"]))
        elif kind == "printf":
            values = [self.value(part) for part in statement[1]]
            self.call.out(formatted(self.call, text_of(values[0]) if values else "", values[1:]))
        elif kind == "next":
            raise Skip
        elif kind == "exit":
            raise End
        else:
            self.value(statement[1])
