"""The left column: who dials the API server from outside it."""

import posixpath
from collections.abc import Iterator

from ..distributions import layout_of
from ..model.cluster import Component
from .board import Board, Heading
from .credentials import Credential
from .grid import KUBECTL_ROWS, KUBECTL_Y, LEFT, MANAGER_Y, PODS_Y, SCHEDULER_Y, SLIP
from .lines import Line
from .marks import Area
from .view import View
from .words import kubeconfig_of, several, where


def place_clients(view: View, board: Board) -> None:
    """kubectl, kube-scheduler, kube-controller-manager and pods, each in its place."""
    _kubectl(view, board)
    for kind, y in (("kube-scheduler", SCHEDULER_Y), ("kube-controller-manager", MANAGER_Y)):
        if component := view.component(kind):
            _program(view, board, component, y)
    for pods in view.of_kind("pod"):
        found = view.index.from_client(pods.id)
        if found:
            row = view.credentials.client(found.client, None)
            board.box(LEFT, PODS_Y, Heading(pods.id, "Pods", ("any node",)), (row,))


def _kubectl(view: View, board: Board) -> None:
    kubectls = _kubectls(view)
    if not kubectls:
        return
    rows = [row for one in kubectls if (row := _kubeconfig(view, one))]
    shown, rest = (kubectls, ()) if len(kubectls) <= KUBECTL_ROWS else (kubectls[:1], kubectls[1:])
    nodes = tuple(dict.fromkeys(one.node or "" for one in kubectls))
    hollow = all(row.hollow for row in rows[: len(shown)])
    heading = Heading(shown[0].id, "kubectl", where(nodes, hollow), tuple(one.id for one in shown))
    area = board.box(LEFT, KUBECTL_Y, heading, rows[: len(shown)])
    if rest:
        place = Area(area.x, area.bottom + 4, area.width, SLIP)
        names = tuple(kubeconfig_of(one.id) for one in rest)
        board.fold(place, rest[0].id, several(names, 1), lines_of(view, (one.id for one in rest)))


def _kubectls(view: View) -> tuple[Component, ...]:
    """Those of the node shown and of nodes without a control plane; the selected one first, then the
    distribution's own before those that somebody has made.
    """
    planes = {node.id for node in view.cluster.nodes if "control-plane" in node.roles}
    found = [one for one in view.of_kind("kubectl") if one.node == view.node or one.node not in planes]
    selected = view.look.component or (view.look.connection or "").partition("->")[0]

    usual = _usual(view)

    def rank(one: Component) -> tuple[bool, bool, int, str]:
        name = kubeconfig_of(one.id)
        return (one.id != selected, one.node != view.node, usual.index(name) if name in usual else len(usual), one.id)

    ordered = sorted(found, key=rank)
    if len(ordered) > KUBECTL_ROWS:
        return tuple(ordered)
    return tuple(sorted(found, key=lambda one: rank(one)[1:]))


def _usual(view: View) -> tuple[str, ...]:
    """The names of the distribution's kubeconfigs for people."""
    admin = layout_of(view.cluster.distribution, view.cluster.inventory).admin_kubeconfig
    return (posixpath.basename(admin or "admin.conf"), "super-admin.conf")


def _kubeconfig(view: View, one: Component) -> Credential | None:
    found = view.index.from_client(one.id)
    return view.credentials.client(found.client, one.node) if found else None


def _program(view: View, board: Board, component: Component, y: float) -> None:
    found = view.index.from_client(component.id)
    rows = [view.credentials.client(found.client, component.node)] if found else []
    if signing := view.programs.named_paths(component.kind, component.node, "--cluster-signing-key-file"):
        rows.append(view.credentials.keys(component.id, "signs", signing, "signs CSRs", component.node))
    hollow = bool(rows) and all(row.hollow for row in rows)
    board.box(LEFT, y, Heading(component.id, component.kind, where((component.node or "",), hollow)), rows)


def lines_of(view: View, components: Iterator[str]) -> tuple[str, ...]:
    """The main lines that begin or end at some components and at the API server shown: what a fold stands for."""
    wanted, servers = set(components), set(view.apiservers)

    def folded(line: Line) -> bool:
        ends = {(one.client.component, one.server.component) for one in line.connections}
        return any({client, server} & wanted and {client, server} & servers for client, server in ends)

    return tuple(line.id for line in view.lines if not line.internal and folded(line))
