"""The values of awk's expressions, the variables and the fields of the line at hand."""

import math
import re
from typing import Any

from ..shell.call import Call, Stop
from .functions import called
from .values import TROUBLE, Value, is_true, number_of, regular, separated, text_of, whole_of


class Evaluation:
    """Holds variables and fields. `_KIND` is the value of an expression of that kind (expressions.py)."""

    def __init__(self, call: Call, separator: str | None) -> None:
        self.call = call
        self.variables: dict[str, Value] = {"FS": separator or " ", "OFS": " ", "ORS": "\n", "NR": 0.0, "NF": 0.0}
        self.fields: list[str] = [""]

    def split(self, line: str) -> None:
        """Make a line the record: $0, its fields by FS, NF."""
        separator = str(self.variables["FS"])
        if separator == " ":
            parts = line.split()
        elif len(separator) == 1:
            parts = line.split(separator)
        else:
            parts = (
                re.split(re.escape(separator), line)
                if separator.isalnum()
                else separated(separator, line, self.call.budget.step)
            )
        self.fields = [line, *(parts if line else [])]
        self.variables["NF"] = float(len(self.fields) - 1)

    def value(self, expression: Any) -> Value:
        """The value of an expression. Raises Stop, and Exhausted where the budget ends."""
        self.call.budget.step()
        kind = expression[0]
        found: Value = getattr(self, f"_{kind}")(*expression[1:])
        return found

    def _value(self, value: Value) -> Value:
        return value

    def _name(self, name: str) -> Value:
        return self.variables.get(name, "")

    def _field(self, number: Any) -> Value:
        at = self._at(number)
        return self.fields[at] if at < len(self.fields) else ""

    def _at(self, number: Any) -> int:
        """Which field is meant. Raises Stop for one before the first."""
        at = whole_of(self.value(number))
        if at < 0:
            raise Stop(f"awk: cmd. line:1: fatal: attempt to access field {at}", TROUBLE)
        return at

    def _pattern(self, pattern: Any) -> Value:
        return float(bool(pattern.search(self.fields[0])))

    def _or(self, left: Any, right: Any) -> Value:
        return float(is_true(self.value(left)) or is_true(self.value(right)))

    def _and(self, left: Any, right: Any) -> Value:
        return float(is_true(self.value(left)) and is_true(self.value(right)))

    def _choose(self, condition: Any, yes: Any, no: Any) -> Value:
        return self.value(yes if is_true(self.value(condition)) else no)

    def _match(self, left: Any, operator: str, right: Any) -> Value:
        pattern = right[1] if right[0] == "pattern" else regular(text_of(self.value(right)))
        return float(bool(pattern.search(text_of(self.value(left)))) == (operator == "~"))

    def _compare(self, left: Any, operator: str, right: Any) -> Value:
        first, second = self.value(left), self.value(right)
        one: Any = first
        other: Any = second
        if all(isinstance(part, float) or re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", part) for part in (first, second)):
            one, other = number_of(first), number_of(second)
        else:
            one, other = text_of(first), text_of(second)
        results = {
            "==": one == other,
            "!=": one != other,
            "<": one < other,
            ">": one > other,
            "<=": one <= other,
            ">=": one >= other,
        }
        return float(results[operator])

    def _join(self, left: Any, right: Any) -> Value:
        found = text_of(self.value(left)) + text_of(self.value(right))
        self.call.budget.value(len(found))
        return found

    def _calculate(self, left: Any, operator: str, right: Any) -> Value:
        first, second = number_of(self.value(left)), number_of(self.value(right))
        if operator in "/%" and not second:
            raise Stop("awk: division by zero", TROUBLE)
        if operator in "/%":
            return first / second if operator == "/" else math.fmod(first, second) if math.isfinite(first) else math.nan
        return {"+": first + second, "-": first - second, "*": first * second}[operator]

    def _unary(self, operator: str, part: Any) -> Value:
        value = self.value(part)
        return (
            float(not is_true(value)) if operator == "!" else -number_of(value) if operator == "-" else number_of(value)
        )

    def _step(self, part: Any, operator: str, before: bool) -> Value:
        old = number_of(self.value(part))
        new = old + (1 if operator == "++" else -1)
        self.store(part, new)
        return new if before else old

    def _assign(self, part: Any, operator: str, right: Any) -> Value:
        value = self.value(right)
        if operator != "=":
            value = self._calculate(part, operator[0], ("value", value))
        self.store(part, value)
        return value

    def _call(self, name: str, arguments: list[Any]) -> Value:
        return called(name, [self.value(part) for part in arguments], self.fields[0])

    def store(self, part: Any, value: Value) -> None:
        """Assign to a name or a field; a field makes $0 anew, $0 makes the fields anew."""
        if part[0] == "name":
            self.variables[part[1]] = value
            return
        at = self._at(part[1])
        if at == 0:
            self.split(text_of(value))
            return
        self.call.budget.value(at)
        self.fields += [""] * (at + 1 - len(self.fields))
        self.fields[at] = text_of(value)
        self.fields[0] = str(self.variables["OFS"]).join(self.fields[1:])
        self.variables["NF"] = float(len(self.fields) - 1)
