"""What a completer is asked, and what comes of it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from ..shell.session import Session
from ..tools.go_flags import read_flags
from ..world import World

MOST = 100
"""Completions that are listed: more than a screen has room for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """`words`: of the command before the cursor's word, its name left out; `word`: that word up to the cursor. Quotes
    are taken away from both.
    """

    world: World
    session: Session
    words: tuple[str, ...]
    word: str

    @property
    def before(self) -> str:
        """The word before the cursor's, empty where there is none."""
        return self.words[-1] if self.words else ""

    def awaited(self, values: Collection[str]) -> str | None:
        """The flag whose value the cursor's word is; None where it is none's."""
        name = self.before.lstrip("-")
        return name if self.before.startswith("-") and name in values else None

    def positional(self, values: Collection[str], switches: Collection[str]) -> list[str]:
        """The words that are neither flags nor their values."""
        return read_flags(list(self.words), values, switches).words


Completer = Callable[[Asking], Iterable[str] | None]
"""Words that may stand at the cursor, fitting or not; None where a file's name is wanted."""


@dataclass(frozen=True, slots=True)
class Completion:
    """`text`: the whole word as it is typed, quotes and all; `label`: how a list shows it; `after`: what ends it."""

    text: str
    label: str
    after: str = " "


@dataclass(frozen=True, slots=True)
class Completions:
    """`start`: where in the line the word begins that `insert` takes the place of, up to the cursor; `labels`: what there
    is to choose from, `texts`: each as it would be typed; `more`: how many there are beside these.
    """

    start: int
    insert: str
    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    more: int = 0


def chosen(start: int, typed: str, found: Iterable[Completion]) -> Completions:
    """The one completion there is, or what all have in common; nothing changes where nothing fits."""
    by_text = {one.text: one for one in found}
    ordered = [by_text[text] for text in sorted(by_text)]
    if not ordered:
        return Completions(start, typed)
    if len(ordered) == 1:
        return Completions(start, ordered[0].text + ordered[0].after, (ordered[0].label,), (ordered[0].text,))
    common = _common(ordered[0].text, ordered[-1].text)
    shown = ordered[:MOST]
    return Completions(
        start,
        common if len(common) > len(typed) else typed,
        tuple(one.label for one in shown),
        tuple(one.text for one in shown),
        len(ordered) - len(shown),
    )


def _common(first: str, last: str) -> str:
    """What the first and the last of a sorted list have in common, which all have."""
    at = 0
    while at < min(len(first), len(last)) and first[at] == last[at]:
        at += 1
    return first[:at]
