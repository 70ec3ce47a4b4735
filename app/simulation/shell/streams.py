"""Where commands read from and write to. Pipes are whole: the command on the left ends before the right one begins."""

from dataclasses import dataclass

from ..files import Files
from .budget import Budget


class Source:
    """Bytes to be read once, by whoever comes first."""

    def __init__(self, data: bytes = b"", *, is_terminal: bool = False) -> None:
        self._data = data
        self._at = 0
        self.is_terminal = is_terminal

    def read(self) -> bytes:
        """All that is left."""
        found, self._at = self._data[self._at :], len(self._data)
        return found

    def line(self) -> bytes:
        """The next line with its newline; empty at the end."""
        end = self._data.find(b"\n", self._at)
        end = len(self._data) if end < 0 else end + 1
        found, self._at = self._data[self._at : end], end
        return found


class Sink:
    """Bytes as they are written; every byte counts in the budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._chunks: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._budget.output(len(data))
        self._chunks.append(data)

    def taken(self) -> bytes:
        """What was written."""
        return b"".join(self._chunks)

    def close(self) -> None:
        """Nothing more will be written."""


class FileSink(Sink):
    """A file: emptied when it is opened unless it is appended to, and written when it is closed."""

    def __init__(self, budget: Budget, files: Files, path: str, *, append: bool) -> None:
        super().__init__(budget)
        self._files = files
        self._path = path
        files.write(path, b"", append=append)

    def close(self) -> None:
        if self._chunks:
            self._files.write(self._path, self.taken(), append=True)
            self._chunks = []


@dataclass(frozen=True, slots=True)
class Streams:
    """A command's standard input, output and error."""

    stdin: Source
    stdout: Sink
    stderr: Sink
