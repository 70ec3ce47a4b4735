"""ls(1): one name a line, as for a terminal that is none, in the locale C."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..files import Directory, File, FileError, Inode, Link
from ..shell.call import Call
from ..shell.options import Options, options

NAMES = ("ls", "ll", "dir")

HALF_A_YEAR = timedelta(seconds=15778476)
"""Older files show their year in place of the time (ls(1), as GNU counts it)."""
_LONG = {
    "all": "a",
    "almost-all": "A",
    "human-readable": "h",
    "recursive": "R",
    "reverse": "r",
    "directory": "d",
    "color": "G",
}
OPTIONS = ("laAdhRrStF1pinGoC", _LONG)
_BLOCK = 4096


def run(call: Call) -> int:
    """Names; -l with mode, owner, size, time; -a, -A, -d, -h, -R, -r, -S, -t, -F, -p, -1, -i, -n as ls has them."""
    call.arguments = [word for word in call.arguments if not word.startswith("--color")]
    given = options(call, *OPTIONS)
    if call.name == "ll":
        given.flags.add("l")
    names = given.words or ["."]
    files: list[tuple[str, Inode]] = []
    folders: list[tuple[str, Inode]] = []
    status = 0
    for name in names:
        try:
            found = call.files.stat(call.path(name), follow="l" not in given.flags or name.endswith("/"))
        except FileError as fault:
            status = call.fail(f"cannot access '{name}': {fault.reason}", 2)
            continue
        (folders if isinstance(found, Directory) and "d" not in given.flags else files).append((name, found))
    _print(call, given, _ordered(given, files))
    titled = len(names) > 1 or "R" in given.flags
    for number, (name, _) in enumerate(_ordered(given, folders)):
        if titled:
            call.line(f"{chr(10) if files or number else ''}{name}:")
        _folder(call, given, name, titled)
    return status


def _folder(call: Call, given: Options, name: str, titled: bool) -> None:
    path = call.path(name).rstrip("/") or "/"
    inside = [
        (one, call.files.inodes[call.files.real(f"{path.rstrip('/')}/{one}", follow=False)])
        for one in call.files.folder(path)
    ]
    if not given.flags & {"a", "A"}:
        inside = [(one, inode) for one, inode in inside if not one.startswith(".")]
    elif "a" in given.flags:
        here = call.files.stat(path)
        inside = [(".", here), ("..", call.files.stat(f"{path}/..")), *inside]
    if "l" in given.flags:
        call.line(f"total {sum(_blocks(inode) for _, inode in inside)}")
    _print(call, given, _ordered(given, inside))
    if "R" in given.flags:
        for one, inode in inside:
            if isinstance(inode, Directory) and one not in (".", ".."):
                below = f"{name.rstrip('/')}/{one}"
                call.line(f"\n{below}:")
                _folder(call, given, below, titled)


def _ordered(given: Options, found: list[tuple[str, Inode]]) -> list[tuple[str, Inode]]:
    ordered = sorted(found, key=lambda one: one[0])
    if "S" in given.flags:
        ordered.sort(key=lambda one: -_size(one[1]))
    elif "t" in given.flags:
        ordered.sort(key=lambda one: one[1].changed, reverse=True)
    return ordered[::-1] if "r" in given.flags else ordered


def _print(call: Call, given: Options, found: Iterable[tuple[str, Inode]]) -> None:
    rows = list(found)
    if not given.flags & {"l", "n", "o"}:
        for name, inode in rows:
            call.line(name + _mark(given, inode))
        return
    columns = [_columns(call, given, inode) for _, inode in rows]
    widths = [max(map(len, column), default=0) for column in zip(*columns, strict=True)]
    for (name, inode), cells in zip(rows, columns, strict=True):
        mode, links, owner, group, size, time = cells
        target = f" -> {inode.target}" if isinstance(inode, Link) else _mark(given, inode)
        call.line(
            f"{mode} {links:>{widths[1]}} {owner:<{widths[2]}} {group:<{widths[3]}} {size:>{widths[4]}} {time} {name}{target}"
        )


def _columns(call: Call, given: Options, inode: Inode) -> tuple[str, ...]:
    links = "2" if isinstance(inode, Directory) else "1"
    return (
        mode_text(inode),
        links,
        inode.owner,
        inode.group,
        _human(_size(inode)) if "h" in given.flags else str(_size(inode)),
        time_text(inode.changed, call.world.now),
    )


def mode_text(inode: Inode) -> str:
    """`-rw-r--r--`."""
    kind = "d" if isinstance(inode, Directory) else "l" if isinstance(inode, Link) else "-"
    return kind + "".join(letter if inode.mode >> (8 - at) & 1 else "-" for at, letter in enumerate("rwxrwxrwx"))


def time_text(moment: datetime, now: datetime) -> str:
    """`Nov 24 07:30`, or the year in place of the time for what is older than half a year or in the future."""
    recent = now - HALF_A_YEAR < moment <= now
    return f"{moment:%b} {moment.day:2} {moment:%H:%M}" if recent else f"{moment:%b} {moment.day:2}  {moment.year}"


def _size(inode: Inode) -> int:
    if isinstance(inode, File):
        return len(inode.data)
    return len(inode.target) if isinstance(inode, Link) else _BLOCK


def _blocks(inode: Inode) -> int:
    """KiB on disk."""
    if isinstance(inode, Link):
        return 0
    return -(-_size(inode) // _BLOCK) * 4


def _human(size: int) -> str:
    if size < 1024:
        return str(size)
    value = size / 1024
    return f"{-(-size * 10 // 1024) / 10:.1f}K" if value < 10 else f"{-(-size // 1024)}K"


def _mark(given: Options, inode: Inode) -> str:
    if isinstance(inode, Directory) and given.flags & {"F", "p"}:
        return "/"
    if "F" in given.flags and isinstance(inode, File) and inode.mode & 0o111:
        return "*"
    return ""
