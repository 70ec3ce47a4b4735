"""Which API server takes a connection: the one of the address, or whichever is in turn behind the load balancer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from .files import FileError
from .life import delays
from .life.kubelet import Pod
from .life.programs import Served, klog
from .network import LOOPBACK
from .world import Host, World

Nobody = Literal["refused", "balancer", "timeout"]
PORT, SERVICE_PORT = 6443, 443


@dataclass(frozen=True, slots=True)
class Server:
    """A running API server, and what it serves with now."""

    host: Host
    pod: Pod
    served: Served

    @property
    def port(self) -> int:
        return int(self.pod.main.flag("--secure-port") or PORT)

    @property
    def address(self) -> str:
        """Where it listens for others."""
        return self.pod.main.flag("--advertise-address") or self.host.address or ""

    def file(self, flag: str) -> bytes | None:
        """The bytes of a file that a flag names; None where it cannot be read."""
        try:
            return self.host.files.read(self.pod.main.on_host(self.pod.main.flag(flag) or ""))
        except FileError:
            return None

    def log(self, error: str) -> None:
        """A request that it could not authenticate (authentication.go)."""
        if self.pod.container is not None and error:
            line = f'E{{}} authentication.go:76] "Unable to authenticate the request" err="{_escaped(error)}"'
            self.pod.container.log.append(klog(line, self.host.files.stamp, 4000 + self.pod.attempt))
            del self.pod.container.log[:-400]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def server_of(world: World, host: Host) -> Server | None:
    """The API server of a host, if it answers: its container has been up long enough, and its etcd lets it in."""
    kubelet = host.kubelet
    if kubelet is None:
        return None
    for name, pod in kubelet.pods.items():
        if pod.main.program != "kube-apiserver" or not pod.runs or pod.dies is not None or pod.container is None:
            continue
        up = pod.container.created + timedelta(seconds=delays.API_SERVER_UP) <= world.now
        served = host.served.get(name)
        if up and served is not None and has_etcd(world):
            return Server(host, pod, served)
    return None


def alive_servers(world: World) -> list[Server]:
    """Every API server that answers, in the order of the hosts."""
    found = (server_of(world, host) for host in world.hosts.values())
    return [one for one in found if one is not None]


def has_etcd(world: World) -> bool:
    """Whether etcd has a majority of its members running; an external one is taken to run."""
    members = [
        pod
        for host in world.hosts.values()
        if host.kubelet is not None
        for pod in host.kubelet.pods.values()
        if pod.main.program == "etcd"
    ]
    stacked = [host for host in world.hosts.values() if host.has_etcd]
    if not stacked:
        return True
    return 2 * sum(pod.runs and pod.dies is None for pod in members) > len(stacked)


def server_at(world: World, here: Host, address: str, port: int) -> Server | Nobody:
    """Who takes a connection from a host to an address and port."""
    owner = here if address in LOOPBACK else _owner(world, address)
    if owner is not None:
        found = server_of(world, owner)
        return found if found is not None and found.port == port else "refused"
    if address == world.service_address and port == SERVICE_PORT:
        return _in_turn(world) or "timeout"
    if world.is_balancer(address):
        found = _in_turn(world)
        return found if found is not None and port == found.port else "balancer"
    return "timeout"


def servers_at(world: World, here: Host, address: str, port: int) -> list[Server]:
    """Every API server that may take a connection from a host to an address and port; nobody's turn is used up."""
    owner = here if address in LOOPBACK else _owner(world, address)
    if owner is not None:
        found = server_of(world, owner)
        return [found] if found is not None and found.port == port else []
    if address == world.service_address and port == SERVICE_PORT:
        return alive_servers(world)
    return [one for one in alive_servers(world) if one.port == port] if world.is_balancer(address) else []


def _owner(world: World, address: str) -> Host | None:
    return next((host for host in world.hosts.values() if host.address == address), None)


def _in_turn(world: World) -> Server | None:
    """The next of those that answer: a load balancer that knows who is alive."""
    found = alive_servers(world)
    if not found:
        return None
    world.turn += 1
    return found[(world.turn - 1) % len(found)]
