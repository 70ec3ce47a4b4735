"""cat(1)."""

from ..shell.call import Call, decoded
from ..shell.options import options

NAMES = ("cat",)
OPTIONS = ("nAbeEstTuv", {"number": "n", "show-all": "A"})


def run(call: Call) -> int:
    """The files one after another; -n numbers the lines, -A shows what is not printed."""
    given = options(call, *OPTIONS)
    found, status = call.inputs(given.words)
    number = 0
    for data in found:
        if not given.flags & {"n", "A"}:
            call.stdout.write(data)
            continue
        for line in decoded(data).splitlines(keepends=True):
            number += 1
            text = line.replace("\t", "^I").replace("\r", "^M").replace("\n", "$\n") if "A" in given.flags else line
            call.out(f"{number:6}\t{text}" if "n" in given.flags else text)
    return status
