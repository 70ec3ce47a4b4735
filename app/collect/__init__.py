"""The commands that make a tarball of a node without its private keys, to be copied, read and run by a person."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

KUBELET_PLACES = (
    "var/lib/kubelet/config.yaml",
    "var/lib/kubelet/instance-config.yaml",
    "var/lib/kubelet/kubeadm-flags.env",
    "var/lib/kubelet/pki",
)
PLACES = {
    "control-plane": ("etc/kubernetes", *KUBELET_PLACES, "etc/ssl/etcd", "var/lib/minikube/certs"),
    "worker": (
        "etc/kubernetes/kubelet.conf",
        "etc/kubernetes/bootstrap-kubelet.conf",
        "etc/kubernetes/manifests",
        "etc/kubernetes/pki",
        *KUBELET_PLACES,
    ),
    "rancher": (
        "etc/rancher/*/*.yaml",
        "var/lib/rancher/*/server/tls",
        "var/lib/rancher/*/server/cred",
        "var/lib/rancher/*/agent/*.crt",
        "var/lib/rancher/*/agent/*.key",
        "var/lib/rancher/*/agent/*.kubeconfig",
        "var/lib/rancher/*/agent/pod-manifests",
    ),
}
HOMES = {"control-plane": "etc/kubernetes", "worker": "etc/kubernetes", "rancher": "var/lib/rancher"}
"""The folder without which a command stops: it then runs on another kind of machine."""
TITLES = {"control-plane": "Control plane", "worker": "Worker", "rancher": "k3s, RKE2"}


@dataclass(frozen=True, slots=True)
class Command:
    """`id`: control-plane, worker or rancher (k3s and RKE2, server or agent);
    `title`: what a tab calls it; `text`: what is pasted into a shell on that node."""

    id: str
    title: str
    text: str


def commands(root: str = "/") -> tuple[Command, ...]:
    """The command for each kind of node. `root` is where the node's file system begins: `/`, elsewhere only in tests.

    Each writes `kubepki-HOSTNAME.tgz` into the current folder: one folder named after the host, in it the files at
    their paths, links and modes as they are, and no private key, token or password. Names on stderr what it leaves out.
    It needs a POSIX shell with its basic commands, sudo, tar, awk and openssl.
    """
    template = Path(__file__).with_name("collect.sh").read_text("utf-8")
    return tuple(Command(kind, TITLES[kind], _filled(template, root, kind)) for kind in PLACES)


def _filled(template: str, root: str, kind: str) -> str:
    return template.replace("@ROOT@", root).replace("@HOME@", HOMES[kind]).replace("@PLACES@", _lines(PLACES[kind]))


def _lines(places: tuple[str, ...]) -> str:
    return fill(" ".join(places), 110, subsequent_indent="  ", break_on_hyphens=False)
