"""What the picture calls things. Long names are cut where they are set, never here."""

from collections.abc import Sequence

from ..model.cluster import Client, Cluster, Component, Connection, Group, State
from ..reading.visible import visible
from .lines import kind_of
from .text import NAME_LIMIT, middle

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
_SIZES = (NAME_LIMIT, 20, 14, 9, 5)


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


def several(names: tuple[str, ...], most: int = 2, before: str = "", after: str = "") -> tuple[str, ...]:
    """Ways to say some names, the longest first: `cp2`, `cp2, cp3`, `cp2 and 4 more`, with words before and after.

    Of long names more and more is left out in their middle, never of the words around them.
    """
    shown, rest = (names, "") if len(names) <= most else (names[:1], f" and {len(names) - 1} more")
    ways = (", ".join(middle(visible(name), size) for name in shown) + rest for size in _SIZES)
    return tuple(dict.fromkeys(f"{before}{way}{after}" for way in ways))


def where(places: tuple[str, ...], hollow: bool, port: str = "") -> tuple[str, ...]:
    """Ways to say where a component is: with its port if it has one, and that all of it is not in the upload."""
    if hollow:
        return (*several(places, after=f"{port}, {ABSENT}")[:1], ABSENT, *several(places))
    return (*several(places, after=port)[:1], *several(places))


def addresses(servers: Sequence[Component], port: int | None) -> tuple[str, ...]:
    """Ways to say where servers are that are known only by their address."""
    hosts = tuple(address_of(one) for one in servers)
    return several(hosts, 1, after=f":{port}" if port and len(hosts) == 1 else "")


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
