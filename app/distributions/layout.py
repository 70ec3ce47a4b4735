"""What a distribution is to kubepki: how surely a tree is one, and what it does where no flag or field says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..model.cluster import Distribution
from ..model.inventory import Inventory

NODE = "{node}"
"""Stands for the node's name in a path of a distribution that puts it into file names."""
VERSION = "{version}"
"""Stands for the cluster's version, v1.37.2, in the path of a distribution that puts it there."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate file and its key file, as absolute paths on the node."""

    certificate: str
    key: str


@dataclass(frozen=True, slots=True)
class HostProgram:
    """A program that runs on the host beside the static pods, if there are any: it is drawn where `shown_by` is in the
    tree and no manifest of its kind is. `flags` also stand for what a manifest leaves to a `--config-file`.
    """

    shown_by: str
    flags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A distribution's conventions. All paths are absolute on the node.

    `refines`: the distribution that this one is made with; a tree that is both as surely is this one. `fit`: the layout
    as this tree has it, where a path is a setting of the cluster. `flags`: by component kind, the flags that its
    program has where a control-plane node shows no manifest: they are used as if they were written, with the evidence
    `convention`. `host_programs`: what runs beside manifests. `control_plane_files`: any of them on a node without a
    manifest makes it such a node. `default_ports`: by component kind, the port that clients dial where nothing names
    one. `kubelet_client_ca` and `kubelet_serving` are what its kubelet uses unless its configuration says otherwise;
    `kubelet_serves_by_flag`: also where the tree has no configuration, for flags of the program itself name the pair.
    `etcd_tools`: the components that use `etcd_client`. `control_plane_kubelets`: whether a control-plane node without
    manifests runs a kubelet too; `kubeconfigs_by_user`: whether the user in a kubeconfig tells whose it is, for want of
    a path that does. `manifests`: its folder of static pods, None where it has none;
    `kubectl`: how it is called on a node, VERSION standing for the cluster's; `as_root`: what makes a command root's
    there. `control_plane_folders`: what of a control-plane node makes its map. `remarks`: what this layout cannot show.
    """

    name: str
    recognise: Callable[[Inventory], Distribution]
    refines: str | None = None
    fit: Callable[[Inventory], "Layout"] | None = None
    flags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    host_programs: Mapping[str, HostProgram] = field(default_factory=dict)
    control_plane_files: tuple[str, ...] = ()
    cluster_ca: str | None = None
    admin_kubeconfig: str | None = None
    kube_proxy_kubeconfig: str | None = None
    kubelet_kubeconfig: str | None = None
    kubelet_bootstrap_kubeconfig: str | None = None
    kubelet_configuration: str | None = None
    kubelet_folder: str | None = None
    kubelet_client_ca: str | None = None
    kubelet_serving: Pair | None = None
    kubelet_rotated_serving: Pair | None = None
    kubelet_serves_by_flag: bool = False
    etcd_client: Pair | None = None
    etcd_client_ca: str | None = None
    etcd_tools: tuple[str, ...] = ()
    default_ports: Mapping[str, int] = field(default_factory=dict)
    control_plane_kubelets: bool = True
    kubeconfigs_by_user: bool = False
    manifests: str | None = None
    kubectl: tuple[str, ...] = ("kubectl",)
    as_root: tuple[str, ...] = ("sudo",)
    control_plane_folders: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def program_flags(self, kind: str, node: str) -> dict[str, str]:
        """A program's flags by convention, the node's name put in; none where it has no convention."""
        host = self.host_programs.get(kind)
        flags = host.flags if host else self.flags.get(kind, {})
        return {name: value.replace(NODE, node) for name, value in flags.items()}
