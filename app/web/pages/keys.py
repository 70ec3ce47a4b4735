"""A page per key, private or public: what it signs and checks, who holds it, which certificates are of it."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...explain.key import KeyAnswer, KeyPage, explain_key
from ...model.words import Sentence
from ...reading.visible import visible
from ..beside import beside
from ..errors import NotFound
from .aside import Aside, aside_of
from .choice import Choice
from .lists import connection_sections
from .panel_views import Section
from .rendering import render
from .state import State, state_of

router = APIRouter()

TITLE = "Key"


@dataclass(frozen=True, slots=True)
class KeyView:
    aside: Aside
    title: str
    place: str
    file_href: str
    lead: Sentence
    answers: tuple[KeyAnswer, ...]
    fingerprint: str | None
    certificates: tuple[Choice, ...]
    pair: tuple[Choice, ...]
    connections: int
    groups: tuple[Section, ...]


@router.get("/clusters/{cluster_id}/keys/{name:path}")
@beside
def key(request: Request, cluster_id: str, name: str) -> Response:
    """The page of the key of this id, `node:path#pointer`."""
    state = state_of(request, cluster_id)
    if name not in state.cluster.inventory.keys:
        raise NotFound(
            f"This cluster has no key {visible(name[:120])!r}.",
            remedy="Pick one in the list of files.",
        )
    return render("key.html", _view(state, explain_key(state.cluster, name, state.authorities)))


def _view(state: State, page: KeyPage) -> KeyView:
    links = state.links
    return KeyView(
        aside=aside_of(state, TITLE),
        title=page.name,
        place=page.key_id.removesuffix("#"),
        file_href=links.file(f"{page.node}:{page.path}"),
        lead=page.lead,
        answers=page.answers,
        fingerprint=page.spki_sha256,
        certificates=tuple(Choice(one.removesuffix("#"), links.certificate(one)) for one in page.certificates),
        pair=tuple(Choice(one.removesuffix("#"), links.key(one)) for one in page.pair),
        connections=len(page.connections),
        groups=connection_sections(state, page.connections),
    )
