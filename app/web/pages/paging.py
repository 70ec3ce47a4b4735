"""Long lists in pieces: which piece a URL asks for, and the links to its neighbours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request

PAGE = 100
"""Rows of one piece: what a person skims, and well below the time in which a browser lays out a table."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Paging:
    """`first` to `last` of `total` rows are shown, counted from 1; the links are None at the ends."""

    first: int
    last: int
    total: int
    previous: str | None
    next: str | None


def page_number(request: Request) -> int | None:
    """The piece that `?page=` asks for, from 1; None without one, or for what is no such number."""
    text = request.query_params.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 and int(text) else None


def piece(rows: Sequence[_Row], number: int, link: Callable[[int], str]) -> tuple[Sequence[_Row], Paging]:
    """The rows of a piece and where it stands; beyond the last piece the last. `link`: a piece's number → its URL."""
    pages = max(1, -(-len(rows) // PAGE))
    number = min(number, pages)
    begin = (number - 1) * PAGE
    shown = rows[begin : begin + PAGE]
    before = link(number - 1) if number > 1 else None
    after = link(number + 1) if number < pages else None
    return shown, Paging(min(begin + 1, len(rows)), begin + len(shown), len(rows), before, after)


def with_page(url: str, number: int) -> str:
    """The URL of a piece."""
    return url if number == 1 else f"{url}{'&' if '?' in url else '?'}page={number}"
