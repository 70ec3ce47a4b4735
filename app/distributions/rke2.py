"""RKE2: the certificates of k3s, and a static pod for each program of the control plane.

Source: rancher/rke2 pkg/podtemplate/spec.go and pkg/staticpod: the manifests stand in agent/pod-manifests, and etcd's
settings in server/db/etcd/config, which its manifest names by `--config-file`.
"""

from dataclasses import replace

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from . import rancher
from .layout import Layout
from .marks import scored


def _recognise(inventory: Inventory) -> Distribution:
    return scored("rke2", inventory, rancher.marks("rke2"))


LAYOUT: Layout = replace(
    rancher.layout("rke2", _recognise, secure_port="6443"),
    manifests="/var/lib/rancher/rke2/agent/pod-manifests",
    kubectl=("/var/lib/rancher/rke2/bin/kubectl",),  # docs.rke2.io/reference/cli_tools
    control_plane_folders=(
        "/var/lib/rancher/rke2/server",
        "/var/lib/rancher/rke2/agent/pod-manifests",
        "/etc/rancher/rke2/rke2.yaml",
    ),
)
