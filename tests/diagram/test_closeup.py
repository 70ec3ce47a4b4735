"""The picture for the back row: what is spoken about, nothing else, and large enough."""

import pytest

from app.analysis.samples import open_sample
from app.diagram.closeup import close_up
from app.diagram.lines import lines
from app.diagram.marks import Scene
from app.diagram.scene import Look, place

WIDTH, HEIGHT, LEAST = 1344, 500, 20
"""Of the place on a projector of 1440 × 810; text of 11.5 must come out at about twenty pixels."""
SAMPLES = ("one", "ha2", "wrong", "old-1.22")


def shown(sample: str, look: Look) -> Scene:
    """The close-up of a selection."""
    return close_up(place(open_sample(sample), look), "api.example.test:6443")


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_line_is_its_two_boxes_with_level_rows(sample: str) -> None:
    """Whatever line of the picture is selected: two boxes, one straight line between them, inside the camera."""
    cluster = open_sample(sample)
    seen = 0
    for line in lines(cluster):
        if place(cluster, Look(connection=line.id)).current is None:
            continue
        scene = shown(sample, Look(connection=line.id))
        camera = scene.camera
        assert camera is not None
        areas = [one.area for one in (*scene.boxes, *scene.slips)]
        assert all(camera.x < area.x and area.right < camera.right for area in areas)
        if len(areas) != 2 or len(scene.wires) != 1:
            continue
        seen += 1
        (x1, y1), (x2, y2) = scene.wires[0].points
        assert y1 == y2 and {x1, x2} == {min(area.right for area in areas), max(area.x for area in areas)}
        assert all(area.y < y1 < area.bottom for area in areas)
    assert seen > 5


def test_text_can_be_read_from_the_back_row() -> None:
    """Between any two boxes of a usual tree the camera leaves file names twenty pixels, within a tenth."""
    for line in lines(open_sample("one")):
        camera = shown("one", Look(connection=line.id)).camera
        assert camera is not None
        assert min(WIDTH / camera.width, HEIGHT / camera.height) * 11.5 > LEAST * 0.9, line.id


def test_failing_lines_keep_their_ring_and_the_right_end() -> None:
    """The ring stands before the server's box, whichever side that is."""
    scene = shown("wrong", Look(connection="kubectl:admin.conf@cp1->kube-apiserver@cp1"))
    (ring,) = scene.rings
    client, server = scene.boxes
    assert client.area.right < ring.x < server.area.x and not scene.wires[0].arrows


def test_a_group_is_taken_where_it_stands() -> None:
    """Boxes do not move, what is dimmed is gone, the camera is smaller than the picture; with nothing selected it is
    the whole picture.
    """
    whole, some = place(open_sample("one"), Look(group="etcd")), shown("one", Look(group="etcd"))
    assert some.camera is not None and some.camera.height < whole.height
    areas = {box.component: box.area for box in whole.boxes}
    assert 0 < len(some.boxes) < len(whole.boxes)
    assert all(areas[box.component] == box.area for box in some.boxes)
    everything = shown("one", Look())
    assert everything.camera is not None and everything.camera.width == everything.width and everything.cards
