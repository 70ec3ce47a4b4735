"""cmp(1): whether two files are the same, byte for byte (GNU diffutils)."""

from ..files import FileError
from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("cmp",)
OPTIONS = ("s", {"silent": "s", "quiet": "s"})

TROUBLE = 2


def run(call: Call) -> int:
    """0 the same, 1 different, 2 trouble. -s: say nothing. One file alone is compared with standard input."""
    given = options(call, *OPTIONS)
    if not given.words or len(given.words) > 2:
        words = f"extra operand '{given.words[2]}'" if given.words else "missing operand after 'cmp'"
        raise Stop(f"cmp: {words}\ncmp: Try 'cmp --help' for more information.", TROUBLE)
    first, second = given.words[0], given.words[1] if len(given.words) > 1 else "-"
    silent = "s" in given.flags
    try:
        old, new = (call.stdin.read() if name == "-" else call.files.read(call.path(name)) for name in (first, second))
    except FileError as fault:
        name = first if fault.path == call.path(first) else second
        return TROUBLE if silent else call.fail(f"{name}: {fault.reason}", TROUBLE)
    if old == new:
        return 0
    if not silent:
        _tell(call, (first, second), old, new)
    return 1


def _tell(call: Call, names: tuple[str, str], old: bytes, new: bytes) -> None:
    """Where they differ first, or which one ends first."""
    shared = min(len(old), len(new))
    at = next((index for index in range(shared) if old[index] != new[index]), None)
    if at is not None:
        line = old.count(b"\n", 0, at) + 1
        call.line(f"{names[0]} {names[1]} differ: byte {at + 1}, line {line}")
        return
    ends, data = (names[0], old) if len(old) < len(new) else (names[1], new)
    if not data:
        call.err(f"cmp: EOF on {ends} which is empty")
        return
    lines = data.count(b"\n")
    where = f"line {lines}" if data.endswith(b"\n") else f"in line {lines + 1}"
    call.err(f"cmp: EOF on {ends} after byte {len(data)}, {where}")
