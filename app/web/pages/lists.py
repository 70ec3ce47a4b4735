"""Lists of connections, and the walk through them: the same lines as in the picture, in reading order."""

from collections.abc import Callable, Iterable

from ...diagram.lines import Line
from ...diagram.outcomes import outcome_of
from ...explain.connection import title
from ...explain.groups import NAMES
from ...explain.names import kubectl_file, where
from ...model.cluster import Connection, Group
from .choice import Choice
from .panel_views import ListRow, Pager, Section
from .state import State

OTHERS = "In-memory servers"
"""The connections of no group: to the servers of kube-controller-manager and kube-scheduler."""

ANYWHERE = "@cluster"
"""How the id of a component ends that stands on no node (docs/model.md): it tells no row from another."""

MOST = 40
"""Rows of one list in the panel. Who has more nodes goes on in the table, which comes in pieces."""

NAMED_ENDS = 2
"""Servers that a row names. A line to more reaches whichever answers, and its panel has a switch between them."""


def pager(state: State, href: Callable[[str], str] | None = None) -> Pager:
    """Where the selected line stands among those that are shown. `href`: the page of a line, by default on the map."""
    shown = state.shown
    at = next((number for number, line in enumerate(shown) if state.line and line.id == state.line.id), None)
    links, count = state.links, len(shown)
    to = href or links.connection
    if at is None or not count:
        first = to(shown[0].id) if shown else None
        return Pager(None, first, "", count, links.base())
    return Pager(
        prev=to(shown[(at - 1) % count].id),
        next=to(shown[(at + 1) % count].id),
        position=f"{at + 1} of {count}",
        total=count,
        close=links.base(),
    )


def line_row(state: State, line: Line) -> ListRow:
    """A line in a list."""
    return _row(state, line.id, line.connections)


def connection_row(state: State, connection: Connection) -> ListRow:
    """One connection in a list, whatever line it belongs to."""
    return _row(state, connection.id, (connection,))


def _row(state: State, identifier: str, connections: tuple[Connection, ...]) -> ListRow:
    text, note = title(state.cluster, connections[0]), _note(state, connections)
    outcome = outcome_of(state.cluster, connections)
    return ListRow(identifier, state.links.connection(identifier), text, note, str(outcome), outcome.words)


def _note(state: State, connections: tuple[Connection, ...]) -> str:
    """What tells a row from others of the same text: where it begins and, if that is elsewhere, where it ends."""
    client = state.cluster.components[connections[0].client.component]
    servers = [state.cluster.components[connection.server.component] for connection in connections]
    file = kubectl_file(client.id)
    begin = f"{file} on {where(client)}" if file else where(client)
    ends = list(dict.fromkeys(where(server) for server in servers if not server.id.endswith(ANYWHERE)))
    if not ends or where(client) in ends or len(ends) > NAMED_ENDS:
        return begin
    return f"{begin} to {', '.join(ends)}"


def line_sections(state: State, shown: Iterable[Line]) -> tuple[Section, ...]:
    """Lines by group."""
    return _sections(state, [(line.group, line_row(state, line)) for line in shown])


def connection_sections(state: State, ids: Iterable[str]) -> tuple[Section, ...]:
    """Connections by group."""
    found = [state.cluster.connections[identifier] for identifier in ids]
    return _sections(state, [(connection.group, connection_row(state, connection)) for connection in found])


def _sections(state: State, rows: list[tuple[Group | None, ListRow]]) -> tuple[Section, ...]:
    sections = []
    for group in (*Group, None):
        mine = tuple(row for of, row in rows if of is group)
        shown, more = cut(state, mine)
        if mine and group is not None:
            sections.append(Section(group.number, NAMES[group], state.links.group(group), shown, more))
        elif mine:
            sections.append(Section(0, OTHERS, None, shown, more))
    return tuple(sections)


def cut(state: State, rows: tuple[ListRow, ...]) -> tuple[tuple[ListRow, ...], Choice | None]:
    """The rows that a panel shows, and the link to the table where it shows not all of them."""
    if len(rows) <= MOST:
        return rows, None
    return rows[:MOST], Choice(f"{len(rows) - MOST} more in the table", state.links.view(table=True, path=state.path))
