"""Which steps are reached: by the files, the API objects and what the API servers serve."""

import ipaddress
from collections.abc import Sequence

from ...reading.fields import mapping, text, texts
from ...simulation.documents import documents
from ...simulation.files import File
from ...simulation.network import NameFault, resolve
from ...simulation.serving import server_of
from ...simulation.world import Host
from ..lesson import Situation
from ..looking import names_it, served, stored_sans, stored_text

DERIVED = "/root/kubeadm-init.yaml"
_KIND = "ClusterConfiguration"
"""Made for the simulation: it came from no ConfigMap."""


def serves_it(situation: Situation, host: Host) -> bool:
    """Whether a host's API server serves a certificate with the learner's name."""
    leaf = served(host)
    return leaf is not None and names_it(leaf, situation.name)


def is_address(name: str) -> bool:
    """Whether the learner’s name is an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def resolves(situation: Situation) -> bool:
    """Whether the name leads to an API server, or to what stands before them."""
    try:
        address = resolve(situation.first, situation.name)
    except NameFault:
        return False
    own = {host.address for host in situation.hosts}
    return address in own or situation.world.is_balancer(address)


def refused(situation: Situation) -> bool:
    """Whether a client has refused a certificate for want of the name."""
    return ("dialled", situation.name, "name") in situation.world.events


def sans_read(situation: Situation) -> bool:
    """Whether the names of an API server’s certificate were printed."""
    return ("read", "subjectAltName", "kube-apiserver") in situation.world.events


def configurations(host: Host) -> list[tuple[str, Sequence[str]]]:
    """Files of root's that hold a ClusterConfiguration from the cluster, with its certSANs."""
    kept = ("/root/", "/tmp/", "/etc/kubernetes/")
    return [
        (path, texts(mapping(document, "apiServer"), "certSANs"))
        for path, inode in host.files.inodes.items()
        if isinstance(inode, File) and path.startswith(kept) and path.endswith((".yaml", ".yml", ".conf"))
        if path != DERIVED and _KIND.encode() in inode.data  # looked for after each command: most files are not parsed
        for document in documents(inode.data)
        if text(document, "kind") == _KIND
    ]


def fetched(situation: Situation) -> bool:
    """Whether kubeadm’s configuration stands in a file, or is changed in place already."""
    return any(configurations(host) for host in situation.hosts) or changed(situation)


def added(situation: Situation) -> bool:
    """Whether the name stands in such a file, or in the ConfigMap."""
    return any(situation.name in sans for host in situation.hosts for _, sans in configurations(host)) or changed(
        situation
    )


def changed(situation: Situation) -> bool:
    """Whether the ConfigMap itself holds the name already: edited in place."""
    return situation.name in stored_text(situation.world) and situation.name in stored_sans(situation.world)


def first_serves(situation: Situation) -> bool:
    """Whether any API server serves the name."""
    return any(serves_it(situation, host) for host in situation.hosts)


def all_serve(situation: Situation) -> bool:
    """Whether every API server serves the name."""
    return all(serves_it(situation, host) for host in situation.hosts)


def in_turn(situation: Situation) -> bool:
    """Both outcomes were met while only some served the name; with one API server there is nothing in turn."""
    events = situation.world.events
    met = ("dialled", situation.name, "name") in events and ("dialled", situation.name, "ok") in events
    return met or (
        len(situation.hosts) == 1 and first_serves(situation) and ("dialled", situation.name, "ok") in events
    )


def restarted(situation: Situation) -> bool:
    """An API server's container was started again, and answers."""
    return any(
        pod.main.program == "kube-apiserver" and pod.attempt > 1
        for host in situation.hosts
        if host.kubelet is not None and server_of(situation.world, host) is not None
        for pod in host.kubelet.pods.values()
    )
