"""`$(( … ))`: integers of 64 bits with C's operators (XCU 2.6.4)."""

import re
from collections.abc import Callable

_TOKEN = re.compile(r"\s*(\d+|[A-Za-z_]\w*|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%<>!~&^|?:()])")
_LEVELS = (
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<=", ">=", "<", ">"),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)
MAX_DEPTH = 64


class ArithmeticFault(Exception):
    """What bash says of an expression, behind the expression and a colon."""


def evaluate(text: str, variable: Callable[[str], str]) -> int:
    """The value of an expression; `variable` gives the text of a name, empty for one that is not set."""
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ArithmeticFault(f'syntax error: operand expected (error token is "{text[at:].strip()[:40]}")')
        tokens.append(found[1])
        at = found.end()
    if not tokens:
        return 0
    parser = _Parser(tokens, variable)
    value = parser.choice(0)
    if parser.at < len(tokens):
        raise ArithmeticFault(f'syntax error in expression (error token is "{tokens[parser.at]}")')
    return value


class _Parser:
    def __init__(self, tokens: list[str], variable: Callable[[str], str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.variable = variable

    def take(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def choice(self, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise ArithmeticFault("expression recursion level exceeded")
        condition = self.binary(0, depth)
        if not self.take("?"):
            return condition
        yes = self.choice(depth + 1)
        if not self.take(":"):
            raise ArithmeticFault("`:' expected for conditional expression")
        no = self.choice(depth + 1)
        return yes if condition else no

    def binary(self, level: int, depth: int) -> int:
        if level == len(_LEVELS):
            return self.power(depth)
        value = self.binary(level + 1, depth)
        while operator := self.take(*_LEVELS[level]):
            value = _apply(operator, value, self.binary(level + 1, depth))
        return value

    def power(self, depth: int) -> int:
        base = self.unary(depth)
        if not self.take("**"):
            return base
        exponent = self.power(depth + 1)
        if exponent < 0:
            raise ArithmeticFault("exponent less than 0")
        return _wrapped(pow(base, exponent, 1 << 64))

    def unary(self, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise ArithmeticFault("expression recursion level exceeded")
        operator = self.take("-", "+", "!", "~")
        if operator:
            value = self.unary(depth + 1)
            return {"-": _wrapped(-value), "+": value, "!": int(not value), "~": ~value}[operator]
        if self.take("("):
            value = self.choice(depth + 1)
            if not self.take(")"):
                raise ArithmeticFault("missing `)'")
            return value
        if self.at == len(self.tokens):
            raise ArithmeticFault("syntax error: operand expected")
        token = self.tokens[self.at]
        self.at += 1
        if token[0].isdecimal():
            return _number(token)
        if token[0].isalpha() or token[0] == "_":
            text = self.variable(token).strip()
            return _number(text) if re.fullmatch(r"-?\d+", text) else 0
        raise ArithmeticFault(f'syntax error: operand expected (error token is "{token}")')


def _number(text: str) -> int:
    digits = text.lstrip("-")
    if len(digits) > 1 and digits[0] == "0":
        if not re.fullmatch("0[0-7]+", digits):
            raise ArithmeticFault(f'value too great for base (error token is "{text[:40]}")')
        return _wrapped(int(text[:60], 8))
    return _wrapped(int(text[:60]))


def _wrapped(value: int) -> int:
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def _apply(operator: str, left: int, right: int) -> int:
    if operator in ("/", "%"):
        if right == 0:
            raise ArithmeticFault('division by 0 (error token is "0")')
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return _wrapped(quotient if operator == "/" else left - quotient * right)
    return _wrapped(int(_SIMPLE[operator](left, right)))


_SIMPLE: dict[str, Callable[[int, int], int]] = {
    "||": lambda a, b: bool(a) or bool(b),
    "&&": lambda a, b: bool(a) and bool(b),
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "&": lambda a, b: a & b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<<": lambda a, b: a << (b & 63),
    ">>": lambda a, b: a >> (b & 63),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}
