"""A sed script as commands."""

import re

from ..shell.call import Stop
from ..shell.patterns import posix
from .reader import MAX_DEPTH, Reader
from .syntax import Address, Command

Head = tuple[str, Address | None, Address | None, bool]
"""A command's letter, its addresses, and whether `!` turns them round."""


def parsed(script: str, *, extended: bool) -> tuple[Command, ...]:
    """A script's commands. Raises Stop, and PatternFault where a pattern is none."""
    return Parser(script, extended=extended).program()


class Parser(Reader):
    """Reads commands."""

    def program(self, *, inside: bool = False) -> tuple[Command, ...]:
        """All commands, or those up to the brace that ends a group."""
        found: list[Command] = []
        while True:
            while self.here and self.here in " \t\n;":
                self.at += 1
            if not self.here or self.here == "#":
                if inside:
                    raise Stop("sed: -e expression #1, char 0: unmatched `{'")
                return tuple(found)
            if self.here == "}":
                self.at += 1
                if not inside:
                    raise self.fail("unexpected `}'")
                return tuple(found)
            found.append(self.command())

    def command(self) -> Command:
        """Addresses and a command."""
        begin = self.address()
        end = None
        if begin and self.here == ",":
            self.at += 1
            end = self.address()
            if end is None:
                raise self.fail("unexpected `,'")
        self.blanks()
        negated = self.here == "!"
        self.at += negated
        self.blanks()
        letter = self.here
        self.at += 1
        self.count += 1
        return self.behind((letter, begin, end, negated))

    def behind(self, head: Head) -> Command:
        """What stands behind a command's letter."""
        letter, number = head[0], self.count
        if letter == "{":
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise self.fail(f"this simulation reads groups {MAX_DEPTH} levels deep, no more")
            body = self.program(inside=True)
            self.depth -= 1
            return Command(*head, body=body, number=number)
        if letter == "s":
            return self.substitute(head)
        if letter == "y":
            return Command(*head, table=self.translation(), number=number)
        if letter and letter in "aic":
            return Command(*head, text=self.rest(), number=number)
        if letter and letter in "dpq=nND":
            self.blanks()
            if self.here not in ("", ";", "\n", "}", "#"):
                raise self.fail("extra characters after command")
            return Command(*head, number=number)
        raise self.fail(f"unknown command: `{letter}'" if letter else "missing command")

    def translation(self) -> tuple[str, str]:
        """What stands behind y: two texts of one length."""
        delimiter = self.delimiter("y")
        unended = "unterminated `y' command"
        pair = (self.part(delimiter, unended), self.part(delimiter, unended))
        if len(pair[0]) != len(pair[1]):
            raise self.fail("strings for `y' command are different lengths")
        return pair

    def substitute(self, head: Head) -> Command:
        """What stands behind s: a pattern, a replacement, flags."""
        delimiter = self.delimiter("s")
        unended = "unterminated `s' command"
        pattern, replacement = self.part(delimiter, unended), self.part(delimiter, unended)
        flags = re.compile(r"[gpiIm0-9]*").match(self.text, self.at)
        found = flags[0] if flags else ""
        self.at += len(found)
        self.blanks()
        if self.here not in ("", ";", "\n", "}", "#"):
            raise self.fail("unknown option to `s'")
        expression = posix(pattern, extended=self.extended, ignore_case=bool(set(found) & {"i", "I"}))
        parts = replacement_parts(replacement)
        if any(isinstance(part, int) and part > expression.groups for part in parts):
            highest = max(part for part in parts if isinstance(part, int))
            raise self.fail(f"invalid reference \\{highest} on `s' command's RHS")
        return Command(*head, pattern=expression, parts=parts, flags=found, number=self.count)


def replacement_parts(text: str) -> tuple[str | int, ...]:
    """A replacement as texts and group numbers; 0 is the whole match (`&`)."""
    found: list[str | int] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "&":
            found.append(0)
        elif char == "\\" and at + 1 < len(text):
            at += 1
            char = text[at]
            found.append(int(char) if char in "0123456789" else {"n": "\n", "t": "\t"}.get(char, char))
        else:
            found.append(char)
        at += 1
    return tuple(found)
