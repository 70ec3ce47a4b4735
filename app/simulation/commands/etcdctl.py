"""etcdctl(1) 3.7: member list, endpoint health."""

import hashlib
from collections.abc import Iterable

from ...model.certificates import Facts
from ..completion.asking import Asking, flags
from ..endpoints import EndpointFault, endpoint_at
from ..network import NameFault, resolve
from ..pem import PairFault, certificates, read_pair
from ..shell.call import Call, Stop
from ..tools.go_flags import Flags, read_flags
from ..trusting import refuse_client, refuse_server

NAMES = ("etcdctl",)
VALUES = frozenset({"endpoints", "cacert", "cert", "key", "w", "write-out", "command-timeout", "dial-timeout"})
SWITCHES = frozenset({"cluster", "insecure-skip-tls-verify", "debug"})


def complete(asking: Asking) -> Iterable[str] | None:
    """member list, endpoint health; files behind the flags that name one."""
    if asking.awaited({"cacert", "cert", "key"}):
        return None
    if asking.word.startswith("-"):
        return flags(VALUES, SWITCHES)
    words = asking.positional(VALUES, SWITCHES)
    return {"": ("member", "endpoint"), "member": ("list",), "endpoint": ("health", "status")}.get(" ".join(words), ())


def run(call: Call) -> int:
    """--endpoints, --cacert, --cert, --key; member list, endpoint health, endpoint status."""
    given = read_flags(call.arguments, VALUES, SWITCHES)
    if given.unknown:
        raise Stop(f"Error: unknown flag: --{given.unknown}", 128)
    words = given.words
    if words[:2] == ["member", "list"]:
        _connect(call, given)
        return _members(call)
    if words[:2] in (["endpoint", "health"], ["endpoint", "status"]):
        _connect(call, given)
        call.line(f"{_endpoint(call, given)} is healthy: successfully committed proposal: took = 9.3ms")
        return 0
    call.world.hint("Of etcdctl's commands this simulation offers member list, endpoint health")
    raise Stop(f'Error: unknown command "{" ".join(words) or ""}" for "etcdctl"', 128)


def _endpoint(call: Call, flags: Flags) -> str:
    return (flags.value("endpoints") or call.environment.get("ETCDCTL_ENDPOINTS") or "127.0.0.1:2379").split(",")[0]


def _connect(call: Call, flags: Flags) -> None:
    """TLS both ways: etcd wants a client certificate in the handshake."""
    values = {
        name: flags.value(name) or call.environment.get(f"ETCDCTL_{name.upper()}") for name in ("cacert", "cert", "key")
    }
    where = _endpoint(call, flags)
    host, _, port = where.removeprefix("https://").rpartition(":")
    timeout = "Error: context deadline exceeded"
    try:
        server = endpoint_at(
            call.world,
            call.host,
            resolve(call.host, host),
            int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 2379,
        )
    except (EndpointFault, NameFault):
        raise Stop(timeout) from None
    roots = certificates(call.read(str(values["cacert"]))) if values["cacert"] else ()
    fault = refuse_server(server.chain, roots, host.strip("[]"), call.world)
    if fault:
        raise Stop(
            _warning(
                call, where, f"transport: authentication handshake failed: tls: failed to verify certificate: {fault}"
            )
            + timeout
        )
    chain: tuple[Facts, ...] = ()
    if values["cert"] and values["key"]:
        try:
            chain = read_pair(call.read(str(values["cert"])), call.read(str(values["key"]))).chain
        except PairFault as found:
            raise Stop(f"Error: {found}", 128) from None
    refused = "certificate required" if not chain else None
    if chain and refuse_client(chain, _roots(server.path), call.world):
        refused = "unknown certificate authority"
    if refused:
        raise Stop(_warning(call, where, f"error reading server preface: remote error: tls: {refused}") + timeout)


def _roots(path: tuple[Facts, ...]) -> tuple[Facts, ...]:
    return path[-1:]


def _warning(call: Call, where: str, words: str) -> str:
    moment = f"{call.world.now:%Y-%m-%dT%H:%M:%S}.000000Z"
    return (
        f'{{"level":"warn","ts":"{moment}","logger":"etcd-client","caller":"v3@v3.7.0/retry_interceptor.go:65","msg":"retrying of unary '
        f'invoker failed","target":"etcd-endpoints://0xc0001/{where}","attempt":0,"error":"rpc error: code = DeadlineExceeded desc = '
        f'latest balancer error: connection error: desc = \\"{words}\\""}}\n'
    )


def _members(call: Call) -> int:
    for host in call.world.hosts.values():
        if host.has_etcd:
            identifier = hashlib.sha256(host.name.encode()).hexdigest()[:16]
            call.line(
                f"{identifier}, started, {host.name}, https://{host.address}:2380, https://{host.address}:2379, false"
            )
    return 0
