"""The small pieces of the grammar: what stands at the cursor, what must stand there, redirections."""

import re

from .errors import Incomplete, SyntaxFault
from .reader import Reader
from .syntax import Redirect

_REDIRECT = re.compile(r"(\d*)(<<<|<<-|<<|<>|<&|>&|>>|>\||<(?!\()|>)|(&>>|&>)")


def expect(reader: Reader, word: str) -> None:
    """Go past a word or character that must stand here. Raises SyntaxFault."""
    reader.skip_blanks()
    if reader.here == word or peek(reader) == word:
        reader.at += len(word)
        return
    raise unexpected(reader)


def skip_lines(reader: Reader) -> None:
    """Go past blanks and line ends."""
    reader.skip_blanks()
    while reader.here == "\n":
        reader.at += 1
        reader.skip_blanks()


def peek(reader: Reader) -> str:
    """The unquoted characters up to the end of the word at the cursor, which does not move."""
    reader.skip_blanks()
    end = reader.at
    while end < len(reader.text) and reader.text[end] not in " \t\n;&|<>()":
        end += 1
    return reader.text[reader.at : end]


def unexpected(reader: Reader) -> SyntaxFault:
    """What bash says of the token at the cursor; Incomplete at the end of the text."""
    reader.skip_blanks()
    if not reader.here:
        return Incomplete("syntax error: unexpected end of file")
    token = re.match(r"&&|\|\||;;|[;&|<>()\n]", reader.text[reader.at :])
    word = ("newline" if token[0] == "\n" else token[0]) if token else peek(reader)
    return SyntaxFault(f"syntax error near unexpected token `{word}'")


def redirect(reader: Reader) -> Redirect | None:
    """A redirection, if one stands here. Raises SyntaxFault where its word is missing."""
    found = _REDIRECT.match(reader.text, reader.at)
    if found is None:
        return None
    operator = found[2] or found[3]
    reader.at = found.end()
    if operator in ("<<", "<<-"):
        word = reader.document(strip=operator == "<<-")
        return Redirect(int(found[1] or 0), "<<", word)
    reader.skip_blanks()
    word = reader.word()
    if not word:
        raise unexpected(reader)
    default = 0 if operator.startswith("<") else 1
    return Redirect(int(found[1] or default) if found[2] else 1, operator, word)


def redirects(reader: Reader) -> tuple[Redirect, ...]:
    """All redirections that stand here."""
    found = []
    reader.skip_blanks()
    while found_one := redirect(reader):
        found.append(found_one)
        reader.skip_blanks()
    return tuple(found)
