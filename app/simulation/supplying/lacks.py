"""What a tree lacks of a running kubeadm cluster, whole folder by whole folder, and why it cannot be made where it cannot.

Only what was not packed is made: of a folder that was uploaded in part, what is missing is missing, and a lesson's
first find.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ...distributions.kubeadm import KUBELET, KUBERNETES, PKI
from ...explain.phrases import code, say
from ...model.cluster import Cluster
from ...model.files import FileKind
from ...model.words import Sentence
from .told import certificate_of, is_name, told_of

MADE_BY_KUBEADM = ("kubeadm", "kind")
"""Distributions whose files lie where kubeadm writes them, all of them."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a node lacks: static pods' manifests, kubeconfigs, the kubelet's folder, the pair that signs tokens."""

    node: str
    manifests: bool
    kubeconfigs: bool
    kubelet: bool
    signing: bool

    @property
    def anything(self) -> bool:
        return self.manifests or self.kubeconfigs or self.kubelet or self.signing


def lacks(cluster: Cluster) -> tuple[Lack, ...]:
    """Of each node that lacks something."""
    if cluster.distribution.name not in MADE_BY_KUBEADM:
        return ()
    return tuple(lack for lack in _lacks(cluster) if lack.anything)


def _lacks(cluster: Cluster) -> Iterator[Lack]:
    inventory = cluster.inventory
    with_pods = {pod.node for pod in inventory.pods.values()}
    for node in cluster.nodes:
        paths = {file.path for file in inventory.files.values() if file.node == node.id}
        serves = "control-plane" in node.roles
        manifests = serves and node.id not in with_pods and not _any(paths, f"{KUBERNETES}/manifests/")
        kubeconfigs = serves and not any(path.startswith(KUBERNETES) and path.endswith(".conf") for path in paths)
        kubelet = not _any(paths, f"{KUBELET}/") and (kubeconfigs or _needs_kubelet_folder(cluster, node.id))
        yield Lack(node.id, manifests, kubeconfigs, kubelet, serves and _lacks_signing(cluster, node.id, paths))


def _any(paths: set[str], folder: str) -> bool:
    return any(path.startswith(folder) for path in paths)


def _needs_kubelet_folder(cluster: Cluster, node: str) -> bool:
    """Whether kubelet.conf names a file of that folder."""
    return any(
        (user.client_certificate or "").startswith(f"{KUBELET}/")
        for config in cluster.inventory.kubeconfigs.values()
        if config.node == node and config.path == f"{KUBERNETES}/kubelet.conf"
        for user in config.users
    )


def is_bare(cluster: Cluster, node: str) -> bool:
    """Whether a node was packed without any private key, and without what stands for one: sa.pub is no half of a key."""
    return not any(
        key.node == node and (key.private or not key.path.endswith(".pub")) for key in cluster.inventory.keys.values()
    )


def _lacks_signing(cluster: Cluster, node: str, paths: set[str]) -> bool:
    return f"{PKI}/sa.key" not in paths and _any(paths, f"{PKI}/") and is_bare(cluster, node)


def obstacle(cluster: Cluster) -> Sentence | None:
    """Why no running cluster can be made of a tree; None where one can, or where nothing lacks."""
    planes = [node.id for node in cluster.nodes if "control-plane" in node.roles]
    if not planes:
        files = cluster.inventory.files.values()
        if all(file.kind is FileKind.KUBECONFIG for file in files):
            return say("This is a kubeconfig alone: of the API server that it dials there is no file.")
        return say("This tree holds no control-plane node: there is no API server to practise on.")
    with_pods = {pod.node for pod in cluster.inventory.pods.values()}
    if cluster.distribution.name not in MADE_BY_KUBEADM and not with_pods.intersection(planes):
        name = cluster.distribution.name
        return say("This is {name}, which runs no static pods that kubeadm made.", name=name)
    for lack in lacks(cluster):
        why_not = _obstacle_of(cluster, lack)
        if why_not is not None:
            return why_not
    if all(cluster.inventory.resolve(plane, f"{PKI}/apiserver.crt") is None for plane in planes):
        return say(
            "It keeps its certificates elsewhere than in `/etc/kubernetes/pki`, which the lesson’s commands name."
        )
    return None


def _obstacle_of(cluster: Cluster, lack: Lack) -> Sentence | None:
    node = lack.node
    if (lack.manifests or lack.kubeconfigs) and not is_name(node):
        return say("{node} is no name of a Kubernetes node: no kubeconfig can be made for it.", node=code(node))
    if lack.manifests:
        if certificate_of(cluster, node, "kube-apiserver", "--tls-cert-file") is None:
            return say("{node} holds no `apiserver.crt`, which tells its names and addresses.", node=code(node))
        if told_of(cluster, node).address is None:
            return say("The `apiserver.crt` of {node} names no IPv4 address of its own.", node=code(node))
        if certificate_of(cluster, node, "etcd", "--cert-file") is None:
            return say("{node} holds no `etcd/server.crt`: where its etcd runs is not known.", node=code(node))
    if lack.kubeconfigs or (lack.kubelet and "control-plane" in _roles(cluster, node)):
        paths = {file.path for file in cluster.inventory.files.values() if file.node == node}
        if f"{PKI}/ca.crt" not in paths:
            return say("{node} holds no `ca.crt`: no client could be given a certificate.", node=code(node))
        if f"{PKI}/ca.key" not in paths and not is_bare(cluster, node):
            return say(
                "{node} holds no key of the CA, but others: kubeadm could not sign, and no kubeconfig be made.",
                node=code(node),
            )
    return None


def _roles(cluster: Cluster, node: str) -> tuple[str, ...]:
    return next((one.roles for one in cluster.nodes if one.id == node), ())
