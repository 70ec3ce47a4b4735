"""test(1), [(1)."""

from ..shell.call import Call
from ..shell.conditional import ConditionFault, holds

NAMES = ("test", "[")


def run(call: Call) -> int:
    """0 where the condition holds, 1 where not, 2 where it is none."""
    words = list(call.arguments)
    if call.name == "[":
        if words[-1:] != ["]"]:
            return _fail(call, "missing `]'")
        words.pop()
    try:
        found = holds([[(word, True)] for word in words], call.session, call.files, patterns=False)
    except ConditionFault as fault:
        return _fail(call, str(fault))
    return 0 if found else 1


def _fail(call: Call, text: str) -> int:
    call.err(f"bash: {call.name}: {text}")
    return 2
