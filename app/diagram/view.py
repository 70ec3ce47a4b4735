"""What is asked of a cluster while a picture of it is placed: made once for each picture."""

from dataclasses import dataclass

from ..model.cluster import Cluster, Component
from ..topology.authorities import Authorities
from ..topology.programs import Programs
from .chips import Prediction
from .choice import Look
from .credentials import Credentials
from .ends import Index
from .lines import Line
from .seals import Seals


@dataclass(frozen=True, slots=True)
class View:
    """`apiservers`: ids of the API servers that the box in the middle stands for (one, or those known only by address);
    `node`: the control-plane node shown, None where the tree has none; `look`: what is selected;
    `prediction`: which lines somebody says will die.
    """

    cluster: Cluster
    authorities: Authorities
    lines: tuple[Line, ...]
    index: Index
    seals: Seals
    credentials: Credentials
    programs: Programs
    node: str | None
    internals: bool
    apiservers: tuple[str, ...]
    look: Look
    prediction: Prediction

    def component(self, kind: str) -> Component | None:
        """The component of a kind on the node shown."""
        return self.cluster.components.get(f"{kind}@{self.node}")

    def of_kind(self, kind: str) -> tuple[Component, ...]:
        return tuple(one for one in self.cluster.components.values() if one.kind == kind)


def apiservers_shown(cluster: Cluster, node: str | None) -> tuple[str, ...]:
    """The API server of a node; without such a one, all that are known only by their address."""
    own = f"kube-apiserver@{node}"
    if own in cluster.components:
        return (own,)
    servers = (one for one in cluster.components.values() if one.kind == "kube-apiserver")
    return tuple(one.id for one in servers if one.node is None)
