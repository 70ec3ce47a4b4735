"""What a sed script is made of: addresses and commands."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Address:
    """Which lines are meant. `line`: a number; `last`: `$`; else a pattern."""

    line: int | None = None
    last: bool = False
    pattern: Any = None


@dataclass(frozen=True, slots=True)
class Command:
    """What is done to the lines that are meant.

    `begin` and `end`: addresses; `text`: of a, i, c; `body`: of a group; `pattern`, `parts`, `flags`: of s; `table`: of
    y; `number`: its place in the script, by which a range that is open is known.
    """

    letter: str
    begin: Address | None
    end: Address | None
    negated: bool
    text: str = ""
    pattern: Any = None
    parts: tuple[str | int, ...] = ()
    flags: str = ""
    table: tuple[str, str] = ("", "")
    body: "tuple[Command, ...]" = ()
    number: int = 0
