"""What a node's static pods were told, beyond the files of a connection: flags, and the version of their image."""

import re
from dataclasses import dataclass

from ..distributions import layouts
from ..model.cluster import Cluster
from ..model.configuration import Container, StaticPod
from .names import file_name

_VERSION = re.compile(r"v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?(?:[-+][0-9A-Za-z.+-]{1,64})?")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a flag names: its path on the node, what people call it, and its id if it is in the upload."""

    path: str
    name: str
    file_id: str | None


def program(cluster: Cluster, kind: str, node: str | None) -> tuple[StaticPod, Container] | None:
    """The first container of a node's static pods that runs a program, in the order of the manifests' ids."""
    for _, pod in sorted(cluster.inventory.pods.items()):
        for container in pod.containers:
            if pod.node == node and container.program == kind:
                return pod, container
    return None


def flag(cluster: Cluster, kind: str, node: str | None, name: str) -> str | None:
    """A flag of a node's program; where the map shows the program without a manifest, what the distribution sets.

    None for a program that is on no node of the upload: nothing is known of it.
    """
    found = program(cluster, kind, node)
    if found:
        return found[1].flag(name)
    if node is None or f"{kind}@{node}" not in cluster.components:
        return None
    layout = next((layout for layout in layouts() if layout.name == cluster.distribution.name), None)
    return layout.flags.get(kind, {}).get(name) if layout else None


def service_account_keys(cluster: Cluster, node: str | None) -> tuple[NamedFile, ...]:
    """The files with which a node's API server checks tokens: `--service-account-key-file`, which may be repeated."""
    name = "--service-account-key-file"
    found = program(cluster, "kube-apiserver", node)
    if found:
        paths = [found[1].on_host(item.value) for item in found[1].flags if item.name == name and item.value]
    else:
        conventional = flag(cluster, "kube-apiserver", node, name)
        paths = [conventional] if conventional else []
    return tuple(_named(cluster, node, path) for path in dict.fromkeys(paths))


def named_file(cluster: Cluster, kind: str, node: str | None, name: str) -> NamedFile | None:
    """The file that a flag of a node's program names; None where the flag is not given or empty."""
    found, path = program(cluster, kind, node), flag(cluster, kind, node, name)
    if not path:
        return None
    return _named(cluster, node, found[1].on_host(path) if found else path)


def service_account_signer(cluster: Cluster, node: str | None) -> NamedFile | None:
    """The file with which a node's API server signs service account tokens."""
    return named_file(cluster, "kube-apiserver", node, "--service-account-signing-key-file")


def _named(cluster: Cluster, node: str | None, path: str) -> NamedFile:
    file = cluster.inventory.resolve(node or "", path)
    return NamedFile(path, file_name(path), file.id if file else None)


def version(cluster: Cluster) -> str | None:
    """The Kubernetes version that a tree names: the tag of kube-apiserver's image, else a kubeadm configuration's.

    None where nothing names one, or where nodes disagree.
    """
    tags = set()
    for pod in cluster.inventory.pods.values():
        for container in pod.containers:
            if container.program == "kube-apiserver":
                tags.add(container.image.partition("@")[0].rpartition(":")[2])
    if not tags:
        configurations = cluster.inventory.kubeadm_configurations.values()
        tags = {found.kubernetes_version for found in configurations if found.kubernetes_version}
    tag = tags.pop() if len(tags) == 1 else ""
    return tag if _VERSION.fullmatch(tag) else None


def minor(cluster: Cluster) -> tuple[int, int] | None:
    """The version as numbers, `(1, 37)`; None where it is not known."""
    found = _VERSION.fullmatch(version(cluster) or "")
    return (int(found[1]), int(found[2])) if found else None
