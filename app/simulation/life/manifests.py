"""The static pods that a host's manifests ask for."""

from functools import lru_cache

from ...model.configuration import StaticPod
from ...reading.bounds import INSPECT
from ...reading.budget import Budget
from ...reading.fields import text
from ...reading.manifest import read_pod
from ...reading.problem import CannotRead
from ...reading.yaml import read_yaml
from ..files import File, FileError, Files
from .kubelet import FOLDER


def wanted(files: Files, host: str) -> dict[str, tuple[bytes, StaticPod]]:
    """Pod name → its manifest's bytes and what they say. Hidden files and what is no pod do not count (the kubelet's
    file source, which reads every file of the folder).
    """
    try:
        names = files.folder(FOLDER)
    except FileError:
        return {}
    found: dict[str, tuple[bytes, StaticPod]] = {}
    for name in names:
        inode = files.get(f"{FOLDER}/{name}")
        if name.startswith(".") or not isinstance(inode, File):
            continue
        pod = _pod(inode.data, f"{FOLDER}/{name}")
        if pod is not None and pod.containers and pod.name:
            found.setdefault(f"{pod.name}-{host}", (inode.data, pod))
    return found


@lru_cache(maxsize=256)
def _pod(data: bytes, path: str) -> StaticPod | None:
    try:
        documents = read_yaml(data, Budget(INSPECT))
    except CannotRead:
        return None
    first = documents[0] if documents and isinstance(documents[0], dict) else {}
    return read_pod(first, "", path) if text(first, "kind") == "Pod" else None
