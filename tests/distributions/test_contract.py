"""The contract of a distribution: what every module of app/distributions must keep, and every tree of theirs."""

import re
from collections.abc import Iterator

import pytest

from app.distributions import layout_of, layouts, recognise
from app.distributions.layout import Layout
from app.model.cluster import Distribution, State
from app.model.inventory import Inventory
from app.topology.settings import CONVENTION
from tests.trees import MADE, NAMES, cluster

LAYOUTS = {layout.name: layout for layout in layouts()}
KNOWN = ("generic", "k3s", "kind", "kubeadm", "kubernetes-the-hard-way", "kubespray", "minikube", "rke2")
KINDS = {"kube-apiserver", "etcd", "kube-controller-manager", "kube-scheduler"}
EMPTY = Inventory((), {}, {}, {}, {}, {}, {}, {}, ())


def distribution_of(tree: str) -> str:
    """What a tree's name says that it is: the real ones are kubeadm's, and so are those that begin so."""
    return "kubeadm" if tree.startswith("kubeadm") else tree


def paths_of(layout: Layout) -> Iterator[str]:
    """Every path that a layout names."""
    for field in layout.__dataclass_fields__:
        value = getattr(layout, field)
        if isinstance(value, str) and field not in ("name", "refines"):
            yield value
        elif field in ("kubelet_serving", "kubelet_rotated_serving", "etcd_client") and value:
            yield from (value.certificate, value.key)
        elif field in ("control_plane_files", "control_plane_folders"):
            yield from value
    tables = [*layout.flags.values(), *(host.flags for host in layout.host_programs.values())]
    for flags in tables:
        yield from (value for name, value in flags.items() if re.search(r"-(file|cafile|certfile|keyfile)$", name))


def test_every_module_is_found() -> None:
    """Distributions are discovered; there is no list that a new one must be added to."""
    assert tuple(LAYOUTS) == KNOWN


@pytest.mark.parametrize("name", KNOWN)
def test_a_layout_is_whole(name: str) -> None:
    """Paths are absolute and normal, flags are pflag's, kinds are programs, and what it refines exists."""
    layout = LAYOUTS[name]
    for path in paths_of(layout):
        assert re.fullmatch(r"(/[A-Za-z0-9._{}-]+)+", path), path
    assert set(layout.flags) | set(layout.host_programs) <= KINDS
    assert not set(layout.flags) & set(layout.host_programs)
    for flags in (*layout.flags.values(), *(host.flags for host in layout.host_programs.values())):
        assert all(flag.startswith("--") and "=" not in flag for flag in flags)
    assert layout.refines is None or layout.refines in LAYOUTS
    assert bool(layout.control_plane_files) == bool(layout.flags)
    assert layout.etcd_client is None or layout.etcd_tools


@pytest.mark.parametrize("name", KNOWN)
def test_a_score_is_a_probability_with_evidence(name: str) -> None:
    """On every tree the score lies between 0 and 1; more than nothing has evidence. On no file at all it is nothing."""
    recogniser = LAYOUTS[name].recognise
    for tree in (*NAMES, *MADE):
        found = recogniser(cluster(tree).inventory)
        assert found.name == name
        assert 0 <= found.score <= 1
        assert bool(found.evidence) == (found.score > 0)
    assert recogniser(EMPTY).score == (0.15 if name == "generic" else 0)


@pytest.mark.parametrize("tree", [*NAMES, *MADE])
def test_a_tree_is_recognised(tree: str) -> None:
    """Each tree is taken for what it is, by marks that are really in it."""
    layout, found = recognise(cluster(tree).inventory)
    assert layout.name == found.name == distribution_of(tree)
    assert cluster(tree).distribution == found


def test_each_distribution_has_a_tree() -> None:
    """None is known that no tree shows."""
    assert {distribution_of(tree) for tree in (*NAMES, *MADE)} == set(KNOWN)


def test_of_two_that_fit_the_refinement_is_taken() -> None:
    """kind has all of kubeadm's files: with its own marks it is kind, and without them kubeadm."""
    inventory = cluster("kind").inventory
    assert LAYOUTS["kubeadm"].recognise(inventory).score == LAYOUTS["kind"].recognise(inventory).score == 1
    assert LAYOUTS["kind"].recognise(cluster("kubeadm-1.37-cp1-workers").inventory).score == 0


def test_a_name_that_is_none_is_an_error() -> None:
    """A distribution that no module has is a mistake of the program, and not silently another one."""
    with pytest.raises(StopIteration):
        layout_of(Distribution("openshift", 1.0, ()), EMPTY)


@pytest.mark.parametrize("tree", MADE)
def test_all_of_a_tree_is_read(tree: str) -> None:
    """Nothing in it is unreadable, no node is made up, and no connection ends at a file that is not there."""
    found = cluster(tree)
    assert not found.inventory.unreadable
    assert {node.id for node in found.nodes} == {file.member.split("/")[0] for file in found.inventory.files.values()}
    tokens = {State.NOT_IN_TREE}
    for connection in found.connections.values():
        sides = (connection.client.certificate, connection.client.key, connection.client.ca)
        sides += (connection.server.certificate, connection.server.key, connection.server.client_ca)
        assert not [side for side in sides if side.state in (State.UNREADABLE, *tokens)], connection.id


@pytest.mark.parametrize("tree", MADE)
def test_convention_stands_only_where_nothing_is_written(tree: str) -> None:
    """What a manifest's flag says is never told as convention, and what is told as convention names no file."""
    found = cluster(tree)
    for connection in found.connections.values():
        for row in connection.evidence:
            assert (row.file is None) == (row.field == CONVENTION)
            assert row.file is None or row.file in found.inventory.files


@pytest.mark.parametrize("tree", MADE)
def test_only_kubeadm_has_kubeadm(tree: str) -> None:
    """No tool stands on the map of a distribution that does not have it."""
    found = cluster(tree)
    tools = set(LAYOUTS[found.distribution.name].etcd_tools)
    kinds = {component.kind for component in found.components.values()}
    members = "etcd" in kinds and any(node.roles != ("worker",) and "etcd" in node.roles for node in found.nodes)
    assert kinds & {"kubeadm", "etcdctl"} == (tools if members else set())
