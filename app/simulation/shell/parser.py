"""Command lines → their syntax tree: the grammar of XCU 2.10, read by recursive descent."""

import re

from .compounds import COMPOUND, subshell
from .reader import NAME, Reader
from .syntax import AndOr, Command, Function, Pipeline, Redirect, Script, Simple, Text, Word
from .tokens import peek, redirect, skip_lines, unexpected

_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\+?=)")
_CLOSERS = frozenset({"then", "else", "elif", "fi", "do", "done", "esac", "}"})


def parse(text: str) -> Script:
    """The syntax tree of one or more lines.

    Raises Incomplete where more lines are needed, SyntaxFault (its base) for what no shell understands.
    """
    reader = Reader(text, _script)
    script = _script(reader)
    reader.skip_blanks()
    if reader.here:
        raise unexpected(reader)
    return script


def _script(reader: Reader) -> Script:
    """Lists up to what ends them: a closing word or parenthesis, `;;`, the end."""
    lists: list[AndOr] = []
    while True:
        skip_lines(reader)
        if not reader.here or reader.here == ")" or reader.starts(";;") or peek(reader) in _CLOSERS:
            return Script(tuple(lists))
        pipelines = _and_or(reader)
        reader.skip_blanks()
        background = reader.here == "&" and not reader.starts("&&")
        lists.append(AndOr(pipelines, background))
        if background or (reader.here == ";" and not reader.starts(";;")):
            reader.at += 1
        elif reader.here and reader.here not in "\n)" and not reader.starts(";;") and peek(reader) not in _CLOSERS:
            raise unexpected(reader)


def _and_or(reader: Reader) -> tuple[tuple[str, Pipeline], ...]:
    found = [("", _pipeline(reader))]
    while True:
        reader.skip_blanks()
        operator = reader.text[reader.at : reader.at + 2]
        if operator not in ("&&", "||"):
            return tuple(found)
        reader.at += 2
        skip_lines(reader)
        found.append((operator, _pipeline(reader)))


def _pipeline(reader: Reader) -> Pipeline:
    negated = False
    while peek(reader) == "!":
        reader.at += 1
        negated = not negated
    commands: list[Command] = [_command(reader)]
    joined: list[bool] = []
    while True:
        reader.skip_blanks()
        if reader.here != "|" or reader.starts("||"):
            return Pipeline(tuple(commands), (*joined, False), negated)
        joined.append(reader.starts("|&"))
        reader.at += 1 + joined[-1]
        skip_lines(reader)
        commands.append(_command(reader))


def _command(reader: Reader) -> Command:
    reader.deeper()
    try:
        word = peek(reader)
        if word in COMPOUND:
            reader.at += len(word)
            return COMPOUND[word](reader)
        if reader.here == "(":
            return subshell(reader)
        return _simple(reader)
    finally:
        reader.depth -= 1


def _simple(reader: Reader) -> Command:
    assignments: list[tuple[str, Word]] = []
    words: list[Word] = []
    redirects: list[Redirect] = []
    while True:
        reader.skip_blanks()
        if found := redirect(reader):
            redirects.append(found)
            continue
        assignment = None if words else _ASSIGNMENT.match(reader.text, reader.at)
        if assignment:
            reader.at = assignment.end()
            assignments.append((assignment[0].rstrip("="), reader.word()))
            continue
        word = reader.word()
        if word:
            words.append(word)
        elif reader.here == "(" and len(words) == 1 and not assignments and not redirects:
            return _function(reader, words[0])
        else:
            break
    if not (assignments or words or redirects):
        raise unexpected(reader)
    return Simple(tuple(assignments), tuple(words), tuple(redirects))


def _function(reader: Reader, word: Word) -> Function:
    reader.at += 1
    reader.skip_blanks()
    name = word[0].text if len(word) == 1 and isinstance(word[0], Text) and not word[0].quoted else ""
    if reader.here != ")" or not NAME.fullmatch(name.replace("-", "_")):
        raise unexpected(reader)
    reader.at += 1
    skip_lines(reader)
    return Function(name, _command(reader))
