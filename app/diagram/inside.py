"""Clients inside other programs, and rare ones: slips in places that move no box. Most belong to the internals."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.cluster import Connection
from .board import Board
from .ends import CLIENT, client_key, server_key
from .grid import CENTRE, LEFT, LOW_SLIPS, TOP_SLIPS, ZONE_SLIPS, Column
from .lines import Line, kind_of
from .view import View

_TITLES = {
    "probe": "kubelet’s probes",
    "loopback": "loopback client",
    "gateway": "gRPC gateway",
    "bootstrap": "bootstrap",
    "authentication": "delegated authentication",
    "front-proxy": "front proxy",
    "kubeadm": "kubeadm",
    "kube-proxy": "kube-proxy",
}
_PLACES: dict[str, tuple[Column, float]] = {
    "probe": (CENTRE, TOP_SLIPS[0]),
    "front-proxy": (CENTRE, TOP_SLIPS[1]),
    "bootstrap": (CENTRE, TOP_SLIPS[2]),
    "loopback": (CENTRE, LOW_SLIPS[0]),
    "kube-proxy": (CENTRE, LOW_SLIPS[1]),
    "authentication": (CENTRE, LOW_SLIPS[2]),
    "kubeadm": (LEFT, ZONE_SLIPS[0]),
    "gateway": (LEFT, ZONE_SLIPS[1]),
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    line: Line
    connection: Connection


def place_inside(view: View, board: Board) -> None:
    """A slip for each sort of such clients: of the node shown, or of the first node that has one."""
    by_sort: dict[str, list[_Drawn]] = {}
    for drawn in _drawn(view, board):
        if sort := _sort(view, drawn):
            by_sort.setdefault(sort, []).append(drawn)
    for sort, some in by_sort.items():
        _slip(view, board, sort, some)


def _slip(view: View, board: Board, sort: str, some: list[_Drawn]) -> None:
    """The first client stands on the slip; the lines of the others fold into it."""
    first = some[0].connection
    node = view.cluster.components[first.client.component].node
    key = client_key(view.cluster, first)
    credential = view.credentials.client(first.client, node or view.node, key)
    others = [one for one in some if one.connection.client.component != first.client.component]
    column, y = _PLACES[sort]
    more = len({one.connection.client.component for one in others})
    place = f" +{more}" if more else f" on {node}" if node and node != view.node else ""
    board.slip(column, y, credential, f"{_TITLES[sort]}{place}", tuple(one.line.id for one in others))


def _drawn(view: View, board: Board) -> Iterator[_Drawn]:
    """The lines that reach something in the picture."""
    for line in view.lines:
        if line.internal and not view.internals:
            continue
        for connection in line.connections:
            reaches = (connection.server.component, server_key(view.cluster, connection)) in board.ports
            if reaches and _in_view(view, connection):
                yield _Drawn(line, connection)
                break


def _in_view(view: View, connection: Connection) -> bool:
    """Of clients that belong to a control-plane node only those of the node shown."""
    client = view.cluster.components[connection.client.component]
    return client.node in (view.node, None) or client.kind == "kube-proxy" or connection.purpose == "bootstrap"


def _sort(view: View, drawn: _Drawn) -> str | None:
    """The slip that a connection begins at, None if it is a row of a box."""
    connection = drawn.connection
    kind = kind_of(view.cluster, connection.client.component)
    if connection.purpose in ("authentication", "authorization"):
        return "authentication"
    if client_key(view.cluster, connection) == CLIENT:
        return kind if kind in _TITLES else None
    return connection.purpose if connection.purpose in _TITLES else None
