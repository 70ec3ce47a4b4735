"""stat(1), by its format (-c); file names and modes as GNU prints them."""

import re

from ..files import Directory, File, FileError, Inode, Link
from ..shell.call import Call, Stop
from ..shell.options import options
from .ls import mode_text

NAMES = ("stat",)
OPTIONS = ("c:L", {"format": "c", "dereference": "L"})


def run(call: Call) -> int:
    """What the system knows of a file: -c FORMAT with %a %A %n %N %s %U %G %y %Y %F."""
    given = options(call, *OPTIONS)
    if not given.words:
        raise Stop("stat: missing operand\nTry 'stat --help' for more information.")
    status = 0
    for name in given.words:
        try:
            found = call.files.stat(call.path(name), follow="L" in given.flags)
        except FileError as fault:
            status = call.fail(f"cannot statx '{name}': {fault.reason}")
            continue
        call.line(_formatted(str(given.value("c")), name, found) if given.value("c") else _whole(name, found))
    return status


def _facts(name: str, found: Inode) -> dict[str, str]:
    size = len(found.data) if isinstance(found, File) else len(found.target) if isinstance(found, Link) else 4096
    kind = (
        "directory" if isinstance(found, Directory) else "symbolic link" if isinstance(found, Link) else "regular file"
    )
    if kind == "regular file" and not size:
        kind = "regular empty file"
    return {
        "a": f"{found.mode:o}",
        "A": mode_text(found),
        "n": name,
        "N": f"'{name}' -> '{found.target}'" if isinstance(found, Link) else f"'{name}'",
        "s": str(size),
        "U": found.owner,
        "G": found.group,
        "u": "0" if found.owner == "root" else "1000",
        "g": "0" if found.group == "root" else "1000",
        "y": f"{found.changed:%Y-%m-%d %H:%M:%S}.000000000 +0000",
        "Y": str(int(found.changed.timestamp())),
        "F": kind,
        "%": "%",
    }


def _formatted(template: str, name: str, found: Inode) -> str:
    facts = _facts(name, found)
    return re.sub(r"%(.)", lambda match: facts.get(match[1], "?"), template)


def _whole(name: str, found: Inode) -> str:
    facts = _facts(name, found)
    return (
        f"  File: {facts['N'] if isinstance(found, Link) else name}\n"
        f"  Size: {facts['s']:<10}\t{facts['F']}\n"
        f"Access: (0{facts['a']}/{facts['A']})  Uid: ({facts['u']:>5}/{facts['U']:>8})   Gid: ({facts['g']:>5}/{facts['G']:>8})\n"
        f"Modify: {facts['y']}"
    )
