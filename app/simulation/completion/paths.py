"""The files that a half-typed word may mean."""

import posixpath
import re
from collections.abc import Iterator

from ..files import Directory, FileError, Files, Inode, Link
from ..shell.session import Session
from .asking import Completion
from .line import open_quote, unquoted

_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_UNSAFE = re.compile(r"([^\w@%+=:,./~-])")


def paths(files: Files, session: Session, raw: str, *, folders_only: bool = False) -> Iterator[Completion]:
    """The names in a folder that begin as the word's last part does; folders end in a slash. What stands before that
    part stays as it was typed: `~/`, `$HOME/`, a quote.
    """
    cut = raw.rfind("/") + 1
    head, tail = raw[:cut], raw[cut:]
    quote = open_quote(raw)
    begin = head + (quote if quote and not open_quote(head) else "")
    wanted = unquoted(tail)
    folder = posixpath.join(session.folder, _expanded(session, head))
    for name, is_folder in _inside(files, folder):
        fits = name.startswith(wanted) and (not name.startswith(".") or wanted.startswith("."))
        if fits and (is_folder or not folders_only):
            text = begin + (name if quote else _UNSAFE.sub(r"\\\1", name))
            if is_folder:
                yield Completion(f"{text}/", f"{name}/", "")
            else:
                yield Completion(text, name, f"{quote} ")


def _expanded(session: Session, head: str) -> str:
    """The folder that a word's beginning names."""
    home = session.get("HOME") or "/root"
    text = home + head[1:] if head.startswith("~/") else head
    value = unquoted(text)
    return value if "'" in head else _VARIABLE.sub(lambda found: session.get(found[1] or found[2]) or "", value)


def _inside(files: Files, folder: str) -> Iterator[tuple[str, bool]]:
    try:
        real, names = files.real(folder).rstrip("/"), files.folder(folder)
    except FileError:
        return
    for name in names:
        found: Inode | None = files.inodes[f"{real}/{name}"]
        found = files.get(f"{real}/{name}") if isinstance(found, Link) else found
        yield name, isinstance(found, Directory)
