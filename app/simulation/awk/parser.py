"""awk's programs and statements: nested tuples too, the first item of each says what it is."""

from typing import Any

from .expressions import ExpressionParser

Rule = tuple[Any, Any]
"""A pattern (None, "BEGIN", "END" or an expression) and an action (None or statements)."""


def parsed(text: str) -> list[Rule]:
    """A program's rules. Raises Stop where the text is no program."""
    return Parser(text).program()


class Parser(ExpressionParser):
    """Reads a program."""

    def program(self) -> list[Rule]:
        """All rules."""
        found = []
        self.skip()
        while self.text[self.at :].strip():
            pattern: Any = None
            if self.peek() in ("BEGIN", "END"):
                pattern = self.take("BEGIN", "END")
            elif self.peek() != "{":
                pattern = self.expression()
            action = self.block() if self.peek() == "{" else None
            found.append((pattern, action))
            self.skip()
        return found

    def block(self) -> list[Any]:
        """`{ … }`: its statements."""
        self.need("{")
        found = []
        self.skip()
        while not self.take("}"):
            if not self.text[self.at :].strip():
                raise self.fail()
            found.append(self.statement())
            self.skip()
        return found

    def statement(self) -> Any:
        """A block, if, print, printf, next, exit or an expression."""
        self.deeper()
        try:
            if self.peek() == "{":
                return ("block", self.block())
            if self.take("if"):
                self.need("(")
                condition = self.expression()
                self.need(")")
                self.skip()
                body = self.statement()
                mark = self.at
                self.skip()
                if self.take("else"):
                    self.skip()
                    return ("if", condition, body, self.statement())
                self.at = mark
                return ("if", condition, body, None)
            for word in ("print", "printf"):
                if self.take(word):
                    return (word, self.printed())
            if self.take("next"):
                return ("next",)
            if self.take("exit"):
                return ("exit",)
            return ("expression", self.expression())
        finally:
            self.depth -= 1

    def printed(self) -> list[Any]:
        """What stands behind print, in parentheses or not."""
        if self.peek() in ("", "}", ";", "\n"):
            return []
        mark = self.at
        if self.take("("):
            found = [self.expression()]
            while self.take(","):
                found.append(self.expression())
            if self.take(")") and self.peek() in ("", "}", ";", "\n"):
                return found
            self.at = mark
        found = [self.expression()]
        while self.take(","):
            found.append(self.expression())
        return found
