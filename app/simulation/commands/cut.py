"""cut(1)."""

import re

from ..shell.call import Call, Stop, decoded
from ..shell.options import options

NAMES = ("cut",)
OPTIONS = (
    "d:f:c:b:so:",
    {"delimiter": "d", "fields": "f", "characters": "c", "only-delimited": "s", "output-delimiter": "o"},
)


def run(call: Call) -> int:
    """Fields (-f, by -d) or characters (-c, -b) of each line."""
    given = options(call, *OPTIONS)
    wanted = given.value("f") or given.value("c") or given.value("b")
    if wanted is None:
        raise Stop(
            "cut: you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information."
        )
    delimiter = given.value("d") or "\t"
    if len(delimiter) != 1:
        raise Stop("cut: the delimiter must be a single character\nTry 'cut --help' for more information.")
    ranges = _ranges(wanted)
    found, status = call.inputs(given.words)
    for data in found:
        for line in decoded(data).splitlines():
            call.budget.step()
            if given.value("f") is None:
                call.line("".join(_chosen(list(line), ranges)))
            elif delimiter in line:
                call.line((given.value("o") or delimiter).join(_chosen(line.split(delimiter), ranges)))
            elif "s" not in given.flags:
                call.line(line)
    return status


def _ranges(text: str) -> list[tuple[int, int]]:
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"(\d{1,9})?(-)?(\d{1,9})?", part)
        if not part or part == "-" or match is None:
            raise Stop("cut: invalid field range\nTry 'cut --help' for more information.")
        first = int(match[1] or 1)
        last = int(match[3]) if match[3] else (10**9 if match[2] else first)
        if first == 0:
            raise Stop("cut: fields are numbered from 1\nTry 'cut --help' for more information.")
        found.append((first, last))
    return found


def _chosen(parts: list[str], ranges: list[tuple[int, int]]) -> list[str]:
    return [part for at, part in enumerate(parts, 1) if any(first <= at <= last for first, last in ranges)]
