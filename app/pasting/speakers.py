"""Who says a line, from what stands around the words: its program, which side that is, what it dialled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..model.cluster import Connection
from ..trust.hostnames import parse_ip

_ETCD_CLIENTS = "kube-apiserver etcdctl kubeadm etcd"


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known of who says a line. `side`: of its connection, client or server, None where that is open.
    `clients`, `servers`: the kinds that the two ends can be, any where there are none. `peer`: whether it is etcd's
    peer port. `host` and `port`: what was dialled. `name`: the kubelet's node, where the line names it.
    """

    side: str | None = None
    clients: frozenset[str] = frozenset()
    servers: frozenset[str] = frozenset()
    peer: bool | None = None
    host: str | None = None
    port: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    pattern: re.Pattern[str]
    side: str | None = None
    clients: str = ""
    servers: str = ""
    peer: bool | None = None


def _mark(
    pattern: str, side: str | None = None, clients: str = "", servers: str = "", peer: bool | None = None
) -> _Mark:
    return _Mark(re.compile(pattern), side, clients, servers, peer)


_MARKS = (
    _mark(r"Unable to connect to the server:", "client", "kubectl", "kube-apiserver"),
    _mark(r"You must be logged in to the server \(Unauthorized\)", "client", "kubectl", "kube-apiserver"),
    _mark(r"\(the server has asked for the client to provide credentials \( ", "client", "kube-apiserver", "kubelet"),
    _mark(r"Error from server: Get |error trying to reach service:", "client", "kube-apiserver", "kubelet"),
    _mark(r"/containerLogs/|no serving certificate available for the kubelet", None, "kube-apiserver", "kubelet"),
    _mark(r"Error retrieving lease lock", "client", "kube-controller-manager kube-scheduler", "kube-apiserver"),
    _mark(r"/leases/kube-controller-manager\b", "client", "kube-controller-manager", "kube-apiserver"),
    _mark(r"/leases/kube-scheduler\b", "client", "kube-scheduler", "kube-apiserver"),
    _mark(r"/kube-node-lease/leases/|Failed to ensure lease exists", "client", "kubelet", "kube-apiserver"),
    _mark(r"Failed to watch|failed to list \*v1\.", "client",
          "kube-scheduler kubelet kube-controller-manager kube-proxy", "kube-apiserver"),
    _mark(r"rejected connection on client endpoint", "server", _ETCD_CLIENTS, "etcd", peer=False),
    _mark(r"rejected connection on peer endpoint", "server", "etcd", "etcd", peer=True),
    _mark(r"rejected connection\b", "server", _ETCD_CLIENTS, "etcd"),
    _mark(r"prober detected unhealthy|peer became inactive|failed to reach the peer URL|failed to get version|"
          r"on stream M", "client", "etcd", "etcd", peer=True),
    _mark(r"addrConn\.createTransport|error reading server preface|transport: authentication handshake failed|"
          r"latest balancer error", "client", _ETCD_CLIENTS, "etcd", peer=False),
    _mark(r"retrying of unary invoker failed| is unhealthy: ", "client", "etcdctl", "etcd", peer=False),
    _mark(r"error creating storage factory", "client", "kube-apiserver", "etcd", peer=False),
    _mark(r"Unable to authenticate the request due to an error", "server", "", "kubelet"),
    _mark(r"Unable to authenticate the request\\{0,15}\"", "server", "", "kube-apiserver extension-apiserver"),
    _mark(r"TLS handshake error from ", "server"),
    _mark(r"secure_serving\.go", "server", "", "kube-apiserver extension-apiserver"),
    _mark(r"kubelet server cert files", "server", "", "kubelet"),
    _mark(r"failing or missing response from", "client", "kube-apiserver", "extension-apiserver"),
    _mark(r"curl: \(\d+\)", "client"),
)  # fmt: skip

_HOST = r"(\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,253})(?::([0-9]{1,5}))?"
_URL = re.compile(rf"(?:\b(?:Get|Post|Put|Patch|Delete|Head) \\{{0,15}}\"|response from )https?://{_HOST}")
_ENDPOINT = re.compile(rf"https?://{_HOST} is (?:un)?healthy")
_ADDR = re.compile(r"Addr: \\{0,15}\"(\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,253}):([0-9]{1,5})")
_DIAL = re.compile(r"dial tcp (\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,253}):([0-9]{1,5})")
_REFUSED = re.compile(
    r"The connection to the server (\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,253}?)(?::([0-9]{1,5}))? was refused"
)
_PROGRAM = re.compile(r"(?:^|\s)(kubelet|etcd|kube-apiserver|kube-controller-manager|kube-scheduler)(?:\[[0-9]+\])?: ")
"""As journald and syslog write it before each line."""

_NODE_LEASE = re.compile(r"/kube-node-lease/leases/([a-z0-9.-]{1,253})")


def speaker_of(line: str) -> Speaker:
    """Who says a line. Marks that contradict each other leave the ends open: then the words alone decide."""
    found = Speaker()
    for mark in _MARKS:
        if mark.pattern.search(line):
            found = replace(
                found,
                side=found.side or mark.side,
                clients=_both(found.clients, mark.clients),
                servers=_both(found.servers, mark.servers),
                peer=mark.peer if found.peer is None else found.peer,
            )
    if program := _PROGRAM.search(line):
        found = _said_by(found, program[1])
    dialled = next(_dialled(line), (None, None))
    lease = _NODE_LEASE.search(line)
    return replace(found, host=dialled[0], port=dialled[1], name=lease[1] if lease else None)


def _said_by(found: Speaker, program: str) -> Speaker:
    """The program that a line's prefix names is the end whose side speaks."""
    if found.side == "server":
        return replace(found, servers=_both(found.servers, program))
    return replace(found, clients=_both(found.clients, program)) if found.side == "client" else found


def fits(connection: Connection, speaker: Speaker) -> bool:
    """Whether a connection can be the one of a line's speaker."""
    client, server = kind_of(connection.client.component), kind_of(connection.server.component)
    if (speaker.clients and client not in speaker.clients) or (speaker.servers and server not in speaker.servers):
        return False
    if speaker.peer is not None and speaker.peer != (connection.purpose == "peer"):
        return False
    if speaker.name and client == "kubelet" and connection.client.component != f"kubelet@{speaker.name}":
        return False
    return dials(connection, speaker.host, speaker.port)


def dials(connection: Connection, host: str | None, port: int | None = None) -> bool:
    """Whether a connection goes to an address, as far as both are known."""
    dialled = connection.dialled
    if host is not None and dialled.host is not None and not same_host(host, dialled.host):
        return False
    return port is None or dialled.port is None or port == dialled.port


def same_host(one: str, other: str) -> bool:
    """Whether two texts are the same address or name."""
    first, second = parse_ip(one), parse_ip(other)
    if first is not None or second is not None:
        return first == second
    return one.rstrip(".").lower() == other.rstrip(".").lower()


def kind_of(component: str) -> str:
    """A component's kind, of kubectl without its file."""
    return component.partition("@")[0].partition(":")[0]


def _both(known: frozenset[str], more: str) -> frozenset[str]:
    kinds = frozenset(more.split())
    return (known & kinds or known) if known and kinds else known or kinds


def _dialled(line: str) -> Iterator[tuple[str, int | None]]:
    for pattern in (_ADDR, _REFUSED, _DIAL, _URL, _ENDPOINT):
        for found in pattern.finditer(line):
            yield found[1].strip("[]"), int(found[2]) if found[2] else None
