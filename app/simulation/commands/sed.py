"""sed(1): s, d, p, q, a, i, c, y, =, n, N, {} with line numbers, $, /patterns/, ranges and !; -n, -i, -e, -f, -E.

Scripts are read and run in app/simulation/sed.
"""

import re

from ..files import FileError
from ..sed.editor import Editor
from ..sed.parser import parsed
from ..sed.syntax import Command
from ..shell.call import Call, Stop, decoded, encoded
from ..shell.options import options
from ..shell.patterns import PatternFault

NAMES = ("sed",)
OPTIONS = ("nEre:f:sz", {"quiet": "n", "silent": "n", "regexp-extended": "E", "expression": "e", "file": "f"})


def run(call: Call) -> int:
    """Edit lines; -i edits the files themselves (-i.bak keeps the old ones)."""
    in_place = next((word for word in call.arguments if re.fullmatch(r"-[nErs]*i.*|--in-place.*", word)), None)
    suffix = re.sub(r"^-[nErs]*i|^--in-place=?", "", in_place) if in_place else ""
    given_words = []
    for word in call.arguments:
        if word is in_place:
            given_words += [f"-{letter}" for letter in re.sub(r"i.*", "", word[1:]) if not word.startswith("--")]
        else:
            given_words.append(word)
    call.arguments = given_words
    given = options(call, *OPTIONS)
    scripts = list(given.values.get("e", [])) + [
        decoded(call.read(name)).rstrip("\n") for name in given.values.get("f", [])
    ]
    names = given.words if scripts else given.words[1:]
    if not scripts and not given.words:
        raise Stop("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...")
    script = "\n".join(scripts or given.words[:1])
    try:
        program = parsed(script, extended=bool(given.flags & {"E", "r"}))
    except PatternFault as fault:
        raise Stop(f"sed: -e expression #1, char {len(script)}: {fault}") from None
    status = 0
    if in_place is not None:
        for name in names:
            status |= _in_place(call, program, name, suffix, "n" in given.flags)
        return status
    found, status = call.inputs(names, lambda name, why: f"sed: can't read {name}: {why}")
    text = Editor(call, program, quiet="n" in given.flags).edit(decoded(b"".join(found)))
    call.out(text)
    return 2 if status else 0


def _in_place(call: Call, program: tuple[Command, ...], name: str, suffix: str, quiet: bool) -> int:
    path = call.path(name)
    try:
        data = call.files.read(path)
        if suffix:
            call.files.write(path + suffix if "*" not in suffix else path, data)
        call.files.write(path, encoded(Editor(call, program, quiet=quiet).edit(decoded(data))))
    except FileError as fault:
        call.err(f"sed: can't read {name}: {fault.reason}")
        return 2
    return 0
