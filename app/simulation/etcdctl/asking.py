"""How etcdctl reaches a member: TLS both ways, and the words in which it fails (recorded with etcdctl 3.7)."""

from ...model.certificates import Facts
from ..endpoints import Endpoint, EndpointFault, endpoint_at
from ..network import LOOPBACK, NameFault, resolve
from ..pem import PairFault, certificates, read_pair
from ..shell.call import Call, Stop
from ..tools.go_flags import Flags
from ..trusting import refuse_client, refuse_server
from .members import Member, members

PORT = 2379
_DEFAULT = "127.0.0.1:2379"


class Fault(Exception):
    """An endpoint that did not answer. `warning`: the line of etcd-client's log."""

    def __init__(self, call: Call, url: str, words: str) -> None:
        where = url.partition("://")[2] or url
        moment = f"{call.world.now:%Y-%m-%dT%H:%M:%S.%f}Z"
        self.warning = (
            f'{{"level":"warn","ts":"{moment}","logger":"client","caller":"v3@v3.7.0/retry_interceptor.go:68","msg":"retrying '
            f'of unary invoker failed","target":"etcd-endpoints://0xc0001/{where}","peer":"Peer{{Addr: <nil>, LocalAddr: <nil>, '
            f'AuthInfo: <nil>}}","method":"/etcdserverpb.KV/Range","attempt":0,"error":"rpc error: code = DeadlineExceeded desc '
            f'= latest balancer error: connection error: desc = \\"{words}\\""}}'
        )
        super().__init__(words)


def endpoints(call: Call, flags: Flags) -> list[str]:
    """--endpoints, $ETCDCTL_ENDPOINTS, or this host's."""
    given = flags.value("endpoints") or call.environment.get("ETCDCTL_ENDPOINTS") or _DEFAULT
    return [one for one in given.split(",") if one]


def ask(call: Call, flags: Flags, url: str) -> Member:
    """The member that answers at an endpoint. Raises Fault, and Stop where the client's own files are at fault."""
    scheme, _, rest = url.rpartition("://")
    name, _, port = rest.rpartition(":") if ":" in rest.rpartition("]")[2] else (rest, "", str(PORT))
    secrets = {
        flag: flags.value(flag) or call.environment.get(f"ETCDCTL_{flag.upper()}") for flag in ("cacert", "cert", "key")
    }
    chain = _chain(call, secrets["cert"], secrets["key"])
    server = _dialled(call, url, name.strip("[]"), port)
    if scheme == "http" or (not scheme and not any(secrets.values())):
        raise Fault(call, url, "error reading server preface: EOF")
    roots = certificates(call.read(str(secrets["cacert"]))) if secrets["cacert"] else ()
    fault = refuse_server(server.chain, roots, name.strip("[]"), call.world)
    if fault:
        words = f"tls: failed to verify certificate: {fault}"
        raise Fault(call, url, f"transport: authentication handshake failed: {words}")
    refused = "certificate required" if not chain else None
    if chain and refuse_client(chain, server.path[-1:], call.world):
        refused = "unknown certificate authority"
    if refused:
        raise Fault(call, url, f"error reading server preface: remote error: tls: {refused}")
    return _member(call, name)


def _dialled(call: Call, url: str, name: str, port: str) -> Endpoint:
    number = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else PORT
    try:
        return endpoint_at(call.world, call.host, resolve(call.host, name), number)
    except NameFault:
        raise Fault(call, url, f"transport: Error while dialing: dial tcp: lookup {name}: no such host") from None
    except EndpointFault as fault:
        words = "i/o timeout" if fault.kind == "timeout" else "connect: connection refused"
        raise Fault(call, url, f"transport: Error while dialing: dial tcp {name}:{port}: {words}") from None


def _chain(call: Call, certificate: str | None, key: str | None) -> tuple[Facts, ...]:
    if not (certificate and key):
        return ()
    try:
        return read_pair(call.read(certificate), call.read(key)).chain
    except PairFault as fault:
        raise Stop(f"Error: {fault}", 128) from None


def _member(call: Call, name: str) -> Member:
    address = resolve(call.host, name.strip("[]"))
    here = call.host.name if address in LOOPBACK else None
    found = [one for one in members(call.world) if one.host.name == here or one.host.address == address]
    if not found:
        raise Stop("Error: context deadline exceeded")
    return found[0]
