"""The map for a projector: one stop at a time, the overview first, then every line in reading order."""

from markupsafe import Markup

from ...diagram.closeup import close_up
from ...diagram.scene import place
from ...explain.connection import title
from ...explain.expiry_words import at_second
from ...explain.groups import NAMES
from ...explain.names import host_port
from ...model.cluster import Connection, Group
from ...model.verdicts import Outcome, Rung
from ...model.words import Sentence, Span
from ...rendering.svg import render_svg
from .panel_views import ConnectionPanel, GroupLink, RowView, SideView
from .presenting_views import Fact, Pill, PresentPage, Slide, Turns
from .state import State, place_of
from .time_views import TimePanel
from .views import AnyPanel, MapPage

_WORDS = {
    "load": "files",
    "url": "protocol",
    "extensions": "extensions",
    "dates": "dates",
    "name": "name",
    "path": "CA",
    "usage": "usage",
    "constraints": "constraints",
    "own-key": "own key",
    "handshake": "handshake",
    "peer-address": "address",
    "front-proxy": "headers",
    "authentication": "who",
}
"""A check (model.verdicts.Rung) in a word. Both sides' checks of one kind are one; what refuses nobody has none."""

_BOTH, _MOST_FACTS = 2, 3


def present_page(state: State, panel: AnyPanel, notes: MapPage | None) -> PresentPage:
    """The stop of a state; `panel`: what the map says of it; `notes`: the map's page, for the speaker's window."""
    connection, links = state.connection, state.links
    scene = place(state.cluster, state.look)
    address = host_port(connection.dialled) or "" if connection else ""
    slide = _of_connection(state, connection, panel) if isinstance(panel, ConnectionPanel) and connection else None
    slide = slide or _slide(state, panel)
    picture = render_svg(close_up(scene, address), links, standalone=False)
    return PresentPage(
        title=f"{slide.title} – {state.opened.title}",
        canonical=links.presenting("", state.path),
        number=state.chosen_group.number if state.chosen_group else 0,
        picture=Markup(picture),  # noqa: S704 - of a template
        is_wide=scene.current is not None,
        slide=slide,
        turns=_turns(state, panel),
        notes=notes,
    )


def _of_connection(state: State, connection: Connection, panel: ConnectionPanel) -> Slide:
    verdict = panel.verdict
    return Slide(
        group=panel.group,
        above=panel.pager.position,
        title=panel.title,
        outcome=verdict.outcome if verdict else "",
        verdict=verdict.title if verdict else "",
        lead=(),
        facts=tuple(_facts(panel)),
        servers=panel.server.choices,
        pills=tuple(_pills(state, connection)),
        red=verdict.red if verdict else None,
    )


def _slide(state: State, panel: AnyPanel) -> Slide:
    """Of anything else: its title and its first sentence."""
    said: Sentence | str = getattr(panel, "lead", ())
    lead = (Span(said),) if isinstance(said, str) else said
    name: str = getattr(panel, "title", "") or getattr(panel, "name", "")
    now = at_second(state.cluster.clock)
    above = now if state.is_time and name != now else getattr(panel, "above", "") or state.opened.title
    ending = panel.ending[:_MOST_FACTS] if isinstance(panel, TimePanel) else ()
    facts = tuple(Fact(one.way, ", ".join(file.label for file in one.certificates[:_MOST_FACTS]), "") for one in ending)
    present = {line.group for line in state.shown}
    groups = tuple(GroupLink(one.number, NAMES[one], state.links.group(one)) for one in Group if one in present)
    return Slide(None, above, name, "", "", _first(lead), facts, (), (), None, () if state.path else groups)


def _first(lead: Sentence) -> Sentence:
    """The first sentence: more cannot be read while somebody speaks."""
    found: list[Span] = []
    for span in lead:
        head, stop, _ = span.text.partition(". ")
        found.append(Span(head + "." if stop else span.text, span.kind, span.ref))
        if stop:
            break
    return tuple(found)


def _facts(panel: ConnectionPanel) -> list[Fact]:
    """Who shows what, and by what it is checked; one fact where both check by files of one name."""
    sides = ((panel.client, ("crt", "token")), (panel.server, ("crt",)))
    found = [
        Fact(f"{side.kind} shows", row.name, row.fault)
        for side, roles in sides
        if (row := _row(side, roles)) is not None
    ]
    checks = [(side, row) for side, _ in sides if (row := _row(side, ("ca", "requestheader-ca"))) is not None]
    if len(checks) == _BOTH and checks[0][1].name == checks[1][1].name and not any(row.fault for _, row in checks):
        return [*found, Fact("both check with", checks[0][1].name, "")]
    return [*found, *(Fact(f"{side.kind} checks with", row.name, row.fault) for side, row in checks)]


def _row(side: SideView, roles: tuple[str, ...]) -> RowView | None:
    """The first row of one of these roles that names a file or a value."""
    return next((row for role in roles for row in side.rows if row.role == role and not row.lacks), None)


def _pills(state: State, connection: Connection) -> list[Pill]:
    """Every check of a connection that fails; of others the verdict is enough."""
    verdict = state.cluster.verdicts.get(connection.id)
    if verdict is None or verdict.outcome is not Outcome.FAILS:
        return []
    fault, found = verdict.fault, dict[str, Pill]()
    is_behind = False
    for rung in verdict.in_order:
        word = _WORDS.get(rung.rung, "")
        if word and (word not in found or rung is fault):
            found[word] = _pill(rung, word, is_red=rung is fault, is_behind=is_behind)
        is_behind = is_behind or rung is fault
    return list(found.values())


def _pill(rung: Rung, word: str, *, is_red: bool, is_behind: bool) -> Pill:
    """What stands behind the red one was not reached."""
    if is_red:
        return Pill(word, "fails", "untrue", is_red)
    if is_behind or not rung.ok:
        return Pill(word, "not_checkable", "not reached" if is_behind else "not checked", is_red)
    return Pill(word, "works", "true", is_red)


def _turns(state: State, panel: AnyPanel) -> Turns:
    links, shown = state.links, state.shown
    here = next((at for at, line in enumerate(shown) if state.line and line.id == state.line.id), None)
    if isinstance(panel, TimePanel):
        prev, following, words = panel.pager.prev, panel.pager.next, "the next event"
    elif here is None:
        group = [line for line in shown if state.group is not None and line.group is state.group] or list(shown)
        prev = links.base() if state.path else None
        following, words = (
            (links.connection(group[0].id), title(state.cluster, group[0].first)) if group else (None, "")
        )
    else:
        after = shown[here + 1] if here + 1 < len(shown) else None
        prev = links.connection(shown[here - 1].id) if here else links.base()
        following = links.connection(after.id) if after else None
        words = title(state.cluster, after.first) if after else "the end"
    server = place_of(state, state.connection)[1] if state.connection else None
    other = "1" if links.presents == "notes" else "notes"
    return Turns(
        prev, following, words, links.presenting("", state.path, server), links.presenting(other, state.path, server)
    )
