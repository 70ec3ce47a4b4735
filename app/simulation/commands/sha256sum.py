"""sha256sum(1), and its older sisters."""

import hashlib

from ..files import FileError
from ..shell.call import Call

NAMES = ("sha256sum", "sha1sum", "md5sum", "sha512sum")


def run(call: Call) -> int:
    """The digest of each file."""
    kind = call.name.removesuffix("sum")
    status = 0
    for name in [word for word in call.arguments if not word.startswith("--")] or ["-"]:
        try:
            data = call.stdin.read() if name == "-" else call.files.read(call.path(name))
        except FileError as fault:
            status = call.fail(f"{name}: {fault.reason}")
            continue
        call.line(f"{hashlib.new(kind, data, usedforsecurity=False).hexdigest()}  {name}")
    return status
