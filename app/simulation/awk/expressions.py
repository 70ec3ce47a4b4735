"""awk's expressions, by precedence (XCU awk, Expressions in Decreasing Precedence).

An expression is a nested tuple, whose first item says what it is: `("join", left, right)`. Evaluation has a method of
each name.
"""

import re
from typing import Any

from ..tools.escapes import unescaped
from .lexer import PATTERN, TOKEN, Lexer
from .values import regular


class ExpressionParser(Lexer):
    """Reads an expression. Every method raises Stop where the text is none."""

    def expression(self) -> Any:
        """`a ? b : c`, `a = b` and what binds more."""
        self.deeper()
        left = self.either()
        if self.take("?"):
            yes = self.expression()
            self.need(":")
            left = ("choose", left, yes, self.expression())
        elif operator := self.take("=", "+=", "-=", "*=", "/="):
            if left[0] not in ("name", "field"):
                raise self.fail()
            left = ("assign", left, operator, self.expression())
        self.depth -= 1
        return left

    def either(self) -> Any:
        """`a || b`."""
        left = self.both()
        while self.take("||"):
            left = ("or", left, self.both())
        return left

    def both(self) -> Any:
        """`a && b`."""
        left = self.match()
        while self.take("&&"):
            left = ("and", left, self.match())
        return left

    def match(self) -> Any:
        """`a ~ b`, `a !~ b`."""
        left = self.comparison()
        while operator := self.take("~", "!~"):
            left = ("match", left, operator, self.comparison())
        return left

    def comparison(self) -> Any:
        """`a < b` and its like, which do not chain."""
        left = self.joined()
        if operator := self.take("==", "!=", "<=", ">=", "<", ">"):
            return ("compare", left, operator, self.joined())
        return left

    def joined(self) -> Any:
        """`a b`: texts one behind the other."""
        left = self.sum()
        while re.match(r'["$(\w!-]|-(?!=)', self.peek() or " ") and self.peek() not in (
            "in",
            "-",
            "!",
            "!=",
            "!~",
            "--",
            "-=",
        ):
            left = ("join", left, self.sum())
        return left

    def sum(self) -> Any:
        """`a + b`, `a - b`."""
        left = self.product()
        while operator := self.take("+", "-"):
            left = ("calculate", left, operator, self.product())
        return left

    def product(self) -> Any:
        """`a * b`, `a / b`, `a % b`."""
        left = self.unary()
        while operator := self.take("*", "/", "%"):
            left = ("calculate", left, operator, self.unary())
        return left

    def unary(self) -> Any:
        """`!a`, `-a`, `+a`, `++a`, `a++`."""
        self.deeper()
        if operator := self.take("!", "-", "+"):
            found: Any = ("unary", operator, self.unary())
        elif operator := self.take("++", "--"):
            found = ("step", self.unary(), operator, True)
        else:
            found = self.primary()
            if operator := self.take("++", "--"):
                found = ("step", found, operator, False)
        self.depth -= 1
        return found

    def primary(self) -> Any:
        """A regular expression, a group, a field, a text, a number, a call, a name."""
        pattern = PATTERN.match(self.text, self.at)
        if pattern:
            self.at = pattern.end()
            return ("pattern", regular(pattern[1].replace("\\/", "/")))
        if self.take("("):
            found = self.expression()
            self.need(")")
            return found
        if self.take("$"):
            return ("field", self.unary())
        found = TOKEN.match(self.text, self.at)
        if found is None:
            raise self.fail()
        self.at = found.end()
        if found["text"] is not None:
            return ("value", unescaped(found["text"][1:-1].replace('\\"', '"')))
        if found["number"] is not None:
            return ("value", float(found["number"]))
        if found["name"] is None:
            raise self.fail()
        if self.text[self.at : self.at + 1] == "(":
            self.at += 1
            arguments = []
            while not self.take(")"):
                arguments.append(self.expression())
                self.take(",")
            return ("call", found["name"], arguments)
        return ("name", found["name"])
