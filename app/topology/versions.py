"""The versions that a tree names: of Kubernetes and of etcd."""

import re

from ..model.cluster import Cluster

_VERSION = re.compile(r"v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:[-+][0-9A-Za-z.+-]{1,64})?")


def version(cluster: Cluster) -> str | None:
    """The Kubernetes version that a tree names: the tag of kube-apiserver's image, else a kubeadm configuration's.

    None where nothing names one, or where nodes disagree.
    """
    tags = _tags(cluster, "kube-apiserver")
    if not tags:
        configurations = cluster.inventory.kubeadm_configurations.values()
        tags = {found.kubernetes_version for found in configurations if found.kubernetes_version}
    tag = tags.pop() if len(tags) == 1 else ""
    return tag if _VERSION.fullmatch(tag) else None


def minor(cluster: Cluster) -> tuple[int, int] | None:
    """The version as numbers, `(1, 37)`; None where it is not known."""
    found = _VERSION.fullmatch(version(cluster) or "")
    return (int(found[1]), int(found[2])) if found else None


def etcd_version(cluster: Cluster) -> tuple[int, int, int] | None:
    """The version of etcd's image, `(3, 5, 0)` of `3.5.0-0`; None where the tree names none, or members disagree."""
    tags = _tags(cluster, "etcd")
    found = _VERSION.fullmatch(tags.pop()) if len(tags) == 1 else None
    return (int(found[1]), int(found[2]), int(found[3])) if found and found[3] else None


def _tags(cluster: Cluster, program: str) -> set[str]:
    """The tags of the images in which a program runs."""
    return {
        container.image.partition("@")[0].rpartition(":")[2]
        for pod in cluster.inventory.pods.values()
        for container in pod.containers
        if container.program == program
    }
