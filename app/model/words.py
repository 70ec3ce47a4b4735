"""Text that a page shows: plain words, names as code, terms that link to the glossary."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence. `kind`: text, code (a name, file or command; never translated), strong, or term (links to
    the glossary entry `ref`).
    """

    text: str
    kind: str = "text"
    ref: str | None = None


Sentence = tuple[Span, ...]


def plain(sentence: Sentence) -> str:
    """The sentence as unmarked text."""
    return "".join(span.text for span in sentence)
