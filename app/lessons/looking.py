"""What lessons look at: the API server's certificate on a host's disk, and the one that it serves."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from ..model.certificates import Facts
from ..reading.fields import mapping, texts
from ..simulation.documents import documents
from ..simulation.files import File, FileError
from ..simulation.kubeconfig import ConfigFault, load
from ..simulation.life.startup import CONFIG
from ..simulation.pem import certificates
from ..simulation.world import Host, World

PKI = "/etc/kubernetes/pki"
HOME = "/root/.kube/config"


def names_it(facts: Facts, name: str) -> bool:
    """Whether a certificate is valid for a name or an address."""
    return any(san.value.casefold() == name.casefold() for san in facts.sans)


def served(host: Host) -> Facts | None:
    """The leaf that a host's API server serves with."""
    found = next(iter(host.served.values()), None)
    return found.pair.leaf if found else None


def on_disk(host: Host) -> Facts | None:
    """The first certificate in a host’s apiserver.crt."""
    return in_file(host, f"{PKI}/apiserver.crt")


def in_file(host: Host, path: str) -> Facts | None:
    """The first certificate in a host’s file."""
    inode = host.files.get(path)
    return next(iter(certificates(inode.data)), None) if isinstance(inode, File) else None


def stored_sans(world: World) -> Sequence[str]:
    """certSANs of the ConfigMap kubeadm-config."""
    for document in documents(stored_text(world).encode()):
        return texts(mapping(document, "apiServer"), "certSANs")
    return ()


def in_config(host: Host, path: str) -> Facts | None:
    """The client certificate of a kubeconfig's current context."""
    try:
        user = load(host.files, path).user
        data = user.certificate(host.files) if user is not None else None
    except (FileError, ConfigFault):
        return None
    return next(iter(certificates(data or b"")), None)


def dialled_by(host: Host, path: str) -> str | None:
    """The name or address that a kubeconfig dials."""
    try:
        cluster = load(host.files, path).cluster
        return urlsplit(cluster.server).hostname if cluster is not None else None
    except (FileError, ConfigFault, ValueError):
        return None


def control_planes(world: World) -> list[Host]:
    """The hosts with an API server, in order."""
    return [host for host in world.hosts.values() if host.kind == "control-plane"]


def stored_text(world: World) -> str:
    """The ClusterConfiguration in the ConfigMap kubeadm-config, as it stands there."""
    found = world.objects.config_maps.get(("kube-system", "kubeadm-config")) if world.objects else None
    return found.data.get("ClusterConfiguration", "") if found else ""


def workers(world: World) -> list[Host]:
    """The nodes without an API server."""
    return [host for host in world.hosts.values() if host.kind == "worker"]


def pair_named(host: Host) -> str | None:
    """The file with the kubelet's pair that kubelet.conf names; None where it holds the pair itself."""
    try:
        user = load(host.files, CONFIG).user
    except (FileError, ConfigFault):
        return None
    return user.certificate_file if user is not None and user.certificate_data is None else None
