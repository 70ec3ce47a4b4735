"""find(1)."""

import posixpath
import re
from datetime import datetime, timedelta

from ..files import Directory, File, FileError, Inode, Link
from ..shell.call import Call, Stop
from ..shell.patterns import glob
from ..shell.reader import MAX_DEPTH

NAMES = ("find",)
_TESTS = (
    "-name", "-iname", "-path", "-wholename", "-type", "-newer", "-mtime", "-mmin", "-perm", "-user", "-size",
)  # fmt: skip
_ACTIONS = "-empty -maxdepth -mindepth -not -o -print -print0 -delete -exec"


def run(call: Call) -> int:
    """Paths below folders that fit: -name -iname -path -type -newer -mtime -size -empty -maxdepth -mindepth -not -o,
    then -print -print0 -delete -exec.
    """
    words = list(call.arguments)
    at = 0
    while at < len(words) and not words[at].startswith(("-", "(", "!", ")")):
        at += 1
    expression = _Expression(call, words[at:])
    status = 0
    for name in words[:at] or ["."]:
        try:
            root = call.path(name).rstrip("/") or "/"
            call.files.stat(root, follow=False)
        except FileError as fault:
            status = call.fail(f"'{name}': {fault.reason}")
            continue
        for path, inode in _walk(call, root):
            depth = 0 if path == root else path[len(root.rstrip("/")) :].count("/")
            shown = name if path == root else posixpath.join(name, path[len(root.rstrip("/")) + 1 :])
            call.budget.step()
            if expression.lowest <= depth <= expression.deepest:
                expression.visit(shown, path, inode)
    return max(status, expression.finish())


def _walk(call: Call, root: str) -> list[tuple[str, Inode]]:
    real = call.files.real(root, follow=False)
    prefix = real.rstrip("/") + "/"
    inside = sorted(one for one in call.files.inodes if one.startswith(prefix) and one != real)
    return [(root, call.files.inodes[real])] + [
        (root.rstrip("/") + "/" + one[len(prefix) :], call.files.inodes[one]) for one in inside
    ]


