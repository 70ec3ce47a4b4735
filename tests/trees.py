"""Real trees for tests: read with Python's own tarfile, changed, and given to the product as entries."""

import functools
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.analysis import analyse
from app.model.cluster import Cluster
from app.model.files import Entry
from app.reading.bounds import INSPECT
from app.reading.tree import Tree

TREES = Path(__file__).parent / "data" / "trees"
NAMES = tuple(sorted(path.name.removesuffix(".tar.gz") for path in TREES.glob("*.tar.gz")))
DISTRIBUTIONS = Path(__file__).parent / "data" / "distributions"
MADE = tuple(sorted(path.name.removesuffix(".tar.gz") for path in DISTRIBUTIONS.glob("*.tar.gz")))
"""The trees that tools/trees made, for want of the real tool."""
CLOCK = datetime(2026, 12, 15, 12, tzinfo=UTC)
"""A moment at which every real tree but kubeadm-1.37-expired is in date."""


@functools.cache
def entries(name: str) -> tuple[Entry, ...]:
    """The members of a real tree, or of one that tools/trees made."""
    found = []
    with tarfile.open((DISTRIBUTIONS if name in MADE else TREES) / f"{name}.tar.gz") as archive:
        for member in archive:
            if member.isfile() or member.issym():
                handle = archive.extractfile(member) if member.isfile() else None
                target = member.linkname if member.issym() else None
                owner = f"{member.uname or member.uid}:{member.gname or member.gid}"
                found.append(Entry(member.name, handle.read() if handle else b"", target, member.mode, owner))
    return tuple(found)


def cluster_of(found: Iterable[Entry], clock: datetime = CLOCK) -> Cluster:
    """The cluster that some entries show."""
    return analyse(Tree(tuple(found)), clock, INSPECT)


@functools.cache
def cluster(name: str) -> Cluster:
    """The cluster that a tree shows."""
    return cluster_of(entries(name))


def rewritten(
    found: Iterable[Entry], change: Callable[[str], str], where: Callable[[str], bool] = bool
) -> tuple[Entry, ...]:
    """The entries with the text of some members changed."""
    return tuple(
        replace(entry, data=change(entry.data.decode("latin-1")).encode("latin-1")) if where(entry.member) else entry
        for entry in found
    )
