"""The resources that lessons are about, each with its objects, its row of the table and what kubectl calls it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..life.kubelet import Pod
from ..objects import ConfigMap, Node, Objects, SigningRequest, uid_of
from ..world import Host, World
from .printing import Object, age

if TYPE_CHECKING:
    from ..life.runtime import Container


@dataclass(frozen=True, slots=True)
class Row:
    """`cells`: of the table; `wide`: what `-o wide` adds; `object`: as the API server gives it."""

    name: str
    namespace: str | None
    cells: list[str]
    wide: list[str]
    object: Object
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Resource:
    """`plural`, `kind`, `group`, short names; `rows`: everything there is of it."""

    plural: str
    kind: str
    group: str
    names: tuple[str, ...]
    namespaced: bool
    headers: list[str]
    wide: list[str]
    rows: Callable[[World], list[Row]]

    @property
    def shown(self) -> str:
        """As in `node/cp1`, `certificatesigningrequest.certificates.k8s.io/csr-x`."""
        return f"{self.kind.lower()}{f'.{self.group}' if self.group else ''}"


def stamp(moment: datetime) -> str:
    """A moment as the API server writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _metadata(name: str, created: datetime, version: str, namespace: str | None = None) -> Object:
    found: Object = {"creationTimestamp": stamp(created), "name": name}
    if namespace:
        found["namespace"] = namespace
    return found | {"resourceVersion": version, "uid": uid_of(namespace or "", name, stamp(created))}


def _config_maps(world: World) -> list[Row]:
    return [_config_map(world, one) for one in _objects(world).config_maps.values()]


def _config_map(world: World, one: ConfigMap) -> Row:
    value = {
        "apiVersion": "v1",
        "data": one.data,
        "kind": "ConfigMap",
        "metadata": _metadata(one.name, one.created, str(one.version), one.namespace),
    }
    return Row(one.name, one.namespace, [one.name, str(len(one.data)), age(one.created, world.now)], [], value, {})


def _nodes(world: World) -> list[Row]:
    return [_node(world, one) for one in _objects(world).nodes.values()]


def _node(world: World, one: Node) -> Row:
    ready = one.ready
    labels = {"kubernetes.io/hostname": one.name, "kubernetes.io/os": "linux"}
    if one.control_plane:
        labels["node-role.kubernetes.io/control-plane"] = ""
    value = {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": _metadata(one.name, one.created, "400") | {"labels": labels},
        "spec": {},
        "status": {
            "addresses": [{"address": one.address, "type": "InternalIP"}, {"address": one.name, "type": "Hostname"}],
            "conditions": [{"status": "True" if ready else "Unknown", "type": "Ready"}],
            "nodeInfo": {"kubeletVersion": one.version},
        },
    }
    role = "control-plane" if one.control_plane else "<none>"
    cells = [one.name, "Ready" if ready else "NotReady", role, age(one.created, world.now), one.version]
    wide = [one.address, "<none>", "Debian GNU/Linux 12 (bookworm)", "6.1.0", "containerd://2.2.0"]
    return Row(one.name, None, cells, wide, value, labels)


def _pods(world: World) -> list[Row]:
    found = []
    for host in world.hosts.values():
        if host.kubelet is not None:
            found += [_pod(world, host, pod) for pod in host.kubelet.pods.values()]
            found += [_daemon(world, host, name) for name in host.kubelet.daemons]
    return found


def _pod(world: World, host: Host, pod: Pod) -> Row:
    mirror = _objects(world).pods.get(pod.name)
    created = mirror.created if mirror else _begun(host, pod, world)
    running = pod.runs and pod.dies is None
    pending = mirror is not None and mirror.deleted
    status = "Pending" if pending else "Running" if running else "CrashLoopBackOff" if pod.attempt > 1 else "Pending"
    restarts = max(0, pod.attempt - 1)
    ready = running and not pending
    labels = {"component": pod.main.name, "tier": "control-plane"}
    value = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": _metadata(pod.name, created, "380", "kube-system") | {"labels": labels},
        "spec": {
            "containers": [{"image": pod.main.image, "name": pod.main.name}],
            "hostNetwork": True,
            "nodeName": host.name,
        },
        "status": {"hostIP": host.address, "phase": "Running" if ready else "Pending", "podIP": host.address},
    }
    cells = [pod.name, f"{int(ready)}/1", status, str(restarts), age(created, world.now)]
    return Row(pod.name, "kube-system", cells, [host.address or "<none>", host.name, "<none>", "<none>"], value, labels)


