"""etcd's members as its API gives them."""

import hashlib
from dataclasses import dataclass

from ..world import Host, World


@dataclass(frozen=True, slots=True)
class Member:
    """`id`: follows from the name, so that it is the same every time; `host`: where it belongs."""

    id: int
    name: str
    peer_url: str
    client_url: str
    host: Host


def members(world: World) -> list[Member]:
    """All members, by id as etcd lists them, whether they run or not."""
    found = [_member(host) for host in world.hosts.values() if host.has_etcd]
    return sorted(found, key=lambda one: one.id)


def _member(host: Host) -> Member:
    address = f"[{host.address}]" if host.address and ":" in host.address else host.address
    identifier = int(hashlib.sha256(host.name.encode()).hexdigest()[:16], 16)
    return Member(identifier, host.name, f"https://{address}:2380", f"https://{address}:2379", host)


def leader(world: World) -> int | None:
    """The member that leads: the first that runs."""
    running = (one.id for one in members(world) if runs(one.host))
    return next(running, None)


def runs(host: Host) -> bool:
    """Whether a host's member runs."""
    pods = host.kubelet.pods.values() if host.kubelet is not None else ()
    return any(pod.main.program == "etcd" and pod.runs and pod.dies is None for pod in pods)
