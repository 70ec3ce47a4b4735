"""awk's functions: length, tolower, toupper, substr, index, int; and what printf makes of its template."""

import re

from ..shell.call import Call, Stop
from .values import TROUBLE, Value, number_of, text_of, whole_of


def called(name: str, values: list[Value], record: str) -> Value:
    """What a function gives for its arguments; `record` is the argument that is meant without any. Raises Stop."""
    text = text_of(values[0]) if values else record
    if name == "length":
        return float(len(text))
    if name in ("tolower", "toupper"):
        return text.lower() if name == "tolower" else text.upper()
    if name == "substr" and len(values) > 1:
        begin = whole_of(values[1])
        size = whole_of(values[2]) if len(values) > 2 else len(text)
        return text[max(0, begin - 1) : max(0, begin - 1 + size)]
    if name == "index" and len(values) > 1:
        return float(text.find(text_of(values[1])) + 1)
    if name == "int":
        return float(whole_of(values[0])) if values else 0.0
    raise Stop(f"awk: calling undefined function {name}", TROUBLE)


def formatted(call: Call, template: str, values: list[Value]) -> str:
    """printf's text: the template with values for its `%s`, `%5.2f` …; a missing value is empty."""
    waiting = list(values)

    def one(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        value = waiting.pop(0) if waiting else ""
        width = re.sub(r"\D", "", found[1].partition(".")[0])
        call.budget.value(int(width or 0))
        if found[2] == "c":
            value = _character(whole_of(value)) if isinstance(value, float) else value[:1]
        if found[2] in "sc":
            return f"%{found[1]}s" % text_of(value)
        number = number_of(value)
        return f"%{found[1]}{found[2]}" % (whole_of(value) if found[2] in "dixXo" else number)

    return re.sub(r"%%|%([-+ 0#]*\d{0,6}(?:\.\d{1,4})?)([sdifgeExXoc])", one, template)


def _character(code: int) -> str:
    """The character of a number, as `printf "%c", 65` has it; those beyond Unicode are none."""
    return chr(code) if 0 <= code < 0xD800 or 0xDFFF < code < 0x110000 else ""
