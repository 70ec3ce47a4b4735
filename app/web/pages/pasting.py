"""Paste your error: a line of a log, and what this cluster has to do with it.

The text comes with a POST, not in the URL: a line of a private cluster holds names and addresses, and URLs stay in
histories, in logs and in what is shared. The answer is not stored by any cache, and nothing of the text stays here;
private keys and tokens in it are not even sent back.
"""

import asyncio
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...breaking.fault import parse
from ...explain.names import component as component_of
from ...explain.names import day, placed
from ...explain.pasted import Clue, Told, tell
from ...explain.pasted.repair import Repair
from ...explain.pasted.singles import SingleTold
from ...model.certificates import Certificate
from ...model.words import Span
from ...pasting import Finding, Findings, Reading, Standing, findings, read, single_faults
from ...pasting.prepare import MOST_CHARACTERS
from ...pasting.secrets import without_secrets
from ..body import receive_fields
from .choice import Choice
from .links import segment
from .lists import connection_row, pager
from .maps import map_page
from .pasting_views import CauseView, ClueView, EdgesView, PastedPanel, ReadingView, RepairView, SingleView
from .rendering import page_of, rendered, wants_fragment
from .state import State, state_of

router = APIRouter()

MOST_BYTES = 192 << 10
"""Three bytes a character, percent-encoded: what the form's own bound can grow to."""

_MOST_KEPT = 4 * MOST_CHARACTERS
"""Characters in which secrets are looked for; of the rest nothing is looked at or sent back."""

_SHOWN = 24
"""Edges of one standing that are listed."""

_OPEN = 10
"""Edges up to which a list is open at first: the files come below it."""

_TELLING = 3
"""Places of certificates up to which a text's dates say which one is meant."""

_HEADINGS = {
    Standing.SAYS: "They say exactly this",
    Standing.ALIKE: "The same fault, with other names or dates",
    Standing.COULD: "They could say it",
}


@router.get("/clusters/{cluster_id}/error")
async def form(request: Request, cluster_id: str) -> Response:
    """The form, beside the map."""
    state = replace(state_of(request, cluster_id), path="/error")
    template = "map_fragment.html" if wants_fragment(request) else "map.html"
    return page_of(rendered(template, map_page(request, state, _panel(state, "", ()), legend_changed=True)))


@router.post("/clusters/{cluster_id}/error")
async def pasted(request: Request, cluster_id: str) -> Response:
    """What the text of the form tells of, and the edges that say it lit on the map."""
    request.state.private = True
    text = without_secrets((await receive_fields(request, MOST_BYTES)).get("text", "")[:_MOST_KEPT])
    state = replace(state_of(request, cluster_id), path="/error")
    told = await asyncio.to_thread(_all_told, state, text)  # it judges the cluster some times over
    lit = frozenset(one.connection.id for each in told for one in _best(each)[1])
    panel = _panel(state, text, told)
    return page_of(rendered("map.html", map_page(request, replace(state, lit=lit), panel, legend_changed=True)))


def _all_told(state: State, text: str) -> tuple[Told, ...]:
    """What the text tells of. Single faults are looked for with the first thing only: that is what one reads first."""
    return tuple(_told(state, one, first=not number) for number, one in enumerate(read(text).readings))


def _told(state: State, reading: Reading, *, first: bool) -> Told:
    found = findings(state.cluster, reading)
    singles = single_faults(state.cluster, reading, found) if first else ()
    return tell(state.cluster, state.authorities, reading, found, singles)


def _best(told: Told) -> tuple[Standing, tuple[Finding, ...]]:
    """The edges that light up: those that say it, else those that are alike, else those that could."""
    return next(((one, found) for one in Standing if (found := told.found.of(one))), (Standing.COULD, ()))


def _panel(state: State, text: str, told: tuple[Told, ...]) -> PastedPanel:
    looked_at = read(text)
    return PastedPanel(
        pager=pager(state),
        action=state.links.error(),
        text="".join(char for char in text[:MOST_CHARACTERS] if char in "\n\t" or char.isprintable()),
        most=MOST_CHARACTERS,
        asked=bool(text.strip()),
        cut=looked_at.cut,
        unread=looked_at.unread if told else 0,
        readings=tuple(_reading(state, one) for one in told),
    )


def _reading(state: State, told: Told) -> ReadingView:
    best, _ = _best(told)
    found = told.found
    says = bool(found.of(Standing.SAYS) or found.of(Standing.ALIKE))
    groups = tuple(
        _edges(state, _heading(standing, found), found.of(standing), is_open=standing is best)
        for standing in Standing
        if found.of(standing)
    )
    return ReadingView(
        words=told.reading.words,
        count=told.reading.count,
        speaker=told.speaker,
        means=told.means,
        outcome="fails" if says else "not_checkable" if found.failing else "works",
        answer=told.answer,
        checks=told.checks,
        then=_moment(state, told),
        certificates=tuple(
            Choice(f"{one.path} on {one.node}", state.links.certificate(one.id)) for one in _few(found.certificates)
        ),
        edges=groups,
        clues=tuple(_clue(state, one) for one in told.clues),
        singles=tuple(_single(state, one) for one in told.singles),
        advice=_repair(told.advice) if told.advice else None,
    )


def _single(state: State, single: SingleTold) -> SingleView:
    """A fault, as a link that puts it."""
    links, target = state.links, parse(single.fault).target
    return SingleView(
        single.words,
        single.edges,
        links.with_breaks(links.breaks.with_fault(single.fault), f"/break/{segment(target)}"),
    )


def _few(some: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    """The certificates that a text names, where that tells them apart: those of one kubeadm run end together."""
    return some if len(some) <= _TELLING else ()


def _moment(state: State, told: Told) -> Choice | None:
    """The map at the moment at which the edges say it."""
    then = told.found.moment
    if then is None:
        return None
    return Choice(f"The map on {day(then)}", state.links.at_moment(then.strftime("%Y-%m-%dT%H:%M:%SZ")))


def _heading(standing: Standing, found: Findings) -> str:
    then = standing is Standing.SAYS and found.moment is not None
    return "They said exactly this then" if then else _HEADINGS[standing]


def _edges(state: State, heading: str, found: tuple[Finding, ...], *, is_open: bool) -> EdgesView:
    rows = tuple(connection_row(state, one.connection) for one in found[:_SHOWN])
    return EdgesView(heading, rows, len(found) - len(rows), is_open and len(found) <= _OPEN)


def _clue(state: State, clue: Clue) -> ClueView:
    causes = []
    for cause, command in clue.causes:
        file = cause.reference.file
        end = cause.connection.client if cause.side == "client" else cause.connection.server
        command_view = (command.text, command.expect) if command else None
        causes.append(
            CauseView(
                name=cause.name,
                href=state.links.file(file) if file else None,
                pointer=cause.reference.pointer or "",
                of=placed(component_of(state.cluster, end.component)),
                edges=len(cause.edges),
                on=(command.node or "") if command else "",
                command=command_view[0] if command_view else None,
                expect=command_view[1] if command_view else (Span(""),),
            )
        )
    return ClueView(tuple(causes), _repair(clue.repair))


def _repair(repair: Repair) -> RepairView:
    return RepairView(repair.words, repair.commands)
