"""What both sides write into their logs, or print, about a fault (docs/verdicts.md, "Both sides' words").

Lines of the tree's version of Kubernetes and etcd, or of the nearest known (editions.py), without their time and place
in the source; a side whose line nobody has seen says nothing here.
"""

from collections.abc import Callable

from ..model.cluster import Connection
from ..model.verdicts import Phase
from . import texts
from .client_side import Fault
from .editions import Edition
from .words import quoted

_SEEN = "ADDRESS:PORT"
"""The client's address and port as the server sees them: no file knows them."""

_HANDSHAKE_VERBOSITY = 5
"""kube-apiserver keeps failed handshakes to itself below this (secure_serving.go)."""


_TELLS_ENDPOINTS = (3, 5, 15)
"""The etcd that says whether a peer or a client was rejected (etcd pull request 18319)."""


def client_log(connection: Connection, fault: Fault | None, edition: Edition) -> str | None:
    """What the client's program prints or logs; None where nothing fails, or it says nothing."""
    if fault is None or fault.client_error is None or connection.purpose == "probe":
        return None  # of a probe that is answered 401 nobody has seen what the kubelet says
    kind, server = _kind(connection.client.component), _kind(connection.server.component)
    if server == "etcd":
        return _etcd_client(connection, fault, edition)
    if server == "extension-apiserver" and fault.phase is Phase.LOAD:
        return f'"command failed" err={quoted(fault.client_error)}'  # kube-apiserver does not start
    if server == "extension-apiserver":
        return texts.UNAVAILABLE
    by_kind = _LINES.get(f"{kind}->{server}") or _LINES.get(kind)
    return by_kind(connection, fault, edition) if by_kind else _got(connection, "", fault)


def server_log(connection: Connection, fault: Fault | None, edition: Edition) -> tuple[str | None, int]:
    """(What the server logs, the -v that this takes); None where nothing fails, or it says nothing."""
    if fault is None or fault.server_error is None:
        return None, 0
    kind = _kind(connection.server.component)
    if fault.phase is Phase.LOAD:
        return (f'"command failed" err={quoted(fault.server_error)}' if kind == "kube-apiserver" else None), 0
    if fault.phase is Phase.AUTHENTICATION:
        due = " due to an error" if kind == "kubelet" else ""
        return f'"Unable to authenticate the request{due}" err={quoted(fault.server_error)}', 0
    if kind == "etcd":
        endpoint = f" on {'peer' if connection.purpose == 'peer' else 'client'} endpoint"
        told = endpoint if edition.etcd >= _TELLS_ENDPOINTS else ""
        return f'"msg":"rejected connection{told}","error":{quoted(fault.server_error)}', 0
    verbosity = _HANDSHAKE_VERBOSITY if kind == "kube-apiserver" else 0
    return f"http: TLS handshake error from {_SEEN}: {fault.server_error}", verbosity


def _kind(component: str) -> str:
    """The component's kind, of kubectl without its file."""
    return component.partition("@")[0].partition(":")[0]


def _etcd_client(connection: Connection, fault: Fault, edition: Edition) -> str | None:
    """A gRPC client retries, and hides the cause behind `context deadline exceeded`; its log has it. (That of 1.22 has
    not finished its handshake before etcd has judged it.)
    """
    if connection.purpose == "peer":
        return f'"msg":"prober detected unhealthy status","error":{quoted(fault.client_error or "")}'
    if fault.phase is Phase.LOAD and _kind(connection.client.component) == "kube-apiserver":
        return f'"command failed" err={quoted(f"error creating storage factory: {fault.client_error}")}'
    in_handshake = fault.phase is Phase.SERVER_VERIFIES_CLIENT and edition.kubernetes < (1, 23)
    if fault.phase is Phase.CLIENT_VERIFIES_SERVER or in_handshake:
        cause = f"transport: authentication handshake failed: {fault.client_error}"
    elif fault.phase is Phase.SERVER_VERIFIES_CLIENT:
        cause = f"error reading server preface: {fault.client_error}"
    else:
        return None
    return f"rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = {quoted(cause)}"


def _kubectl(_: Connection, fault: Fault, edition: Edition) -> str:
    """kubectl 1.37 says the same of every 401 of an API server, and that a key does not fit as of any other file."""
    before = edition.kubernetes < (1, 37)
    if fault.phase is Phase.AUTHENTICATION:
        said = fault.server_error or ""
        longer = before and ("has expired or is not yet valid" in said or texts.INCOMPATIBLE_USAGE in said)
        return texts.KUBECTL_UNAUTHORIZED_33 if longer else texts.KUBECTL_UNAUTHORIZED
    late = before and fault.client_error == texts.KEY_MISMATCH
    if fault.phase in (Phase.LOAD, Phase.URL) and not late:
        return f"error: {fault.client_error}"
    return texts.TO_KUBECTL.format(error=fault.client_error)


def _to_kubelet(connection: Connection, fault: Fault, _: Edition) -> str:
    """What kubectl logs and exec print: a 401 that comes from the kubelet, not from the API server."""
    if fault.phase is Phase.AUTHENTICATION:
        return texts.KUBELET_UNAUTHORIZED.format(pod="POD")
    return f"Error from server: {_got(connection, '/containerLogs/NAMESPACE/POD/CONTAINER', fault)}"


def _kubelet(connection: Connection, fault: Fault, edition: Edition) -> str:
    node = connection.client.component.rpartition("@")[2]
    path = f"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{node}?timeout=10s"
    got = _got(connection, path, fault)
    if edition.kubernetes < (1, 27):
        return f"failed to ensure lease exists, will retry in 7s, error: {got}"
    return f'"Failed to ensure lease exists, will retry" err={quoted(got)}'


def _controller_manager(connection: Connection, fault: Fault, edition: Edition) -> str:
    path = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager?timeout=5s"
    got = _got(connection, path, fault)
    if edition.kubernetes < (1, 37):
        return f"error retrieving resource lock kube-system/kube-controller-manager: {got}"
    return f'"Error retrieving lease lock" err={quoted(got)}'


def _scheduler(connection: Connection, fault: Fault, edition: Edition) -> str:
    got = _got(connection, "/api/v1/nodes?limit=500&resourceVersion=0", fault)
    if edition.kubernetes < (1, 33):
        return f"k8s.io/client-go/informers/factory.go:134: Failed to watch *v1.Node: failed to list *v1.Node: {got}"
    return f'"Failed to watch" err={quoted(f"failed to list *v1.Node: {got}")}'


def _got(connection: Connection, path: str, fault: Fault) -> str:
    """The error of a request as client-go wraps it: the URL, but for an answer of the server and for files."""
    if fault.phase is Phase.AUTHENTICATION:
        return "Unauthorized"
    if fault.phase in (Phase.LOAD, Phase.URL):
        return fault.client_error or ""
    dialled = connection.dialled
    host = f"[{dialled.host}]" if dialled.host and ":" in dialled.host else dialled.host or "HOST"
    return f"Get {quoted(f'{dialled.scheme}://{host}:{dialled.port}{path}')}: {fault.client_error}"


_LINES: dict[str, Callable[[Connection, Fault, Edition], str]] = {
    "kubectl": _kubectl,
    "kube-apiserver->kubelet": _to_kubelet,
    "kubelet": _kubelet,
    "kube-controller-manager": _controller_manager,
    "kube-scheduler": _scheduler,
}
