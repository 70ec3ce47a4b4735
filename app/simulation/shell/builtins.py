"""The shell's own commands: those that change the shell (XCU 2.15, bash(1) SHELL BUILTIN COMMANDS)."""

import posixpath
import re
from collections.abc import Callable

from ..files import Directory, FileError
from .call import Call, decoded
from .session import Session

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


class Exit(Exception):
    """`exit`: ends the shell."""

    def __init__(self, status: int) -> None:
        self.status = status


class Login(Exception):
    """`ssh HOST`: the terminal goes to a shell on another host, until that ends."""

    def __init__(self, session: Session) -> None:
        self.session = session


class Return(Exception):
    """`return`: ends a function or a sourced file."""

    def __init__(self, status: int) -> None:
        self.status = status


class Break(Exception):
    """`break N`."""

    def __init__(self, levels: int) -> None:
        self.levels = levels


class Continue(Exception):
    """`continue N`."""

    def __init__(self, levels: int) -> None:
        self.levels = levels


def _number(call: Call, default: int) -> int:
    text = call.arguments[0] if call.arguments else ""
    return int(text) if re.fullmatch(r"\d{1,9}", text) else default


def _exit(call: Call) -> int:
    raise Exit(_number(call, call.session.status) & 255)


def _return(call: Call) -> int:
    if not call.session.callers:
        call.err("bash: return: can only `return' from a function or sourced script")
        return 2
    raise Return(_number(call, call.session.status) & 255)


def _break(call: Call) -> int:
    levels = _levels(call)
    if levels:
        raise Break(levels)
    return 0


def _continue(call: Call) -> int:
    levels = _levels(call)
    if levels:
        raise Continue(levels)
    return 0


def _levels(call: Call) -> int:
    """How many loops end: no more than there are. 0, with a complaint, outside of any."""
    loops = call.session.loops
    if not loops:
        call.err(f"bash: {call.name}: only meaningful in a `for', `while', or `until' loop")
    return min(loops, max(1, _number(call, 1)))


def _true(_: Call) -> int:
    return 0


def _false(_: Call) -> int:
    return 1


def _cd(call: Call) -> int:
    session = call.session
    name = call.arguments[0] if call.arguments else session.get("HOME") or "/root"
    shown = name == "-"
    if shown:
        name = session.get("OLDPWD") or ""
        if not name:
            call.err("bash: cd: OLDPWD not set")
            return 1
    path = posixpath.normpath(call.path(name))
    try:
        if not isinstance(call.files.stat(path), Directory):
            raise FileError(name, "Not a directory")
    except FileError as fault:
        call.err(f"bash: cd: {name}: {fault.reason}")
        return 1
    session.variables["OLDPWD"], session.folder = session.folder, path
    session.variables["PWD"] = path
    if shown:
        call.line(path)
    return 0


def _pwd(call: Call) -> int:
    call.line(call.session.folder)
    return 0


def _export(call: Call) -> int:
    session = call.session
    names = [word for word in call.arguments if not word.startswith("-")]
    if not names:
        for name in sorted(session.exported):
            if name in session.variables:
                call.line(f'declare -x {name}="{session.variables[name]}"')
        return 0
    status = 0
    for word in names:
        name, equals, value = word.partition("=")
        if not _IDENTIFIER.fullmatch(name):
            call.err(f"bash: {call.name}: `{word}': not a valid identifier")
            status = 1
            continue
        if equals:
            session.variables[name] = value
        if call.name == "export" and "-n" not in call.arguments:
            session.export(name)
    return status


def _unset(call: Call) -> int:
    for name in call.arguments:
        if name == "-f":
            continue
        if call.session.variables.pop(name, None) is None or call.arguments[0] == "-f":
            call.session.functions.pop(name, None)
    return 0


def _shift(call: Call) -> int:
    count = _number(call, 1)
    if count > len(call.session.arguments):
        return 1
    call.session.arguments = call.session.arguments[count:]
    return 0


