"""The layout: on every real tree and on odd ones nothing overlaps, and every line is there once."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from app.analysis.samples import NAMES as SAMPLES
from app.analysis.samples import open_sample
from app.diagram.choice import control_planes
from app.diagram.lines import lines
from app.diagram.marks import Area, Point, Scene, Wire
from app.diagram.outcomes import LineOutcome
from app.diagram.scene import Look, place
from app.diagram.text import NAME_LIMIT
from app.model.cluster import Cluster
from tests.trees import MADE, NAMES, cluster

from .geometry import complaints, crossings
from .made import SYNTHETIC, WORKERS, with_workers

CLUSTERS: dict[str, Callable[[], Cluster]] = {
    **{name: lambda name=name: cluster(name) for name in (*NAMES, *MADE)},  # type: ignore[misc]
    **{f"sample {name}": lambda name=name: open_sample(name) for name in SAMPLES},  # type: ignore[misc]
    **SYNTHETIC,
}
every_cluster = pytest.mark.parametrize("name", CLUSTERS)


@cache
def made(name: str) -> Cluster:
    return CLUSTERS[name]()


def pictures(name: str) -> list[Scene]:
    """The pictures of a cluster: of each control-plane node, without and with its internals."""
    found = made(name)
    nodes = control_planes(found) or (None,)
    return [place(found, Look(node=node, internals=on)) for node in nodes for on in (False, True)]


@every_cluster
def test_nothing_overlaps(name: str) -> None:
    """No wire runs through a box or a text, no text leaves its box, no two boxes, texts or badges overlap."""
    for scene in pictures(name):
        assert complaints(scene) == []


@every_cluster
def test_hardly_any_wires_cross(name: str) -> None:
    """At most two crossings at first, with the internals those of the probe too, and two more where a port has a trunk
    for failing lines; each has a bridge.
    """
    for scene in pictures(name):
        found = crossings(scene)
        two_trunks = any(wire.outcome is LineOutcome.FAILS for wire in scene.wires)
        assert len(found) <= (6 if scene.internals else 2) + 2 * two_trunks
        bridges = {bridge.path for wire in scene.wires for bridge in wire.bridges}
        for x, y in found:
            assert {f"M{x - 7:g} {y:g}h14", f"M{x:g} {y - 7:g}v14"} & bridges


@every_cluster
def test_every_main_line_is_drawn_once(name: str) -> None:
    """Over the pictures of all control-plane nodes each main line is a wire or stands in a fold, never twice in one."""
    found = made(name)
    main = {line.id for line in lines(found) if not line.internal}
    seen: set[str] = set()
    for scene in pictures(name):
        drawn = [line for wire in scene.wires for line in wire.lines]
        folded = [line for slip in scene.slips for line in slip.lines]
        assert len(drawn) == len(set(drawn))
        assert not set(drawn) & set(folded)
        seen |= set(drawn) | set(folded)
    assert main <= seen


def has_two_trunks(scene: Scene, wire: Wire) -> bool:
    """Whether failing and working lines end beside each other at a wire's port."""
    x, y = wire.points[-1]
    ends = [(other.points[-1], other.outcome is LineOutcome.FAILS) for other in scene.wires]
    return {fails for (x2, y2), fails in ends if x2 == x and abs(y2 - y) <= 16} == {True, False}


def last_stretches(scene: Scene) -> dict[Point, set[bool]]:
    """Where lines run last, and whether those that fail do and whether the others do."""
    found: dict[Point, set[bool]] = {}
    for wire in scene.wires:
        if wire.start is not None:
            found.setdefault(wire.points[-1], set()).add(wire.outcome is LineOutcome.FAILS)
    return found


@every_cluster
def test_working_and_failing_lines_never_share_the_last_stretch(name: str) -> None:
    """At each port the lines that fail and those that do not end apart."""
    for scene in pictures(name):
        assert all(len(kinds) == 1 for kinds in last_stretches(scene).values())


def test_a_shared_last_stretch_would_be_seen() -> None:
    """Lines that are put back on one trunk are complained of, and the two trunks of the sample stand 16 px apart."""
    scene = place(open_sample("wrong"), Look())
    at_server = [wire for wire in scene.wires if wire.group == 1 and wire.points[-1][0] == 384]
    assert {wire.points[-1][1] for wire in at_server} == {285, 301}
    together = [replace(wire, points=(*wire.points[:-1], (384.0, 293.0))) for wire in at_server]
    assert {len(kinds) for kinds in last_stretches(replace(scene, wires=tuple(together))).values()} == {2}


