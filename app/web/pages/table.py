"""The table: every connection of the model, internals too, with both sides' files."""

from collections.abc import Iterator

from ...diagram.outcomes import outcome_of
from ...explain.groups import NAMES
from ...explain.names import file_name, host_port, placed
from ...model.cluster import Connection, Reference
from ...model.cluster import State as Known
from .lists import OTHERS
from .paging import PAGE, piece, with_page
from .state import State
from .views import Cell, Table, TableRow

_WORDS = {
    Known.NOT_IN_TREE: "not in the upload",
    Known.UNREADABLE: "cannot be read",
    Known.UNKNOWN: "unknown",
    Known.IN_MEMORY: "in memory",
    Known.NONE: "none",
}


def table(state: State, number: int | None) -> Table:
    """A row for each connection, by group and in reading order: of the group or component that is selected, else of
    all. Long tables come in pieces; without a `number` the one with the selected connection is shown.
    """
    found = [connection for line in state.lines for connection in line.connections if _is_of(state, connection)]
    if number is None:
        at = next((at for at, connection in enumerate(found) if connection is state.connection), 0)
        number = at // PAGE + 1
    base = state.links.at(state.path)
    shown, paging = piece(found, number, lambda other: with_page(base, other))
    return Table(tuple(_row(state, connection) for connection in shown), paging)


def all_rows(state: State) -> Iterator[TableRow]:
    """Every row of the table, in its order."""
    return (_row(state, connection) for line in state.lines for connection in line.connections)


def _is_of(state: State, connection: Connection) -> bool:
    if state.group is not None:
        return connection.group is state.group
    return state.component is None or state.component in (connection.client.component, connection.server.component)


def _row(state: State, connection: Connection) -> TableRow:
    client, server, cluster = connection.client, connection.server, state.cluster
    ends = [cluster.components[end] for end in (client.component, server.component)]
    where = [_node(state, connection, side) for side in ("client", "server")]
    identity = connection.identity
    outcome = outcome_of(cluster, (connection,))
    token = client.token if client.token.state is not Known.NONE else None
    return TableRow(
        id=connection.id,
        href=state.links.connection(connection.id),
        client=placed(ends[0]),
        server=placed(ends[1]),
        number=connection.group.number if connection.group else None,
        group=NAMES[connection.group] if connection.group else OTHERS,
        address=host_port(connection.dialled) or "not in the upload",
        client_cells=tuple(_cell(state, where[0], r) for r in (token or client.certificate, client.key, client.ca)),
        server_cells=tuple(_cell(state, where[1], r) for r in (server.certificate, server.key, server.client_ca)),
        identity=f"{identity.user} ({', '.join(identity.groups) or 'no groups'})" if identity else "",
        current=connection is state.connection,
        outcome=str(outcome),
        word=outcome.words,
    )


def _node(state: State, connection: Connection, side: str) -> str | None:
    """The node whose files a side names: its own, else the other end's (a front proxy, an extension server)."""
    ends = (connection.client.component, connection.server.component)
    mine, other = ends if side == "client" else ends[::-1]
    return state.cluster.components[mine].node or state.cluster.components[other].node


def _cell(state: State, node: str | None, reference: Reference) -> Cell:
    if reference.path is None:
        return Cell(_WORDS[reference.state], None)
    file = state.cluster.inventory.resolve(node, reference.path) if node else None
    if file is None:
        return Cell(f"{file_name(reference.path)} ({_WORDS[reference.state]})", None)
    return Cell(file_name(reference.path), state.links.file(file.id))
