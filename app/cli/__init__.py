"""The command `kubepki`. Each part is imported when it runs, so that --help is there at once."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .exits import USAGE, Failure
from .usage import parser

BUG = 70
"""sysexits.h EX_SOFTWARE: none of the documented exit codes."""

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line and returns its exit code, never a traceback: 0 read, 1 nothing recognised, 2 usage, 3 a
    connection fails.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        chosen = parser().parse_args(arguments)
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except Failure as failure:
        code = _say(failure.sentence, failure.code)
    except BrokenPipeError:  # who reads (head, less) has seen enough
        code = 0
        _forget_output()
    except KeyboardInterrupt:
        code = 130
    except Exception as bug:  # noqa: BLE001 - the last resort of a program that shows nobody a traceback
        code = _end(bug)
    return code


def _end(fault: Exception) -> int:
    if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
        _forget_output()
        return _say(f"The output cannot be written: {fault.strerror}.", USAGE)
    return _say(f"A mistake of this program, not of yours: {_whereabouts(fault)}. Please report it.", BUG)


def _forget_output() -> None:
    """Python would complain when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str, code: int) -> int:
    from ..reading.visible import visible

    print(f"kubepki: {visible(sentence)}", file=sys.stderr)
    return code


def _whereabouts(bug: Exception) -> str:
    """The kind of a bug and where it was met, without its text, which may quote a file."""
    from traceback import extract_tb

    frame = extract_tb(bug.__traceback__)[-1]
    return f"{type(bug).__name__} at {Path(frame.filename).name}:{frame.lineno}"
