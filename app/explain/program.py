"""What a node's static pods were told, beyond the files of a connection: flags, and the version of their image."""

import re
from dataclasses import dataclass

from ..model.cluster import Cluster
from ..topology.programs import named_paths, program_of
from .names import file_name

_VERSION = re.compile(r"v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?(?:[-+][0-9A-Za-z.+-]{1,64})?")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a flag names: its path on the node, what people call it, and its id if it is in the upload."""

    path: str
    name: str
    file_id: str | None


def flag(cluster: Cluster, kind: str, node: str | None, name: str) -> str | None:
    """What a flag of a node's program says, "" too; None where it is not given or nothing is known of the program."""
    program = program_of(cluster, kind, node)
    return program.flags.get(name) if program else None


def named_file(cluster: Cluster, kind: str, node: str | None, name: str) -> NamedFile | None:
    """The file that a flag of a node's program names; None where the flag is not given or empty."""
    program = program_of(cluster, kind, node)
    setting = program.path(name) if program else None
    return _named(cluster, node, setting.value) if setting else None


def service_account_keys(cluster: Cluster, node: str | None) -> tuple[NamedFile, ...]:
    """The files with which a node's API server checks tokens: the flag may be repeated."""
    paths = named_paths(cluster, "kube-apiserver", node, "--service-account-key-file")
    return tuple(_named(cluster, node, path) for path in paths)


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