def _daemon(world: World, host: Host, name: str) -> Row:
    """kube-proxy's pod of a node; of one whose kubelet is silent what it said last."""
    created = _objects(world).nodes[host.name].created if host.name in _objects(world).nodes else world.now
    runtime = host.runtime
    mine = [one for one in runtime.sandboxes if one.name == name] if runtime is not None else []
    runs = any(one.ready for one in mine) or (host.kubelet is not None and host.kubelet.started is None)
    restarts = max((one.attempt for one in mine), default=0)
    status = {"hostIP": host.address, "phase": "Running" if runs else "Pending", "podIP": host.address}
    labels = {"k8s-app": "kube-proxy"}
    value = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": _metadata(name, created, "381", "kube-system") | {"labels": labels},
        "spec": {"containers": [{"name": "kube-proxy"}], "hostNetwork": True, "nodeName": host.name},
        "status": status,
    }
    cells = [name, f"{int(runs)}/1", str(status["phase"]), str(restarts), age(created, world.now)]
    return Row(name, "kube-system", cells, [host.address or "<none>", host.name, "<none>", "<none>"], value, labels)


def _begun(host: Host, pod: Pod, world: World) -> datetime:
    first: Container | None = pod.container
    kubelet = host.kubelet
    if kubelet is not None and kubelet.started is not None and pod.sandboxes <= 1:
        return kubelet.started
    return (
        _objects(world).nodes[host.name].created
        if host.name in _objects(world).nodes
        else (first.created if first else world.now)
    )


def _requests(world: World) -> list[Row]:
    return [_request(world, one) for one in _objects(world).requests.values()]


def _request(world: World, one: SigningRequest) -> Row:
    value = {
        "apiVersion": "certificates.k8s.io/v1",
        "kind": "CertificateSigningRequest",
        "metadata": _metadata(one.name, one.created, "390"),
        "spec": {
            "groups": _groups_of(one.requestor),
            "signerName": one.signer,
            "usages": ["digital signature", "server auth" if one.signer.endswith("serving") else "client auth"],
            "username": one.requestor,
        },
        "status": {"conditions": [_condition(one)]} if one.condition != "Pending" else {},
    }
    cells = [one.name, age(one.created, world.now), one.signer, one.requestor, "<none>", one.condition]
    return Row(one.name, None, cells, [], value, {})


def _groups_of(user: str) -> list[str]:
    if user.startswith("system:bootstrap:"):
        groups = ["system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token"]
        return [*groups, "system:authenticated"]
    return ["system:nodes", "system:authenticated"]


def _condition(one: SigningRequest) -> Object:
    """Who approved or denied: the controller manager for kubelets' clients, else kubectl."""
    denied, by_itself = one.condition == "Denied", one.signer.endswith("client-kubelet")
    what = "denied" if denied else "approved"
    message = f"This CSR was {what} by kubectl certificate {'deny' if denied else 'approve'}."
    reason = "KubectlDeny" if denied else "KubectlApprove"
    if by_itself and not denied:
        node = one.requestor.startswith("system:node:")
        which = "self kubelet client certificate" if node else "kubelet client certificate"
        reason, message = "AutoApproved", f"Auto approving {which} after SubjectAccessReview."
    moment = stamp(one.created)
    return {
        "lastTransitionTime": moment,
        "lastUpdateTime": moment,
        "message": message,
        "reason": reason,
        "status": "True",
        "type": "Denied" if denied else "Approved",
    }


def _objects(world: World) -> Objects:
    assert world.objects is not None  # noqa: S101 - a world that was opened has them
    return world.objects


_NODE_WIDE = ["INTERNAL-IP", "EXTERNAL-IP", "OS-IMAGE", "KERNEL-VERSION", "CONTAINER-RUNTIME"]
RESOURCES = (
    Resource("configmaps", "ConfigMap", "", ("configmap", "cm"), True, ["NAME", "DATA", "AGE"], [], _config_maps),
    Resource("nodes", "Node", "", ("node", "no"), False, ["NAME", "STATUS", "ROLES", "AGE", "VERSION"], _NODE_WIDE, _nodes),
    Resource(
        "pods", "Pod", "", ("pod", "po"), True, ["NAME", "READY", "STATUS", "RESTARTS", "AGE"],
        ["IP", "NODE", "NOMINATED NODE", "READINESS GATES"], _pods,
    ),
    Resource(
        "certificatesigningrequests", "CertificateSigningRequest", "certificates.k8s.io",
        ("certificatesigningrequest", "csr"), False,
        ["NAME", "AGE", "SIGNERNAME", "REQUESTOR", "REQUESTEDDURATION", "CONDITION"], [], _requests,
    ),
)  # fmt: skip


def resource_named(name: str) -> Resource | None:
    """The resource of a plural, singular or short name, with its group or without."""
    wanted = name.lower().partition(".")[0]
    return next((one for one in RESOURCES if wanted == one.plural or wanted in one.names), None)
