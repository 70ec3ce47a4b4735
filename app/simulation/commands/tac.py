"""tac(1)."""

from ..shell.call import Call

NAMES = ("tac",)


def run(call: Call) -> int:
    """The lines of each file, last first."""
    found, status = call.inputs(call.arguments)
    for data in found:
        call.stdout.write(b"".join(reversed(data.splitlines(keepends=True))))
    return status
