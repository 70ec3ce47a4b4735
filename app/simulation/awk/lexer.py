"""awk's tokens, and the place in a program's text up to which it has been read."""

import re

from ..shell.call import Stop
from .values import TROUBLE

TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"\\\n]|\\.)*\")|(?P<number>[0-9]{1,30}(?:\.[0-9]{0,30})?(?:[eE][-+]?[0-9]{1,3})?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<operator>\+\+|--|\+=|-=|\*=|/=|==|!=|<=|>=|&&|\|\||!~|[-+*/%<>=!~$(){};,?:\n]))"
)
"""A token with the blanks before it."""

PATTERN = re.compile(r"\s*/((?:[^/\\\n]|\\.)*)/")
"""A regular expression between slashes: only where a value may stand, for elsewhere a slash divides."""

DEEPEST = 60


class Lexer:
    """Gives a program's tokens one by one; `depth` counts the expressions and statements that are open."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"(?m)#.*$", "", text) if '"' not in text else text
        self.at = 0
        self.depth = 0

    def fail(self) -> Stop:
        """The syntax error at this place, to raise."""
        near = self.text[self.at :].strip()[:30]
        return Stop(f"awk: line 1: syntax error at or near {near or 'end of file'}", TROUBLE)

    def peek(self) -> str:
        """The token that comes next, or an empty text."""
        found = TOKEN.match(self.text, self.at)
        return found[0].strip(" \t\r") if found and found[0].strip(" \t\r") else ""

    def take(self, *wanted: str) -> str | None:
        """The next token if it is one of these; then it is read."""
        found = TOKEN.match(self.text, self.at)
        token = found[0].strip(" \t\r\n") or "\n" if found else ""
        if found and (token in wanted or (found[0].endswith("\n") and "\n" in wanted)):
            self.at = found.end()
            return token
        return None

    def skip(self) -> None:
        """Pass over what ends statements."""
        while self.take(";", "\n"):
            pass

    def need(self, token: str) -> None:
        """Read a token that must be here. Raises Stop."""
        if not self.take(token):
            raise self.fail()

    def deeper(self) -> None:
        """Count one more that is open. Raises Stop beyond DEEPEST."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Stop("awk: this simulation reads no deeper program", TROUBLE)
