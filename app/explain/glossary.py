"""The glossary: one entry for each term that a sentence may link to."""

from dataclasses import dataclass
from functools import cache

from ..model.words import Sentence
from .glossary_kubernetes import KUBERNETES
from .glossary_x509 import X509
from .phrases import say


@dataclass(frozen=True, slots=True)
class Entry:
    """A term. `id` is what a span's `ref` names, `title` the term itself, `text` a few sentences about it."""

    id: str
    title: str
    text: Sentence


@cache
def glossary() -> tuple[Entry, ...]:
    """Every entry, sorted by title without regard to case."""
    entries = (Entry(id_, title, say(" ".join(text.split()))) for id_, title, text in (*X509, *KUBERNETES))
    return tuple(sorted(entries, key=lambda entry: entry.title.casefold()))
