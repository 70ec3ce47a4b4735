"""What stands in the picture: one control-plane node, two kubelets, whatever is selected; the rest folds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model.cluster import Cluster, Component, Connection, Group
from ..topology.authorities import Authorities
from ..topology.oddities import Oddity, counted_oddities, oddities
from .ends import Index
from .lines import Line, kind_of, line_with

SHOWN_KUBELETS = 2
OF_A_NODE = (
    "kubectl",
    "kube-scheduler",
    "kube-controller-manager",
    "kube-apiserver",
    "etcd",
    "etcdctl",
    "kubeadm",
)
"""Kinds of which the picture shows those of one control-plane node."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cluster is looked at: the control-plane node in the middle, whether internals are shown, what is selected
    (the id of a connection, component or file, a group's value, or `several` connections). All may be unknown to the
    cluster: then nothing is selected, and the first node is shown.
    """

    node: str | None = None
    internals: bool = False
    connection: str | None = None
    component: str | None = None
    file: str | None = None
    group: str | None = None
    several: frozenset[str] = frozenset()


def control_planes(cluster: Cluster) -> tuple[str, ...]:
    """The nodes that can stand in the middle: those with an API server; where there is none, those with an etcd."""
    for role in ("control-plane", "etcd"):
        if found := tuple(node.id for node in cluster.nodes if role in node.roles):
            return found
    return ()


def chosen_node(cluster: Cluster, look: Look, lines: Iterable[Line]) -> str | None:
    """The node in the middle: the one asked for, unless what is selected stands only on others; None without any."""
    nodes = control_planes(cluster)
    wanted = _nodes_of_selection(cluster, look, lines)
    fitting = [node for node in nodes if node in wanted] or list(nodes)
    return look.node if look.node in fitting else next(iter(fitting), None)


def _nodes_of_selection(cluster: Cluster, look: Look, lines: Iterable[Line]) -> set[str]:
    if look.connection and (line := line_with(lines, look.connection)):
        if line.group is Group.ETCD_PEER:
            return set()
        client = cluster.components.get(line.first.client.component)
        if client and client.node and client.kind in OF_A_NODE:
            return {client.node}
        servers = (cluster.components.get(one.server.component) for one in line.connections)
        return {one.node for one in servers if one and one.node and one.kind in OF_A_NODE}
    if look.component and (component := cluster.components.get(look.component)):
        return {component.node} if component.node and component.kind in OF_A_NODE else set()
    if look.several:
        ends = (end for one in cluster.connections.values() if one.id in look.several for end in _ends(one))
        found = (cluster.components.get(end) for end in ends)
        return {one.node for one in found if one and one.node and one.kind in OF_A_NODE}
    return {look.file.partition(":")[0]} if look.file else set()


def _ends(connection: Connection) -> tuple[str, str]:
    return connection.client.component, connection.server.component


def internals_shown(look: Look, lines: Iterable[Line]) -> bool:
    """Whether internals are in the picture: asked for, or one of them is selected."""
    line = line_with(lines, look.connection) if look.connection else None
    return look.internals or bool(line and line.internal)


@dataclass(frozen=True, slots=True)
class Kubelets:
    """`shown` have a full box, at most two; `folded` share one line: ids of components. `odd`: how many of the folded
    ones are unlike most, and `reasons` how often each reason is among them.
    """

    shown: tuple[str, ...]
    folded: tuple[str, ...]
    odd: int
    reasons: Mapping[Oddity, int]


def kubelets(cluster: Cluster, index: Index, authorities: Authorities, apiservers: set[str], look: Look) -> Kubelets:
    """The kubelets with a full box: one that is like most, and one that is not if there is such a one.

    First come those that reach the API server in the middle, then those of workers. A selected one takes the second
    place, so that no box moves for it.
    """
    found = [one for one in cluster.components.values() if one.kind == "kubelet"]
    planes = {node.id for node in cluster.nodes if "control-plane" in node.roles}

    def rank(one: Component) -> tuple[bool, bool, list[tuple[bool, int, str]]]:
        reaches = any(connection.server.component in apiservers for connection in index.by_client.get(one.id, ()))
        return (bool(apiservers) and not reaches, one.node in planes, natural(one.node or ""))

    ordered = [one.id for one in sorted(found, key=rank)]
    unlike = oddities(cluster, authorities)
    shown = [next((one for one in ordered if one not in unlike), ordered[0])] if ordered else []
    if rest := [one for one in ordered if one not in shown]:
        shown.append(next((one for one in rest if one in unlike), rest[0]))
    wanted = _selected_kubelets(cluster, look)
    if len(ordered) > SHOWN_KUBELETS and (other := next((one for one in wanted if one not in shown), None)):
        shown[1] = other
    folded = tuple(one for one in ordered if one not in shown)
    reasons = [unlike[one] for one in folded if one in unlike]
    return Kubelets(tuple(shown), folded, len(reasons), counted_oddities(reasons))


def _selected_kubelets(cluster: Cluster, look: Look) -> list[str]:
    if look.component and kind_of(cluster, look.component) == "kubelet" and look.component in cluster.components:
        return [look.component]
    connection: Connection | None = cluster.connections.get(look.connection or "")
    if connection and connection.purpose != "probe":
        ends = (connection.client.component, connection.server.component)
        return [end for end in ends if kind_of(cluster, end) == "kubelet" and end in cluster.components]
    if look.file:
        node, _, path = look.file.partition(":")
        kubelet = f"kubelet@{node}"
        return [kubelet] if kubelet in cluster.components and "kubelet" in path else []
    return []


def natural(name: str) -> list[tuple[bool, int, str]]:
    """A key that sorts `worker-2` before `worker-10`. Runs of digits are read in pieces of 18: names are hostile."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", name)
    numbers = [int(part) if "0" <= part[0] <= "9" else None for part in parts]
    return [(number is None, number or 0, part) for number, part in zip(numbers, parts, strict=True)]
