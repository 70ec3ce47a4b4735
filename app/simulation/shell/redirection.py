"""Redirections: which file or stream each descriptor stands for, from left to right (XCU 2.7)."""

import posixpath

from ..files import NULL, FileError, Files
from .budget import Budget
from .call import Stop, encoded
from .streams import FileSink, Sink, Source, Streams


class Opening:
    """The descriptors of one command while its redirections are followed."""

    def __init__(self, streams: Streams, files: Files, folder: str, budget: Budget) -> None:
        self._open: dict[int, Source | Sink] = {0: streams.stdin, 1: streams.stdout, 2: streams.stderr}
        self._files = files
        self._folder = folder
        self._budget = budget
        self._opened: list[Sink] = []

    def redirect(self, descriptor: int, operator: str, text: str) -> None:
        """Follow one redirection; `text` is its expanded word. Raises Stop for what cannot be opened."""
        if operator in ("<<", "<<<"):
            self._open[descriptor] = Source(encoded(text if operator == "<<" else f"{text}\n"))
        elif operator in (">&", "<&") and ((text.isdecimal() and len(text) < 10) or text == "-"):
            self._duplicate(descriptor, operator, text)
        elif operator in ("<", "<>"):
            self._open[descriptor] = Source(self._read(text))
        else:
            sink = self._sink(text, append=operator.endswith(">>"))
            self._opened.append(sink)
            self._open[descriptor] = sink
            if operator in ("&>", "&>>", ">&"):
                self._open[2] = sink

    def streams(self) -> Streams:
        """What the command is given."""
        stdin, stdout, stderr = self._open[0], self._open[1], self._open[2]
        return Streams(
            stdin if isinstance(stdin, Source) else Source(),
            stdout if isinstance(stdout, Sink) else Sink(self._budget),
            stderr if isinstance(stderr, Sink) else Sink(self._budget),
        )

    def close(self) -> None:
        for sink in self._opened:
            sink.close()

    def _duplicate(self, descriptor: int, operator: str, text: str) -> None:
        """`2>&1`, or closed by `-`."""
        if text == "-":
            self._open[descriptor] = Sink(self._budget) if operator == ">&" else Source()
        elif int(text) in self._open:
            self._open[descriptor] = self._open[int(text)]
        else:
            raise Stop(f"bash: {text[:20]}: Bad file descriptor")

    def _read(self, name: str) -> bytes:
        try:
            return self._files.read(posixpath.join(self._folder, name))
        except FileError as fault:
            raise Stop(f"bash: {name}: {fault.reason}") from None

    def _sink(self, name: str, *, append: bool) -> Sink:
        if not name:
            raise Stop("bash: : No such file or directory")
        path = posixpath.join(self._folder, name)
        if path == NULL:
            return Sink(self._budget)
        try:
            return FileSink(self._budget, self._files, path, append=append)
        except FileError as fault:
            raise Stop(f"bash: {name}: {fault.reason}") from None
