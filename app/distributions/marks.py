"""How surely a tree is of a distribution: the paths that only it, or few others, have."""

import posixpath
from collections.abc import Iterable, Mapping

from ..model.cluster import Distribution
from ..model.inventory import Inventory


def scored(name: str, inventory: Inventory, marks: Mapping[str, float], extra: Iterable[str] = ()) -> Distribution:
    """The weights of the marks that any node shows, summed up to 1. A mark that ends in `/` is a folder that holds a
    file or link; one with `*` a pattern of the last part of a path. Each `extra` (what a file says) weighs 0.5.
    """
    paths = {file.path for file in inventory.files.values()}
    listed = "".join(f"\n{path}" for path in paths)
    found = {mark: weight for mark, weight in marks.items() if _shown(mark, paths, listed)}
    found |= dict.fromkeys(extra, 0.5)
    return Distribution(name, round(min(1.0, sum(found.values())), 2), tuple(found))


def _shown(mark: str, paths: set[str], listed: str) -> bool:
    """`listed`: the same paths, each behind a line break, which no path holds."""
    if mark.endswith("/"):
        return f"\n{mark}" in listed
    if "*" not in mark:
        return mark in paths
    head, _, tail = mark.partition("*")
    folder = posixpath.dirname(head)
    return any(path.startswith(head) and path.endswith(tail) and posixpath.dirname(path) == folder for path in paths)


def flag_values(inventory: Inventory, program: str, flag: str) -> list[str]:
    """What the manifests of a program give a flag, in the order of their files."""
    return [
        value
        for _, pod in sorted(inventory.pods.items())
        for container in pod.containers
        if container.program == program and (value := container.flag(flag))
    ]
