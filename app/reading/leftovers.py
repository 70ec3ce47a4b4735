"""Leftovers: what editors and kubeadm leave beside the files that count. They are listed, and take no part."""

import posixpath
import re

from ..model.files import FileKind, SourceFile

_LEFTOVER = re.compile(
    r".*(?:~|\.(?:bak|backup|old|orig|save|saved|swp|swo|tmp|disabled|rpmsave|rpmnew|dpkg-(?:old|dist|new))(?:[.-]?\d+)?)"
    r"|\.#.*|#.*#",
    re.IGNORECASE,
)
"""vim's and Emacs' copies, what people append to keep the old one, package managers' copies."""

_KUBEADM_COPIES = re.compile(
    r"/etc/kubernetes/tmp/.*|.*/kubeadm-(?:backup|upgraded|init-dryrun|join-dryrun|kubelet-config)[^/]*/.*"
)
"""`kubeadm upgrade` keeps the old manifests and etcd's data there (cmd/kubeadm/app/constants)."""

_WITH_A_PART = frozenset((FileKind.KUBECONFIG, FileKind.MANIFEST, FileKind.KUBELET_CONFIG, FileKind.KUBEADM_CONFIG))
"""What gives a program or a client its place on the map. Certificates and keys are found by who names them."""

STATIC_PODS = "/etc/kubernetes/manifests"


def is_leftover(path: str) -> bool:
    """Whether a file at this path of a node is a copy that no program reads by its name, or stands in a folder that is
    one: /etc/kubernetes/manifests.bak, /etc/kubernetes.old.
    """
    return _KUBEADM_COPIES.fullmatch(path) is not None or any(map(_LEFTOVER.fullmatch, path.split("/")))


def is_left_out(file: SourceFile) -> bool:
    """Whether a file's content would give it a part, and its name says that it is a leftover."""
    return file.kind in _WITH_A_PART and is_leftover(file.path)


def is_run_all_the_same(path: str) -> bool:
    """Whether the kubelet runs a leftover: it takes every file of its folder of static pods but those whose names begin
    with a dot (pkg/kubelet/config/file.go, `[^.]*`).
    """
    folder, name = posixpath.split(path)
    return folder == STATIC_PODS and is_leftover(path) and not name.startswith(".")
