"""kind: kubeadm inside a container for each node, with kubeadm's own files.

Source: kubernetes-sigs/kind pkg/cluster/internal/kubeadm/config.go: the kubelet's `--provider-id=kind://…`, and
`enable-hostpath-provisioner` of kube-controller-manager; the nodes' names end in `-control-plane` and `-worker`.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from . import kubeadm
from .layout import Layout
from .marks import flag_values, scored


def _recognise(inventory: Inventory) -> Distribution:
    """Surely kind if its own signs are there, and then as surely as the tree is kubeadm's."""
    own = tuple(_signs(inventory))
    made = scored("kind", inventory, kubeadm.MARKS, own)
    return made if own else Distribution("kind", 0.0, ())


def _signs(inventory: Inventory) -> Iterator[str]:
    if any("--provider-id=kind://" in (file.text or "") for file in inventory.files.values()):
        yield "--provider-id=kind://"
    named = any("-control-plane" in name for name in flag_values(inventory, "etcd", "--name"))
    if named and flag_values(inventory, "kube-controller-manager", "--enable-hostpath-provisioner"):
        yield "--enable-hostpath-provisioner"
    if any(file.path == "/kind/kubeadm.conf" for file in inventory.files.values()):
        yield "/kind/kubeadm.conf"


LAYOUT: Layout = replace(
    kubeadm.LAYOUT,
    name="kind",
    recognise=_recognise,
    refines="kubeadm",
    fit=None,
    as_root=(),  # in the container of a node one is root, and there is no sudo (images/base/Dockerfile)
)
