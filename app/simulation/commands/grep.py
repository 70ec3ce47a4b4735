"""grep(1): lines that fit a pattern, on an engine that never backtracks."""

from typing import Any

from ..files import Directory, FileError
from ..shell.call import Call, Stop, decoded
from ..shell.options import Options, number, options
from ..shell.patterns import PatternFault, literal, matches, posix

NAMES = ("grep", "egrep", "fgrep", "zgrep")

_LONG = {
    "ignore-case": "i", "invert-match": "v", "count": "c", "line-number": "n", "files-with-matches": "l",
    "only-matching": "o", "quiet": "q", "silent": "q", "word-regexp": "w", "line-regexp": "x", "recursive": "r",
    "extended-regexp": "E", "fixed-strings": "F", "basic-regexp": "G", "perl-regexp": "P", "no-filename": "h",
    "with-filename": "H", "no-messages": "s", "after-context": "A", "before-context": "B", "context": "C",
    "regexp": "e", "max-count": "m", "color": "y", "text": "a", "files-without-match": "L",
}  # fmt: skip
OPTIONS = ("ivcnloqwxrREFGPhHsaLye:A:B:C:m:", _LONG)
TROUBLE = 2


def run(call: Call) -> int:
    """The lines that fit; 0 if there are any, 1 if none, 2 for trouble."""
    call.arguments = [word for word in call.arguments if not word.startswith("--color")]
    given = options(call, *OPTIONS)
    patterns = given.values.get("e") or given.words[:1]
    names = given.words if given.values.get("e") else given.words[1:]
    if not patterns:
        raise Stop("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.", TROUBLE)
    try:
        expression = _expression(call, given, patterns)
    except PatternFault as fault:
        raise Stop(f"{call.name}: {fault}", TROUBLE) from None
    recursive = bool(given.flags & {"r", "R"})
    files, status = _files(call, given, names or (["."] if recursive else ["-"]), recursive)
    titled = ("H" in given.flags or len(names) > 1 or recursive) and "h" not in given.flags
    any_found = False
    for name, data in files:
        found = _File(call, given, expression, f"{name}:" if titled else "", name).search(data)
        any_found |= found
        if found and "q" in given.flags:
            return 0
    return TROUBLE if status else 0 if any_found else 1


def _expression(call: Call, given: Options, patterns: list[str]) -> Any:
    extended = bool(given.flags & {"E", "P"}) or call.name == "egrep"
    fixed = "F" in given.flags or call.name == "fgrep"
    parts = [part for pattern in patterns for part in pattern.split("\n")]
    if fixed:
        parts, extended = [_escaped(part) for part in parts], True
    whole = ("|" if extended else "\\|").join(parts)
    opening, closing = ("(", ")") if extended else ("\\(", "\\)")
    if "x" in given.flags:
        whole = f"^{opening}{whole}{closing}$"
    elif "w" in given.flags:
        whole = f"\\b{opening}{whole}{closing}\\b"
    return posix(whole, extended=extended, ignore_case=bool(given.flags & {"i", "y"}))


def _escaped(text: str) -> str:
    """A fixed string as an extended expression; `literal` writes the engine's, which POSIX spells the same way."""
    return literal(text)


def _files(call: Call, given: Options, names: list[str], recursive: bool) -> tuple[list[tuple[str, bytes]], int]:
    found: list[tuple[str, bytes]] = []
    status = 0
    for name in names:
        if name == "-":
            found.append(("(standard input)", call.stdin.read()))
            continue
        try:
            path = call.files.real(call.path(name))
            if not isinstance(call.files.stat(path), Directory):
                found.append((name, call.files.read(path)))
            elif recursive:
                found += _below(call, name, path)
            else:
                status = TROUBLE
                if "s" not in given.flags:
                    call.err(f"{call.name}: {name}: Is a directory")
                found.append((name, b""))
        except FileError as fault:
            status = TROUBLE
            if "s" not in given.flags:
                call.err(f"{call.name}: {name}: {fault.reason}")
    return found, status


def _below(call: Call, name: str, path: str) -> list[tuple[str, bytes]]:
    prefix = path.rstrip("/") + "/"
    inside = sorted(one for one in call.files.inodes if one.startswith(prefix))
    shown = "" if name == "." and call.arguments[-1:] != ["."] else name.rstrip("/") + "/"
    return [
        (shown + one[len(prefix) :], found.data) for one in inside if hasattr(found := call.files.inodes[one], "data")
    ]


class _File:
    """The search in one file."""

    def __init__(self, call: Call, given: Options, expression: Any, title: str, name: str) -> None:
        self.call = call
        self.given = given
        self.expression = expression
        self.title = title
        self.name = name
        around = number(call, given.value("C") or "0", "invalid context length argument")
        self.before = number(call, given.value("B") or str(around), "invalid context length argument")
        self.after = number(call, given.value("A") or str(around), "invalid context length argument")
        self.most = number(call, given.value("m") or "999999999", "invalid max count")

    def search(self, data: bytes) -> bool:
        """Print what is asked for; whether anything fits."""
        flags = self.given.flags
        lines = decoded(data).split("\n")
        if lines[-1] == "":
            lines.pop()
        hits = []
        for at, line in enumerate(lines):
            self.call.budget.step()
            if bool(self.expression.search(line)) != ("v" in flags):
                hits.append(at)
                if len(hits) >= self.most or flags & {"q", "l"}:
                    break
        if "c" in flags:
            self.call.line(f"{self.title}{len(hits)}")
        elif flags & {"l", "L"}:
            if bool(hits) == ("l" in flags):
                self.call.line(self.name)
        elif "q" not in flags:
            self._print(lines, hits)
        return bool(hits)

    def _print(self, lines: list[str], hits: list[int]) -> None:
        if "o" in self.given.flags:
            for at in hits:
                for match in matches(self.expression, lines[at], self.call.budget.step):
                    if match[0]:
                        self.call.line(f"{self._head(at, ':')}{match[0]}")
            return
        last = -1
        fitting = set(hits)
        for hit in hits:
            for at in range(max(last + 1, hit - self.before), min(len(lines), hit + self.after + 1)):
                if (self.before or self.after) and last >= 0 and at > last + 1:
                    self.call.line("--")
                mark = ":" if at in fitting else "-"
                self.call.line(f"{self._head(at, mark)}{lines[at]}")
                last = at

    def _head(self, at: int, mark: str) -> str:
        title = self.title[:-1] + mark if self.title else ""
        return f"{title}{at + 1}{mark}" if "n" in self.given.flags else title
