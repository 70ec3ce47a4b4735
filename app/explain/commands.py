"""One command that checks a connection by hand, on the node where its files are.

The commands and what they print are those that were run on a real cluster; every argument that comes from the tree is
quoted for the shell. A text that a terminal could take for more than text gives no command.
"""

from collections.abc import Callable

from ..model.cluster import Connection, Group
from ..model.verdicts import Outcome
from ..model.words import Sentence
from ..topology.addresses import identifier
from ..topology.programs import program_of
from ..topology.versions import minor
from .command_lines import as_root, kubectl_line, line, paths, verify
from .commands_etcd import etcd_health, etcdctl, gateway, peer
from .edge import Edge
from .explanation import Command
from .names import host_port, kubectl_file, name_in_cluster, url
from .phrases import LISTED, code, say
from .program import header_names

SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
WHOAMI = (1, 28)
"""The first version whose API server answers `kubectl auth whoami` (SelfSubjectReview became stable)."""

Checker = Callable[[Edge], Command | None]


def command(edge: Edge) -> Command | None:
    """The command for a connection, or None where there is nothing that one command could check."""
    found = _checker(edge)(edge)
    return found if found is not None and found.text.isprintable() else None


def _checker(edge: Edge) -> Checker:
    by_purpose: dict[str | None, Checker] = {"probe": _probe, "loopback": _loopback, "gateway": gateway, "peer": peer}
    if edge.connection.purpose in by_purpose:
        return by_purpose[edge.connection.purpose]
    if edge.kubeconfig is not None or edge.lacks_kubeconfig:
        return _whoami
    by_client: dict[str, Checker] = {"pod": _pod, "front-proxy": _front_proxy, "etcdctl": etcdctl}
    if edge.client.kind in by_client:
        return by_client[edge.client.kind]
    if edge.connection.group is Group.ETCD:
        return etcd_health
    return _through_apiserver if edge.client.kind == "kube-apiserver" else verify


def _whoami(edge: Edge) -> Command | None:
    if edge.plain_http or edge.shows_nothing:
        return None  # kubectl would ask for a password, or meet an answer that says nothing of certificates
    path = _kubeconfig_path(edge, edge.connection) or ""
    context = _context(edge)
    chosen = (f"--context={context}",) if context else ()
    at = edge.client.node
    known = minor(edge.cluster)
    if known is not None and known < WHOAMI:
        text = kubectl_line(edge, path, *chosen, "get", "--raw", "/readyz")
        return Command(at, text, say("`ok`, once kube-apiserver has accepted what {file} holds.", file=code(path)))
    return Command(at, kubectl_line(edge, path, *chosen, "auth", "whoami"), _whoami_answer(edge))


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


def _through_apiserver(edge: Edge) -> Command | None:
    """kube-apiserver itself goes the way: a request that it passes on to a kubelet, or to its extensions."""
    admin = _admin(edge)
    if admin is None:
        return verify(edge)
    path = _kubeconfig_path(edge, admin) or ""
    server = _home(edge)
    chosen = ("--server", server) if server and len(_apiservers(edge)) > 1 else ()
    if edge.server.kind == "extension-apiserver":
        text = kubectl_line(edge, path, *chosen, "get", "apiservices")
        return Command(edge.client.node, text, say("`True` under `AVAILABLE` in each row that names a Service."))
    if edge.server.node is None:
        return verify(edge)
    name = name_in_cluster(edge.cluster, edge.server.node)
    text = kubectl_line(edge, path, *chosen, "get", "--raw", f"/api/v1/nodes/{name or edge.server.node}/proxy/healthz")
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
        return verify(edge)
    pair = paths(edge, ("--cacert", "ca"), ("--cert", "certificate"), ("--key", "key"))
    text = as_root(
        edge, "curl", "-sS", *pair, "-H", f"{header_names(edge.cluster, edge.server.node)[0]}: alice", address
    )
    if edge.connection.authorizer == "AlwaysAllow":
        expect = say("A list of nodes: `AlwaysAllow` refuses nobody, whom the headers name or the certificate.")
        return Command(edge.server.node, text, expect)
    verdict = edge.cluster.verdicts.get(edge.connection.id)
    fails = verdict is not None and verdict.outcome is Outcome.FAILS
    identity = None if fails else edge.connection.identity  # what is promised is what comes once it is mended
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
    expect = say("A subject and an issuer whose CN begins with `apiserver-loopback-client`: made at the last start.")
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
