"""The programs of every node: from manifests, kubelet files, and by convention on a bare control-plane node."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..distributions.layout import Layout
from ..model.cluster import ComponentEvidence
from ..model.configuration import KubeletConfiguration
from ..model.inventory import Inventory
from .references import References
from .settings import CONVENTION, Program, Setting

PROGRAMS = ("kube-apiserver", "etcd", "kube-controller-manager", "kube-scheduler")


@dataclass(frozen=True, slots=True)
class Kubelet:
    """A node's kubelet. `kubeconfig` and `bootstrap` are settings by convention: its flags stand in a systemd drop-in,
    which no upload holds. `configuration` is its KubeletConfiguration, None where the tree has none.
    """

    node: str
    kubeconfig: Setting | None
    bootstrap: Setting | None
    configuration: KubeletConfiguration | None
    mark: ComponentEvidence

    @property
    def component(self) -> str:
        return f"kubelet@{self.node}"

    def setting(self, value: str | None, field: str) -> Setting | None:
        """A field of the configuration as a setting; None when it is not written."""
        if value is None or self.configuration is None:
            return None
        return Setting(value, self.configuration.id, field, value)


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
    written = _written_programs(inventory)
    with_manifest = {program.node for programs in written.values() for program in programs.values()}
    conventional = frozenset(
        node
        for node in nodes
        if node not in with_manifest and any(f"{node}:{path}" in inventory.files for path in layout.control_plane_files)
    )
    for node in sorted(conventional):
        for kind, flags in layout.flags.items():
            written[kind][node] = Program.by_convention(kind, node, flags)
    kubelets = {
        node: kubelet
        for node in nodes
        if (kubelet := _kubelet(inventory, layout, node, node in with_manifest, node in conventional))
    }
    return Site(inventory, layout, References(inventory), written, kubelets, conventional)


def _written_programs(inventory: Inventory) -> dict[str, dict[str, Program]]:
    found: dict[str, dict[str, Program]] = {kind: {} for kind in PROGRAMS}
    for pod in sorted(inventory.pods.values(), key=lambda pod: pod.id):
        for container in pod.containers:
            if container.program in found:
                found[container.program].setdefault(pod.node, Program.written(pod, container))
    return {kind: dict(sorted(programs.items())) for kind, programs in found.items()}


def _kubelet(inventory: Inventory, layout: Layout, node: str, has_manifest: bool, conventional: bool) -> Kubelet | None:
    """A kubelet exists where kubelet.conf, bootstrap-kubelet.conf, its folder, a manifest or a bare pki/ is."""

    def present(path: str | None) -> bool:
        return path is not None and inventory.resolve(node, path) is not None

    kubeconfig, bootstrap = layout.kubelet_kubeconfig, layout.kubelet_bootstrap_kubeconfig
    configurations = [c for c in inventory.kubelet_configurations.values() if c.node == node]
    configuration = next(
        (c for c in configurations if c.path == layout.kubelet_configuration),
        configurations[0] if configurations else None,
    )
    folder = layout.kubelet_folder
    own = next(
        (
            file
            for file in inventory.files.values()
            if folder and file.node == node and file.path.startswith(folder + "/")
        ),
        None,
    )
    if not (present(kubeconfig) or present(bootstrap) or configuration or own or has_manifest or conventional):
        return None
    shown = next(
        (path for path in (kubeconfig, bootstrap) if present(path)),
        configuration.path if configuration else own.path if own else None,
    )
    return Kubelet(
        node=node,
        kubeconfig=Setting.by_convention(kubeconfig) if kubeconfig and (present(kubeconfig) or conventional) else None,
        bootstrap=Setting.by_convention(bootstrap) if bootstrap and present(bootstrap) else None,
        configuration=configuration,
        mark=ComponentEvidence(f"{node}:{shown}", "path", shown)
        if shown
        else ComponentEvidence(None, CONVENTION, None),
    )
