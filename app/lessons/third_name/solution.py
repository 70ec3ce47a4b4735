"""The commands that reach each step, on the tree at hand."""

from ..lesson import Situation
from ..looking import stored_sans
from .reached import is_address


def address(situation: Situation) -> str:
    """What the name is to lead to: itself if it is an address, else the load balancer's."""
    if is_address(situation.name):
        return situation.name
    facts = situation.world.objects.facts if situation.world.objects else None
    if len(situation.hosts) == 1:
        return situation.first.address or ""
    return (facts.endpoint_address if facts else None) or f"{(situation.first.address or '').rpartition('.')[0]}.10"


def export(situation: Situation) -> list[str]:
    """Fetch kubeadm’s configuration into a file."""
    return ["kubectl get cm kubeadm-config -n kube-system -o jsonpath='{.data.ClusterConfiguration}' > kubeadm.yaml"]


def edit(situation: Situation) -> list[str]:
    """One line more under certSANs, whatever stands there already."""
    if stored_sans(situation.world):
        return [f"sed -i 's/^  certSANs:$/&\\n  - {situation.name}/' kubeadm.yaml"]
    return [f"sed -i 's/^apiServer: *{{*}}*$/apiServer:\\n  certSANs:\\n  - {situation.name}/' kubeadm.yaml"]


def make(situation: Situation) -> list[str]:
    """Move the pair aside and make a new one."""
    return [
        "mkdir -p /root/old-apiserver && mv /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key /root/old-apiserver/",
        "kubeadm init phase certs apiserver --config kubeadm.yaml",
    ]


def ask(situation: Situation) -> list[str]:
    """Dial the name four times."""
    return [
        f"for i in 1 2 3 4; do kubectl -s https://{situation.name}:6443 get nodes -o name >/dev/null && echo ok || echo fail; done"
    ]


def others(situation: Situation) -> list[str]:
    """The same on the other control-plane nodes."""
    commands = []
    for host in situation.hosts[1:]:
        commands += [f"scp -q kubeadm.yaml {host.name}:kubeadm.yaml", f"ssh {host.name}", *make(situation), "exit"]
    return commands
