"""touch(1)."""

from dataclasses import replace

from ..files import FileError
from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("touch",)
OPTIONS = ("acm", {"no-create": "c"})


def run(call: Call) -> int:
    """Give files the time of now; empty ones are made, not with -c."""
    given = options(call, *OPTIONS)
    if not given.words:
        raise Stop("touch: missing file operand\nTry 'touch --help' for more information.")
    status = 0
    for name in given.words:
        path = call.path(name)
        try:
            found = call.files.get(path)
            if found is not None:
                call.files.change(path, replace(found, changed=call.world.now))
            elif "c" not in given.flags:
                call.files.write(path, b"")
        except FileError as fault:
            status = call.fail(f"cannot touch '{name}': {fault.reason}")
    return status
