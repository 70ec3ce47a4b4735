"""What a distribution is to kubepki: how surely a tree is one, and what it does where no flag or field says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..model.cluster import Distribution
from ..model.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate file and its key file, as absolute paths on the node."""

    certificate: str
    key: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A distribution's conventions. All paths are absolute on the node.

    `flags`: by component kind, the flags that its program has where a control-plane node shows no manifest: they are
    used as if they were written, with the evidence `convention`. `control_plane_files`: any of them on a node without a
    manifest makes it such a node. `default_ports`: by component kind, the port where nothing names one.
    """

    name: str
    recognise: Callable[[Inventory], Distribution]
    flags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    control_plane_files: tuple[str, ...] = ()
    cluster_ca: str | None = None
    admin_kubeconfig: str | None = None
    kubelet_kubeconfig: str | None = None
    kubelet_bootstrap_kubeconfig: str | None = None
    kubelet_configuration: str | None = None
    kubelet_folder: str | None = None
    kubelet_serving: Pair | None = None
    kubelet_rotated_serving: Pair | None = None
    etcd_client: Pair | None = None
    etcd_client_ca: str | None = None
    default_ports: Mapping[str, int] = field(default_factory=dict)
