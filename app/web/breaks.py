"""What of a cluster is broken on a page: the part of its URL that says so."""

from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams

from ..breaking.fault import Fault, parse

ASKS, DONE = "1", "done"
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Breaks:
    """`faults`: as they are written, in the order in which they were put; `undone`: those taken back, the last one
    last; `predict`: ASKS where the page asks before it shows, DONE where it has shown, empty where it never asks;
    `guesses`: the numbers of the lines that are marked as dying.
    """

    faults: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    predict: str = ""
    guesses: frozenset[int] = frozenset()

    def query(self) -> list[tuple[str, str]]:
        """Its part of a URL's query."""
        pairs = [("break", fault) for fault in self.faults] + [("undone", fault) for fault in self.undone]
        if not self.predict:
            return pairs
        return [*pairs, ("predict", self.predict), *(("guess", str(number)) for number in sorted(self.guesses))]

    @property
    def asks(self) -> bool:
        """Whether what happens is not shown yet."""
        return self.predict == ASKS and bool(self.faults)

    def parsed(self) -> tuple[Fault, ...]:
        """Raises BadFault."""
        return tuple(map(parse, self.faults))

    def with_fault(self, fault: str) -> "Breaks":
        """One more; what was undone is forgotten."""
        return Breaks((*self.faults, fault), (), ASKS if self.predict else "")

    def without(self, fault: str) -> "Breaks":
        return replace(self, faults=tuple(one for one in self.faults if one != fault), guesses=_NONE)

    def undo(self) -> "Breaks":
        """Without the last; only where there is one."""
        return replace(self, faults=self.faults[:-1], undone=(*self.undone, self.faults[-1]), guesses=_NONE)

    def redo(self) -> "Breaks":
        """With the one that was undone last; only where there is one."""
        return replace(self, faults=(*self.faults, self.undone[-1]), undone=self.undone[:-1], guesses=_NONE)

    def mended(self) -> "Breaks":
        """Nothing is broken any more."""
        return Breaks(predict=ASKS if self.predict else "")

    def predicting(self, *, on: bool) -> "Breaks":
        return replace(self, predict=ASKS if on else "", guesses=_NONE)

    def guessing(self, number: int) -> "Breaks":
        """With a line marked, or not any more where it is."""
        return replace(self, guesses=self.guesses ^ {number})


NOTHING_BROKEN = Breaks()


def breaks_of(query: QueryParams) -> Breaks:
    """What a query says is broken: each fault once."""
    predict = query.get("predict", "")
    return Breaks(
        tuple(dict.fromkeys(query.getlist("break"))),
        tuple(dict.fromkeys(query.getlist("undone"))),
        predict if predict in (ASKS, DONE) else "",
        frozenset(int(number) for number in query.getlist("guess") if number.isdecimal() and len(number) < 6),
    )
