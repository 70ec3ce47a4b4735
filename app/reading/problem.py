"""What a reader says of a file, or of a part of one, that it cannot read: the rest of the tree goes on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`code`: a short stable word; `reason`: a sentence for the person. A line of the inventory's `unreadable`."""

    code: str
    reason: str


class CannotRead(Exception):
    """A file, or a part of one, cannot be read. Holds text only: it must survive pickling between processes.

    `go`: the error that Go prints for it, where that is known.
    """

    def __init__(self, code: str, reason: str, go: str | None = None) -> None:
        super().__init__(code, reason, go)
        self.problem = Problem(code, reason)
        self.go = go
