"""The version of kubeadm that a tree without manifests is nearest to, by the groups that it wrote into certificates."""

from ...kubeadm.versions import Version, release_for
from ...model.cluster import Cluster
from .told import certificate_of

RECORDED = {"1.22": "v1.22.6", "1.30": "v1.30.14", "1.34": "v1.34.4", "1.37": "v1.37.2"}
"""The releases whose files were recorded (folder `recorded`), with the version that wrote them."""


def nearest_version(cluster: Cluster, node: str | None) -> str:
    """`v1.37.2`: apiserver-kubelet-client had system:masters up to 1.28, kubeadm:cluster-admins from 1.29 on (of those
    that are recorded the newest is taken), and has no group since 1.36.1 (kubernetes/kubernetes PR 121837, 138957).
    """
    client = certificate_of(cluster, node, "kube-apiserver", "--kubelet-client-certificate") if node else None
    groups = client.organizations if client is not None else ()
    return RECORDED["1.22" if "system:masters" in groups else "1.34" if "kubeadm:cluster-admins" in groups else "1.37"]


def recorded(minor: int) -> str:
    """The recorded release that is nearest to 1.MINOR: `1.30`."""
    return str(release_for(Version(1, minor)).version)
