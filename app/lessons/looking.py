"""What lessons look at: the API server's certificate on a host's disk, and the one that it serves."""

from collections.abc import Sequence

from ..model.certificates import Facts
from ..reading.fields import mapping, texts
from ..simulation.documents import documents
from ..simulation.files import File
from ..simulation.pem import certificates
from ..simulation.world import Host, World

PKI = "/etc/kubernetes/pki"


def names_it(facts: Facts, name: str) -> bool:
    """Whether a certificate is valid for a name or an address."""
    return any(san.value.casefold() == name.casefold() for san in facts.sans)


def served(host: Host) -> Facts | None:
    """The leaf that a host's API server serves with."""
    found = next(iter(host.served.values()), None)
    return found.pair.leaf if found else None


def on_disk(host: Host) -> Facts | None:
    """The first certificate in a host’s apiserver.crt."""
    inode = host.files.get(f"{PKI}/apiserver.crt")
    return next(iter(certificates(inode.data)), None) if isinstance(inode, File) else None


def stored_sans(world: World) -> Sequence[str]:
    """certSANs of the ConfigMap kubeadm-config."""
    found = world.objects.config_maps.get(("kube-system", "kubeadm-config")) if world.objects else None
    if found is None:
        return ()
    for document in documents(found.data.get("ClusterConfiguration", "").encode()):
        return texts(mapping(document, "apiServer"), "certSANs")
    return ()
