"""Lists of connections, and the walk through them: the same lines as in the picture, in reading order."""

from collections.abc import Iterable

from ...diagram.lines import Line
from ...explain.connection import title
from ...explain.groups import NAMES
from ...explain.names import kubectl_file, where
from ...model.cluster import Connection, Group
from .panel_views import ListRow, Pager, Section
from .state import State

OTHERS = "In-memory servers"
"""The connections of no group: to the servers of kube-controller-manager and kube-scheduler."""


def pager(state: State) -> Pager:
    """Where the selected line stands among those that are shown."""
    shown = state.shown
    at = next((number for number, line in enumerate(shown) if state.line and line.id == state.line.id), None)
    links, count = state.links, len(shown)
    if at is None or not count:
        first = links.connection(shown[0].id) if shown else None
        return Pager(None, first, "", count, links.base())
    return Pager(
        prev=links.connection(shown[(at - 1) % count].id),
        next=links.connection(shown[(at + 1) % count].id),
        position=f"{at + 1} of {count}",
        total=count,
        close=links.base(),
    )


def line_row(state: State, line: Line) -> ListRow:
    """A line in a list: the nodes at its ends tell it from others of the same text."""
    first = line.first
    servers = [_where(state, connection.server.component) for connection in line.connections]
    ends = [_where(state, first.client.component), ", ".join(dict.fromkeys(servers))]
    note = " to ".join(dict.fromkeys(end for end in ends if end))
    return ListRow(line.id, state.links.connection(line.id), title(state.cluster, first), note)


def connection_row(state: State, connection: Connection) -> ListRow:
    """One connection in a list, whatever line it belongs to."""
    ends = [_where(state, end) for end in (connection.client.component, connection.server.component)]
    note = " to ".join(dict.fromkeys(end for end in ends if end))
    return ListRow(connection.id, state.links.connection(connection.id), title(state.cluster, connection), note)


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
        if mine and group is not None:
            sections.append(Section(group.number, NAMES[group], state.links.group(group), mine))
        elif mine:
            sections.append(Section(0, OTHERS, None, mine))
    return tuple(sections)


def _where(state: State, component_id: str) -> str:
    """Where an end stands; kubectl's is its kubeconfig, of which a node may have several."""
    place = where(state.cluster.components[component_id])
    file = kubectl_file(component_id)
    return f"{file} on {place}" if file else place
