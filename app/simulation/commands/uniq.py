"""uniq(1)."""

from itertools import groupby

from ..shell.call import Call, decoded
from ..shell.options import options

NAMES = ("uniq",)
OPTIONS = ("cdui", {"count": "c", "repeated": "d", "unique": "u", "ignore-case": "i"})


def run(call: Call) -> int:
    """Neighbouring equal lines once; -c counted, -d only repeated, -u only single ones, -i whatever the case."""
    given = options(call, *OPTIONS)
    found, status = call.inputs(given.words[:1])
    for data in found:
        for _, group in groupby(decoded(data).splitlines(), str.lower if "i" in given.flags else None):
            lines = list(group)
            if ("d" in given.flags and len(lines) == 1) or ("u" in given.flags and len(lines) > 1):
                continue
            call.line(f"{len(lines):7} {lines[0]}" if "c" in given.flags else lines[0])
    return status
