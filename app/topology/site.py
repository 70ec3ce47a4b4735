"""The programs of every node: from manifests, kubelet files, and by convention on a bare control-plane node."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..distributions.layout import NODE, Layout
from ..model.cluster import ComponentEvidence
from ..model.inventory import Inventory
from .finding_kubelets import Kubelet, find_kubelet
from .references import References
from .settings import Program

PROGRAMS = ("kube-apiserver", "etcd", "kube-controller-manager", "kube-scheduler")


@dataclass(frozen=True, slots=True)
class Site:
    """What stands where. Programs and kubelets by node, in the order of the nodes' ids."""

    inventory: Inventory
    layout: Layout
    references: References
    programs: Mapping[str, Mapping[str, Program]]
    kubelets: Mapping[str, Kubelet]
    conventional: frozenset[str]

    @property
    def apiservers(self) -> Mapping[str, Program]:
        return self.programs["kube-apiserver"]

    @property
    def etcds(self) -> Mapping[str, Program]:
        return self.programs["etcd"]


def survey(inventory: Inventory, layout: Layout) -> Site:
    """Find every program and kubelet of a tree."""
    nodes = sorted(node.id for node in inventory.nodes)
    found = _written_programs(inventory, layout)
    with_manifest = {program.node for programs in found.values() for program in programs.values()}
    conventional = frozenset(
        node
        for node in nodes
        if node not in with_manifest and any(f"{node}:{path}" in inventory.files for path in layout.control_plane_files)
    )
    for program in (*_by_convention(layout, sorted(conventional)), *_on_hosts(inventory, layout, nodes)):
        found[program.kind].setdefault(program.node, program)
    hosts = frozenset(conventional if layout.control_plane_kubelets else ())
    kubelets = {
        node: kubelet
        for node in nodes
        if (kubelet := find_kubelet(inventory, layout, node, node in with_manifest, node in hosts))
    }
    programs = {kind: dict(sorted(by_node.items())) for kind, by_node in found.items()}
    return Site(inventory, layout, References(inventory), programs, kubelets, conventional)


def _by_convention(layout: Layout, nodes: Iterable[str]) -> Iterator[Program]:
    """The programs of control-plane nodes that show no manifest."""
    for node in nodes:
        for kind in layout.flags:
            yield Program.by_convention(kind, node, layout.program_flags(kind, node))


def _on_hosts(inventory: Inventory, layout: Layout, nodes: Iterable[str]) -> Iterator[Program]:
    """What runs on a host beside its static pods, shown by a file of its own."""
    for node in nodes:
        for kind, host in layout.host_programs.items():
            path = host.shown_by.replace(NODE, node)
            if inventory.resolve(node, path) is not None:
                mark = ComponentEvidence(f"{node}:{path}", "path", path)
                yield Program.by_convention(kind, node, layout.program_flags(kind, node), mark)


def _written_programs(inventory: Inventory, layout: Layout) -> dict[str, dict[str, Program]]:
    found: dict[str, dict[str, Program]] = {kind: {} for kind in PROGRAMS}
    for pod in sorted(inventory.pods.values(), key=lambda pod: pod.id):
        for container in pod.containers:
            if container.program in found:
                program = Program.written(pod, container)
                found[program.kind].setdefault(
                    pod.node, program.completed(layout.program_flags(program.kind, pod.node))
                )
    return found
