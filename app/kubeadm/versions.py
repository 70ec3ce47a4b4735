"""The version of kubeadm that a tree is of, and in what its `certs check-expiration` differs from others'."""

import re
from dataclasses import dataclass

from ..model.inventory import Inventory

_VERSION = re.compile(r"v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,4})?(?:[-+_].*)?", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A minor release of Kubernetes."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class Release:
    """How a release prints its table: each is recorded from the real program.

    `super_admin`: super-admin.conf has a row. `names_ca`: the rows of kubeconfigs name their CA. `fine`: the time left
    is printed in two units. `header`: the lines for a configuration that is read from the cluster.
    """

    version: Version
    super_admin: bool
    names_ca: bool
    fine: bool
    header: tuple[str, str]


_OLD_HEADER = (
    "[{phase}] Reading configuration from the cluster...",
    "[{phase}] FYI: You can look at this config file with 'kubectl -n kube-system get cm kubeadm-config -o yaml'",
)
_HEADER = (
    '[{phase}] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...',
    "[{phase}] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.",
)

RELEASES = (
    Release(Version(1, 22), super_admin=False, names_ca=False, fine=False, header=_OLD_HEADER),
    Release(Version(1, 30), super_admin=True, names_ca=True, fine=True, header=_OLD_HEADER),
    Release(Version(1, 34), super_admin=True, names_ca=True, fine=True, header=_HEADER),
    Release(Version(1, 37), super_admin=True, names_ca=True, fine=True, header=_HEADER),
)
"""The releases whose output is known, the oldest first."""


def parse_version(text: str) -> Version | None:
    """The minor release of `v1.37.2` or of an image's tag; None for what is no version."""
    found = _VERSION.fullmatch(text)
    return Version(int(found[1]), int(found[2])) if found else None


def version_of(inventory: Inventory, node: str) -> Version | None:
    """The version of a node's control plane: its kube-apiserver's image, else a kubeadm configuration of any node."""
    for pod in inventory.pods.values():
        for container in pod.containers if pod.node == node else ():
            if container.program == "kube-apiserver" and (found := parse_version(_tag(container.image))):
                return found
    configurations = sorted(inventory.kubeadm_configurations.values(), key=lambda one: (one.node != node, one.id))
    written = (parse_version(one.kubernetes_version) for one in configurations if one.kubernetes_version)
    return next((version for version in written if version), None)


def release_for(version: Version | None) -> Release:
    """The known release that is nearest to a version, the older of two; without a version the newest."""
    if version is None:
        return RELEASES[-1]
    wanted = version.major * 1000 + version.minor
    return min(RELEASES, key=lambda one: abs(one.version.major * 1000 + one.version.minor - wanted))


def _tag(image: str) -> str:
    """`v1.37.2` of `registry.k8s.io/kube-apiserver:v1.37.2@sha256:…`; empty without a tag."""
    return image.partition("@")[0].rpartition("/")[2].partition(":")[2]
