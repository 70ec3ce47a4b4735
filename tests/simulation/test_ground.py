"""What worlds on one cluster share, and what each has for itself."""

import gc
import weakref

from app.analysis.samples import open_sample
from app.issuing.keys import KeyKind, KeyPool
from app.simulation.beginning import begin
from app.simulation.files import File
from app.simulation.ground import ground_of
from app.simulation.terminal import Terminal
from app.simulation.world import World

CA = "/etc/kubernetes/pki/ca.crt"


def data(world: World, path: str = CA) -> bytes:
    found = world.hosts["cp1"].files.get(path)
    assert isinstance(found, File)
    return found.data


def test_worlds_on_one_cluster_hold_its_files_once() -> None:
    """The very same bytes; with another source of keys, others."""
    cluster, pool = open_sample("one"), KeyPool()
    first, second = (begin(cluster, pool, cluster.clock) for _ in range(2))
    assert data(first) is data(second)
    assert data(begin(cluster, KeyPool(), cluster.clock)) != data(first)


def test_what_one_changes_the_other_does_not_see() -> None:
    """A certificate made anew is one world's; the other makes the same when it asks: keys follow from the order."""
    cluster, pool = open_sample("one"), KeyPool()
    first, second = (begin(cluster, pool, cluster.clock) for _ in range(2))
    path = "/etc/kubernetes/pki/apiserver.crt"
    before = data(first, path)
    for world in (first, second):
        assert data(world, path) is before
        Terminal.on(world, "cp1", lambda: 0.0).type(f"rm {path[:-3]}{{crt,key}}; kubeadm init phase certs apiserver")
        assert data(world, path) != before
    assert data(first, path) == data(second, path)
    kind = KeyKind("RSA", 2048)
    assert first.new_key(kind) is not first.new_key(kind)


def test_the_ground_goes_with_the_last_world_on_it() -> None:
    """Nothing of a cluster is kept for its own sake."""
    cluster, pool = open_sample("one"), KeyPool()
    world = begin(cluster, pool, cluster.clock)
    ground = weakref.ref(ground_of(cluster, pool))
    gc.collect()
    assert ground() is not None
    del world
    gc.collect()
    assert ground() is None
