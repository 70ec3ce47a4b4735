"""seq(1)."""

import re

from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("seq",)
OPTIONS = ("s:w", {"separator": "s", "equal-width": "w"})


def run(call: Call) -> int:
    """Numbers from FIRST (1) by STEP (1) to LAST; counted before they are printed."""
    numbers = [word for word in call.arguments if re.fullmatch(r"-?\d{1,9}", word)]
    call.arguments = [word for word in call.arguments if word not in numbers]
    given = options(call, *OPTIONS)
    if given.words:
        raise Stop(f"seq: invalid floating point argument: '{given.words[0]}'\nTry 'seq --help' for more information.")
    if not 1 <= len(numbers) <= 3:
        raise Stop("seq: missing operand\nTry 'seq --help' for more information.")
    first, step, last = (
        *{1: (1, 1), 2: (int(numbers[0]), 1)}.get(len(numbers), tuple(map(int, numbers[:2]))),
        int(numbers[-1]),
    )
    if step == 0:
        raise Stop("seq: invalid Zero increment value: '0'\nTry 'seq --help' for more information.")
    call.budget.value(max(0, (last - first) // step + 1))
    found = [str(number) for number in range(first, last + (1 if step > 0 else -1), step)]
    width = max(map(len, found), default=0) if "w" in given.flags else 0
    if found:
        call.line((given.value("s") or "\n").join(text.zfill(width) for text in found))
    return 0
