"""The commands that reach each step, on the tree at hand."""

from ...simulation.world import Host
from ..lesson import Situation
from ..looking import HOME, PKI, workers
from .reached import CONFIGS

CONFIG = "--config kubeadm-init.yaml"
PUBLISHED = "kubectl -n kube-system get cm kube-root-ca.crt -o jsonpath='{.data.ca\\.crt}'"


def hear(situation: Situation) -> list[str]:
    """kubectl with the old kubeconfig and with the new one; then the programs."""
    return [
        "kubectl get nodes",
        "kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes",
        "crictl logs $(crictl ps --name kube-controller-manager -q) 2>&1 | tail -2",
    ]


def expiration(situation: Situation) -> list[str]:
    """kubeadm's table."""
    return [f"kubeadm certs check-expiration {CONFIG}"]


def keys(situation: Situation) -> list[str]:
    """Name, then key id, of the CA and of what it should have signed."""
    return [
        f"openssl x509 -in {PKI}/ca.crt -noout -subject -ext subjectKeyIdentifier",
        f"openssl x509 -in {PKI}/apiserver.crt -noout -issuer -ext authorityKeyIdentifier",
        f"openssl verify -CAfile {PKI}/ca.crt {PKI}/apiserver.crt",
    ]


def old(situation: Situation) -> list[str]:
    """The old CA out of a kubeconfig that still trusts it."""
    cut = "cut -d: -f2 | tr -d ' ' | base64 -d"
    return [
        f"grep certificate-authority-data {HOME} | {cut} > /root/old-ca.crt",
        f"openssl verify -CAfile /root/old-ca.crt {PKI}/apiserver.crt",
    ]


def serve(situation: Situation) -> list[str]:
    """The serving certificate, and a look with the new kubeconfig."""
    return [f"kubeadm certs renew apiserver {CONFIG}", "kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes"]


def clients(situation: Situation) -> list[str]:
    """The pair for kubelets, and each kubeconfig that is there; admin.conf is new already."""
    there = [name for name in CONFIGS[1:] if situation.first.files.get(f"/etc/kubernetes/{name}") is not None]
    return [
        f"for c in apiserver-kubelet-client {' '.join(there)}; do kubeadm certs renew $c {CONFIG}; done",
        f"cp /etc/kubernetes/admin.conf {HOME}",
    ]


def restart(situation: Situation) -> list[str]:
    """Both containers anew."""
    return ["crictl stop $(crictl ps --name 'kube-scheduler|kube-controller-manager' -q)", "sleep 30"]


def pods(situation: Situation) -> list[str]:
    """Wait, and compare."""
    return ["sleep 30", f"{PUBLISHED} | cmp -s - {PKI}/ca.crt && echo the new CA || echo the old CA"]


def kubelet(situation: Situation) -> list[str]:
    """As after an expiry; the old pair has to go, though it is in date."""
    return [
        "mkdir -p /root/old; mv /etc/kubernetes/kubelet.conf /var/lib/kubelet/pki/kubelet-client* /root/old/",
        f"kubeadm init phase kubeconfig kubelet {CONFIG}",
        "systemctl restart kubelet",
        "sleep 20",
        f"kubeadm init phase kubelet-finalize all {CONFIG}",
    ]


def join(situation: Situation) -> list[str]:
    """cluster-info with the new CA, then each worker joined again."""
    if not workers(situation.world):
        return []
    found = [
        f"kubeadm init phase bootstrap-token {CONFIG}",
        "kubeadm token create --print-join-command > /tmp/join",
    ]
    for host in workers(situation.world):
        found += [f"scp -q /tmp/join {host.name}:/tmp/join", f"ssh {host.name}", *_again(host), "exit"]
    return [*found, "kubectl get nodes"]


def _again(host: Host) -> list[str]:
    there = f"/etc/kubernetes/kubelet.conf {PKI}/ca.crt /var/lib/kubelet/pki/kubelet-client*"
    return [f"mkdir -p /root/old; mv {there} /root/old/", 'sh -c "$(cat /tmp/join)"']