class _Expression:
    """Tests joined by and, -o and !, and the actions behind them."""

    def __init__(self, call: Call, words: list[str]) -> None:
        self.call = call
        self.lowest, self.deepest, self.depth = 0, 1 << 30, 0
        self.words = self._options(words)
        self.status = 0
        self.batched: dict[tuple[str, ...], list[str]] = {}
        actions = {"-print", "-print0", "-delete", "-exec", "-ls", "-quit", "-printf"}
        self.implicit = not actions & set(self.words)

    def _options(self, words: list[str]) -> list[str]:
        found = []
        waiting = list(words)
        while waiting:
            word = waiting.pop(0)
            if word in ("-maxdepth", "-mindepth"):
                text = waiting.pop(0) if waiting else ""
                if not re.fullmatch(r"\d{1,4}", text):
                    raise Stop(f"find: Expected a positive decimal integer argument to {word}, but got '{text}'")
                if word == "-maxdepth":
                    self.deepest = int(text)
                else:
                    self.lowest = int(text)
            else:
                found.append(word)
        return found

    def visit(self, shown: str, path: str, inode: Inode) -> None:
        """Test one path, and do what is to be done with it."""
        self.at = self.depth = 0
        fits = self._either(shown, path, inode, active=True)
        if self.at < len(self.words):
            raise Stop(f"find: paths must precede expression: '{self.words[self.at]}'")
        if fits and self.implicit:
            self.call.line(shown)

    def finish(self) -> int:
        """Run the commands of `-exec … +`."""
        for command, names in self.batched.items():
            self.status |= bool(self.call.runner.words([*command, *names], self.call))
        return self.status

    def _either(self, shown: str, path: str, inode: Inode, *, active: bool) -> bool:
        found = self._both(shown, path, inode, active=active)
        while self._next() in ("-o", "-or"):
            self.at += 1
            found = self._both(shown, path, inode, active=active and not found) or found
        return found

    def _both(self, shown: str, path: str, inode: Inode, *, active: bool) -> bool:
        found = True
        while (word := self._next()) is not None and word not in ("-o", "-or", ")"):
            if word in ("-a", "-and"):
                self.at += 1
                continue
            found = self._one(shown, path, inode, active=active and found) and found
        return found

    def _one(self, shown: str, path: str, inode: Inode, *, active: bool) -> bool:
        word = self._take()
        if word in ("!", "-not"):
            self._down()
            found = not self._one(shown, path, inode, active=active)
            self.depth -= 1
            return found
        if word == "(":
            self._down()
            found = self._either(shown, path, inode, active=active)
            self.depth -= 1
            self._take()
            return found
        if word == "-exec":
            return self._exec(shown, active=active)
        if word in ("-print", "-print0", "-delete", "-quit", "-true", "-daystart", "-xdev", "-follow"):
            return self._act(word, shown, path, inode, active=active)
        if word == "-empty":
            return (
                not inode.data
                if isinstance(inode, File)
                else isinstance(inode, Directory) and not any(self.call.files.names(path))
            )
        if word not in _TESTS:
            self.call.world.hint(f"Of find's tests and actions this simulation offers {' '.join(_TESTS)} {_ACTIONS}")
            raise Stop(f"find: unknown predicate `{word}'")
        return self._test(word, self._take(f"missing argument to `{word}'"), shown, inode)

    def _changed(self, name: str) -> datetime:
        """When the file behind -newer was changed. Raises Stop."""
        try:
            return self.call.files.stat(self.call.path(name)).changed
        except FileError as fault:
            raise Stop(f"find: '{name}': {fault.reason}") from None

    def _test(self, word: str, value: str, shown: str, inode: Inode) -> bool:
        base = posixpath.basename(shown.rstrip("/")) or "/"
        if word in ("-name", "-iname"):
            folded = str.lower if word == "-iname" else str
            return bool(glob([(folded(value), False)], star=".*", one=".").fullmatch(folded(base)))
        if word in ("-path", "-wholename"):
            return bool(glob([(value, False)], star=".*", one=".").fullmatch(shown))
        if word == "-type":
            kind = "d" if isinstance(inode, Directory) else "l" if isinstance(inode, Link) else "f"
            return kind in value.split(",")
        if word == "-newer":
            return inode.changed > self._changed(value)
        if word in ("-mtime", "-mmin"):
            unit = timedelta(days=1) if word == "-mtime" else timedelta(minutes=1)
            return _compared((self.call.world.now - inode.changed) // unit, value)
        if word == "-perm":
            return f"{inode.mode:o}" == value.lstrip("0-/")
        if word == "-user":
            return inode.owner == value
        if word == "-size" and isinstance(inode, File):
            unit_, digits = {"c": 1, "k": 1024, "M": 1 << 20}.get(value[-1:], 512), value.rstrip("ckMb")
            return _compared(-(-len(inode.data) // unit_), digits)
        return False

    def _act(self, word: str, shown: str, path: str, inode: Inode, *, active: bool) -> bool:
        if active and word in ("-print", "-print0"):
            self.call.out(shown + ("\n" if word == "-print" else "\0"))
        elif active and word == "-delete":
            if isinstance(inode, Directory):
                self.call.files.remove_folder(path)
            else:
                self.call.files.remove(path)
        return True

    def _exec(self, shown: str, *, active: bool) -> bool:
        command = []
        while (word := self._take("missing argument to `-exec'")) not in (";", "+"):
            command.append(word)
        if not active:
            return True
        if word == "+":
            self.batched.setdefault(tuple(part for part in command if part != "{}"), []).append(shown)
            return True
        return self.call.runner.words([part.replace("{}", shown) for part in command], self.call) == 0

    def _next(self) -> str | None:
        return self.words[self.at] if self.at < len(self.words) else None

    def _down(self) -> None:
        """One parenthesis or `!` more. Raises Stop below MAX_DEPTH."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Stop(f"find: this simulation reads expressions {MAX_DEPTH} levels deep, no more")

    def _take(self, missing: str = "expected an expression") -> str:
        if self.at >= len(self.words):
            raise Stop(f"find: {missing}")
        self.at += 1
        return self.words[self.at - 1]


def _compared(number: int, text: str) -> bool:
    digits = text.lstrip("+-")
    if not re.fullmatch(r"\d{1,9}", digits):
        raise Stop(f"find: invalid argument `{text}'")
    wanted = int(digits)
    return number > wanted if text.startswith("+") else number < wanted if text.startswith("-") else number == wanted
