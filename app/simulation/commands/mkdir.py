"""mkdir(1), rmdir(1)."""

import re

from ..files import FileError
from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("mkdir", "rmdir")
OPTIONS = ("pm:v", {"parents": "p", "mode": "m", "verbose": "v"})


def run(call: Call) -> int:
    """Make folders, -p with their parents; or remove empty ones."""
    given = options(call, *OPTIONS)
    if not given.words:
        raise Stop(f"{call.name}: missing operand\nTry '{call.name} --help' for more information.")
    mode = given.value("m") or "755"
    if not re.fullmatch(r"[0-7]{1,4}", mode):
        raise Stop(f"mkdir: invalid mode '{mode}'")
    status = 0
    for name in given.words:
        path = call.path(name).rstrip("/") or "/"
        try:
            if call.name == "rmdir":
                call.files.remove_folder(path)
            elif "p" in given.flags:
                call.files.make_folders(path)
            else:
                call.files.make_folder(path, int(mode, 8))
        except FileError as fault:
            what = "failed to remove" if call.name == "rmdir" else "cannot create directory"
            status = call.fail(f"{what} '{name}': {fault.reason}")
    return status
