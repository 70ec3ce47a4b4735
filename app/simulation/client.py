"""A client of the API server: what client-go does from the URL to the identity, and the words in which it fails."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..model.certificates import Facts
from .files import FileError
from .kubeconfig import Cluster, User
from .network import LOOPBACK, NameFault, resolve
from .pem import PairFault, blocks, certificates, read_pair
from .serving import Server, alive_servers, server_at, servers_at
from .trusting import Identity, authenticate, refuse_server
from .world import Host, World

if TYPE_CHECKING:
    from collections.abc import Sequence


class ConnectionFault(Exception):
    """A request that got no answer. `text`: what is behind `Unable to connect to the server: ` or stands by itself."""

    def __init__(self, text: str, kind: str = "connect") -> None:
        super().__init__(text)
        self.text = text
        self.kind = kind


class Unauthorized(Exception):
    """HTTP 401. `log`: what the API server wrote of it."""


Heard = Identity | ConnectionFault | Unauthorized
MOST_HEARD = 60


@dataclass(frozen=True, slots=True)
class Target:
    """Where and how to connect: kubeconfig and flags together."""

    url: str
    authority: bytes | None
    insecure: bool
    server_name: str | None


@dataclass(frozen=True, slots=True)
class Credential:
    """What a client shows: a chain, or a token, or nothing."""

    chain: tuple[Facts, ...] = ()
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """An API server that answered: who it takes the client for, and the certificate that it believed, if it was one."""

    server: Server
    identity: Identity
    shown: Facts | None = None


def target_of(host: Host, cluster: Cluster) -> Target:
    """The target of a kubeconfig's cluster. Raises ConnectionFault where its CA cannot be loaded."""
    try:
        authority = cluster.authority(host.files)
    except FileError:
        raise ConnectionFault(
            f"unable to read certificate-authority {cluster.file} for {cluster.name} due to open {cluster.file}: "
            "no such file or directory",
            "config",
        ) from None
    return Target(cluster.server, authority, cluster.insecure, cluster.server_name)


def credential_of(host: Host, user: User | None) -> Credential:
    """What a kubeconfig's user shows. Raises ConnectionFault where the pair cannot be loaded."""
    if user is None:
        return Credential()
    try:
        certificate, key = user.certificate(host.files), user.key(host.files)
    except FileError as fault:
        kind = "cert" if fault.path == user.certificate_file else "key"
        raise ConnectionFault(
            f"unable to read client-{kind} {fault.path} for {user.name} due to open {fault.path}: no such file or directory",
            "config",
        ) from None
    if certificate is None or key is None:
        return Credential(token=user.token)
    try:
        return Credential(read_pair(certificate, key).chain)
    except PairFault as fault:
        raise ConnectionFault(str(fault), "config") from None


def connect(world: World, host: Host, target: Target, credential: Credential) -> Reached:
    """One connection with one request. Raises ConnectionFault, Unauthorized."""
    name, port = _where(target.url)
    server = _dial(world, host, name, port)
    if not target.url.startswith("https:"):
        raise ConnectionFault("the server rejected our request for an unknown reason", "http")
    if not target.insecure:
        fault = _distrust(world, target, server, name)
        world.events.add(("dialled", name, "ok" if fault is None else "name" if f"not {name}" in fault else "trust"))
        if fault:
            raise ConnectionFault(f"tls: failed to verify certificate: {fault}", "tls")
    identity = _identified(world, server, credential)
    return Reached(server, identity, credential.chain[0] if credential.chain else None)


def quietly(world: World, host: Host, target: Target, credential: Credential) -> Identity:
    """Whom a program of the cluster would be taken for, by any API server that takes its connection. As `connect`, but
    it leaves no trace: programs ask all the time. Raises ConnectionFault, Unauthorized.
    """
    name, port = _where(target.url)
    try:
        servers = servers_at(world, host, resolve(host, name), port)
    except NameFault:
        raise ConnectionFault(f"dial tcp: lookup {name} on {_resolver(host)}:53: no such host", "lookup") from None
    fault: ConnectionFault | Unauthorized = ConnectionFault("connect: connection refused", "refused")
    for server in servers:
        found = _heard(world, server, target, name, credential)
        if isinstance(found, Identity):
            return found
        fault = found
    raise fault


def _heard(world: World, server: Server, target: Target, name: str, credential: Credential) -> Heard:
    """What a server and a client make of each other; remembered for a minute, for programs ask again and again."""
    pools = tuple(server.file(flag) for flag in ("--client-ca-file", "--requestheader-client-ca-file"))
    minute = int(world.now.timestamp() // 60)
    shown = (credential.token, *(one.fingerprint_sha256 for one in credential.chain))
    key = (server.host.name, server.served.certificate, pools, target, name, shown, minute)
    if key not in world.heard:
        if len(world.heard) > MOST_HEARD:
            world.heard.clear()
        world.heard[key] = _judged(world, server, target, name, credential)
    return world.heard[key]


def _judged(world: World, server: Server, target: Target, name: str, credential: Credential) -> Heard:
    distrust = _distrust(world, target, server, name)
    if distrust is not None:
        return ConnectionFault(f"tls: failed to verify certificate: {distrust}", "tls")
    found = authenticate(world, server, credential.chain, credential.token)
    return found if isinstance(found, Identity) else Unauthorized(found)


def _where(url: str) -> tuple[str, int]:
    """A URL's host and port."""
    parts = urlsplit(url if "//" in url else f"http://{url}")
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _dial(world: World, host: Host, name: str, port: int) -> Server:
    """TCP: the API server that takes the connection."""
    try:
        address = resolve(host, name)
    except NameFault:
        resolver = _resolver(host)
        raise ConnectionFault(f"dial tcp: lookup {name} on {resolver}:53: no such host", "lookup") from None
    found = server_at(world, host, address, port)
    if isinstance(found, Server):
        return found
    shown = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    if found == "refused" or address in LOOPBACK:
        raise ConnectionFault(f"dial tcp {shown}: connect: connection refused", "refused")
    if found == "balancer":
        raise ConnectionFault("EOF", "eof")
    raise ConnectionFault(f"dial tcp {shown}: i/o timeout", "timeout")


def _resolver(host: Host) -> str:
    try:
        text = host.files.read("/etc/resolv.conf").decode("utf-8", "replace")
    except FileError:
        return "127.0.0.1"
    found = [line.split()[1] for line in text.splitlines() if line.startswith("nameserver ") and len(line.split()) > 1]
    return found[0] if found else "127.0.0.1"


def _distrust(world: World, target: Target, server: Server, name: str) -> str | None:
    """Why the client does not believe the server; None where it does."""
    if target.authority is None:
        return "x509: certificate signed by unknown authority"
    roots: Sequence[Facts] = certificates(target.authority)
    if not roots:
        blank = not blocks(target.authority)
        words = "unable to parse bytes as PEM block" if blank else "no valid certificate authority data seen"
        raise ConnectionFault(f"unable to load root certificates: {words}", "config")
    return refuse_server(server.served.pair.chain, roots, target.server_name or name, world)


def _identified(world: World, server: Server, credential: Credential) -> Identity:
    found = authenticate(world, server, credential.chain, credential.token)
    if isinstance(found, Identity):
        return found
    server.log(found)
    world.events.add(("refused", credential.chain[0].common_name or "" if credential.chain else "", "certificate"))
    raise Unauthorized(found)


def balanced(world: World) -> list[Server]:
    """The API servers that answer."""
    return alive_servers(world)
