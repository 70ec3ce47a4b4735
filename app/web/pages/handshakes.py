"""The handshake of a connection: every message of a real one, made on the twin when it is asked for."""

from collections.abc import Iterable
from itertools import pairwise

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...explain.explanation import Card
from ...issuing.twin import Twin
from ...model.cluster import Connection
from ...proof.judging import Note
from ...proof.page import HandshakePage, handshake_page, version_of
from ...proof.shaking import Refusal, Shaken, shake
from ...tls.peers import Version
from ...tls.transcript import Message
from ..errors import BadRequest
from ..services import Services
from .choice import Choice
from .handshake_panel import panel_of_handshake
from .handshake_views import EntryView, HandshakeView, HeadView, MarkView, NoteView
from .panels import seal_shape
from .rendering import page_of, rendered
from .second_opinions import openssl_version
from .state import State, place_of, state_of
from .views import Label

router = APIRouter()

TITLE = "Handshake"

_SECRET = {
    True: "from here on everything is encrypted, the certificates too",
    False: "from here on everything is encrypted; the certificates went before it, for all to see",
}
_MARKS = {True: ("works", "true"), False: ("fails", "untrue"), None: ("not_checkable", "not checked")}


@router.get("/clusters/{cluster_id}/connections/{name}/handshake")
async def handshake(request: Request, cluster_id: str, name: str) -> Response:
    """The page. A sample's is made once, like its others."""
    state = state_of(request, cluster_id, "connections", name)
    version = version_of(request.query_params.get("tls", ""))
    if version is None:
        raise BadRequest("There is no such version of TLS here.", remedy="Ask for tls=1.3 or tls=1.2.", code="tls")
    services: Services = request.app.state.services
    key = ("handshake", request.url.path, request.url.query)
    text = services.answers.find(key) if cluster_id in services.samples else None
    if text is None:
        text = await services.workshop.do(lambda: _text(services, state, version))
        if cluster_id in services.samples:
            services.answers.get(key, lambda: text)
    return page_of(text)


def _text(services: Services, state: State, version: Version) -> str:
    """Shakes hands, in a thread of its own."""
    assert state.connection is not None  # noqa: S101 - of the route
    shaken = shake(Twin(state.cluster, services.keys), state.connection, version)
    return rendered("handshake.html", _view(state, state.connection, shaken, version))


def _view(state: State, connection: Connection, shaken: Shaken | Refusal, version: Version) -> HandshakeView:
    page = handshake_page(state.cluster, connection, shaken, state.authorities, openssl_version())
    tls = "1.2" if version is Version.TLS12 else None
    entries, done = tuple(_entries(state, page, version)), _done(shaken)
    links, here, server = state.links, *place_of(state, connection)
    return HandshakeView(
        title=f"{TITLE}: {page.title} – {state.opened.title}",
        label=Label(TITLE, state.opened.title),
        map_href=links.base(),
        check_href=links.check(),
        files_href=links.files(),
        back_href=links.connection(here, server),
        heading=f"{TITLE}: {page.title}",
        versions=(
            Choice("TLS 1.3", links.handshake(here, server), version is Version.TLS13),
            Choice("TLS 1.2", links.handshake(here, server, tls="1.2"), version is Version.TLS12),
        ),
        fold=Choice(
            "Fold" if state.opens_all else "Open all",
            links.handshake(here, server, tls=tls, open=None if state.opens_all else "all"),
        ),
        number=connection.group.number if connection.group else 0,
        heads=(_head(state, page.client), _head(state, page.server)),
        entries=tuple(entry for entry in entries if entry.number <= done),
        afterwards=tuple(entry for entry in entries if entry.number > done),
        closing=page.closing,
        refusal=page.refusal,
        panel=panel_of_handshake(state, connection, page, tls),
    )


def _done(shaken: Shaken | Refusal) -> int:
    """The number of the last entry of the handshake itself: tickets behind both Finished are no part of it."""
    if not isinstance(shaken, Shaken):
        return 0
    entries = shaken.transcript.entries
    rest = [e.number for e in entries if not (isinstance(e, Message) and e.name == "NewSessionTicket")]
    return max(rest, default=0)


def _head(state: State, card: Card) -> HeadView:
    row = next((row for row in card.rows if row.role == "token"), card.rows[0])
    row = card.rows[0] if card.rows[0].path else row
    href = state.links.file(row.file_id) if row.file_id else None
    return HeadView(card.kind, card.where, row.name, href, seal_shape(state, row.seal), card.side)


def _entries(state: State, page: HandshakePage, version: Version) -> Iterable[EntryView]:
    names = {"client": page.client.kind, "server": page.server.kind}
    begins = {after.number for before, after in pairwise(page.steps) if after.encrypted and not before.encrypted}
    first = min(begins, default=0)
    for one in page.steps:
        divider = _SECRET[version is Version.TLS13] if one.number == first else ""
        mine = tuple(_note(note) for note in page.notes if note.after == one.number)
        yield EntryView(
            number=one.number,
            sender=one.sender,
            who=names[one.sender],
            name=one.name,
            brief=one.brief,
            size=one.size,
            facts=one.facts,
            opened=one.opened or state.opens_all,
            divider=divider,
            notes=mine,
        )


def _note(note: Note) -> NoteView:
    marks = tuple(MarkView(*_MARKS[mark.ok], mark.text) for mark in note.marks)
    return NoteView(note.side, note.title, marks, note.text)
