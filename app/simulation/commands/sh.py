"""sh(1), bash(1): a script in a shell of its own."""

from ..shell.builtins import Exit
from ..shell.call import Call, decoded
from ..shell.session import Session

NAMES = ("sh", "bash")


def run(call: Call) -> int:
    """`-c lines`, a file, or standard input; the exported variables go along."""
    words = list(call.arguments)
    while words and words[0].startswith("-") and words[0] not in ("-c", "-", "-s"):
        if words[0].startswith("-") and words[0].endswith("c") and not words[0].startswith("--"):
            words[0] = "-c"
            break
        words.pop(0)
    if words[:1] == ["-c"]:
        if len(words) == 1:
            return call.fail("-c: option requires an argument", 2)
        text, name, arguments = words[1], words[2] if len(words) > 2 else call.name, words[3:]
    elif words and words[0] not in ("-", "-s"):
        found = call.files.get(call.path(words[0]))
        if found is None:
            return call.fail(f"{words[0]}: No such file or directory", 127)
        text, name, arguments = decoded(call.read(words[0])), words[0], words[1:]
    else:
        text, name, arguments = decoded(call.stdin.read()), call.name, words[1:]
    inner = Session(
        call.session.host,
        call.session.folder,
        {"HOME": "/root", **call.environment},
        frozenset(call.environment),
        arguments=tuple(arguments),
        name=name,
    )
    try:
        return call.runner.script(text, call, inner)
    except Exit as end:
        return end.status
