"""Manifests and the kubelet's files as kubeadm wrote them, with a cluster's own names and addresses put in.

`recorded/RELEASE/` holds what kubeadm 1.22.6, 1.30.14, 1.34.4 and 1.37.2 wrote on real nodes, each value of that node
replaced by a name in capitals. Left out is what no certificate tells: a pod network's flags, and node-ip. The kubelet's
configuration of 1.22 was not recorded: it is that of 1.30 without the fields that are younger.
"""

import ipaddress
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

from ...distributions.kubeadm import KUBELET, KUBERNETES

_FOLDER = Path(__file__).with_name("recorded")
_MODE, _PRIVATE = 0o644, 0o600
_PLACES = {
    "etcd.yaml": (f"{KUBERNETES}/manifests/etcd.yaml", _PRIVATE),
    "kube-apiserver.yaml": (f"{KUBERNETES}/manifests/kube-apiserver.yaml", _PRIVATE),
    "kube-controller-manager.yaml": (f"{KUBERNETES}/manifests/kube-controller-manager.yaml", _PRIVATE),
    "kube-scheduler.yaml": (f"{KUBERNETES}/manifests/kube-scheduler.yaml", _PRIVATE),
    "kubelet-config.yaml": (f"{KUBELET}/config.yaml", _MODE),
    "instance-config.yaml": (f"{KUBELET}/instance-config.yaml", _MODE),
    "kubeadm-flags.env": (f"{KUBELET}/kubeadm-flags.env", _MODE),
}
"""Where each stands on a node, and its mode."""


def manifests(release: str, values: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Path → text and mode of the static pods' manifests of a release (`1.37`)."""
    return _filled(release, values, "/manifests/")


def kubelet_files(release: str, values: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Path → text and mode of what kubeadm writes into the kubelet's folder."""
    return _filled(release, values, f"{KUBELET}/")


def _filled(release: str, values: Mapping[str, str], folder: str) -> dict[str, tuple[str, int]]:
    return {
        path: (Template(text).substitute(values), mode)
        for name, text in _recordings(release).items()
        for path, mode in (_PLACES[name],)
        if folder in path
    }


@cache
def _recordings(release: str) -> Mapping[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted((_FOLDER / release).iterdir())}


def dns_address(services: str) -> str:
    """The tenth address of the service subnet: the cluster's DNS (cmd/kubeadm/app/constants, GetDNSIP)."""
    try:
        return str(ipaddress.ip_network(services.split(",", maxsplit=1)[0].strip(), strict=False)[10])
    except (ValueError, IndexError):
        return "10.96.0.10"


def members(node: str, planes: Mapping[str, str]) -> str:
    """etcd's --initial-cluster on a node, and the flag behind it: the members at the time when it joined, itself first."""
    names = list(planes)
    found = ",".join(f"{name}=https://{planes[name]}:2380" for name in reversed(names[: names.index(node) + 1]))
    return found if node == names[0] else f"{found}\n    - --initial-cluster-state=existing"
