"""sort(1), in the locale C."""

import re
from typing import Any

from ..shell.call import Call, Stop, decoded
from ..shell.options import options

NAMES = ("sort",)
OPTIONS = (
    "nrufhVbdk:t:o:sz",
    {
        "numeric-sort": "n",
        "reverse": "r",
        "unique": "u",
        "key": "k",
        "field-separator": "t",
        "version-sort": "V",
        "output": "o",
    },
)


def run(call: Call) -> int:
    """Lines in order: -n as numbers, -h sizes, -V versions, -r backwards, -u each once, -k FIELD by -t."""
    given = options(call, *OPTIONS)
    found, status = call.inputs(given.words, lambda name, why: f"sort: cannot read: {name}: {why}")
    if status:
        return 2
    lines = [line for data in found for line in decoded(data).splitlines()]
    keys = [_key(key, given.value("t"), given.flags) for key in given.values.get("k", ["1"])]

    def order(line: str) -> tuple[Any, ...]:
        call.budget.step()
        return tuple(key(line) for key in keys)

    ordered = sorted(
        lines,
        key=lambda line: (order(line), () if given.flags & {"u", "s"} else line.encode("utf-8", "surrogateescape")),
    )
    if "u" in given.flags:
        seen: dict[Any, str] = {}
        for line in ordered:
            seen.setdefault(order(line), line)
        ordered = list(seen.values())
    if "r" in given.flags:
        ordered.reverse()
    text = "".join(f"{line}\n" for line in ordered)
    if given.value("o"):
        call.files.write(call.path(str(given.value("o"))), text.encode("utf-8", "surrogateescape"))
    else:
        call.out(text)
    return 0


def _key(text: str, separator: str | None, flags: set[str]) -> Any:
    found = re.fullmatch(r"(\d{1,4})(?:\.\d+)?([a-zA-Z]*)(?:,(\d{1,4})(?:\.\d+)?([a-zA-Z]*))?", text)
    if found is None or found[1] == "0":
        raise Stop(f"sort: -: invalid field specification '{text}'", 2)
    first, last = int(found[1]) - 1, int(found[3]) if found[3] else None
    kinds = set(found[2] + (found[4] or "")) or flags

    def value(line: str) -> Any:
        parts = line.split(separator) if separator else re.findall(r"\s*\S+", line)
        part = (separator or "").join(parts[first:last]) if text != "1" else line
        return _value(part, kinds)

    return value


def _value(part: str, kinds: set[str]) -> Any:
    if "n" in kinds or "h" in kinds:
        found = re.match(r"\s*(-?\d{1,18}(?:\.\d{1,9})?)([KMGTkmgt])?", part)
        factor = 1024 ** ("KMGT".index(found[2].upper()) + 1) if found and found[2] and "h" in kinds else 1
        return float(found[1]) * factor if found else 0.0
    if "V" in kinds:
        return [(digits == "", int(digits[:18] or 0), text) for digits, text in re.findall(r"(\d+)|(\D+)", part)]
    part = part.lstrip() if "b" in kinds else part
    return (part.upper() if "f" in kinds else part).encode("utf-8", "surrogateescape")
