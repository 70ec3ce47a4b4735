"""What the picture calls things. Long names are cut where they are set, never here."""

from ..model.cluster import Client, Cluster, Component, Connection, Group, State
from .lines import kind_of

KINDS = {"extension-apiserver": "extension API server", "front-proxy": "front proxy", "pod": "Pods"}
GROUPS = {
    Group.APISERVER: "API server",
    Group.KUBELET: "kubelet",
    Group.ETCD: "etcd clients",
    Group.ETCD_PEER: "etcd peers",
    Group.EXTENSION: "API aggregation",
    Group.TOKEN: "service account tokens",
}
ABSENT = "not in the upload"


def file_name(path: str) -> str:
    """A file as people call it: its base name, with its folder where that is `etcd` or a service account's."""
    folder, _, base = path.rpartition("/")
    parent = folder.rpartition("/")[2]
    return f"{parent}/{base}" if parent in ("etcd", "serviceaccount") and base else base or path


def kubeconfig_of(component_id: str) -> str:
    """`admin.conf` of `kubectl:admin.conf@cp1`."""
    return component_id.partition(":")[2].rpartition("@")[0]


def address_of(component: Component) -> str:
    """The address of a server known only by it."""
    return component.id.rpartition("@")[2]


def place_of(component: Component) -> str:
    """The node of a component, else its address, else nothing for what stands anywhere."""
    if component.node:
        return component.node
    return "" if component.kind in KINDS else address_of(component)


def several(names: tuple[str, ...], most: int = 2) -> str:
    """`cp2`, `cp2, cp3`, `cp2 and 4 more`."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{names[0]} and {len(names) - 1} more"


def how(client: Client, scheme: str) -> str:
    """How a client proves who it is, in the words of the panel's wire."""
    if scheme == "http":
        return "plain HTTP"
    if client.token.state is not State.NONE:
        return "TLS and a token"
    return "mutual TLS" if client.certificate.state is not State.NONE else "TLS without a client certificate"


def ends(cluster: Cluster, connection: Connection) -> tuple[str, str]:
    """Both ends of a connection with their nodes: `kubelet on worker1`, `kube-apiserver`."""
    return _end(cluster, connection.client.component), _end(cluster, connection.server.component)


def _end(cluster: Cluster, component_id: str) -> str:
    component = cluster.components.get(component_id)
    kind = kind_of(cluster, component_id)
    words = KINDS.get(kind, kind)
    file = kubeconfig_of(component_id) if kind == "kubectl" else ""
    words = f"{words} with {file}" if file else words
    place = place_of(component) if component else component_id.rpartition("@")[2]
    return (
        f"{words} on {place}" if place and component and component.node else f"{words} at {place}" if place else words
    )


def wire_label(cluster: Cluster, connection: Connection, reached: int, both: bool) -> str:
    """A wire's accessible name: `kubelet on worker1 to kube-apiserver on cp1, mutual TLS, group 1, API server`."""
    client, server = ends(cluster, connection)
    parts = [f"{client} to {server}" + (f" and {reached - 1} more" if reached > 1 else "")]
    parts += ["both ways"] if both else []
    parts += [connection.purpose] if connection.purpose and connection.purpose != "peer" else []
    parts.append(how(connection.client, connection.dialled.scheme))
    group = connection.group
    parts.append(f"group {group.number}, {GROUPS[group]}" if group else "no group")
    return ", ".join(parts)
