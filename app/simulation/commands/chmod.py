"""chmod(1), chown(1)."""

import re
from dataclasses import replace

from ..files import Directory, FileError, Inode
from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("chmod", "chown", "chgrp")
OPTIONS = ("Rvcfh", {"recursive": "R"})

_SYMBOLIC = re.compile(r"([ugoa]*)([-+=])([rwxX]*)")
_WHO = {"u": 0o700, "g": 0o070, "o": 0o007}
_WHAT = {"r": 0o444, "w": 0o222, "x": 0o111}


def run(call: Call) -> int:
    """Change modes (octal or symbolic) or owners; -R of all that is in a folder."""
    if call.arguments[:1] and re.match(r"-[rwx]", call.arguments[0]):
        call.arguments.insert(0, "--")
    given = options(call, *OPTIONS)
    if len(given.words) < 2:
        raise Stop(f"{call.name}: missing operand\nTry '{call.name} --help' for more information.")
    wanted, *names = given.words
    status = 0
    for name in names:
        try:
            path = call.files.real(call.path(name))
            call.files.stat(path)
        except FileError as fault:
            status = call.fail(f"cannot access '{name}': {fault.reason}")
            continue
        inside = (
            [one for one in call.files.inodes if one.startswith(path.rstrip("/") + "/")] if "R" in given.flags else []
        )
        for one in (path, *inside):
            call.files.change(one, _changed(call, call.files.inodes[one], wanted))
    return status


def _changed(call: Call, inode: Inode, wanted: str) -> Inode:
    if call.name == "chmod":
        return replace(inode, mode=_mode(call, inode, wanted))
    owner, colon, group = (wanted if call.name == "chown" else f":{wanted}").partition(":")
    return replace(
        inode, owner=owner or inode.owner, group=(group or owner if colon and owner else group) or inode.group
    )


def _mode(call: Call, inode: Inode, wanted: str) -> int:
    if re.fullmatch(r"[0-7]{1,4}", wanted):
        return int(wanted, 8)
    mode = inode.mode
    for clause in wanted.split(","):
        found = _SYMBOLIC.fullmatch(clause)
        if found is None:
            raise Stop(f"chmod: invalid mode: '{wanted}'\nTry 'chmod --help' for more information.")
        who = 0o777 if not found[1] or "a" in found[1] else sum(_WHO[letter] for letter in set(found[1]))
        what = sum(_WHAT[letter] for letter in set(found[3]) & set(_WHAT))
        if "X" in found[3] and (isinstance(inode, Directory) or mode & 0o111):
            what |= 0o111
        mode = {"+": mode | (what & who), "-": mode & ~(what & who), "=": (mode & ~who) | (what & who)}[found[2]]
    return mode
