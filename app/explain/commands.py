"""One command that checks a connection by hand, on the node where its files are.

The commands and what they print are those that were run on a real cluster; every argument that comes from the tree is
quoted for the shell. A text that a terminal could take for more than text gives no command.
"""

import shlex
from collections.abc import Callable, Iterable

from ..model.cluster import Connection, Group, Reference, State
from ..model.words import Sentence
from ..topology.addresses import identifier
from ..topology.programs import program_of
from ..topology.versions import minor
from .edge import Edge
from .explanation import Command
from .names import host_port, kubectl_file, name_in_cluster, url
from .phrases import LISTED, code, listing, say

SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
WHOAMI = (1, 28)
"""The first version whose API server answers `kubectl auth whoami` (SelfSubjectReview became stable)."""

Checker = Callable[[Edge], Command | None]


def command(edge: Edge) -> Command | None:
    """The command for a connection, or None where there is nothing that one command could check."""
    found = _checker(edge)(edge)
    return found if found is not None and found.text.isprintable() else None


def _checker(edge: Edge) -> Checker:
    by_purpose: dict[str | None, Checker] = {"probe": _probe, "loopback": _loopback, "gateway": _gateway, "peer": _peer}
    if edge.connection.purpose in by_purpose:
        return by_purpose[edge.connection.purpose]
    if edge.kubeconfig is not None or edge.lacks_kubeconfig:
        return _whoami
    by_client: dict[str, Checker] = {"pod": _pod, "front-proxy": _front_proxy, "etcdctl": _etcdctl}
    if edge.client.kind in by_client:
        return by_client[edge.client.kind]
    if edge.connection.group is Group.ETCD:
        return _etcd_health
    return _through_apiserver if edge.client.kind == "kube-apiserver" else _verify


def line(*words: str) -> str:
    """A command line of which every word is quoted where the shell needs it."""
    return " ".join(shlex.quote(word) for word in words)


def _kubectl(path: str, *words: str) -> str:
    return line("sudo", "kubectl", "--kubeconfig", path, *words)


def _whoami(edge: Edge) -> Command | None:
    if edge.plain_http or edge.shows_nothing:
        return None  # kubectl would ask for a password, or meet an answer that says nothing of certificates
    path = _kubeconfig_path(edge, edge.connection) or ""
    context = _context(edge)
    chosen = (f"--context={context}",) if context else ()
    at = edge.client.node
    known = minor(edge.cluster)
    if known is not None and known < WHOAMI:
        text = _kubectl(path, *chosen, "get", "--raw", "/readyz")
        return Command(at, text, say("`ok`, once kube-apiserver has accepted what {file} holds.", file=code(path)))
    return Command(at, _kubectl(path, *chosen, "auth", "whoami"), _whoami_answer(edge))


def _whoami_answer(edge: Edge) -> Sentence:
    identity = edge.connection.identity
    if identity is None or not edge.shows_certificate:
        return say("`Username` and `Groups`: whom kube-apiserver takes this client for.")
    more = ("…",) if identity.groups[LISTED:] else ()
    groups = " ".join((*identity.groups[:LISTED], *more, "system:authenticated"))
    behind = len(_apiservers(edge)) > 1 and edge.connection.via is not None
    return say(
        "`Username` {user}, `Groups` {groups}{which}.",
        user=code(identity.user),
        groups=code(f"[{groups}]"),
        which=", from whichever API server answers" if behind else "",
    )


def _context(edge: Edge) -> str | None:
    """The context to name: that of a kubectl component which stands for another one than the kubeconfig's current."""
    kubeconfig, name = edge.kubeconfig, kubectl_file(edge.client.id)
    if kubeconfig is None or name is None:
        return None
    for context in kubeconfig.contexts:
        if name.endswith(f":{identifier(context.name)}") and context is not kubeconfig.effective_context:
            return context.name
    return None


