"""What a controller manager that works makes of the cluster: whether nodes are Ready, and the CA that pods are given.

Without one nobody does: a node stays what it last was, and pods keep the CA that they had.
"""

from ..client import ConnectionFault, Credential, Unauthorized, credential_of, quietly, target_of
from ..files import FileError
from ..pem import PairFault, read_pair
from ..world import Host, World
from .kubelet import Pod
from .leading import NAMESPACES
from .rotation import CURRENT


def report(world: World, leader: Pod | None) -> None:
    """Bring the API objects up to date with what runs. `leader`: the controller manager that works."""
    objects = world.objects
    if objects is None:
        return
    for node in objects.nodes.values():
        host = world.hosts.get(node.name)
        if host is None or (leader is None and node.ready):
            continue
        if (ready := reports(world, host)) or leader is not None:
            node.ready = ready
    if leader is None or not leader.roots:
        return
    text = leader.roots.decode("utf-8", "replace")
    for namespace in NAMESPACES:
        published = objects.config_maps.get((namespace, "kube-root-ca.crt"))
        if published is not None and published.data.get("ca.crt") != text:
            objects.put(namespace, "kube-root-ca.crt", {"ca.crt": text}, world.now)


def reports(world: World, host: Host) -> bool:
    """Whether a host's kubelet runs and is let in as this node."""
    kubelet = host.kubelet
    if kubelet is None or kubelet.started is None or kubelet.config is None or kubelet.config.cluster is None:
        return False
    try:
        shown = _pair(host, world) or credential_of(host, kubelet.config.user)
        found = quietly(world, host, target_of(host, kubelet.config.cluster), shown)
    except (ConnectionFault, Unauthorized):
        return False
    return found.user == f"system:node:{host.name}"


def _pair(host: Host, world: World) -> Credential | None:
    """The pair in the kubelet's folder, which it prefers while it is in date."""
    try:
        data = host.files.read(CURRENT)
        chain = read_pair(data, data).chain
    except (FileError, PairFault):
        return None
    return Credential(chain) if world.now < chain[0].not_after else None
