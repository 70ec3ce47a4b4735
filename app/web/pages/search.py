"""A search over everything that a cluster holds."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...explain.search import MAX_QUERY, Hit, search, words_of
from ..beside import beside
from .aside import Aside, aside_of
from .paging import Paging, page_number, piece, with_page
from .rendering import render
from .state import State, state_of

router = APIRouter()

TITLE = "Search"


@dataclass(frozen=True, slots=True)
class HitView:
    kind: str
    title: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`query` as it was typed, cut; `asked`: whether it holds a word."""

    aside: Aside
    query: str
    asked: bool
    hits: tuple[HitView, ...]
    paging: Paging


@router.get("/clusters/{cluster_id}/search")
@beside
def found(request: Request, cluster_id: str) -> Response:
    """What `?q=` finds."""
    state = state_of(request, cluster_id)
    query = request.query_params.get("q", "")[:MAX_QUERY]
    hits = search(state.cluster, state.authorities, query)
    base = state.links.search(query)
    shown, paging = piece(hits, page_number(request) or 1, lambda number: with_page(base, number))
    views = tuple(_hit(state, hit) for hit in shown)
    return render("search.html", SearchPage(aside_of(state, TITLE), query, bool(words_of(query)), views, paging))


def _hit(state: State, hit: Hit) -> HitView:
    links = state.links
    page = {"component": links.component, "certificate": links.certificate, "key": links.key, "file": links.file}
    return HitView(hit.kind, hit.title, hit.note, page[hit.kind](hit.id))
