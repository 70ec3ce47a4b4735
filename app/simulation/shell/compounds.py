"""Compound commands → their syntax trees (XCU 2.9.4)."""

from collections.abc import Callable

from .errors import Incomplete
from .reader import NAME, Reader
from .syntax import Case, Command, Conditional, For, Group, If, Script, Text, While, Word
from .tokens import expect, peek, redirects, skip_lines, unexpected


def subshell(reader: Reader) -> Group:
    """A list between parentheses; the cursor stands on the opening one."""
    reader.at += 1
    body = _body(reader)
    expect(reader, ")")
    return Group(body, subshell=True, redirects=redirects(reader))


def _braces(reader: Reader) -> Group:
    body = _body(reader)
    expect(reader, "}")
    return Group(body, subshell=False, redirects=redirects(reader))


def _if(reader: Reader) -> If:
    branches, otherwise = [], None
    while True:
        condition = _body(reader)
        expect(reader, "then")
        branches.append((condition, _body(reader)))
        word = peek(reader)
        if word == "elif":
            reader.at += len(word)
            continue
        if word == "else":
            reader.at += len(word)
            otherwise = _body(reader)
        expect(reader, "fi")
        return If(tuple(branches), otherwise, redirects(reader))


def _for(reader: Reader) -> For:
    reader.skip_blanks()
    name = NAME.match(reader.text, reader.at)
    if name is None:
        raise unexpected(reader)
    reader.at = name.end()
    skip_lines(reader)
    words: list[Word] | None = None
    if peek(reader) == "in":
        reader.at += 2
        words = []
        reader.skip_blanks()
        while word := reader.word():
            words.append(word)
            reader.skip_blanks()
    if reader.here == ";":
        reader.at += 1
    body = _do(reader)
    return For(name[0], None if words is None else tuple(words), body, redirects(reader))


def _while(reader: Reader) -> While:
    condition = _body(reader)
    body = _do(reader)
    return While(condition, body, until=False, redirects=redirects(reader))


def _until(reader: Reader) -> While:
    condition = _body(reader)
    body = _do(reader)
    return While(condition, body, until=True, redirects=redirects(reader))


def _do(reader: Reader) -> Script:
    skip_lines(reader)
    expect(reader, "do")
    body = _body(reader)
    expect(reader, "done")
    return body


def _case(reader: Reader) -> Case:
    reader.skip_blanks()
    word = reader.word()
    skip_lines(reader)
    expect(reader, "in")
    items: list[tuple[tuple[Word, ...], Script]] = []
    while True:
        skip_lines(reader)
        if peek(reader) == "esac":
            reader.at += 4
            return Case(word, tuple(items), redirects(reader))
        if reader.here == "(":
            reader.at += 1
        patterns = []
        while True:
            reader.skip_blanks()
            pattern = reader.word()
            if not pattern:
                raise unexpected(reader)
            patterns.append(pattern)
            reader.skip_blanks()
            if reader.here != "|":
                break
            reader.at += 1
        expect(reader, ")")
        items.append((tuple(patterns), reader.parse_script(reader)))
        if reader.starts(";;"):
            reader.at += 2


def _conditional(reader: Reader) -> Conditional:
    words: list[Word] = []
    while True:
        skip_lines(reader)
        if not reader.here:
            raise Incomplete("unexpected EOF while looking for `]]'")
        if peek(reader) == "]]":
            reader.at += 2
            return Conditional(tuple(words), redirects(reader))
        operator = next((one for one in ("&&", "||", "(", ")", "<", ">") if reader.starts(one)), None)
        if operator:
            reader.at += len(operator)
            words.append((Text(operator, quoted=False),))
        elif word := reader.word():
            words.append(word)
        else:
            raise unexpected(reader)


COMPOUND: dict[str, Callable[[Reader], Command]] = {
    "{": _braces,
    "if": _if,
    "for": _for,
    "while": _while,
    "until": _until,
    "case": _case,
    "[[": _conditional,
}


def _body(reader: Reader) -> Script:
    """A script that must hold a command."""
    script = reader.parse_script(reader)
    if not script.lists:
        raise unexpected(reader)
    return script
