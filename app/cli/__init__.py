"""The command `kubepki`. Each part is imported when it runs, so that --help is there at once."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .exits import Failure
from .usage import parser

BUG = 70
"""sysexits.h EX_SOFTWARE: none of the documented exit codes."""


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
        return _say(failure.sentence, failure.code)
    except BrokenPipeError:
        # Who reads (head, less) has seen enough. Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as bug:  # noqa: BLE001 - the last resort of a program that shows nobody a traceback
        return _say(f"A mistake of this program, not of yours: {_whereabouts(bug)}. Please report it.", BUG)
    return code


def _say(sentence: str, code: int) -> int:
    from ..reading.visible import visible

    print(f"kubepki: {visible(sentence)}", file=sys.stderr)
    return code


def _whereabouts(bug: Exception) -> str:
    """The kind of a bug and where it was met, without its text, which may quote a file."""
    from traceback import extract_tb

    frame = extract_tb(bug.__traceback__)[-1]
    return f"{type(bug).__name__} at {Path(frame.filename).name}:{frame.lineno}"
