"""cp(1), mv(1)."""

import posixpath
from dataclasses import replace

from ..files import Directory, File, FileError, Link
from ..shell.call import Call, Stop
from ..shell.options import Options, options

NAMES = ("cp", "mv")
OPTIONS = (
    "rRapfinuvdLPTt:",
    {
        "recursive": "r",
        "archive": "a",
        "preserve": "p",
        "force": "f",
        "no-clobber": "n",
        "verbose": "v",
        "target-directory": "t",
    },
)


def run(call: Call) -> int:
    """Copy or move files; into a folder if the last word is one (-t names it first)."""
    given = options(call, *OPTIONS)
    words = list(given.words)
    if given.value("t"):
        words.append(str(given.value("t")))
    if not words:
        raise Stop(f"{call.name}: missing file operand\nTry '{call.name} --help' for more information.")
    if len(words) == 1:
        raise Stop(
            f"{call.name}: missing destination file operand after '{words[0]}'\n"
            f"Try '{call.name} --help' for more information."
        )
    *sources, target = words
    into = isinstance(call.files.get(call.path(target)), Directory) and "T" not in given.flags
    if len(sources) > 1 and not into:
        raise Stop(
            f"{call.name}: target '{target}': {'No such file or directory' if call.files.get(call.path(target)) is None else 'Not a directory'}"
        )
    status = 0
    for source in sources:
        end = posixpath.join(target, posixpath.basename(source.rstrip("/"))) if into else target
        status |= _one(call, given, source, end)
    return status


def _one(call: Call, given: Options, source: str, target: str) -> int:
    files, begin, end = call.files, call.path(source), call.path(target)
    if "n" in given.flags and files.get(end) is not None:
        return 0
    try:
        found = files.stat(begin, follow=call.name == "cp" and not given.flags & {"a", "d", "P"})
        if files.get(end) is not None and files.real(begin, follow=False) == files.real(end, follow=False):
            return call.fail(f"'{source}' and '{target}' are the same file")
        if call.name == "mv":
            files.move(begin.rstrip("/"), end.rstrip("/"))
        elif isinstance(found, Directory):
            if not given.flags & {"r", "R", "a"}:
                return call.fail(f"-r not specified; omitting directory '{source}'")
            _copy_tree(call, given, begin, end)
        else:
            _copy(call, given, found, end)
    except FileError as fault:
        return call.fail(_words(call, fault, source, target, begin))
    if "v" in given.flags:
        call.line(f"{'renamed ' if call.name == 'mv' else ''}'{source}' -> '{target}'")
    return 0


def _words(call: Call, fault: FileError, source: str, target: str, begin: str) -> str:
    if fault.path.rstrip("/") == begin.rstrip("/"):
        return f"cannot stat '{source}': {fault.reason}"
    if call.name == "mv":
        return f"cannot move '{source}' to '{target}': {fault.reason}"
    return f"cannot create regular file '{target}': {fault.reason}"


def _copy(call: Call, given: Options, found: File | Link | Directory, end: str) -> None:
    """A file's bytes; with -p or -a its time, mode and owner too. A link is copied as one only with -a or -P."""
    files = call.files
    if isinstance(found, Link):
        files.put(end, found)
        return
    assert isinstance(found, File)  # noqa: S101 - folders are copied by _copy_tree
    if given.flags & {"p", "a"}:
        files.put(files.real(end), found)
    else:
        files.write(end, found.data, mode=None if isinstance(files.get(end), File) else found.mode & 0o755)


def _copy_tree(call: Call, given: Options, begin: str, end: str) -> None:
    files = call.files
    root = files.real(begin)
    if files.real(end, follow=False).startswith(f"{root}/"):
        raise FileError(end, "cannot copy a directory into itself")
    inside = sorted(one for one in files.inodes if one == root or one.startswith(root.rstrip("/") + "/"))
    for one in inside:
        found, goal = files.inodes[one], end.rstrip("/") + one[len(root) :]
        if isinstance(found, Directory):
            if files.get(goal) is None:
                files.make_folder(goal, found.mode)
                if given.flags & {"p", "a"}:
                    files.change(goal, replace(found))
        else:
            _copy(call, given, found, goal)
