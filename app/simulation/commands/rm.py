"""rm(1)."""

from ..files import Directory, FileError
from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("rm", "unlink")
OPTIONS = ("rRfivd", {"recursive": "r", "force": "f", "verbose": "v", "dir": "d"})


def run(call: Call) -> int:
    """Remove files and links; -r folders too, -f without complaint about what is not there."""
    given = options(call, *OPTIONS)
    force, recursive = "f" in given.flags, bool(given.flags & {"r", "R"})
    if not given.words:
        if force:
            return 0
        raise Stop("rm: missing operand\nTry 'rm --help' for more information.")
    status = 0
    for name in given.words:
        status |= _remove(call, name, force=force, recursive=recursive, verbose="v" in given.flags)
    return status


def _remove(call: Call, name: str, *, force: bool, recursive: bool, verbose: bool) -> int:
    path = call.path(name)
    if path.rstrip("/").endswith(("/.", "/..")):
        return call.fail(f"refusing to remove '.' or '..' directory: skipping '{name}'")
    if call.files.real(path, follow=False) == "/":
        call.err("rm: it is dangerous to operate recursively on '/'")
        return call.fail("use --no-preserve-root to override this failsafe")
    try:
        found = call.files.stat(path.rstrip("/"), follow=False)
        if isinstance(found, Directory) and not recursive:
            raise FileError(name, "Is a directory")
        if isinstance(found, Directory):
            call.files.remove_tree(path)
        else:
            call.files.remove(path)
    except FileError as fault:
        if force and fault.reason in ("No such file or directory", "Not a directory"):
            return 0
        return call.fail(f"cannot remove '{name}': {fault.reason}")
    if verbose:
        call.line(f"removed {'directory ' if isinstance(found, Directory) else ''}'{name}'")
    return 0
