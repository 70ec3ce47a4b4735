"""Characters → words: quoting, expansions, here-documents (XCU 2.2, 2.3, 2.6, 2.7.4)."""

import re
from typing import TYPE_CHECKING

from .errors import Incomplete, SyntaxFault
from .syntax import Arithmetic, Parameter, Part, ProcessSubstitution, Script, Substitution, Text, Word

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 64
"""Levels of substitutions and compound commands in each other: more than anybody types, and far from Python's stack."""

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPECIAL = "@*#?-$!0123456789"
_END_OF_WORD = " \t\n;&|<>()"
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_OPERATORS = re.compile(r":?[-=?+]|%%?|##?|//?")
_PATTERNS = "%#/"
"""Operators whose word is a pattern: double quotes around the expansion do not quote it (XCU 2.6.2)."""


class Reader:
    """A cursor on a command line that reads words. `parse_script`: reads a script up to what closes it."""

    def __init__(self, text: str, parse_script: "Callable[[Reader], Script]", depth: int = 0) -> None:
        self.text = text
        self.at = 0
        self.depth = depth
        self.parse_script = parse_script

    # ── moving ──

    @property
    def here(self) -> str:
        """The next character, empty at the end."""
        return self.text[self.at : self.at + 1]

    def starts(self, prefix: str) -> bool:
        return self.text.startswith(prefix, self.at)

    def skip_blanks(self) -> None:
        """Spaces, tabs, joined lines, and a comment."""
        while True:
            if self.here and self.here in " \t":
                self.at += 1
            elif self.starts("\\\n"):
                self.at += 2
            elif self.here == "#" and (self.at == 0 or self.text[self.at - 1] in " \t\n;&|()"):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def deeper(self) -> None:
        """One level down. Raises SyntaxFault below MAX_DEPTH."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SyntaxFault(f"this simulation reads commands within commands {MAX_DEPTH} levels deep, no more")

    # ── words ──

    def word(self, ends: str = _END_OF_WORD) -> Word:
        """The word at the cursor; empty where none begins."""
        parts: list[Part] = []
        while self.here and (self.here not in ends or self.starts("<(")):
            self._part(parts, ends)
        return tuple(parts)

    def _part(self, parts: list[Part], ends: str) -> None:
        char = self.here
        if char == "'":
            parts.append(Text(self._single(), quoted=True))
        elif char == '"':
            self.at += 1
            parts += self.quoted('"') or [Text("", quoted=True)]
            self.at += 1
        elif char == "\\":
            if not self.starts("\\\n"):
                parts.append(Text(self.text[self.at + 1 : self.at + 2], quoted=True))
            self.at += 2
        elif self.starts("$'"):
            self.at += 1
            parts.append(Text(_unescaped(self._single(escapes=True)), quoted=True))
        elif self.starts('$"'):
            self.at += 1
        elif self.starts("<(") and "(" in ends:
            self.at += 1
            parts.append(ProcessSubstitution(self._parenthesised()))
        elif char in "$`":
            parts.append(self._expansion(quoted=False))
        else:
            begin = self.at
            stops = ends + "'\"\\$`"
            self.at += 1
            while self.here and self.here not in stops:
                self.at += 1
            parts.append(Text(self.text[begin : self.at], quoted=False))

    def quoted(self, end: str) -> list[Part]:
        """What stands between double quotes, up to `end` (empty: the end of the text), which stays at the cursor."""
        parts: list[Part] = []
        plain: list[str] = []
        while not (self.starts(end) if end else not self.here):
            if not self.here:
                raise Incomplete(f"unexpected EOF while looking for matching `{end}'")
            if self.here == "\\" and self.text[self.at + 1 : self.at + 2] in ("$", "`", "\\", "\n", end or "$"):
                plain.append(self.text[self.at + 1].replace("\n", ""))
                self.at += 2
            elif self.here in "$`":
                if plain:
                    parts.append(Text("".join(plain), quoted=True))
                    plain = []
                parts.append(self._expansion(quoted=True))
            else:
                plain.append(self.here)
                self.at += 1
        if plain:
            parts.append(Text("".join(plain), quoted=True))
        return parts

    def _single(self, *, escapes: bool = False) -> str:
        begin = self.at = self.at + 1
        while self.here != "'":
            if not self.here:
                raise Incomplete("unexpected EOF while looking for matching `''")
            self.at += 2 if escapes and self.here == "\\" else 1
        self.at += 1
        return self.text[begin : self.at - 1]

    # ── expansions ──

    def _expansion(self, *, quoted: bool) -> Part:
        if self.here == "`":
            return Substitution(self._backquoted(), quoted)
        if self.starts("$(("):
            found = self._arithmetic(quoted)
            if found is not None:
                return found
        if self.starts("$("):
            self.at += 1
            return Substitution(self._parenthesised(), quoted)
        if self.starts("${"):
            return self._braced(quoted)
        self.at += 1
        if self.here and self.here in _SPECIAL:
            self.at += 1
            return Parameter(self.text[self.at - 1], quoted)
        name = NAME.match(self.text, self.at)
        if name is None:
            return Text("$", quoted)
        self.at = name.end()
        return Parameter(name[0], quoted)

    def _parenthesised(self) -> Script:
        """A script between parentheses; the cursor stands on the opening one, then behind the closing one."""
        self.deeper()
        self.at += 1
        script = self.parse_script(self)
        self.skip_blanks()
        if self.here != ")":
            raise Incomplete("unexpected EOF while looking for matching `)'")
        self.at += 1
        self.depth -= 1
        return script

    def _backquoted(self) -> Script:
        begin = self.at = self.at + 1
        while self.here != "`":
            if not self.here:
                raise Incomplete("unexpected EOF while looking for matching ``'")
            self.at += 2 if self.here == "\\" else 1
        inner = re.sub(r"\\([`\\$])", r"\1", self.text[begin : self.at])
        self.at += 1
        inside = Reader(inner, self.parse_script, self.depth)
        inside.deeper()
        return self.parse_script(inside)

    def _arithmetic(self, quoted: bool) -> Arithmetic | None:
        """`$(( … ))`; None where it is a subshell inside a substitution: then the cursor has not moved."""
        begin, level, at = self.at + 3, 0, self.at + 3
        while at < len(self.text):
            if self.text.startswith("))", at) and level == 0:
                inside = Reader(self.text[begin:at], self.parse_script, self.depth)
                inside.deeper()
                self.at = at + 2
                return Arithmetic(tuple(inside.quoted("")), quoted)
            level += {"(": 1, ")": -1}.get(self.text[at], 0)
            if level < 0:
                return None
            at += 1
        raise Incomplete("unexpected EOF while looking for matching `)'")

    def _braced(self, quoted: bool) -> Parameter:
        self.at += 2
        length = self.here == "#" and self.text[self.at + 1 : self.at + 2] not in ("}", "")
        self.at += length
        name = NAME.match(self.text, self.at)
        if name:
            self.at = name.end()
        elif self.here and self.here in _SPECIAL:
            self.at += 1
        else:
            self._bad_substitution()
        found = name[0] if name else self.text[self.at - 1]
        operator = _OPERATORS.match(self.text, self.at)
        word: Word = ()
        if operator and not length:
            self.at = operator.end()
            word = self._operand(quoted and operator[0][-1] not in _PATTERNS)
        if not self.here:
            raise Incomplete("unexpected EOF while looking for matching `}'")
        if self.here != "}":
            self._bad_substitution()
        self.at += 1
        return Parameter(found, quoted, operator[0] if operator and not length else "", word, bool(length))

    def _operand(self, quoted: bool) -> Word:
        self.deeper()
        found = tuple(self.quoted("}")) if quoted else self.word("}")
        self.depth -= 1
        return found

    def _bad_substitution(self) -> None:
        raise SyntaxFault(f"{self.text[self.text.rfind('${', 0, self.at + 1) :][:60]}: bad substitution")

    # ── here-documents ──

    def document(self, *, strip: bool) -> Word:
        """The text of a here-document, whose delimiter is the word at the cursor: it is cut out of the lines below."""
        self.skip_blanks()
        begin = self.at
        delimiter = self.word()
        if not delimiter:
            raise SyntaxFault("syntax error near unexpected token `newline'")
        is_quoted = any(part.quoted for part in delimiter if isinstance(part, Text))
        wanted = "".join(part.text for part in delimiter if isinstance(part, Text)) or self.text[begin : self.at]
        line = self.text.find("\n", self.at)
        body, rest = _document(self.text[line + 1 :] if line >= 0 else "", wanted, strip)
        if rest is None or line < 0:
            raise Incomplete(f"warning: here-document delimited by end-of-file (wanted `{wanted}')")
        self.text = self.text[: line + 1] + rest
        if is_quoted:
            return (Text(body, quoted=True),)
        return tuple(Reader(body, self.parse_script, self.depth).quoted(""))


def _document(text: str, wanted: str, strip: bool) -> tuple[str, str | None]:
    """The lines before the delimiter, and the text behind its line; None where it does not come."""
    body: list[str] = []
    while text:
        line, newline, text = text.partition("\n")
        line = line.lstrip("\t") if strip else line
        if line == wanted:
            return "".join(body), text
        body.append(line + newline)
    return "".join(body), None


def _unescaped(text: str) -> str:
    """What `$'…'` stands for (bash(1), QUOTING)."""

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1], 16))
        if found[2]:
            return chr(int(found[2], 8) & 0xFF)
        return _ESCAPES.get(found[3], found[3] if found[3] in "\\'\"?" else found[0])

    return re.sub(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", one, text, flags=re.DOTALL)
