"""diff(1): normal and unified."""

import difflib
from collections import Counter

from ..files import Directory, FileError
from ..shell.call import Call, Stop, decoded
from ..shell.options import options

NAMES = ("diff",)
OPTIONS = ("uqsrNwbBi", {"unified": "u", "brief": "q", "recursive": "r", "report-identical-files": "s"})

TROUBLE = 2
_CONTEXT = 3


def run(call: Call) -> int:
    """What differs; 0 nothing, 1 something, 2 trouble. -u, -q, -s, -r, -w, -y is not offered."""
    given = options(call, *OPTIONS)
    if len(given.words) != 2:
        missing = f"missing operand after '{given.words[0] if given.words else 'diff'}'"
        raise Stop(f"diff: {missing}\ndiff: Try 'diff --help' for more information.", TROUBLE)
    first, second = given.words
    if all(name != "-" and isinstance(call.files.get(call.path(name)), Directory) for name in (first, second)):
        return _folders(call, first, second, given.flags)
    return _pair(call, first, second, given.flags)


def _pair(call: Call, first: str, second: str, flags: set[str]) -> int:
    try:
        old, new = (
            decoded(call.stdin.read() if name == "-" else call.files.read(call.path(name))) for name in (first, second)
        )
    except FileError as fault:
        name = first if fault.path == call.path(first) else second
        return call.fail(f"{name}: {fault.reason}", TROUBLE)
    if _compared(old, flags) == _compared(new, flags):
        if "s" in flags:
            call.line(f"Files {first} and {second} are identical")
        return 0
    if "q" in flags:
        call.line(f"Files {first} and {second} differ")
        return 1
    left, right = old.splitlines(), new.splitlines()
    call.budget.value((len(left) + len(right)) * 8)
    there = Counter(right)
    call.budget.pairs(sum(count * there[line] for line, count in Counter(left).items()))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    if "u" in flags:
        _unified(call, first, second, left, right)
    else:
        _normal(call, matcher, left, right, (old, new))
    return 1


def _compared(text: str, flags: set[str]) -> list[str] | str:
    if flags & {"w", "b"}:
        return ["".join(line.split()) if "w" in flags else " ".join(line.split()) for line in text.splitlines()]
    return text.lower() if "i" in flags else text


def _normal(
    call: Call, matcher: "difflib.SequenceMatcher[str]", left: list[str], right: list[str], texts: tuple[str, str]
) -> None:
    for kind, begin, end, start, stop in matcher.get_opcodes():
        if kind == "equal":
            continue
        letter = {"replace": "c", "delete": "d", "insert": "a"}[kind]
        call.line(f"{_range(begin, end)}{letter}{_range(start, stop)}")
        _lines(call, "<", left, begin, end, texts[0])
        if kind == "replace":
            call.line("---")
        _lines(call, ">", right, start, stop, texts[1])


def _range(begin: int, end: int) -> str:
    """Lines counted from 1; an empty range is the line before it."""
    if end - begin <= 1:
        return str(max(end, begin + (end > begin)) if end > begin else begin)
    return f"{begin + 1},{end}"


def _lines(call: Call, mark: str, lines: list[str], begin: int, end: int, whole: str) -> None:
    for at in range(begin, end):
        call.line(f"{mark} {lines[at]}")
    if end == len(lines) and end > begin and not whole.endswith("\n"):
        call.line("\\ No newline at end of file")


def _unified(call: Call, first: str, second: str, left: list[str], right: list[str]) -> None:
    old, new = (_moment(call, name) for name in (first, second))
    for line in difflib.unified_diff(left, right, first, second, old, new, _CONTEXT, lineterm=""):
        call.line(line)


def _moment(call: Call, name: str) -> str:
    found = call.files.get(call.path(name)) if name != "-" else None
    return f"{(found.changed if found else call.world.now):%Y-%m-%d %H:%M:%S}.000000000 +0000"


def _folders(call: Call, first: str, second: str, flags: set[str]) -> int:
    left, right = (set(call.files.folder(call.path(name))) for name in (first, second))
    status = 0
    for name in sorted(left | right):
        one, other = f"{first.rstrip('/')}/{name}", f"{second.rstrip('/')}/{name}"
        if name not in left or name not in right:
            call.line(f"Only in {first if name in left else second}: {name}")
            status = 1
            continue
        folders = [isinstance(call.files.get(call.path(path)), Directory) for path in (one, other)]
        if all(folders):
            if "r" in flags:
                status |= _folders(call, one, other, flags)
            else:
                call.line(f"Common subdirectories: {one} and {other}")
        else:
            status |= _pair(call, one, other, flags)
    return status
