"""What a command is given: its words, its streams, the host that it runs on, the world."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..files import FileError, Files
from ..world import Host, World
from .budget import Budget
from .session import Session
from .streams import Sink, Source


class Stop(Exception):
    """Ends a command at once with a text on its standard error, as it stands, and a status."""

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


class Runner(Protocol):
    """How a command runs others: `sudo`, `xargs`, `sh -c`, `ssh`, `.`."""

    def words(self, words: list[str], call: "Call", environment: Mapping[str, str] | None = None) -> int:
        """Run a command by its words, with the call's streams."""
        ...

    def offers(self, name: str) -> bool:
        """Whether there is a program of this name."""
        ...

    def script(self, text: str, call: "Call", session: Session) -> int:
        """Run lines in a session, with the call's streams."""
        ...


@dataclass(slots=True)
class Call:
    """One run of a command. `name` is how it was called, `arguments` the words behind it."""

    name: str
    arguments: list[str]
    world: World
    session: Session
    stdin: Source
    stdout: Sink
    stderr: Sink
    environment: Mapping[str, str]
    budget: Budget
    runner: Runner

    @property
    def host(self) -> Host:
        return self.world.hosts[self.session.host]

    @property
    def files(self) -> Files:
        return self.host.files

    def path(self, name: str) -> str:
        """A file's name as an absolute path; a trailing slash stays."""
        joined = posixpath.join(self.session.folder, name)
        return joined if joined.startswith("/") else f"/{joined}"

    def out(self, text: str) -> None:
        self.stdout.write(encoded(text))

    def line(self, text: str = "") -> None:
        self.out(f"{text}\n")

    def err(self, text: str) -> None:
        """A line on standard error."""
        self.stderr.write(encoded(f"{text}\n"))

    def fail(self, text: str, status: int = 1) -> int:
        """A line on standard error behind the command's name; gives the status back."""
        self.err(f"{self.name}: {text}")
        return status

    def read(self, name: str) -> bytes:
        """The bytes of a file, or of standard input for `-`. Raises Stop in the words that most commands use."""
        if name == "-":
            return self.stdin.read()
        try:
            return self.files.read(self.path(name))
        except FileError as fault:
            raise Stop(f"{self.name}: {name}: {fault.reason}") from None

    def inputs(self, names: list[str], complain: Callable[[str, str], str] | None = None) -> "tuple[list[bytes], int]":
        """The bytes of each file that can be read (standard input without names), and 1 if one could not."""
        found, status = [], 0
        for name in names or ["-"]:
            try:
                found.append(self.stdin.read() if name == "-" else self.files.read(self.path(name)))
            except FileError as fault:
                self.err(complain(name, fault.reason) if complain else f"{self.name}: {name}: {fault.reason}")
                status = 1
        return found, status


def encoded(text: str) -> bytes:
    """Text as bytes; bytes that were no UTF-8 when they were read come out as they were."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")  # halves of a pair that no file holds: $'\uD800'


def decoded(data: bytes) -> str:
    """Bytes as text, none lost."""
    return data.decode("utf-8", "surrogateescape")


Command = Callable[[Call], int]
