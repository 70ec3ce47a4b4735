"""What a finished cluster's programs were told, beyond what its connections show: flags, and what serves by them."""

from ..distributions import layout_of
from ..model.cluster import Cluster
from .settings import CONVENTION, Program


class Programs:
    """The programs of a cluster, looked up once and asked for many times."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._layout = layout_of(cluster.distribution, cluster.inventory)
        self._written: dict[tuple[str, str], Program] = {}
        for _, pod in sorted(cluster.inventory.pods.items()):
            for container in pod.containers:
                written = Program.written(pod, container)
                completed = written.completed(self._layout.program_flags(container.program, pod.node))
                self._written.setdefault((container.program, pod.node), completed)

    def of(self, kind: str, node: str | None) -> Program | None:
        """A node's program: by its manifest, the first in the order of the ids; else by the distribution's convention.

        The convention counts only where the map shows the program by it (docs/model.md, "By convention"): beside other
        manifests, a program without one is not in the tree, and nothing is known of its flags. Then None.
        """
        if node is None:
            return None
        if (kind, node) in self._written:
            return self._written[kind, node]
        component = self._cluster.components.get(f"{kind}@{node}")
        if component is None:
            return None
        shown = kind in self._layout.host_programs or any(mark.field == CONVENTION for mark in component.evidence)
        return Program.by_convention(kind, node, self._layout.program_flags(kind, node)) if shown else None

    def named_paths(self, kind: str, node: str | None, flag: str) -> tuple[str, ...]:
        """The paths on its node that a program's flag names, which may be given more than once; () for none."""
        program = self.of(kind, node)
        return program.paths(flag) if program else ()


def program_of(cluster: Cluster, kind: str, node: str | None) -> Program | None:
    """One program of a cluster (`Programs.of`)."""
    return Programs(cluster).of(kind, node)


def named_paths(cluster: Cluster, kind: str, node: str | None, flag: str) -> tuple[str, ...]:
    """The paths on its node that a program's flag names, which may be given more than once; () where it names none."""
    return Programs(cluster).named_paths(kind, node, flag)


def kubelet_serving_path(cluster: Cluster, node: str | None) -> str | None:
    """The certificate file that a kubelet serves with, by its configuration; None where that is not in the tree.

    tlsCertFile, else with serverTLSBootstrap the rotated pair, else the one that it makes itself (docs/model.md §4).
    Asked for a kubelet that nothing in the tree dials: a worker's part alone.
    """
    layout = layout_of(cluster.distribution, cluster.inventory)
    found = [one for one in cluster.inventory.kubelet_configurations.values() if one.node == node]
    if not found:
        by_flag = layout.kubelet_serving if layout.kubelet_serves_by_flag else None
        return by_flag.certificate if by_flag else None
    configuration = next((one for one in found if one.path == layout.kubelet_configuration), found[0])
    pair = layout.kubelet_rotated_serving if configuration.server_tls_bootstrap else layout.kubelet_serving
    return configuration.tls_cert_file or (pair.certificate if pair else None)