def _etcdctl(edge: Edge) -> Command | None:
    address = url(edge.connection.dialled)
    if address is None:
        return _verify(edge)
    pair = _paths(edge, ("--cacert", "ca"), ("--cert", "certificate"), ("--key", "key"))
    text = line("sudo", "etcdctl", "--endpoints", address, *pair, "endpoint", "health")
    return Command(
        edge.client.node, text, say("{address} `is healthy: successfully committed proposal`.", address=code(address))
    )


def _etcd_health(edge: Edge) -> Command | None:
    address = url(edge.connection.dialled, "/health")
    if address is None:
        return _verify(edge)
    pair = _paths(edge, ("--cacert", "ca"), ("--cert", "certificate"), ("--key", "key"))
    text = line("sudo", "curl", "-sS", *pair, address)
    return Command(
        edge.client.node,
        text,
        say("An answer that begins with {answer}.", answer=code('{"health":"true"')),
    )


def _gateway(edge: Edge) -> Command | None:
    address = url(edge.connection.dialled, "/v3/kv/range")
    if address is None:
        return None
    pair = _paths(edge, ("--cert", "certificate"), ("--key", "key"))
    text = line("sudo", "curl", "-sSk", *pair, "-X", "POST", "-d", '{"key":"Zm9v"}', address)
    return Command(
        edge.client.node,
        text,
        say("An answer that begins with {answer} shows that etcd has asked itself.", answer=code('{"header":')),
    )


def _peer(edge: Edge) -> Command | None:
    address = host_port(edge.connection.dialled)
    if address is None:
        return _verify(edge)
    pair = _paths(edge, ("-CAfile", "ca"), ("-cert", "certificate"), ("-key", "key"))
    text = line("sudo", "openssl", "s_client", "-connect", address, *pair, "-verify_return_error", "-brief")
    expect = say("`Verification: OK` for the certificate that {server} presents.", server=edge.server_words)
    return Command(edge.client.node, f"{text} </dev/null", expect)


def _through_apiserver(edge: Edge) -> Command | None:
    """kube-apiserver itself goes the way: a request that it passes on to a kubelet, or to its extensions."""
    admin = _admin(edge)
    if admin is None:
        return _verify(edge)
    path = _kubeconfig_path(edge, admin) or ""
    server = _home(edge)
    chosen = ("--server", server) if server and len(_apiservers(edge)) > 1 else ()
    if edge.server.kind == "extension-apiserver":
        text = _kubectl(path, *chosen, "get", "apiservices")
        return Command(edge.client.node, text, say("`True` under `AVAILABLE` in each row that names a Service."))
    if edge.server.node is None:
        return _verify(edge)
    name = name_in_cluster(edge.cluster, edge.server.node)
    text = _kubectl(path, *chosen, "get", "--raw", f"/api/v1/nodes/{name or edge.server.node}/proxy/healthz")
    expect = say("`ok`, the kubelet’s answer: kube-apiserver asked it with {crt}.", crt=edge.client_crt)
    if name is None:
        note = " Nothing in the upload says what the cluster calls this node; `kubectl get nodes` does."
        expect += say(note)
    return Command(edge.client.node, text, expect)


def _admin(edge: Edge) -> Connection | None:
    """A kubectl on the client's node: with admin.conf if there is one."""
    here = [
        connection
        for connection in edge.cluster.connections.values()
        if connection.client.component.startswith("kubectl:")
        and connection.client.component.endswith(f"@{edge.client.node}")
        and _kubeconfig_path(edge, connection)
    ]
    return next((c for c in here if c.client.component.startswith("kubectl:admin.conf@")), here[0] if here else None)


def _kubeconfig_path(edge: Edge, connection: Connection) -> str | None:
    """Where the kubeconfig of a connection's client is, in the upload or not."""
    other = Edge(edge.cluster, connection, edge.authorities)
    if other.kubeconfig is not None:
        return other.kubeconfig.path
    return connection.client.certificate.path if other.lacks_kubeconfig else None


def _apiservers(edge: Edge) -> set[str]:
    return {
        c.server.component
        for c in edge.cluster.connections.values()
        if c.server.component.startswith("kube-apiserver@")
    }


