"""The wires: each line of the picture, from the row that the client presents to the one that the server presents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..model.cluster import Connection, Group
from .apart import apart
from .board import Board
from .endings import ended
from .ends import HEADER, client_key, server_key
from .grid import CENTRE, RIGHT, ZONE_Y
from .lines import Line
from .marks import Badge, Bridge, Light, Point, Wire
from .outcomes import WORST_FIRST, LineOutcome, outcome_of
from .outlines import number
from .routes import crossings, route
from .view import View
from .words import wire_label

_BRIDGE = 7
"""Half the length of a bridge: past both edges of the line below it."""


@dataclass(frozen=True, slots=True)
class _Path:
    """A line on its way: its drawn connection and the lines that come back the same way."""

    line: Line
    connection: Connection
    back: tuple[str, ...]


def wires(view: View, board: Board) -> tuple[Wire, ...]:
    """Every line whose both ends stand in the picture, in reading order."""
    made = [_wire(view, board, path) for path in _paths(view, board)]
    return tuple(_with_bridges(apart(made)))


def _paths(view: View, board: Board) -> Iterator[_Path]:
    """Peers share a path, both ways: the line of the member in the middle, and those that come back to it."""
    folded = {line for slip in board.slips for line in slip.lines}
    peers: list[_Path] = []
    for line in view.lines:
        if line.id in folded or (line.internal and not view.internals):
            continue
        connection = next((one for one in line.connections if _has_ports(view, board, one)), None)
        if connection is None:
            continue
        if line.group is Group.ETCD_PEER:
            peers.append(_Path(line, connection, ()))
        else:
            yield _Path(line, connection, ())
    if peers:
        main = next((path for path in peers if _begins_in_the_middle(view, board, path.connection)), peers[0])
        yield replace(main, back=tuple(path.line.id for path in peers if path is not main))


def _begins_in_the_middle(view: View, board: Board, connection: Connection) -> bool:
    return board.ports[_ports(view, connection)[0]].left == CENTRE.x


def _has_ports(view: View, board: Board, connection: Connection) -> bool:
    """Whether both ends stand in the picture, and not both in the box of the other etcd members."""
    client, server = (board.ports.get(port) for port in _ports(view, connection))
    return client is not None and server is not None and not (client.left == server.left == RIGHT.x)


def _ports(view: View, connection: Connection) -> tuple[tuple[str, str], tuple[str, str]]:
    return (
        (connection.client.component, client_key(view.cluster, connection)),
        (connection.server.component, server_key(view.cluster, connection)),
    )


def _wire(view: View, board: Board, path: _Path) -> Wire:
    connection, line = path.connection, path.line
    client, server = (board.ports[port] for port in _ports(view, connection))
    both = bool(path.back)
    group = line.group.number if line.group else 0
    to_header = server_key(view.cluster, connection) == HEADER
    points, badge = route(client, server, connection.purpose or "", group, to_header)
    ids = (line.id, *path.back)
    component = view.cluster.components.get(connection.server.component)
    aside = component.node if component and connection.id != line.id else None
    light = board.lights.wire(ids)
    outcome = _outcome(view, line)
    label = wire_label(view.cluster, connection, len(line.connections), both)
    made = Wire(
        id=line.id,
        lines=ids,
        server=aside,
        group=group,
        dashed=line.group is Group.TOKEN,
        points=points,
        path="",
        start=None if both else points[0],
        arrows=(),
        badge=Badge(*badge, group, badge[1] > ZONE_Y) if badge and group and light is not Light.DIM else None,
        bridges=(),
        label=f"{label}, {outcome.words}",
        light=light,
        current=light is Light.LIT and board.lights.outline_checks,
        outcome=outcome,
    )
    return ended(made, back=_of_the_way_back(view, path))


def _of_the_way_back(view: View, path: _Path) -> LineOutcome | None:
    """What becomes of the lines that come back the same way: the worst of them; None where none does."""
    found = {_outcome(view, line) for line in view.lines if line.id in path.back}
    return next((outcome for outcome in WORST_FIRST if outcome in found), None)


def _outcome(view: View, line: Line) -> LineOutcome:
    """What becomes of a line; what somebody says while that is not told."""
    if view.prediction.told is None and line.id in view.prediction.marked:
        return LineOutcome.MARKED
    return outcome_of(view.cluster, line.connections)


def _with_bridges(made: list[Wire]) -> Iterator[Wire]:
    """A lit wire passes over all others; of the rest a later one passes over an earlier one."""

    def height(index: int) -> tuple[bool, int]:
        return (made[index].light is Light.LIT, index)

    for index, wire in enumerate(made):
        below = (other for place, other in enumerate(made) if place != index and height(place) < height(index))
        bridges = tuple(_bridges(wire.points, below))
        yield replace(wire, bridges=bridges) if bridges else wire


def _bridges(points: tuple[Point, ...], below: Iterable[Wire]) -> Iterator[Bridge]:
    places = {place for other in below for place in crossings(points, other.points)}
    for (x, y), level in sorted(places):
        path = (
            f"M{number(x - _BRIDGE)} {number(y)}h{2 * _BRIDGE}"
            if level
            else f"M{number(x)} {number(y - _BRIDGE)}v{2 * _BRIDGE}"
        )
        yield Bridge(path, y > ZONE_Y)
