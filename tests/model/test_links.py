"""Links in a node's tree: followed wherever in a path they stand, never out of the tree, never for long."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.cluster import Cluster, State
from app.model.files import Entry
from app.model.links import MAX_LINK_HOPS, follow
from tests.properties import examples
from tests.trees import cluster, cluster_of, entries

TREE = "kubeadm-1.37-cp1-workers"


@pytest.mark.parametrize(
    ("links", "path", "real"),
    [
        ({}, "/etc/a", "/etc/a"),
        ({"/a": "b"}, "/a", "/b"),
        ({"/etc/kubernetes/pki": "ssl"}, "/etc/kubernetes/pki/etcd/ca.crt", "/etc/kubernetes/ssl/etcd/ca.crt"),
        ({"/etc/kubernetes/pki": "/srv/tls"}, "/etc/kubernetes/pki/ca.crt", "/srv/tls/ca.crt"),
        ({"/a": "/b", "/b/c": "../d/e"}, "/a/c/f", "/d/e/f"),
        ({"/a/b": "/x/y"}, "/a/b/../c", "/x/c"),
        ({"/a": "../../../../etc"}, "/a/../../passwd", "/passwd"),
        ({"/a": "./b//c/."}, "/a/d", "/b/c/d"),
    ],
)
def test_links_in_the_middle(links: dict[str, str], path: str, real: str) -> None:
    """A link in any part of a path leads on from there; `..` behind it starts at its target; the top is the end."""
    assert follow(path, links.get) == real


@pytest.mark.parametrize("links", [{"/a": "a"}, {"/a": "b", "/b": "a"}, {"/a": "a/a"}, {"/a": "/a/b"}])
def test_loops_end(links: dict[str, str]) -> None:
    """A link that leads back to itself, alone, by another, or growing with every turn, is no path."""
    assert follow("/a/x", links.get) is None


def test_hops_are_bounded() -> None:
    """A chain of as many links as allowed is followed, one more is not."""
    chain = {f"/{number}": str(number + 1) for number in range(MAX_LINK_HOPS)}
    assert follow("/0", chain.get) == f"/{MAX_LINK_HOPS}"
    assert follow("/0", (chain | {f"/{MAX_LINK_HOPS}": "end"}).get) is None


@examples(60)
@given(
    st.dictionaries(
        st.sampled_from(["a", "a/b", "c", "d", "d/e"]),
        st.sampled_from(["a", "b", "../c", "d/e", "d", "./e", "../../d", "c/../d"]),
        max_size=4,
    ),
    st.sampled_from(["a", "a/b", "a/b/c", "c/e", "d/e/f", "c/../a/b"]),
)
def test_as_the_kernel_does(tmp_path_factory: pytest.TempPathFactory, links: dict[str, str], path: str) -> None:
    """Relative links in a real folder: where the kernel reaches a file, we reach the same one."""
    top = tmp_path_factory.mktemp("links")
    real: dict[str, str] = {}
    for name in ("a/b", "c/e", "d/e", "a/c", "b", "d/f"):
        _write(top / "in" / name)
    for name, target in links.items():
        place = top / "in" / name
        if not place.parent.is_symlink() and place.parent.is_dir() and not place.exists():
            place.symlink_to(target)
            real[f"/in/{name}"] = target
    reached = Path(os.path.realpath(top / "in" / path))
    found = follow(f"/in/{path}", real.get)
    if reached.is_file() and reached.is_relative_to(top):
        assert found is not None and top / found.lstrip("/") == reached


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")


def test_a_folder_that_is_a_link() -> None:
    """A tree whose pki/ is a link to another folder gives the same map as without it; without the link it is hollow."""
    moved = [
        replace(entry, member=entry.member.replace("etc/kubernetes/pki/", "etc/kubernetes/keys/"))
        for entry in entries(TREE)
    ]
    folders = {entry.member.partition("etc/kubernetes/")[0] for entry in moved if "/keys/" in entry.member}
    links = [Entry(f"{folder}etc/kubernetes/pki", b"", "keys") for folder in sorted(folders)]

    assert _sides(cluster_of(moved + links)) == _sides(cluster(TREE))
    assert _sides(cluster_of(moved)) != _sides(cluster(TREE))


def _sides(found: Cluster) -> list[tuple[str, State, int]]:
    return [
        (id_, connection.client.certificate.state, len(connection.server.client_ca.ids))
        for id_, connection in found.connections.items()
    ]
