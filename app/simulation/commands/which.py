"""which(1)."""

from ..shell.call import Call

NAMES = ("which",)


def run(call: Call) -> int:
    """Where a command stands; 1 if one of them is none."""
    status = 0
    for name in call.arguments:
        if call.runner.offers(name):
            call.line(f"/usr/bin/{name}")
        else:
            status = 1
    return status
