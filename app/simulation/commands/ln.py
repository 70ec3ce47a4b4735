"""ln(1), readlink(1), realpath(1)."""

import posixpath

from ..files import Directory, FileError, Link
from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("ln", "readlink", "realpath")


def run(call: Call) -> int:
    """Make links (-s symbolic ones; -f in place of what is there), or say where they lead."""
    if call.name != "ln":
        return _read(call)
    given = options(call, "sfnvrT", {"symbolic": "s", "force": "f", "no-dereference": "n"})
    if not given.words:
        raise Stop("ln: missing file operand\nTry 'ln --help' for more information.")
    target = given.words[0]
    name = given.words[1] if len(given.words) > 1 else posixpath.basename(target)
    path = call.path(name)
    if isinstance(call.files.get(path, follow="n" not in given.flags), Directory):
        path = posixpath.join(path, posixpath.basename(target))
    try:
        if call.files.get(path, follow=False) is not None:
            if "f" not in given.flags:
                raise FileError(path, "File exists")
            call.files.remove(path)
        if "s" in given.flags:
            call.files.put(path, Link(target, call.world.now))
        else:
            call.files.put(path, call.files.stat(call.path(target)))
    except FileError as fault:
        return call.fail(
            f"failed to create {'symbolic' if 's' in given.flags else 'hard'} link '{name}': {fault.reason}"
        )
    return 0


def _read(call: Call) -> int:
    given = options(call, "fens", {"canonicalize": "f"})
    status = 0
    for name in given.words:
        path = call.path(name)
        found = call.files.get(path, follow=False)
        if call.name == "readlink" and "f" not in given.flags:
            if not isinstance(found, Link):
                status = 1
                continue
            call.line(found.target)
            continue
        try:
            call.line(call.files.real(path))
        except FileError as fault:
            status = 1 if call.name == "readlink" else call.fail(f"{name}: {fault.reason}")
    return status
