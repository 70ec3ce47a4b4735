"""printf, as bash has it."""

import re

from ..shell.call import Call, Stop
from ..tools.escapes import unescaped

NAMES = ("printf",)

_FORMAT = re.compile(r"%(%|([-+ 0#]*)(\*|\d{1,9})?(?:\.(\*|\d{1,9}))?([diouxXcsbqeEfgG]))")


def run(call: Call) -> int:
    """The format with its arguments, again and again until they are used up. Widths count before they are built."""
    if not call.arguments:
        raise Stop("printf: usage: printf [-v var] format [arguments]", 2)
    words = list(call.arguments)
    variable = None
    if words[0] == "-v" and len(words) > 2:
        variable, words = words[1], words[2:]
    if words[0] == "--":
        words = words[1:]
    template, waiting, found = words[0] if words else "", words[1:], []
    faults: list[str] = []
    while True:
        before = len(waiting)
        found.append(_once(call, template, waiting, faults))
        call.budget.value(sum(map(len, found)))
        call.budget.step()
        if not waiting or len(waiting) == before:
            break
    text = "".join(found)
    if variable:
        call.session.variables[variable] = text
    else:
        call.out(text)
    for fault in faults:
        call.err(f"bash: printf: {fault}")
    return int(bool(faults))


def _once(call: Call, template: str, waiting: list[str], faults: list[str]) -> str:
    found, at = [], 0
    for match in _FORMAT.finditer(template):
        found.append(unescaped(template[at : match.start()]))
        at = match.end()
        found.append("%" if match[1] == "%" else _one(call, match, waiting, faults))
    return "".join([*found, unescaped(template[at:])])


def _one(call: Call, match: re.Match[str], waiting: list[str], faults: list[str]) -> str:
    flags, letter = match[2], match[5]
    width, precision = (_size(part, waiting) for part in (match[3], match[4]))
    call.budget.value(max(width or 0, precision or 0))
    text = waiting.pop(0) if waiting else ""
    if letter in "sbqc":
        text = _as_text(text, letter)
        text = text if precision is None else text[:precision]
        return text.ljust(width or 0) if "-" in flags else text.rjust(width or 0)
    spec = f"%{flags}{width or ''}{'' if precision is None else f'.{precision}'}{letter}"
    return spec.replace("u", "d") % _number(text, letter, faults)


def _as_text(text: str, letter: str) -> str:
    if letter == "b":
        return unescaped(text)
    if letter == "q":
        return _quoted(text)
    return text[:1] if letter == "c" else text


def _size(part: str | None, waiting: list[str]) -> int | None:
    if part == "*":
        text = waiting.pop(0) if waiting else "0"
        return int(text) if re.fullmatch(r"\d{1,9}", text) else 0
    return int(part) if part else None


def _number(text: str, letter: str, faults: list[str]) -> int | float:
    text = text.strip()
    if letter in "eEfgG":
        return float(text) if re.fullmatch(r"[-+]?\d{1,300}(\.\d{0,300})?", text) else 0.0
    if text[:1] in ("'", '"') and len(text) > 1:
        return ord(text[1])
    if re.fullmatch(r"[-+]?0\d*[89]\d*", text):
        faults.append(f"{text}: invalid octal number")
        return 0
    if re.fullmatch(r"[-+]?(0[xX][0-9a-fA-F]{1,16}|\d{1,18})?", text):
        digits = text.lstrip("+-")
        value = int(
            digits or "0", 16 if digits[:2] in ("0x", "0X") else 8 if digits[:1] == "0" and digits.isdigit() else 10
        )
        return -value if text.startswith("-") else value
    faults.append(f"{text}: invalid number")
    return 0


def _quoted(text: str) -> str:
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", text) if text else "''"
