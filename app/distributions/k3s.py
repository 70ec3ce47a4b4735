"""k3s: the whole control plane in one process, whose flags stand in no file."""

from dataclasses import replace

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from . import rancher
from .layout import Layout
from .marks import scored


def _recognise(inventory: Inventory) -> Distribution:
    return scored("k3s", inventory, rancher.marks("k3s"))


_LISTENER = (
    "On port 6443 k3s answers through a listener of its own, whose certificate it makes itself, signed by "
    "server-ca.crt, and keeps in dynamic-cert.json. The map shows serving-kube-apiserver.crt, of the same CA, with "
    "which kube-apiserver answers on port 6444 of the node."
)
_SQLITE = (
    "k3s makes etcd’s certificates also where it keeps its data in SQLite. No file in the upload says which of the two "
    "it does; the map shows etcd."
)

_OWN = (
    "k3s itself uses the kubeconfigs in server/cred and agent; those that no part of the map claims are drawn as "
    "kubectl’s, for kubectl can use them too."
)

LAYOUT: Layout = replace(
    rancher.layout("k3s", _recognise, secure_port="6444"),
    kubectl=("k3s", "kubectl"),
    remarks=(_LISTENER, _SQLITE, _OWN),
)
