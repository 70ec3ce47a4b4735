"""A sed script's text, and its smaller parts: blanks, addresses, what stands between delimiters, texts."""

import re

from ..shell.call import Stop
from ..shell.patterns import posix
from .syntax import Address

MAX_DEPTH = 64


class Reader:
    """Reads from `at` on; `count` is how many commands there were, `depth` how many groups are open.

    Its methods raise Stop where the text is no sed, PatternFault where a pattern is none.
    """

    def __init__(self, text: str, *, extended: bool) -> None:
        self.text = text
        self.at = 0
        self.extended = extended
        self.count = 0
        self.depth = 0

    def fail(self, text: str) -> Stop:
        """What sed says of this place, to raise."""
        return Stop(f"sed: -e expression #1, char {self.at}: {text}")

    @property
    def here(self) -> str:
        """The next character, or an empty text at the end."""
        return self.text[self.at : self.at + 1]

    def blanks(self) -> None:
        """Pass over blanks."""
        while self.here and self.here in " \t":
            self.at += 1

    def address(self) -> Address | None:
        """A number, `$` or a pattern, if one stands here."""
        self.blanks()
        number = re.compile(r"[0-9]{1,9}").match(self.text, self.at)
        if number:
            self.at = number.end()
            return Address(line=int(number[0]))
        if self.here == "$":
            self.at += 1
            return Address(last=True)
        if self.here in {"/", "\\"}:
            self.at += 1 + (self.here == "\\")
            delimiter = self.text[self.at - 1]
            text = self.part(delimiter, "unterminated address regex")
            ignore = self.here == "I"
            self.at += ignore
            return Address(pattern=posix(text, extended=self.extended, ignore_case=ignore))
        return None

    def delimiter(self, letter: str) -> str:
        """The character behind s or y that parts what follows. Raises Stop where the script ends before it."""
        if self.here in ("", "\n", "\\"):
            raise self.fail(f"unterminated `{letter}' command")
        self.at += 1
        return self.text[self.at - 1]

    def part(self, delimiter: str, unended: str) -> str:
        """The characters up to a delimiter; `unended`: what sed says where none comes."""
        found = []
        while self.here != delimiter:
            if not self.here:
                raise self.fail(unended)
            if self.here == "\\" and self.text[self.at + 1 : self.at + 2] == delimiter:
                self.at += 1
                found.append(self.here)
            elif self.here == "\\" and self.at + 1 < len(self.text):
                found.append(self.text[self.at : self.at + 2])
                self.at += 1
            else:
                found.append(self.here)
            self.at += 1
        self.at += 1
        return "".join(found)

    def rest(self) -> str:
        """The text of a, i, c: to the end of the line, lines joined by a backslash."""
        self.blanks()
        if self.here == "\\":
            self.at += 1
            if self.here == "\n":
                self.at += 1
        found = []
        while self.here and self.here != "\n":
            if self.here == "\\" and self.at + 1 < len(self.text):
                self.at += 1
            found.append(self.here)
            self.at += 1
        if not found:
            raise self.fail("expected \\ after `a', `c' or `i'")
        return "".join(found)