@every_cluster
def test_internals_add_and_move_nothing(name: str) -> None:
    """With the internals every box stays where it was (the API server's only grows), and every wire runs as before,
    unless the internals bring failing ones to the port of working ones.
    """
    scenes = pictures(name)
    for plain, full in zip(scenes[::2], scenes[1::2], strict=True):
        assert [(box.component, box.area.x, box.area.y) for box in plain.boxes] == [
            (box.component, box.area.x, box.area.y) for box in full.boxes
        ]
        after = {wire.id: wire for wire in full.wires}
        for wire in plain.wires:
            alike = len(wire.points) == len(after[wire.id].points) and wire.points[0] == after[wire.id].points[0]
            assert wire.points == after[wire.id].points or (alike and has_two_trunks(full, after[wire.id]))


@every_cluster
def test_the_same_cluster_gives_the_same_picture(name: str) -> None:
    """Placing twice gives equal numbers."""
    assert place(made(name), Look(internals=True)) == place(CLUSTERS[name](), Look(internals=True))


@every_cluster
def test_long_names_are_cut_in_the_middle(name: str) -> None:
    """No file and no node is shown with more than 28 characters."""
    for scene in pictures(name):
        for box in scene.boxes:
            assert all(len(row.name.value) <= NAME_LIMIT for row in box.rows)


def test_a_worker_more_moves_no_box() -> None:
    """Of a third, a tenth, a thousandth worker only the fold speaks."""
    few = place(with_workers(3), Look())
    for count in (10, 1000):
        many = place(with_workers(count), Look())
        assert [box.area for box in many.boxes] == [box.area for box in few.boxes]
        assert [wire.points for wire in many.wires] == [wire.points for wire in few.wires]
    assert many.slips[0].texts[0].value == "kubelet on worker3 and 998 more"


def test_kinds_have_the_same_place_in_every_tree() -> None:
    """kubectl, the controller manager, pods, the API server's certificate and etcd stand where they always stand."""
    for name in NAMES:
        scene = place(cluster(name), Look())
        tops = {box.title.value: box.area.y for box in scene.boxes}
        fixed = {"kubectl": 121, "kube-scheduler": 233, "kube-controller-manager": 317, "Pods": 429, "etcd": 535}
        assert all(tops[kind] == y for kind, y in fixed.items() if kind in tops)
        server = next(box for box in scene.boxes if box.title.value == "kube-apiserver")
        row = next(row for row in server.rows if " server," in row.label)
        assert row.area.y == 279


def broken(**changed: object) -> Scene:
    """A good picture with its API server's box changed."""
    scene = place(cluster(WORKERS), Look())
    boxes = tuple(
        replace(box, **changed) if box.title.value == "kube-apiserver" else box  # type: ignore[arg-type]
        for box in scene.boxes
    )
    return replace(scene, boxes=boxes)


def test_the_checker_sees_a_box_in_the_way() -> None:
    """A box that grows over the gutter is complained of: by the wires that it cuts and the badges that it hides."""
    found = " ".join(complaints(broken(area=Area(300, 215, 388, 182))))
    assert "runs through the box" in found and "stands on a box" in found


def test_the_checker_sees_a_box_on_a_box() -> None:
    """A box that grows down over etcd is complained of, also because it stands on the zone's edge."""
    found = " ".join(complaints(broken(area=Area(384, 215, 304, 340))))
    assert "overlap" in found and "zone" in found


def test_the_checker_sees_text_that_leaves_its_box() -> None:
    """A title too wide for its box is complained of."""
    scene = place(cluster(WORKERS), Look())
    wide = replace(scene.boxes[0].title, width=300.0)
    found = complaints(replace(scene, boxes=(replace(scene.boxes[0], title=wide), *scene.boxes[1:])))
    assert any("leaves its box" in complaint for complaint in found)
    assert any("overlaps" in complaint for complaint in found)


def test_the_checker_sees_tangled_and_loose_wires() -> None:
    """A wire that runs on another group's lane, ends nowhere and carries a badge beside itself is complained of."""
    scene = place(cluster(WORKERS), Look())
    pods = next(wire for wire in scene.wires if wire.group == 6)
    lane = next(wire for wire in scene.wires if wire.group == 1).points
    moved = replace(pods, points=(*lane[:-1], (400.0, lane[-1][1] + 3)))
    found = " ".join(complaints(replace(scene, wires=(*(w for w in scene.wires if w is not pods), moved))))
    assert "run on each other" in found and "ends beside every box" in found and "is not on its line" in found
