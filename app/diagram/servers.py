"""The API server in the centre; on the right what it dials outside etcd: the extension API server and kubelets."""

from collections.abc import Iterator

from ..model.cluster import Component, Connection, Group
from ..topology.programs import kubelet_serving_path
from .board import Board, Heading
from .choice import Kubelets, kubelets
from .clients import lines_of
from .credentials import Credential
from .ends import CLIENT, MEMORY, SERVER, TOKENS
from .grid import (
    APISERVER_ROW_Y,
    CENTRE,
    EXTENSION_Y,
    FOLD_HEIGHT,
    FOLD_Y,
    HEADER,
    KUBELET_YS,
    RIGHT,
    ROW,
)
from .marks import Area
from .view import View
from .words import ABSENT, addresses, several, where


def place_apiserver(view: View, board: Board) -> None:
    """The API server of the node shown, or those that are known only by their address."""
    servers = [view.cluster.components[id_] for id_ in view.apiservers]
    if not servers:
        return
    component = servers[0]
    above = list(_client_rows(view, component, Group.EXTENSION))
    rows = [*above, *_server_rows(view, component)]
    port = _port(view, component)
    ways = where((component.node,), False, f" :{port}") if component.node else addresses(servers, port)
    heading = Heading(component.id, component.kind, ways, view.apiservers)
    board.box(CENTRE, APISERVER_ROW_Y - ROW * len(above) - HEADER, heading, rows)


def _server_rows(view: View, component: Component) -> Iterator[Credential]:
    found = next(
        (one for one in view.index.by_server.get(component.id, ()) if one.purpose not in ("loopback", "probe")),
        view.index.to_server(component.id, purpose="probe"),
    )
    if found:
        yield view.credentials.server(component.id, found.server.certificate, component.node)
    yield from _client_rows(view, component, Group.KUBELET)
    yield from _client_rows(view, component, Group.ETCD)
    if paths := view.programs.named_paths(component.kind, component.node, "--service-account-key-file"):
        yield view.credentials.keys(component.id, TOKENS, paths, "checks tokens", component.node)
    loopback = view.index.to_server(component.id, purpose="loopback") if view.internals else None
    if loopback:
        yield view.credentials.server(component.id, loopback.server.certificate, component.node, MEMORY)


def _client_rows(view: View, component: Component, group: Group) -> Iterator[Credential]:
    found = view.index.from_client(component.id, group)
    if found:
        yield view.credentials.client(found.client, component.node, f"{CLIENT}:{group}")


def _port(view: View, component: Component) -> int | None:
    """The port that a server listens at: the one of its own loopback client, else the one that is dialled."""
    some = view.index.by_server.get(component.id, [])
    found = sorted(some, key=lambda one: (one.purpose != "loopback", one.purpose is not None))
    return found[0].dialled.port if found else None


def place_extension(view: View, board: Board) -> None:
    """The extension API server: its certificate is never in a tree, the CA that it trusts is the API server's."""
    for component in view.of_kind("extension-apiserver"):
        found = _from_shown(view, component)
        if found is None:
            continue
        node = view.node
        rows = (
            view.credentials.server(component.id, found.server.certificate, node),
            view.credentials.trusts(component.id, found.server.requestheader_ca, node),
        )
        board.box(RIGHT, EXTENSION_Y, Heading(component.id, "extension API server", (ABSENT,)), rows, hollow=True)


def _from_shown(view: View, component: Component) -> Connection | None:
    found = view.index.by_server.get(component.id, ())
    return next((one for one in found if one.client.component in view.apiservers), None)


def place_kubelets(view: View, board: Board) -> None:
    """Two kubelets with a box each; the others share a line."""
    chosen = kubelets(view.cluster, view.index, view.authorities, set(view.apiservers), view.look)
    for id_, y in zip(chosen.shown, KUBELET_YS, strict=False):
        component = view.cluster.components[id_]
        rows = list(_kubelet_rows(view, component))
        hollow = bool(rows) and all(row.hollow for row in rows)
        board.box(RIGHT, y, Heading(id_, "kubelet", where((component.node or "",), hollow)), rows)
    if chosen.folded:
        place = Area(RIGHT.x, FOLD_Y, RIGHT.width, FOLD_HEIGHT)
        board.fold(place, None, _folded(view, chosen), lines_of(view, iter(chosen.folded)))


def _folded(view: View, chosen: Kubelets) -> tuple[str, ...]:
    """Ways to say which kubelets share a line: those that are alike by name or number, the others by their oddities."""
    alike = len(chosen.folded) - chosen.odd
    if not chosen.odd:
        names = tuple(view.cluster.components[id_].node or "" for id_ in chosen.folded)
        return several(names, 1, before="kubelet on ")
    counts = ", ".join(f"{count} {oddity}" for oddity, count in chosen.reasons.items())
    noun = "kubelet" if alike == 1 else "kubelets"
    return f"{alike} {noun} alike, {counts}", f"{alike} alike, {counts}", f"{alike} alike, {chosen.odd} unlike"


def _kubelet_rows(view: View, component: Component) -> Iterator[Credential]:
    as_client = view.index.from_client(component.id) or view.index.from_client(component.id, purpose="bootstrap")
    if as_client:
        yield view.credentials.client(as_client.client, component.node)
    found = view.index.to_server(component.id, Group.KUBELET)
    if found:
        yield view.credentials.server(component.id, found.server.certificate, component.node)
    elif path := kubelet_serving_path(view.cluster, component.node):
        yield view.credentials.named(component.id, SERVER, path, SERVER, component.node)
