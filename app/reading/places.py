"""Where an archive's member stands on its node (docs/model.md, "Places" and "Roots of a node")."""

import re
from dataclasses import dataclass

_ROOTS = (
    "etc/kubernetes",
    "etc/ssl/etcd",
    "etc/etcd",
    "etc/rancher",
    "var/lib/kubelet",
    "var/lib/etcd",
    "var/lib/rancher",
    "var/lib/minikube",
    "var/lib/kubernetes",
    "var/lib/kube-proxy",
    "kind",
    "root",
)
"""The folders of a node in which Kubernetes, its distributions and etcd keep what a map is made of."""
_ROOT = re.compile(rf"(?:(.*?)/)??((?:{'|'.join(_ROOTS)})/.*)", re.DOTALL)
_KUBERNETES = re.compile(r"(?:([^/]+)/)?(kubernetes/.*)", re.DOTALL)
_PKI = re.compile(r"(?:(.*?)/)??(pki/.*)", re.DOTALL)
_SHOUTED = re.compile(rf"(?:(.*?)/)??((?:{'|'.join((*_ROOTS, 'pki')).upper()})/.*)", re.DOTALL)
"""What a program for FAT or ISO 9660 makes of these names."""


@dataclass(frozen=True, slots=True)
class Place:
    """`folder`: what precedes the node's root (`""` at the top); `path`: absolute on the node; `rooted`: whether the
    member stands below a root, and so makes a node; `bare_pki`: whether that root is a `pki/` on its own.
    """

    folder: str
    path: str
    rooted: bool = True
    bare_pki: bool = False


def normalised(member: str) -> str:
    """A member's name without `./`, and without leading, doubled and trailing slashes: what tar takes for one file."""
    if "//" not in member and "./" not in member and not member.startswith("/") and not member.endswith(("/", "/.")):
        return member
    return "/".join(part for part in member.split("/") if part not in ("", "."))


def place(member: str) -> Place:
    """The place of a member. `pki/` and `kubernetes/` at the top of a node's folder are taken as those folders of /etc;
    outside every root the path is `/` and the member. A path that is in upper case from its root on is read in lower
    case, as the files that name it do.
    """
    name = normalised(member)
    if (shouted := _SHOUTED.fullmatch(name)) and shouted[2].isupper():
        name = name[: -len(shouted[2])] + shouted[2].lower()
    if found := _ROOT.fullmatch(name):
        return Place(found[1] or "", f"/{found[2]}")
    if found := _KUBERNETES.fullmatch(name):
        return Place(found[1] or "", f"/etc/{found[2]}")
    if found := _PKI.fullmatch(name):
        return Place(found[1] or "", f"/etc/kubernetes/{found[2]}", bare_pki=True)
    return Place("", f"/{name}", rooted=False)
