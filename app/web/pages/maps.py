"""The map of a cluster: `/`, `/clusters/ID` and whatever is selected below it, as a picture or as a table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from ...diagram.outcomes import LineOutcome, outcome_of
from ...diagram.scene import place
from ...explain.expiry_words import at_second
from ...explain.groups import NAMES
from ...explain.overview import overview
from ...explain.questions import asked_connection
from ...model.cluster import Group
from ...rendering.svg import render_svg
from ..beside import beside
from ..opened import Opened, delete, listed_samples
from ..services import Services
from .break_strip import break_strip
from .choice import Choice
from .paging import page_number
from .panels import panel_of, start_panel
from .predicting import marking_links, prediction
from .presenting import present_page
from .rendering import page_of, rendered, wants_fragment
from .state import State, place_of, state_of
from .switch import views
from .table import table
from .time_panel import clock_strip
from .views import AnyPanel, Count, Foot, Label, LegendEntry, MapPage, Mark, Strip, Tally, Tools, UploadFoot

router = APIRouter()

FIRST = "one"
"""The sample that the first page shows."""

HEADING = "Who talks to whom"
BREAKING = "Break it, mend it"

_COUNTED = (
    (LineOutcome.FAILS, "fails", "fail"),
    (LineOutcome.IN_TURN, "works in turn", "work in turn"),
    (LineOutcome.NOT_CHECKABLE, "not checkable", "not checkable"),
)

_KINDS = {"sample": "Sample", "upload": "Upload", "local": "This machine"}


@router.get("/")
async def home(request: Request) -> Response:
    """The first page: a sample and where to start; what `kubepki open` has opened stands in its place."""
    local = request.app.state.services.local
    if local is not None:
        return RedirectResponse(f"/clusters/{local.id}", 303)
    return answer(request, start_panel, FIRST)


@router.get("/clusters/{cluster_id}")
@beside
def whole(request: Request, cluster_id: str) -> Response:
    """The map with nothing selected."""
    return answer(request, panel_of, cluster_id)


@router.get("/clusters/{cluster_id}/{kind:str}/{name:path}")
@beside
def selected(request: Request, cluster_id: str, kind: str, name: str) -> Response:
    """The map with a connection, a component, a file or a group selected."""
    return answer(request, panel_of, cluster_id, kind, name)


@router.post("/clusters/{cluster_id}/delete")
async def forget(request: Request, cluster_id: str) -> Response:
    """Deletes an upload and goes to the first page."""
    delete(request, cluster_id)
    return RedirectResponse("/", 303)


def answer(
    request: Request,
    panel_for: Callable[[State], AnyPanel],
    cluster_id: str,
    kind: str = "",
    name: str = "",
) -> Response:
    """The page or fragment of a state. A sample's is made once: it depends on the URL alone, and on whether the legend
    that stands on the asking page still fits.
    """
    presents = "present" in request.query_params
    template = "present/map.html" if presents else "map_fragment.html" if wants_fragment(request) else "map.html"
    asking = urlsplit(request.headers.get("hx-current-url", ""))
    legend_changed = asking.query != request.url.query
    strip_changed = (
        asking.path.endswith("/time")
        or "/break" in asking.path
        or "break=" in asking.query
        or "undone=" in asking.query
    )

    def made() -> str:
        state = state_of(request, cluster_id, kind, name)
        panel = panel_for(state)
        if state.links.presents == "1":
            return rendered(template, present_page(state, panel, None))
        page = map_page(request, state, panel, legend_changed=legend_changed, strip_changed=strip_changed)
        return rendered(template, present_page(state, panel, page) if presents else page)

    services: Services = request.app.state.services
    if cluster_id not in services.samples:
        return page_of(made())
    return page_of(
        services.answers.get((template, request.url.path, request.url.query, legend_changed, strip_changed), made)
    )


def map_page(
    request: Request, state: State, panel: AnyPanel, *, legend_changed: bool, strip_changed: bool = True
) -> MapPage:
    """The page of a state with a panel."""
    links, opened, cluster = state.links, state.opened, state.cluster
    aiming = replace(marking_links(state), aims=state.target is not None)
    title = getattr(panel, "title", "") or getattr(panel, "name", "") or "The map"
    said = prediction(state, getattr(panel, "quiz", None))
    scene = None if links.shows_table else place(cluster, state.look, said)
    node = scene.node if scene else links.chosen
    return MapPage(
        title=f"{title} – {opened.title}",
        label=Label(_KINDS[opened.kind], overview(cluster, state.authorities).title),
        map_href=links.base(),
        check_href=links.check() if asked_connection(cluster) else "/clusters/one/check",
        lessons_href=links.lessons(),
        files_href=links.files(),
        canonical=links.connection(state.line.id) if state.line else links.at(state.path),
        tools=_tools(state, node, scene.nodes if scene else ()),
        strip=_strip(state),
        clock=clock_strip(state) if state.is_time else None,
        breaks=break_strip(state) if state.target is not None or links.breaks.faults or links.breaks.undone else None,
        panel=panel,
        foot=_foot(request, state),
        picture=Markup(render_svg(scene, aiming, standalone=False)) if scene else Markup(""),  # noqa: S704 - of a template
        is_empty=scene is not None and not (scene.boxes or scene.cards),
        group=state.chosen_group.number if state.chosen_group else 0,
        legend_changed=legend_changed,
        strip_changed=strip_changed,
        table=table(state, page_number(request)) if links.shows_table else None,
    )


def _tools(state: State, node: str | None, nodes: tuple[str, ...]) -> Tools:
    links, path, as_table = state.links, state.path, state.links.shows_table
    on = links.shows_internals
    return Tools(
        heading=at_second(state.cluster.clock)
        if state.is_time
        else BREAKING
        if state.target is not None or links.breaks.faults
        else HEADING,
        nodes=tuple(Choice(name, links.node_switch(name, path), name == node) for name in nodes),
        internals=None
        if as_table or (state.is_time and not on)
        else Choice("internals", links.with_internals(on=not on, path=path), on),
        views=views(links, "Table" if as_table else "Connections", path),
        search_href=links.search(),
        export=Choice("CSV", links.export("connections.csv")) if as_table else Choice("SVG", links.export("map.svg")),
        tally=None if links.breaks.asks else _tally(state),
        breaking=_breaking(state),
        present_href=_presenting(state),
    )


def _presenting(state: State) -> str | None:
    """The same for a projector; nothing while faults are chosen."""
    server = place_of(state, state.connection)[1] if state.connection else None
    return None if state.target is not None else state.links.presenting("1", state.path, server)


def _breaking(state: State) -> Choice:
    """To what can be broken of what is selected, and back."""
    if state.target is not None:
        return Choice("Break it", state.links.base(), current=True)
    return Choice("Break it", state.links.breaking(state.connection.id if state.connection else state.file or ""))


def _tally(state: State) -> Tally | None:
    """How many of the lines that are listed fail; where none does, how many cannot be checked. None without a line."""
    outcomes = [outcome_of(state.cluster, line.connections) for line in state.shown]
    count = len(outcomes)
    for outcome, one, many in _COUNTED:
        if found := outcomes.count(outcome):
            return Tally(str(outcome), f"{found} of {count} {one if found == 1 else many}")
    return Tally(str(LineOutcome.WORKS), "1 works" if count == 1 else f"all {count} work") if count else None


def _strip(state: State) -> Strip:
    present = {line.group for line in state.lines}
    entries = tuple(
        LegendEntry(
            group.number,
            NAMES[group],
            state.links.group(group) if group in present else None,
            group is state.chosen_group,
        )
        for group in Group
    )
    counts = overview(state.cluster, state.authorities).counts
    named = {"nodes": "node", "authorities": "CA", "certificates": "certificate", "connections": "connection"}
    ends = {outcome_of(state.cluster, line.connections) for line in state.lines}
    return Strip(
        entries,
        tuple(Mark(str(one), one.words) for one, _, _ in _COUNTED if one in ends),
        tuple(Count(word if counts[name] == 1 else f"{word}s", counts[name]) for name, word in named.items()),
        state.links.export("print"),
        state.links.error(),
        state.links.time(state.links.clock),
    )


def _foot(request: Request, state: State) -> Foot:
    opened: Opened = state.opened
    if opened.kind == "sample":
        others = [one for one in listed_samples(request) if one.id != opened.id and not state.path]
        return Foot(tuple(Choice(one.title, f"/clusters/{one.id}") for one in others), None)
    if opened.expires_at is None:
        return Foot((), None)
    end = opened.expires_at.astimezone(UTC)
    until = f"{end.day} {end:%B %H:%M} UTC"
    text = f"Who has this page’s link sees it. It is gone 12 hours after its last use: at {until}, or"
    return Foot((), UploadFoot(opened.id, text, state.links.delete()))
