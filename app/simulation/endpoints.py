"""TLS servers of the simulated hosts beside the API server's own client: etcd, the kubelet, and whoever is in turn."""

from dataclasses import dataclass

from ..model.certificates import Facts
from .files import FileError
from .network import LOOPBACK
from .pem import PairFault, certificates, read_pair
from .serving import Server, server_at
from .world import Host, World

ETCD, PEER, KUBELET = 2379, 2380, 10250


class EndpointFault(Exception):
    """Nobody answers: refused, timeout or balancer (`kind`)."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A TLS server. `chain`: what it sends; `path`: the chain up to its CA, for who prints depths; `asks`: the names of
    the CAs whose client certificates it asks for; `requires`: whether it refuses a client without one.
    """

    chain: tuple[Facts, ...]
    path: tuple[Facts, ...]
    asks: tuple[bytes, ...]
    requires: bool
    server: Server | None = None


def endpoint_at(world: World, here: Host, address: str, port: int) -> Endpoint:
    """Who answers at an address and port. Raises EndpointFault."""
    owner = (
        here if address in LOOPBACK else next((host for host in world.hosts.values() if host.address == address), None)
    )
    if owner is not None and port in (ETCD, PEER, KUBELET):
        found = _kubelet(owner) if port == KUBELET else _etcd(owner, port)
        if found is None:
            raise EndpointFault("refused")
        return found
    server = server_at(world, here, address, port)
    if not isinstance(server, Server):
        raise EndpointFault(server)
    authorities = _pool(server.host, server.pod.main.flag("--client-ca-file"), server)
    proxies = _pool(server.host, server.pod.main.flag("--requestheader-client-ca-file"), server)
    chain = server.served.pair.chain
    return Endpoint(
        chain, (*chain, *authorities[:1]), tuple(one.raw_subject for one in (*authorities, *proxies)), False, server
    )


def _pool(host: Host, name: str | None, server: Server) -> tuple[Facts, ...]:
    try:
        return certificates(host.files.read(server.pod.main.on_host(name))) if name else ()
    except FileError:
        return ()


def _etcd(host: Host, port: int) -> Endpoint | None:
    """etcd reads its pair again at each handshake."""
    kubelet = host.kubelet
    pod = next((one for one in kubelet.pods.values() if one.main.program == "etcd"), None) if kubelet else None
    if pod is None or not pod.runs:
        return None
    flags = (
        ("--cert-file", "--key-file", "--trusted-ca-file")
        if port == ETCD
        else ("--peer-cert-file", "--peer-key-file", "--peer-trusted-ca-file")
    )
    try:
        crt, key, ca = (host.files.read(pod.main.on_host(pod.main.flag(flag) or "")) for flag in flags)
        roots = certificates(ca)
        chain = read_pair(crt, key).chain
    except (FileError, PairFault):
        return None
    return Endpoint(chain, (*chain, *roots[:1]), tuple(one.raw_subject for one in roots), True)


def _kubelet(host: Host) -> Endpoint | None:
    if host.kubelet is None or host.kubelet.started is None:
        return None
    folder = "/var/lib/kubelet/pki"
    for crt, key in ((f"{folder}/kubelet-server-current.pem",) * 2, (f"{folder}/kubelet.crt", f"{folder}/kubelet.key")):
        try:
            chain = read_pair(host.files.read(crt), host.files.read(key)).chain
        except (FileError, PairFault):
            continue
        try:
            roots = certificates(host.files.read("/etc/kubernetes/pki/ca.crt"))
        except FileError:
            roots = ()
        return Endpoint(chain, chain, tuple(one.raw_subject for one in roots), False)
    return None
