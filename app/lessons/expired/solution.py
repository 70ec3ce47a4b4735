"""The commands that reach each step, on the tree at hand."""

from collections.abc import Sequence

from ...simulation.world import Host
from ..lesson import Situation
from ..looking import PKI, workers


def everywhere(situation: Situation, commands: Sequence[str]) -> list[str]:
    """Commands on each control-plane node, the first one's without `ssh`."""
    found = list(commands)
    for host in situation.hosts[1:]:
        found += [f"ssh {host.name}", *commands, "exit"]
    return found


def look(situation: Situation) -> list[str]:
    """Nothing runs; which certificates have ended."""
    return ["kubectl get nodes", "crictl ps", "journalctl -u kubelet -n 2", "kubeadm certs check-expiration"]


def renew(situation: Situation) -> list[str]:
    """A copy of all, then everything that kubeadm knows."""
    return everywhere(situation, ["cp -a /etc/kubernetes /root/kubernetes.bak", "kubeadm certs renew all"])


def kubelet(situation: Situation) -> list[str]:
    """kubelet.conf made anew, the old pair aside, the kubelet started."""
    found = _kubelet("--config kubeadm-init.yaml")
    for host in situation.hosts[1:]:
        named = f"--node-name {host.name} --apiserver-advertise-address {host.address}"
        found += [f"ssh {host.name}", *_kubelet(named), "exit"]
    return found


def _kubelet(options: str) -> list[str]:
    return [
        "mkdir -p /root/old; mv /etc/kubernetes/kubelet.conf /var/lib/kubelet/pki/kubelet-client* /root/old/",
        f"kubeadm init phase kubeconfig kubelet {options}",
        "systemctl restart kubelet",
    ]


def finalize(situation: Situation) -> list[str]:
    """kubelet.conf pointed at the kubelet's own file."""
    return everywhere(
        situation,
        [
            "ls -l /var/lib/kubelet/pki",
            "kubeadm init phase kubelet-finalize all",
            "systemctl restart kubelet",
        ],
    )


def join(situation: Situation) -> list[str]:
    """Each worker joined again with a new token."""
    found = ["kubeadm token create --print-join-command > /tmp/join"] if workers(situation.world) else []
    for host in workers(situation.world):
        found += [f"scp -q /tmp/join {host.name}:/tmp/join", f"ssh {host.name}", *_again(host), "exit"]
    return found


def _again(host: Host) -> list[str]:
    return [
        f"mkdir -p /root/old; mv /etc/kubernetes/kubelet.conf {PKI}/ca.crt /var/lib/kubelet/pki/kubelet-client* /root/old/",
        'sh -c "$(cat /tmp/join)"',
    ]
