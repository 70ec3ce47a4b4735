"""What a finished cluster's programs were told, beyond what its connections show: flags, and what serves by them."""

from ..distributions import layout_of
from ..model.cluster import Cluster
from .settings import CONVENTION, Program


def program_of(cluster: Cluster, kind: str, node: str | None) -> Program | None:
    """A node's program: by its manifest, the first in the order of their ids; else by the distribution's convention.

    The convention counts only where the map shows the program by it (docs/model.md, "By convention"): beside other
    manifests, a program without one is not in the tree, and nothing is known of its flags. Then None.
    """
    layout = layout_of(cluster.distribution, cluster.inventory)
    for _, pod in sorted(cluster.inventory.pods.items()):
        for container in pod.containers:
            if pod.node == node and container.program == kind:
                return Program.written(pod, container).completed(layout.program_flags(kind, pod.node))
    component = cluster.components.get(f"{kind}@{node}")
    if node is None or component is None:
        return None
    shown = kind in layout.host_programs or any(mark.field == CONVENTION for mark in component.evidence)
    return Program.by_convention(kind, node, layout.program_flags(kind, node)) if shown else None


def named_paths(cluster: Cluster, kind: str, node: str | None, flag: str) -> tuple[str, ...]:
    """The paths on its node that a program's flag names, which may be given more than once; () where it names none."""
    program = program_of(cluster, kind, node)
    return program.paths(flag) if program else ()


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
