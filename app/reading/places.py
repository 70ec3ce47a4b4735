"""Where an archive's member stands on its node (docs/model.md, "Places" and "Roots of a node")."""

import re
from dataclasses import dataclass

_LEADING = re.compile(r"\A(?:\.?/)+")
_ROOT = re.compile(r"(?:(.*?)/)??((?:etc/kubernetes|etc/ssl/etcd|var/lib/kubelet|var/lib/etcd|root)/.*)", re.DOTALL)
_KUBERNETES = re.compile(r"(?:([^/]+)/)?kubernetes/(.*)", re.DOTALL)
_PKI = re.compile(r"(?:(.*?)/)??(pki/.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """`folder`: what precedes the node's root (`""` for the top); `path`: absolute on the node; `rooted`: whether the
    member stands below a root, and so makes a node; `bare_pki`: whether that root is a `pki/` of its own.
    """

    folder: str
    path: str
    rooted: bool
    bare_pki: bool = False


def place(member: str) -> Place:
    """The place of a member. A bare `pki/` or `kubernetes/` is taken as that folder of /etc; outside every root the path
    is `/` and the member.
    """
    name = _LEADING.sub("", member)
    if found := _ROOT.fullmatch(name):
        return Place(found[1] or "", f"/{found[2]}", rooted=True)
    if found := _KUBERNETES.fullmatch(name):
        return Place(found[1] or "", f"/etc/kubernetes/{found[2]}", rooted=True)
    if found := _PKI.fullmatch(name):
        return Place(found[1] or "", f"/etc/kubernetes/{found[2]}", rooted=True, bare_pki=True)
    return Place("", f"/{name}", rooted=False)
