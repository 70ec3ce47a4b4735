"""What people call things: files, components, addresses, and the CA behind a certificate."""

import re
from datetime import datetime

from ..model.cluster import Client, Cluster, Component, Dialled, Reference, State
from ..model.words import Sentence, Span
from .phrases import code

_KINDS = {"extension-apiserver": "extension API server", "front-proxy": "front proxy"}
_SUBJECTS = {"extension-apiserver": "the extension API server", "front-proxy": "the front proxy", "pod": "the pod"}
_PLACES = {"pod": "any node", "extension-apiserver": "in the cluster", "front-proxy": "anywhere"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NODE_USER = re.compile("system:node:[a-z0-9.-]{1,253}")
"""The user of a kubelet; a Node's name is a DNS subdomain (RFC 1123)."""
NAMED = (State.FILE, State.NOT_IN_TREE, State.UNREADABLE)
"""The states in which something names a file."""


def file_name(path: str) -> str:
    """A file as people call it: its base name, but `etcd/ca.crt` below a folder `etcd`: `ca.crt` is another file."""
    folder, _, base = path.rpartition("/")
    parent = folder.rpartition("/")[2]
    return f"{parent}/{base}" if parent == "etcd" and base else base or path


def kind_words(kind: str) -> str:
    """A component's kind in a title."""
    return _KINDS.get(kind, kind)


def subject(kind: str) -> str:
    """A component's kind in a sentence, with the article that it needs."""
    return _SUBJECTS.get(kind, kind)


def kubectl_file(component_id: str) -> str | None:
    """The kubeconfig that a kubectl stands for: `admin.conf` of `kubectl:admin.conf@cp1`."""
    head, _, rest = component_id.partition(":")
    return rest.rpartition("@")[0] or None if head == "kubectl" else None


def where(component: Component) -> str:
    """The card's place: the node, else the address that the id holds, else words for what has no node."""
    if component.node:
        return component.node
    return _PLACES.get(component.kind) or component.id.rpartition("@")[2]


def placed(component: Component) -> str:
    """`kubelet on worker1`; for a component without a node `kube-apiserver at api.example.test`, `pod`."""
    file = kubectl_file(component.id)
    words = f"kubectl with {file}" if file else subject(component.kind)
    if component.node:
        return f"{words} on {component.node}"
    return words if component.kind in _PLACES else f"{words} at {component.id.rpartition('@')[2]}"


def component(cluster: Cluster, component_id: str) -> Component:
    """The component of an id; one made from the id alone where the cluster does not list it."""
    found = cluster.components.get(component_id)
    return found or Component(component_id, component_id.partition("@")[0].partition(":")[0], None, ())


def host_port(dialled: Dialled) -> str | None:
    """`192.168.56.11:6443`, `[fd00::1]:6443`; None where the host is not known."""
    if dialled.host is None:
        return None
    host = f"[{dialled.host}]" if ":" in dialled.host else dialled.host
    return f"{host}:{dialled.port}" if dialled.port else host


def url(dialled: Dialled, path: str = "") -> str | None:
    """`https://192.168.56.11:6443/livez`; None where the host is not known."""
    address = host_port(dialled)
    return f"{dialled.scheme}://{address}{path}" if address else None


def reference_name(reference: Reference) -> str | None:
    """The file that a reference names, as people call it; None where it names none."""
    return file_name(reference.path) if reference.path and reference.state in NAMED else None


def day(moment: datetime) -> str:
    """A date as people read it in any country: `24 Nov 2027`."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def lacks_kubeconfig(client: Client) -> bool:
    """Whether a client's crt, key and ca.crt all stand in one file that cannot be read: a kubeconfig, mostly one that
    is not in the upload.
    """
    references = (client.certificate, client.key, client.ca)
    absent = all(reference.state in (State.NOT_IN_TREE, State.UNREADABLE) for reference in references)
    return absent and len({(reference.path, reference.pointer) for reference in references}) == 1


def certificate_words(reference: Reference, in_kubeconfig: bool = False) -> Sentence:
    """`kubelet.crt`; `the certificate inside admin.conf` for a kubeconfig's field."""
    name = code(reference_name(reference) or "a file")
    return (Span("the certificate inside "), name) if reference.pointer or in_kubeconfig else (name,)


def name_in_cluster(cluster: Cluster, node: str) -> str | None:
    """The name of a node's Node object: the one in its kubelet's certificate, since a kubelet may only speak for that
    (the Node authorizer's `system:node:NAME`), else the one that kubeadm was told. The node's id may be another.
    """
    for connection in cluster.connections.values():
        user = connection.identity.user if connection.identity else ""
        if connection.client.component == f"kubelet@{node}" and _NODE_USER.fullmatch(user):
            return user.rpartition(":")[2]
    found = cluster.inventory.kubeadm_configurations.values()
    return next((one.node_name for one in found if one.node == node and one.node_name), None)
