"""Tab: commands, their words, options and files, from the same tables that the commands read."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace

from ..commands import COMMANDS, COMPLETERS, OPTIONS
from ..shell.builtins import BUILTINS
from ..shell.session import Session
from ..world import World
from .asking import Asking, Completion, Completions, chosen
from .line import Typed, open_quote, typed, unquoted
from .paths import paths

LONGEST = 4096
"""Characters up to the cursor: nobody types more, and what is pasted is not completed."""

_WRAPPERS = frozenset({"sudo", "doas", "xargs", "time", "nohup", "watch", "command", "exec", "env"})
"""Commands whose words are a command."""
_NAMING = frozenset({"which", "type", "man"})
_FOLDERS = frozenset({"cd", "rmdir"})
_VARIABLE = re.compile(r'("?\$\{?)(\w*)')


def complete(world: World, session: Session, line: str, cursor: int) -> Completions:
    """What Tab does with a line at a cursor. Whatever the line is, it answers within a few milliseconds."""
    text = line[:cursor]
    found = typed(text) if len(text) <= LONGEST else None
    if found is None:
        return Completions(cursor, "")
    return chosen(found.start, found.raw, _found(world, session, found))


def _found(world: World, session: Session, at: Typed) -> Iterable[Completion]:
    variable = _VARIABLE.fullmatch(at.raw)
    if variable:
        closing = "}" if "{" in variable[1] else ""
        names = (name for name in session.variables if name.startswith(variable[2]))
        return [Completion(f"{variable[1]}{name}{closing}", f"${name}", "") for name in names]
    files = world.hosts[session.host].files
    words = _own(at.words)
    if at.is_file:
        return paths(files, session, at.raw)
    if not words or words[0] in _NAMING:
        if not words and ("/" in at.raw or open_quote(at.raw)):
            return paths(files, session, at.raw)
        return _plain(at.raw, {*COMMANDS, *BUILTINS, *session.functions} - {":", ".", "["})
    return _arguments(world, session, words, at)


def _own(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the command itself: what runs it is left out, with its options and assignments."""
    while words and words[0] in _WRAPPERS:
        words = words[1:]
        while words and (words[0].startswith("-") or "=" in words[0]):
            words = words[1:]
    return words


def _arguments(world: World, session: Session, words: tuple[str, ...], at: Typed) -> Iterable[Completion]:
    name = posixpath.basename(words[0])
    asking = Asking(world, session, words[1:], unquoted(at.raw))
    raw, head = at.raw, ""
    flag, equals, value = asking.word.partition("=")
    if equals and flag.startswith("-"):
        asking = replace(asking, words=(*asking.words, flag), word=value)
        head, raw = at.raw[: at.raw.index("=") + 1], at.raw.partition("=")[2]
    completer = COMPLETERS.get(name)
    offered = completer(asking) if completer else None
    if offered is None and asking.word.startswith("-"):
        offered = OPTIONS.get(name, ())
    if offered is None:
        files = world.hosts[session.host].files
        found: Iterable[Completion] = paths(files, session, raw, folders_only=name in _FOLDERS)
    else:
        found = _plain(raw, offered)
    return [replace(one, text=head + one.text) for one in found] if head else found


def _plain(raw: str, offered: Iterable[str]) -> Iterable[Completion]:
    """Words as they are; one that goes on (`jsonpath=`, `cp2:`, `/etc/`) is not ended by a space."""
    quote, word = open_quote(raw), unquoted(raw)
    for one in offered:
        if one.startswith(word):
            yield Completion(quote + one, one, "" if one.endswith(("=", ":", "/")) else f"{quote} ")
