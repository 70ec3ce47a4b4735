"""The editor behind `vi` and `nano` in `kubepki shell`: a small one of its own, since nothing real may be written."""

import curses
from dataclasses import dataclass

HELP = " ^O save and close   ^X close without saving "
_SAVE, _CLOSE = 15, 24
_ENTER, _BACK = (10, 13, curses.KEY_ENTER), (8, 127, curses.KEY_BACKSPACE)


@dataclass(slots=True)
class Buffer:
    """Lines and a cursor in them; what keys do to both. `top`, `left`: the first line and column on the screen."""

    lines: list[str]
    row: int = 0
    column: int = 0
    top: int = 0
    left: int = 0

    @classmethod
    def of(cls, text: str) -> "Buffer":
        return cls(text.removesuffix("\n").split("\n"))

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def key(self, key: int | str) -> None:
        """A character is put in, a key moves or takes away."""
        line = self.lines[self.row]
        if (isinstance(key, str) and key.isprintable()) or key == "\t":
            self.lines[self.row] = line[: self.column] + str(key) + line[self.column :]
            self.column += 1
        elif key in _ENTER:
            self.lines[self.row : self.row + 1] = [line[: self.column], line[self.column :]]
            self.row, self.column = self.row + 1, 0
        elif key in _BACK:
            self._back()
        elif key == curses.KEY_DC:
            self._delete()
        else:
            self._move(key)
        self.column = min(self.column, len(self.lines[self.row]))

    def _back(self) -> None:
        if self.column:
            self.column -= 1
            self._delete()
        elif self.row:
            self.row -= 1
            self.column = len(self.lines[self.row])
            self._delete()

    def _delete(self) -> None:
        line = self.lines[self.row]
        if self.column < len(line):
            self.lines[self.row] = line[: self.column] + line[self.column + 1 :]
        elif self.row + 1 < len(self.lines):
            self.lines[self.row] = line + self.lines.pop(self.row + 1)

    def _move(self, key: int | str) -> None:
        last = len(self.lines) - 1
        rows = {curses.KEY_UP: -1, curses.KEY_DOWN: 1, curses.KEY_PPAGE: -15, curses.KEY_NPAGE: 15}
        if key in rows:
            self.row = min(last, max(0, self.row + rows[key]))
        elif key == curses.KEY_LEFT:
            self.column = max(0, self.column - 1)
        elif key == curses.KEY_RIGHT:
            self.column += 1
        elif key == curses.KEY_HOME:
            self.column = 0
        elif key == curses.KEY_END:
            self.column = len(self.lines[self.row])

    def scroll(self, height: int, width: int) -> None:
        """Bring the cursor onto a screen of this size."""
        self.top = min(self.row, max(self.top, self.row - height + 1))
        self.left = min(self.column, max(self.left, self.column - width + 1))


def edit(title: str, text: str) -> str | None:
    """The text as it was edited on the whole screen; None if it was not saved. Raises curses.error without a screen."""
    return curses.wrapper(_loop, title, Buffer.of(text))


def _loop(screen: "curses.window", title: str, buffer: Buffer) -> str | None:
    curses.raw()
    while True:
        _draw(screen, title, buffer)
        try:
            key = screen.get_wch()
        except curses.error:
            continue
        code = ord(key) if isinstance(key, str) and len(key) == 1 and not key.isprintable() and key != "\t" else key
        if code == _SAVE:
            return buffer.text
        if code in (_CLOSE, 3):
            return None
        buffer.key(code)


def _draw(screen: "curses.window", title: str, buffer: Buffer) -> None:
    height, width = screen.getmaxyx()
    buffer.scroll(height - 2, width - 1)
    screen.erase()
    screen.addnstr(0, 0, f" (simulated) {title} ".ljust(width - 1), width - 1, curses.A_REVERSE)
    for at, line in enumerate(buffer.lines[buffer.top : buffer.top + height - 2]):
        screen.addnstr(at + 1, 0, "".join(_plain(char) for char in line[buffer.left :]), width - 1)
    screen.addnstr(height - 1, 0, HELP.ljust(width - 1), width - 1, curses.A_REVERSE)
    screen.move(1 + buffer.row - buffer.top, min(width - 1, buffer.column - buffer.left))
    screen.refresh()


def _plain(char: str) -> str:
    """A character as it takes one cell: tabs and control characters as a mark."""
    return char if char.isprintable() else " " if char == "\t" else "?"
