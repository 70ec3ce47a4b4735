"""tee(1)."""

from ..files import FileError
from ..shell.call import Call
from ..shell.options import options

NAMES = ("tee",)
OPTIONS = ("ai", {"append": "a"})


def run(call: Call) -> int:
    """Standard input to files (-a at their end) and to standard output."""
    given = options(call, *OPTIONS)
    data, status = call.stdin.read(), 0
    for name in given.words:
        try:
            call.budget.output(len(data))
            call.files.write(call.path(name), data, append="a" in given.flags)
        except FileError as fault:
            status = call.fail(f"{name}: {fault.reason}")
    call.stdout.write(data)
    return status
