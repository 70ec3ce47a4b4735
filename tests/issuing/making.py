"""Twins of the trees of this suite, all from one pool of throw-away keys."""

import functools
import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.analysis import document
from app.issuing.archive import archive
from app.issuing.keys import KeyPool
from app.issuing.twin import Change, Twin, unchanged
from app.model.cluster import Cluster
from app.model.files import Entry
from app.reading.bounds import INSPECT
from app.reading.folders import read_paths
from tests.trees import CLOCK, TREES, cluster_of

VERDICTS = TREES.parent / "go-verdicts"
ALL = (*sorted(TREES.glob("*.tar.gz")), *sorted(VERDICTS.glob("*.tar.gz")))
POOL = KeyPool()


@functools.cache
def opened(path: Path) -> Cluster:
    """The cluster in a tarball."""
    return cluster_of(read_paths([path], INSPECT).entries)


def verdict(number: int) -> Cluster:
    """The tree of a case that Go has judged."""
    return opened(VERDICTS / f"go-{number:03}.tar.gz")


def packed(cluster: Cluster, change: Change = unchanged) -> bytes:
    """The exported twin."""
    return archive(Twin(cluster, POOL, change), CLOCK)


def members(data: bytes) -> Iterator[Entry]:
    """What Python's own tarfile sees in an archive."""
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            handle = tar.extractfile(member) if member.isfile() else None
            target = member.linkname if member.issym() else None
            owner = f"{member.uname or member.uid}:{member.gname or member.gid}"
            yield Entry(member.name, handle.read() if handle else b"", target, member.mode, owner)


def twin_of(found: Cluster | Iterable[Entry]) -> Cluster:
    """The cluster that an exported twin shows when it is read again."""
    cluster = found if isinstance(found, Cluster) else cluster_of(found)
    return cluster_of(members(packed(cluster)))


def without_keys(cluster: Cluster) -> dict[str, Any]:
    """The document of a cluster with whatever depends on keys numbered in the order of its first place."""
    model = document(cluster)
    numbers: dict[str, int] = {}

    def number(text: str | None) -> int | None:
        return None if text is None else numbers.setdefault(text, len(numbers))

    for certificate in model["certificates"]:
        certificate["key"]["spki_sha256"] = number(certificate["key"]["spki_sha256"])
        certificate["fingerprint_sha256"] = number(certificate["fingerprint_sha256"])
    for key in model["keys"]:
        key["spki_sha256"] = number(key["spki_sha256"])
        del key["private"]
    for record in (*model["files"], *model["unreadable"]):
        for field in ("sha256", "size", "member"):
            record.pop(field, None)
    model["files"] = [file for file in model["files"] if file["path"] != "/TWIN.txt"]
    authorities = [c for c in model["components"] if c["kind"] == "certificate-authority"]
    model["components"] = [c for c in model["components"] if c not in authorities]
    model["authorities"] = sorted(str(c["evidence"]) for c in authorities)
    del model["distribution"]
    return model
