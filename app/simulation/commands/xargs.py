"""xargs(1)."""

import shlex

from ..shell.call import Call, Stop, decoded
from ..shell.options import number, options
from ..shell.streams import Source

NAMES = ("xargs",)
OPTIONS = ("n:I:L:0rtd:P:", {"max-args": "n", "replace": "I", "null": "0", "no-run-if-empty": "r", "delimiter": "d"})

FAILED = 123


def run(call: Call) -> int:
    """A command with words of standard input behind it: -n at most so many, -I in place of a mark, a line each."""
    own, command = _split(call)
    call.arguments = own
    given = options(call, *OPTIONS)
    text = decoded(call.stdin.read())
    call.stdin = Source()
    command = command or ["echo"]
    mark = given.value("I")
    if mark:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        runs = [[word.replace(mark, line) for word in command] for line in lines]
    else:
        words = _words(text, given.flags, given.value("d"))
        size = number(call, given.value("n") or given.value("L") or "5000", "invalid number for -n option")
        parts = [words[at : at + max(1, size)] for at in range(0, len(words), max(1, size))]
        runs = [command + part for part in parts or ([] if "r" in given.flags else [[]])]
    status = 0
    for words in runs:
        if call.runner.words(words, call):
            status = FAILED
    return status


def _split(call: Call) -> tuple[list[str], list[str]]:
    """The command begins at the first word that is no option and no option's argument."""
    words = list(call.arguments)
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] != "-":
        at += 2 if words[at] in ("-n", "-I", "-L", "-d", "-P") else 1
    return words[:at], words[at:]


def _words(text: str, flags: set[str], delimiter: str | None) -> list[str]:
    if "0" in flags:
        return [word for word in text.split("\0") if word]
    if delimiter:
        return text.removesuffix("\n").split(delimiter.replace("\\n", "\n")[:1] or "\n")
    try:
        return shlex.split(text)
    except ValueError:
        raise Stop(
            "xargs: unmatched single quote; by default quotes are special to xargs unless you use the -0 option"
        ) from None
