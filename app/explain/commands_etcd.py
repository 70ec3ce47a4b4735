"""The commands that dial etcd by hand: as its clients do, as its members do, and through its gateway."""

from ..topology.programs import program_of
from ..trust.hostnames import parse_ip
from .command_lines import as_root, paths, verify
from .edge import Edge
from .explanation import Command
from .names import host_port, url
from .phrases import code, say

_INSIDE = (
    " Where it is not installed, `sudo crictl exec $(sudo crictl ps -q --name '^etcd$') etcdctl` takes its place: "
    "etcd’s container has one."
)


def etcdctl(edge: Edge) -> Command | None:
    """etcdctl with the client's own files."""
    address = url(edge.connection.dialled)
    if address is None:
        return verify(edge)
    pair = paths(edge, ("--cacert", "ca"), ("--cert", "certificate"), ("--key", "key"))
    text = as_root(edge, "etcdctl", "--endpoints", address, *pair, "endpoint", "health")
    healthy = say("{address} `is healthy: successfully committed proposal`.", address=code(address))
    program = program_of(edge.cluster, edge.server.kind, edge.server.node)
    inside = say(_INSIDE) if program and program.is_written else ()
    return Command(edge.client.node, text, (*healthy, *inside))


def etcd_health(edge: Edge) -> Command | None:
    """What kube-apiserver does by gRPC, curl can by HTTP: the same port, the same files."""
    address = url(edge.connection.dialled, "/health")
    if address is None:
        return verify(edge)
    pair = paths(edge, ("--cacert", "ca"), ("--cert", "certificate"), ("--key", "key"))
    text = as_root(edge, "curl", "-sS", *pair, address)
    return Command(
        edge.client.node,
        text,
        say("An answer that begins with {answer}.", answer=code('{"health":"true"')),
    )


def gateway(edge: Edge) -> Command | None:
    """A request that makes etcd dial itself."""
    address = url(edge.connection.dialled, "/v3/kv/range")
    if address is None:
        return None
    pair = paths(edge, ("--cert", "certificate"), ("--key", "key"))
    text = as_root(edge, "curl", "-sSk", *pair, "-X", "POST", "-d", '{"key":"Zm9v"}', address)
    return Command(
        edge.client.node,
        text,
        say("An answer that begins with {answer} shows that etcd has asked itself.", answer=code('{"header":')),
    )


def peer(edge: Edge) -> Command | None:
    """In TLS 1.2 a member that refuses the client's certificate breaks the handshake off, in 1.3 only after it."""
    address, host = host_port(edge.connection.dialled), edge.connection.dialled.host
    if address is None or host is None:
        return verify(edge)
    pair = paths(edge, ("-CAfile", "ca"), ("-cert", "certificate"), ("-key", "key"))
    named = ("-verify_ip" if parse_ip(host) else "-verify_hostname", host, "-verify_return_error")
    text = as_root(edge, "openssl", "s_client", "-connect", address, *pair, *named, "-tls1_2", "-brief")
    expect = say(
        "`CONNECTION ESTABLISHED` and `Verification: OK`: each side accepts the other’s certificate. From which "
        "address {client} may dial is not checked so.",
        client=edge.client_words,
    )
    return Command(edge.client.node, f"{text} </dev/null", expect)
