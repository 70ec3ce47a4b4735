"""Words → fields: braces, tilde, parameters, substitutions, splitting, file names, in this order (XCU 2.6; bash(1))."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..files import Directory, FileError, Files
from .arithmetic import ArithmeticFault, evaluate
from .braces import expand_braces
from .budget import Budget
from .patterns import PatternFault, glob, is_pattern, replaced
from .session import Session
from .syntax import Arithmetic, Parameter, Part, ProcessSubstitution, Script, Substitution, Text, Word

_IFS = " \t\n"


class ExpansionFault(Exception):
    """An expansion that ends the command with status 1; the text is bash's."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters of a field. `splits`: they came from an unquoted expansion, so white space in them ends the field."""

    text: str
    quoted: bool
    splits: bool = False
    ends_field: bool = False


class Expander:
    """The expansions of one shell. `captured` runs a script in a subshell and gives its output, `as_file` gives the
    path of a file that holds it.
    """

    def __init__(
        self,
        session: Session,
        files: Files,
        budget: Budget,
        captured: Callable[[Script], str],
        as_file: Callable[[Script], str],
    ) -> None:
        self._session = session
        self._files = files
        self._budget = budget
        self._captured = captured
        self._as_file = as_file

    def fields(self, words: Iterable[Word]) -> list[str]:
        """What a command's words become."""
        found: list[str] = []
        for word in words:
            for one in expand_braces(word, self._budget):
                for field in self._split(self._pieces(self._with_home(one))):
                    found += self._names(field)
                self._budget.value(len(found))
        return found

    def text(self, word: Word) -> str:
        """A word as one text, neither split nor a pattern: an assignment's value, a redirection's file."""
        found = "".join(piece.text for piece in self._pieces(self._with_home(word)))
        self._budget.value(len(found))
        return found

    def pattern(self, word: Word) -> list[tuple[str, bool]]:
        """A word as the pieces of a pattern."""
        return [(piece.text, piece.quoted) for piece in self._pieces(self._with_home(word))]

    # ── from parts to pieces ──

    def _with_home(self, word: Word) -> Word:
        """`~` and `~/…` at the begin of a word; other users have no home here."""
        first = word[0] if word else None
        if isinstance(first, Text) and not first.quoted and re.match(r"~(/|$)", first.text):
            if len(first.text) == 1 and len(word) > 1:
                return word
            home = self._session.get("HOME") or "/root"
            return (Text(home, quoted=True), Text(first.text[1:], quoted=False), *word[1:])
        return word

    def _pieces(self, word: Word) -> list[_Piece]:
        found: list[_Piece] = []
        for part in word:
            self._budget.step()
            found += self._part(part)
        return found

    def _part(self, part: Part) -> list[_Piece]:
        if isinstance(part, Text):
            return [_Piece(part.text, part.quoted)]
        if isinstance(part, Substitution):
            text = self._captured(part.script).rstrip("\n")
            self._budget.value(len(text))
            return [_Piece(text, part.quoted, not part.quoted)]
        if isinstance(part, Arithmetic):
            return [_Piece(str(self._arithmetic(part)), part.quoted, not part.quoted)]
        if isinstance(part, ProcessSubstitution):
            return [_Piece(self._as_file(part.script), quoted=True)]
        return self._parameter(part)

    def _arithmetic(self, part: Arithmetic) -> int:
        text = "".join(piece.text for piece in self._pieces(part.expression))
        try:
            return evaluate(text, lambda name: self._session.get(name) or "")
        except ArithmeticFault as fault:
            raise ExpansionFault(f"{text}: {fault}") from None

    def _parameter(self, part: Parameter) -> list[_Piece]:
        if part.name in ("@", "*") and not part.operator and not part.length:
            return self._arguments(part)
        value = self._value(part.name)
        if part.length:
            return [_Piece(str(len(value or "")), part.quoted)]
        if part.operator:
            return self._operated(part, value)
        text = value or ""
        return [_Piece(text, part.quoted, not part.quoted)]

    def _arguments(self, part: Parameter) -> list[_Piece]:
        given = self._session.arguments
        if part.quoted and part.name == "*":
            return [_Piece(" ".join(given), quoted=True)]
        found: list[_Piece] = []
        for number, argument in enumerate(given):
            if number:
                found.append(_Piece("", part.quoted, ends_field=True))
            found.append(_Piece(argument, part.quoted, not part.quoted))
        return found

    def _value(self, name: str) -> str | None:
        session = self._session
        special = {
            "?": str(session.status),
            "#": str(len(session.arguments)),
            "0": session.name,
            "$": "4242",
            "!": "",
            "-": "hB",
        }
        if name in special:
            return special[name]
        if name in ("@", "*"):
            return " ".join(session.arguments) or None
        if name.isdecimal():
            at = int(name[:9])
            return session.arguments[at - 1] if at <= len(session.arguments) else None
        return session.get(name)

    def _operated(self, part: Parameter, value: str | None) -> list[_Piece]:
        operator = part.operator
        missing = value is None or (operator.startswith(":") and not value)
        kind = operator.lstrip(":")
        if kind in ("%", "%%", "#", "##"):
            return [_Piece(self._trimmed(value or "", kind, part.word), part.quoted, not part.quoted)]
        if kind in ("/", "//"):
            return [_Piece(self._replaced(value or "", kind, part.word), part.quoted, not part.quoted)]
        if kind == "+":
            return [] if missing else self._default(part)
        if not missing:
            return [_Piece(value or "", part.quoted, not part.quoted)]
        if kind == "?":
            words = self.text(part.word) or "parameter null or not set"
            raise ExpansionFault(f"{part.name}: {words}")
        if kind == "=":
            self._session.variables[part.name] = self.text(part.word)
        return self._default(part)

    def _default(self, part: Parameter) -> list[_Piece]:
        pieces = self._pieces(part.word)
        return [_Piece(one.text, one.quoted or part.quoted, not (one.quoted or part.quoted)) for one in pieces]

    def _trimmed(self, value: str, kind: str, word: Word) -> str:
        pieces = self.pattern(word)
        expression = glob(pieces, star=".*", one=".")
        size = len(value)
        ends = range(size + 1) if kind in ("#", "%%") else range(size, -1, -1)
        for at in ends:
            self._budget.step()
            part = value[:at] if kind in ("#", "##") else value[at:]
            if expression.fullmatch(part):
                return value[at:] if kind in ("#", "##") else value[:at]
        return value

    def _replaced(self, value: str, kind: str, word: Word) -> str:
        """`${name/pattern/text}`: the first `/` that is not quoted ends the pattern."""
        pattern: list[tuple[str, bool]] = []
        text: str | None = None
        for piece in self._pieces(word):
            before, slash, after = piece.text.partition("/")
            if text is not None:
                text += piece.text
            elif piece.quoted or not slash:
                pattern.append((piece.text, piece.quoted))
            else:
                pattern.append((before, False))
                text = after
        replacement = text or ""
        if not any(part for part, _ in pattern):
            return value
        expression = glob(pattern, star=".*", one=".")
        count = 0 if kind == "//" else 1
        self._budget.value(len(value) * (len(replacement) + 1))
        return replaced(expression, value, replacement, self._budget.step, once=bool(count))

    # ── from pieces to fields ──

    def _split(self, pieces: list[_Piece]) -> Iterator[list[_Piece]]:
        """Fields; a word of nothing but empty unquoted expansions is none."""
        ifs = self._session.get("IFS")
        separators = _IFS if ifs is None else ifs
        field: list[_Piece] = []
        for piece in pieces:
            if piece.ends_field:
                yield field
                field = []
            elif not piece.splits:
                field.append(piece)
            else:
                parts = _parts(piece.text, separators)
                for number, part in enumerate(parts):
                    if number and any(one.text or one.quoted for one in field):
                        yield field
                        field = []
                    if part:
                        field.append(_Piece(part, quoted=False))
        if any(one.text or one.quoted for one in field):
            yield field

    def _names(self, field: list[_Piece]) -> list[str]:
        """The file names that a field stands for as a pattern; the field itself where it is none or nothing fits."""
        pieces = [(piece.text, piece.quoted) for piece in field]
        whole = "".join(text for text, _ in pieces)
        self._budget.value(len(whole))
        if not is_pattern(pieces):
            return [whole]
        try:
            return sorted(self._matches(pieces, whole)) or [whole]
        except PatternFault:
            return [whole]

    def _matches(self, pieces: list[tuple[str, bool]], whole: str) -> list[str]:
        begin = "/" if whole.startswith("/") else ""
        found = [begin]
        for step in _steps(pieces):
            text = "".join(part for part, _ in step)
            if not text:
                continue
            found = [name for prefix in found for name in self._step(prefix, step, text)]
            self._budget.value(len(found))
        if whole.endswith("/"):
            found = [f"{one}/" for one in found if isinstance(self._at(one), Directory)]
        return found

    def _step(self, prefix: str, step: list[tuple[str, bool]], text: str) -> list[str]:
        base = prefix if prefix in ("", "/") else f"{prefix}/"
        if not is_pattern(step):
            path = base + text
            return [path] if self._at(path) is not None else []
        folder = posixpath.join(self._session.folder, base or ".")
        expression = glob(step)
        try:
            names = self._files.folder(folder)
        except FileError:
            return []
        fitting = (name for name in names if not name.startswith(".") or text.startswith("."))
        return [base + name for name in fitting if expression.fullmatch(name)]

    def _at(self, path: str) -> object:
        return self._files.get(posixpath.join(self._session.folder, path), follow=False)


def _parts(text: str, separators: str) -> list[str]:
    """A text cut at IFS: runs of white space are one separator, and an empty first or last part says that the text
    began or ended with one.
    """
    if not separators:
        return [text]
    blanks = "".join(char for char in separators if char in _IFS)
    others = "".join(char for char in separators if char not in _IFS)
    blank = f"[{re.escape(blanks)}]" if blanks else "(?!)"
    expression = f"{blank}*[{re.escape(others)}]{blank}*|{blank}+" if others else f"{blank}+"
    return re.split(expression, text)


def _steps(pieces: Iterable[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """The pieces of each part of a path."""
    found: list[list[tuple[str, bool]]] = [[]]
    for text, quoted in pieces:
        for number, part in enumerate(text.split("/")):
            if number:
                found.append([])
            if part:
                found[-1].append((part, quoted))
    return found
