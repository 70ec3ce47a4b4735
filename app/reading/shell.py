"""What `sh -c` runs: the words of the command that a script comes to, as a shell would split them."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .bounds import SCRIPT

_SHELLS = frozenset(("sh", "bash", "ash", "dash"))
_BEFORE_A_COMMAND = frozenset(("exec", "command", "nohup", "env", "then", "do", "else", "{", "("))

TOKEN = re.compile(
    r"""(?:[ \t\r]|\\\r?\n)*+(?:(?P<comment>\#[^\n]*+)|(?P<end>\n|;|&&?|\|\|?)|(?P<word>"""
    r"""(?:[^\s;&|"'\\]++|\\[^\n]|"(?:[^"\\]++|\\.)*+"|'[^']*+'|\\\n)++))""",
    re.DOTALL,
)
"""Possessive, of alternatives that begin with different characters: linear."""

_PIECE = re.compile(r""""((?:[^"\\]++|\\.)*+)"|'([^']*+)'|\\(.)|([^"'\\]++)""", re.DOTALL)
_ESCAPED = re.compile(r"""\\(?:\n|(["\\$`]))""")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")


def script_of(words: Sequence[str]) -> str | None:
    """The script of a command line like `sh -ec SCRIPT`; None where it is none."""
    if not words or posixpath.basename(words[0]) not in _SHELLS:
        return None
    for word, following in pairwise(words[1:]):
        if not word.startswith("-"):
            return None
        if not word.startswith("--") and "c" in word:
            return following
    return None


def command_in(script: str) -> list[str]:
    """The words of the command that a script comes to: the one that replaces the shell (`exec`), else the last that has
    flags. Variables stay as they are written. Empty where there is none, and of a script that is too long.
    """
    found: list[str] = []
    if len(script) > SCRIPT:
        return found
    for words in _commands(script):
        bare, is_exec = _bare(words)
        if is_exec and bare:
            return bare
        if any(word.startswith("-") for word in bare[1:]):
            found = bare
    return found


def _commands(script: str) -> Iterator[list[str]]:
    """The simple commands, up to one whose quotes are not whole."""
    words: list[str] = []
    at = 0
    while match := TOKEN.match(script, at):
        at = match.end()
        if match["end"] is not None:
            yield words
            words = []
        elif match["word"] is not None:
            words.append(unquoted(match["word"]))
    if not script[at:].strip():
        yield words


def _bare(words: list[str]) -> tuple[list[str], bool]:
    """A command without what stands before its program, and whether `exec` does."""
    is_exec = False
    for at, word in enumerate(words):
        if word in _BEFORE_A_COMMAND or _ASSIGNMENT.match(word):
            is_exec |= word == "exec"
        else:
            return words[at:], is_exec
    return [], is_exec


def unquoted(word: str) -> str:
    """A word without its quotes."""
    if word.isalnum():
        return word
    return "".join(map(_piece, _PIECE.finditer(word)))


def _piece(match: re.Match[str]) -> str:
    """What a piece of a word stands for (POSIX.1-2017, Shell Command Language 2.2)."""
    double, single, escaped, plain = match.groups()
    if double is not None:
        return _ESCAPED.sub(lambda inner: inner[1] or "", double)
    if escaped is not None:
        return "" if escaped == "\n" else escaped
    return single if single is not None else plain