def _home(edge: Edge) -> str | None:
    """The address of the client's own API server, as something in the tree dials it directly."""
    for connection in edge.cluster.connections.values():
        if connection.server.component == edge.client.id and connection.client.component == "front-proxy@cluster":
            return url(connection.dialled)
    return None


def _front_proxy(edge: Edge) -> Command | None:
    address = url(edge.connection.dialled, "/api/v1/nodes")
    if address is None:
        return _verify(edge)
    pair = _paths(edge, ("--cacert", "ca"), ("--cert", "certificate"), ("--key", "key"))
    text = line("sudo", "curl", "-sS", *pair, "-H", "X-Remote-User: alice", address)
    identity = edge.connection.identity
    user = identity.user if identity else "alice"
    believed = "the header was believed, and alice has no rights" if identity is None else "the header was ignored"
    expect = say("A refusal that names {user}: {believed}.", user=code(f'User "{user}"'), believed=believed)
    return Command(edge.server.node, text, expect)


def _pod(edge: Edge) -> Command:
    address = url(edge.connection.dialled, "/api/v1/nodes") or "https://kubernetes.default.svc/api/v1/nodes"
    token = f'"Authorization: Bearer $(cat {SERVICE_ACCOUNT}/token)"'
    text = f"{line('curl', '-sS', '--cacert', f'{SERVICE_ACCOUNT}/ca.crt', '-H')} {token} {line(address)}"
    expect = say(
        "A list of nodes, or a refusal that names the user, {user} ….", user=code('User "system:serviceaccount:')
    )
    return Command(None, text, expect, place="in a pod that has curl")


def _loopback(edge: Edge) -> Command | None:
    address = host_port(edge.connection.dialled)
    if address is None:
        return None
    dial = line("openssl", "s_client", "-connect", address, "-servername", "apiserver-loopback-client")
    text = f"{dial} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer"
    expect = say("A subject and an issuer that begin with `CN = apiserver-loopback-client`: made at the last start.")
    return Command(edge.server.node, text, expect)


def _probe(edge: Edge) -> Command | None:
    program = program_of(edge.cluster, edge.server.kind, edge.server.node)
    container = program.container if program else None
    probe = (container.probe("liveness") or container.probe("readiness")) if container else None
    address = url(edge.connection.dialled, probe.path) if probe else None
    if address is None:
        return None
    text = line(
        "curl",
        "-sk" if edge.connection.dialled.scheme == "https" else "-s",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code}\\n",
        address,
    )
    return Command(edge.client.node, text, say("`200`, as the kubelet gets it."))


def _verify(edge: Edge) -> Command | None:
    """Without an address: what openssl says of the files, each certificate against the CA that the other side has."""
    connection = edge.connection
    sides = (
        (connection.client.ca, connection.server.certificate, connection.verifies_server),
        (edge.checks_client_with, connection.client.certificate, True),
    )
    checks = [(ca, crt) for ca, crt, done in sides if done and _on_one_node(edge, ca, crt)]
    if edge.by_headers:
        checks.reverse()  # the request-header CA is what this connection is about
    if not checks:
        return None
    ca, _ = checks[0]
    files = list(dict.fromkeys(crt.path or "" for other, crt in checks if other.path == ca.path))
    text = line("sudo", "openssl", "verify", "-CAfile", ca.path or "", *files)
    expect = say("{answers}.", answers=listing(code(f"{file}: OK") for file in files))
    return Command(_node(edge, ca), text, expect)


def _on_one_node(edge: Edge, ca: Reference, certificate: Reference) -> bool:
    """Whether both are files of their own on one node, so that one openssl can read them."""
    plain = all(reference.state is State.FILE and not reference.pointer for reference in (ca, certificate))
    return plain and _node(edge, ca) == _node(edge, certificate)


def _node(edge: Edge, reference: Reference) -> str:
    return edge.cluster.inventory.certificates[reference.ids[0]].node


def _paths(edge: Edge, *options: tuple[str, str]) -> Iterable[str]:
    """Options with the client's files, those that are named."""
    for option, role in options:
        reference: Reference = getattr(edge.connection.client, role)
        if reference.path and not reference.pointer:
            yield option
            yield reference.path