def _set(call: Call) -> int:
    """`set -- words`; options (`-e`, `-x` …) are taken and change nothing."""
    if "--" in call.arguments:
        call.session.arguments = tuple(call.arguments[call.arguments.index("--") + 1 :])
    elif not call.arguments:
        for name, value in sorted(call.session.variables.items()):
            call.line(f"{name}={value}")
    return 0


def _read(call: Call) -> int:
    """`read [-r] [-p prompt] names`: a line's fields; the last name takes the rest."""
    names, raw = [], False
    words = iter(call.arguments)
    for word in words:
        if word == "-p":
            next(words, None)
        elif word.startswith("-"):
            raw = raw or "r" in word
        else:
            names.append(word)
    data = call.stdin.line()
    text = decoded(data).removesuffix("\n")
    while not raw and text.endswith("\\") and not text.endswith("\\\\"):
        text = text[:-1] + decoded(call.stdin.line()).removesuffix("\n")
    if not raw:
        text = re.sub(r"\\(.)", r"\1", text)
    ifs = call.environment.get("IFS", call.session.get("IFS"))
    for name, value in zip(names or ["REPLY"], _fields(text, ifs, len(names) or 1), strict=True):
        call.session.variables[name] = value
    return 0 if data else 1


def _fields(text: str, ifs: str | None, count: int) -> list[str]:
    separators = " \t\n" if ifs is None else ifs
    if not separators:
        return [text, *[""] * (count - 1)]
    blank = "".join(char for char in separators if char.isspace())
    text = text.strip(blank) if blank else text
    pattern = (
        f"[{re.escape(blank)}]*[{re.escape(separators)}][{re.escape(blank)}]*"
        if blank
        else f"[{re.escape(separators)}]"
    )
    found = re.split(pattern, text, maxsplit=count - 1) if count > 1 else [text]
    return found + [""] * (count - len(found))


def _source(call: Call) -> int:
    if not call.arguments:
        call.err("bash: source: filename argument required")
        return 2
    text = decoded(call.read(call.arguments[0]))
    call.session.callers += 1
    try:
        return call.runner.script(text, call, call.session)
    except Return as end:
        return end.status
    finally:
        call.session.callers -= 1


def _eval(call: Call) -> int:
    return call.runner.script(" ".join(call.arguments), call, call.session)


def _command(call: Call) -> int:
    """`command name …` runs a command; `command -v name` says whether there is one."""
    if call.arguments[:1] in (["-v"], ["-V"]):
        return _type(call)
    return call.runner.words(call.arguments, call) if call.arguments else 0


def _type(call: Call) -> int:
    status = 0
    for name in (word for word in call.arguments if not word.startswith("-")):
        if name in BUILTINS or name in call.session.functions:
            sort = "a function" if name in call.session.functions else "a shell builtin"
            call.line(name if call.name == "command" else f"{name} is {sort}")
        elif call.runner.offers(name):
            call.line(f"/usr/bin/{name}" if call.name == "command" else f"{name} is /usr/bin/{name}")
        else:
            if call.name == "type":
                call.err(f"bash: type: {name}: not found")
            status = 1
    return status


DECLARATIONS = frozenset({"export", "declare", "local", "readonly", "typeset"})
"""Commands whose assignments are not split (bash(1), declaration commands)."""

BUILTINS: dict[str, Callable[[Call], int]] = {
    ":": _true,
    "true": _true,
    "false": _false,
    "exit": _exit,
    "logout": _exit,
    "return": _return,
    "break": _break,
    "continue": _continue,
    "cd": _cd,
    "pwd": _pwd,
    **dict.fromkeys(sorted(DECLARATIONS), _export),
    "unset": _unset,
    "shift": _shift,
    "set": _set,
    "read": _read,
    "source": _source,
    ".": _source,
    "eval": _eval,
    "command": _command,
    "type": _type,
    "wait": _true,
    "umask": _true,
    "trap": _true,
}
