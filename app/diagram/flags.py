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


def _container(cluster: Cluster, component: Component) -> Container | None:
    for _, pod in sorted(cluster.inventory.pods.items()):
        for container in pod.containers:
            if pod.node == component.node and container.program == component.kind:
                return container
    return None
