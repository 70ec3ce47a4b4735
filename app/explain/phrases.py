"""Sentences as they are written in this package: a template with pieces, and what the pieces are made of.

A template is a constant of the code and carries the marks: `{name}` takes a piece, `` `text` `` is code, `[text](id)`
links to a glossary entry. Pieces come from the tree; they are data and never read for marks.
"""

import re
from collections.abc import Iterable
from functools import cache

from ..model.words import Sentence, Span

Piece = str | Span | Sentence
LISTED = 12
"""Items that a sentence lists before it counts the rest."""

_MARKS = re.compile(r"\{(?P<piece>\w+)\}|`(?P<code>[^`]+)`|\[(?P<term>[^\]]+)\]\((?P<ref>[\w-]+)\)")


def code(text: str) -> Span:
    """A name, a file or a command: shown as written, never translated."""
    return Span(text, "code")


def say(template: str, **pieces: Piece) -> Sentence:
    """The sentence of a template. Each piece is text, a span, or a sentence of its own.

    >>> say("{client} presents {crt}.", client="kubelet", crt=code("kubelet.crt"))
    (Span(text='kubelet', kind='text', ref=None), ...)

    Raises KeyError when the template names a piece that is not given.
    """
    spans: list[Span] = []
    for part in _parts(template):
        spans.extend((part,) if isinstance(part, Span) else _spans(pieces[part]))
    return tuple(spans)


def listing(items: Iterable[Piece], last: str = " and ", limit: int = LISTED) -> Sentence:
    """`a`, `a and b`, `a, b and c`; beyond `limit` items `a, b and 7 more`: a tree may name thousands."""
    parts = [_spans(item) for item in items]
    rest = len(parts) - limit
    if rest > 0:
        parts = [*parts[:limit], (Span(f"{rest} more"),)]
    spans: list[Span] = []
    for index, part in enumerate(parts):
        if index:
            spans.append(Span(last if index == len(parts) - 1 else ", "))
        spans.extend(part)
    return tuple(spans)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 certificate`, `3 certificates`, `2 copies`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def begin(sentence: Sentence) -> Sentence:
    """The sentence with a capital at its beginning; code, and the names of programs, keep their own letters."""
    if not sentence:
        return ()
    first = sentence[0]
    if first.kind not in ("text", "term") or first.text.startswith(("kube", "etcd")):
        return sentence
    return (Span(first.text[:1].upper() + first.text[1:], first.kind, first.ref), *sentence[1:])


def _spans(piece: Piece) -> Sentence:
    if isinstance(piece, str):
        return (Span(piece),) if piece else ()
    return (piece,) if isinstance(piece, Span) else piece


@cache
def _parts(template: str) -> tuple[Span | str, ...]:
    """A template's spans, and the names of its pieces between them."""
    parts: list[Span | str] = []
    end = 0
    for mark in _MARKS.finditer(template):
        if mark.start() > end:
            parts.append(Span(template[end : mark.start()]))
        parts.append(_part(mark))
        end = mark.end()
    if end < len(template):
        parts.append(Span(template[end:]))
    return tuple(parts)


def _part(mark: re.Match[str]) -> Span | str:
    if mark["piece"]:
        return mark["piece"]
    if mark["code"]:
        return Span(mark["code"], "code")
    return Span(mark["term"], "term", mark["ref"])
