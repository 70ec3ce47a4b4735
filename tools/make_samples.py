"""Makes sample_pki/ from real trees, and from those that tools/trees made: one folder per node, no private key, links
and modes in sample.yaml.

`python -m tools.make_samples [FOLDER]`, by default into sample_pki/. The same bytes every time.
"""

import shutil
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from .public_halves import known, public

CHECKOUT = Path(__file__).resolve().parent.parent
TREES = CHECKOUT / "tests" / "data" / "trees"
MADE = CHECKOUT / "tests" / "data" / "distributions"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sample: its tree, what is said about it, the moment it is looked at, and its node where the tree names none."""

    name: str
    tree: str
    title: str
    description: str
    clock: str
    node: str = ""


RECIPES = (
    Recipe(
        name="one",
        tree="kubeadm-1.37-cp1-workers",
        title="One control-plane node, two workers",
        description="kubeadm 1.37 as it comes, with etcd on the control-plane node. worker1 made its kubelet's serving"
        " certificate itself, which is the default; worker2 has serverTLSBootstrap, so the cluster's CA signed it.",
        clock="2026-11-24T08:00:00Z",
    ),
    Recipe(
        name="ha2",
        tree="kubeadm-1.37-ha2",
        title="Two control-plane nodes",
        description="kubeadm 1.37 behind the controlPlaneEndpoint api.example.test. By certSANs, each API server's"
        " certificate also names hostname1 and hostname2.",
        clock="2026-11-24T08:00:00Z",
    ),
    Recipe(
        name="ha3",
        tree="kubeadm-1.37-ha3-stacked",
        title="Three control-plane nodes, stacked etcd",
        description="kubeadm 1.37 behind a controlPlaneEndpoint. The three etcd members talk to each other with their"
        " peer certificates. The CAs and the service account keys are the same on all nodes, all else is a node's own.",
        clock="2026-11-24T08:00:00Z",
    ),
    Recipe(
        name="old-1.22",
        tree="kubeadm-1.22-cp1",
        title="An older cluster, v1.22",
        description="kubeadm 1.22: administrators are system:masters, and the CAs have the serial number 0. The tree"
        " has no kubelet folder: what would stand there is drawn hollow.",
        clock="2026-11-24T08:00:00Z",
        node="cp1",
    ),
    Recipe(
        name="external-etcd",
        tree="kubeadm-external-etcd",
        title="External etcd",
        description="kubeadm 1.37 with etcd on three machines of its own, which are not in the tree: what they present"
        " is unknown. kubeadm was given the client's pair and the CA. Generated with throw-away keys.",
        clock="2026-11-24T08:00:00Z",
    ),
    Recipe(
        name="k3s",
        tree="k3s",
        title="k3s, a server and an agent",
        description="k3s has a CA for servers, one for clients, one for request headers and two for etcd. Its control"
        " plane is one process without manifests: each flag is convention. Generated with throw-away keys.",
        clock="2026-11-24T08:00:00Z",
    ),
    Recipe(
        name="wrong",
        tree="kubeadm-wrong",
        title="A cluster with things wrong",
        description="Four things are wrong in this kubeadm cluster: a certificate expired, one lacks a name that"
        " clients dial, a CA is another one of the same name, a key belongs to no certificate."
        " Generated with throw-away keys.",
        clock="2026-11-24T08:00:00Z",
    ),
)


def main(arguments: list[str]) -> None:
    """Make all samples, in place of those that are there."""
    target = Path(arguments[0]) if arguments else CHECKOUT / "sample_pki"
    for recipe in RECIPES:
        make(recipe, target / recipe.name)


def make(recipe: Recipe, folder: Path) -> None:
    """Make one sample in a folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    links: dict[str, str] = {}
    modes: dict[str, list[str]] = {}
    for path, member, data in _members(recipe):
        if member.issym():
            links[path] = member.linkname
            continue
        if not known(data):
            raise SystemExit(f"{recipe.tree}: {path} is of no kind that the collect command packs")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(public(data))
        modes.setdefault(f"{member.mode:04o}", []).append(path)
    (folder / "sample.yaml").write_bytes(_yaml(recipe, links, modes).encode())


def _members(recipe: Recipe) -> Iterator[tuple[str, tarfile.TarInfo, bytes]]:
    """The files and links of the tree by path, below one folder per node."""
    real = TREES / f"{recipe.tree}.tar.gz"
    with tarfile.open(real if real.exists() else MADE / real.name) as archive:
        for member in sorted(archive, key=lambda member: member.name):
            if member.isdir():
                continue
            if (member.uname, member.gname) != ("root", "root"):
                raise SystemExit(f"{recipe.tree}: {member.name} is not root's; sample.yaml cannot say so")
            content = archive.extractfile(member) if member.isfile() else None
            path = f"{recipe.node}/{member.name}" if recipe.node else member.name
            yield path, member, content.read() if content else b""


def _yaml(recipe: Recipe, links: dict[str, str], modes: dict[str, list[str]]) -> str:
    common = max(modes, key=lambda mode: len(modes[mode]))
    document = {
        "title": recipe.title,
        "description": recipe.description,
        "clock": recipe.clock,
        "owner": "root:root",
        "mode": common,
        "modes": {mode: sorted(paths) for mode, paths in sorted(modes.items()) if mode != common},
        "links": dict(sorted(links.items())),
    }
    head = f"# Made by tools/make_samples.py from {recipe.tree}. `mode` is that of every file not listed in `modes`.\n"
    return head + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=116)


if __name__ == "__main__":
    main(sys.argv[1:])
