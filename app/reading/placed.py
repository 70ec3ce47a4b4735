"""A member at its place, and the folders that configuration names: there, files stand where flags say they do."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..model.files import Entry, FileKind
from .contents import Content
from .fields import mapping, text
from .manifest import read_pod
from .places import Place, normalised


@dataclass(frozen=True, slots=True)
class Placed:
    """A member with its place on a node and what it holds."""

    entry: Entry
    place: Place
    content: Content


def in_named_folders(members: Sequence[Placed]) -> Sequence[Placed]:
    """The members, those put right that stand below a node's folder just where its manifests' flags, or kubeadm's
    `certificatesDir`, name a folder: `cp1/srv/kubernetes/pki/ca.crt` is `/srv/kubernetes/pki/ca.crt` of cp1 if a
    manifest of cp1 says so, and no other node's `pki/`.
    """
    unsure = [member for member in members if not _is_sure(member)]
    if not unsure:
        return members
    named = {
        posixpath.join(member.place.folder, folder[1:]) + "/": member.place.folder
        for member in members
        if _is_sure(member)
        for folder in _folders(member.content)
    }
    return [member if _is_sure(member) else _put_right(member, named) for member in members] if named else members


def _is_sure(member: Placed) -> bool:
    """Whether a member stands below a whole root, such as etc/kubernetes, and not only below a `pki/`."""
    place = member.place
    return place.rooted and normalised(member.entry.member) == posixpath.join(place.folder, place.path[1:])


def _put_right(member: Placed, named: dict[str, str]) -> Placed:
    name = normalised(member.entry.member)
    at = name.rfind("/")
    while at > 0:
        folder = named.get(name[: at + 1])
        if folder is not None:
            path = name.removeprefix(f"{folder}/") if folder else name
            return replace(member, place=Place(folder, f"/{path}"))
        at = name.rfind("/", 0, at)
    return member


def _folders(content: Content) -> Iterator[str]:
    """The folders of files that flags and the kubelet's configuration name, as the node has them; `certificatesDir`."""
    for path in _paths(content):
        folder = posixpath.normpath(path)
        if folder.startswith("/") and folder.strip("/"):
            yield folder


def _paths(content: Content) -> Iterator[str]:
    if content.kind is FileKind.MANIFEST and content.documents:
        for container in read_pod(content.document("Pod"), "", "").containers:
            for flag in container.flags:
                yield posixpath.dirname(container.on_host(flag.value))
    for document in content.documents:
        if content.kind is FileKind.KUBEADM_CONFIG:
            yield text(document, "certificatesDir") or ""
        if content.kind is FileKind.KUBELET_CONFIG:
            yield posixpath.dirname(text(mapping(document, "authentication", "x509"), "clientCAFile") or "")
