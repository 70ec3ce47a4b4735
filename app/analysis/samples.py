"""The clusters that come with the program and are opened by name: trees without their private keys, most of them real.

A sample is a folder of sample_pki/: one folder per node with the files at their paths, and sample.yaml, which says what
git and Windows would lose: links, modes, owners. It carries its own clock, so that it looks fresh at any time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..model.cluster import Cluster
from ..model.errors import KubepkiError
from ..model.files import Entry
from ..places import data_folder
from ..reading.bounds import WEB
from ..reading.tree import Tree
from . import analyse

NAMES = ("one", "ha2", "ha3", "old-1.22", "external-etcd", "k3s", "wrong")
"""In the order of the picker: the simplest first."""

LINK_MODE = 0o777
"""What tar says of every symbolic link."""


class UnknownSample(KubepkiError):
    """No sample has this name."""

    code = "unknown-sample"


@dataclass(frozen=True, slots=True)
class Sample:
    """What a picker says of a sample. `description` is one paragraph; `clock` the moment at which it is looked at."""

    name: str
    title: str
    description: str
    clock: datetime


@cache
def samples() -> tuple[Sample, ...]:
    """All samples, in the order of the picker."""
    return tuple(_sample(name) for name in NAMES)


@cache
def sample_tree(name: str) -> Tree:
    """The files and links of a sample, by path. Raises UnknownSample."""
    about = _about(name)
    folder = data_folder("sample_pki") / name
    modes = {path: int(mode, 8) for mode, paths in about["modes"].items() for path in paths}
    common, owner = int(about["mode"], 8), about["owner"]
    entries = [Entry(path, data, None, modes.get(path, common), owner) for path, data in _files(folder)]
    entries += [Entry(path, b"", target, LINK_MODE, owner) for path, target in about["links"].items()]
    return Tree(tuple(sorted(entries, key=lambda entry: entry.member)))


@lru_cache(maxsize=32)
def open_sample(name: str, clock: datetime | None = None) -> Cluster:
    """The cluster that a sample shows at a moment, by default its own. Raises UnknownSample."""
    return analyse(sample_tree(name), clock or _sample(name).clock, WEB)


def _sample(name: str) -> Sample:
    about = _about(name)
    return Sample(name, about["title"], about["description"], datetime.fromisoformat(about["clock"]))


@cache
def _about(name: str) -> dict[str, Any]:
    """The content of sample.yaml. Names are looked up in the list, so that none of them is a path to somewhere else."""
    if name not in NAMES:
        raise UnknownSample(f"There is no sample {name!r}.", remedy=f"The samples are {', '.join(NAMES)}.")
    content = (data_folder("sample_pki") / name / "sample.yaml").read_text("utf-8")
    about: dict[str, Any] = yaml.safe_load(content)
    return about


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for node in folder.iterdir():
        if node.is_dir():
            for file in node.rglob("*"):
                if file.is_file():
                    yield file.relative_to(folder).as_posix(), file.read_bytes()
