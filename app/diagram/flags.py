"""Files that a program's flags name and that no connection shows: what checks tokens, what signs requests."""

from ..distributions import layouts
from ..model.cluster import Cluster, Component
from ..model.configuration import Container


def named_paths(cluster: Cluster, component: Component, flag: str) -> tuple[str, ...]:
    """The paths on its node that a program's flag names, which may be given more than once; () where it names none.

    From the program's manifest; where there is none and the component stands here by convention, what the distribution
    sets (docs/model.md, "By convention").
    """
    container = _container(cluster, component)
    if container:
        given = [item.value for item in container.flags if item.name == flag and item.value]
        return tuple(dict.fromkeys(container.on_host(value) for value in given))
    if component.node is None or any(evidence.file for evidence in component.evidence):
        return ()
    layout = next((layout for layout in layouts() if layout.name == cluster.distribution.name), None)
    value = layout.flags.get(component.kind, {}).get(flag) if layout else None
    return (value,) if value else ()


def kubelet_serving_path(cluster: Cluster, node: str | None) -> str | None:
    """The certificate file that a kubelet serves with, by its configuration; None where that is not in the tree.

    tlsCertFile, else with serverTLSBootstrap the rotated pair, else the one that it makes itself (docs/model.md §4).
    Asked for a kubelet that nothing in the tree dials: a worker's part alone.
    """
    layout = next((layout for layout in layouts() if layout.name == cluster.distribution.name), None)
    configurations = cluster.inventory.kubelet_configurations.values()
    found = [one for one in configurations if one.node == node]
    if layout is None or not found:
        return None
    configuration = next((one for one in found if one.path == layout.kubelet_configuration), found[0])
    pair = layout.kubelet_rotated_serving if configuration.server_tls_bootstrap else layout.kubelet_serving
    return configuration.tls_cert_file or (pair.certificate if pair else None)


def _container(cluster: Cluster, component: Component) -> Container | None:
    for _, pod in sorted(cluster.inventory.pods.items()):
        for container in pod.containers:
            if pod.node == component.node and container.program == component.kind:
                return container
    return None
