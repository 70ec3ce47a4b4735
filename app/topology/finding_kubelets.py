"""Which nodes have a kubelet, and what it was told: its configuration, the distribution's convention for its flags."""

from dataclasses import dataclass

from ..distributions.layout import Layout
from ..model.cluster import ComponentEvidence
from ..model.configuration import KubeletConfiguration
from ..model.inventory import Inventory
from .settings import BY_CONVENTION, Setting
from .users import kubeconfig_of_user

NODE_USER = "system:node:"
"""How the CN of a kubelet's client certificate begins (kubernetes.io/docs/reference/access-authn-authz/node)."""


@dataclass(frozen=True, slots=True)
class Kubelet:
    """A node's kubelet. `kubeconfig` and `bootstrap` are settings by convention: its flags stand in a systemd drop-in,
    which no upload holds. `configuration` is its KubeletConfiguration, None where the tree has none.
    """

    node: str
    kubeconfig: Setting | None
    bootstrap: Setting | None
    configuration: KubeletConfiguration | None
    mark: ComponentEvidence

    @property
    def component(self) -> str:
        return f"kubelet@{self.node}"

    def setting(self, value: str | None, field: str) -> Setting | None:
        """A field of the configuration as a setting; None when it is not written."""
        if value is None or self.configuration is None:
            return None
        return Setting(value, self.configuration.id, field, value)


def find_kubelet(
    inventory: Inventory, layout: Layout, node: str, has_manifest: bool, conventional: bool
) -> Kubelet | None:
    """A kubelet exists where kubelet.conf, bootstrap-kubelet.conf, its folder, a manifest or a bare pki/ is."""

    def present(path: str | None) -> bool:
        return path is not None and inventory.resolve(node, path) is not None

    kubeconfig, bootstrap = layout.kubelet_kubeconfig, layout.kubelet_bootstrap_kubeconfig
    own_user = kubeconfig_of_user(inventory, node, NODE_USER) if layout.kubeconfigs_by_user else None
    kubeconfig = own_user.path if own_user else kubeconfig
    configurations = [c for c in inventory.kubelet_configurations.values() if c.node == node]
    configuration = next(
        (c for c in configurations if c.path == layout.kubelet_configuration),
        configurations[0] if configurations else None,
    )
    folder = layout.kubelet_folder
    own = next(
        (
            file
            for file in inventory.files.values()
            if folder and file.node == node and file.path.startswith(folder + "/")
        ),
        None,
    )
    if not (present(kubeconfig) or present(bootstrap) or configuration or own or has_manifest or conventional):
        return None
    shown = next(
        (path for path in (kubeconfig, bootstrap) if present(path)),
        configuration.path if configuration else own.path if own else None,
    )
    return Kubelet(
        node=node,
        kubeconfig=Setting.by_convention(kubeconfig) if kubeconfig and (present(kubeconfig) or conventional) else None,
        bootstrap=Setting.by_convention(bootstrap) if bootstrap and present(bootstrap) else None,
        configuration=configuration,
        mark=ComponentEvidence(f"{node}:{shown}", "path", shown) if shown else BY_CONVENTION,
    )
