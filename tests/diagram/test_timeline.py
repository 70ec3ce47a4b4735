"""The timeline: every certificate once on the axis, the crowded day in minutes, no mark over another."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from app.diagram.marks import Seal
from app.diagram.timeline import LEFT, MAX_ROWS, NEAR, RIGHT, Event, Spot, Timeline, timeline

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def event(name: str, moment: datetime, node: str = "cp1", family: str = "kubeadm") -> Event:
    return Event(f"{node}:/{name}#", moment, node, name, family, Seal.CIRCLE)


def counted(spots: tuple[Spot, ...]) -> int:
    return sum(spot.count for spot in spots)


def crowd(nodes: int) -> Timeline:
    """Some nodes whose certificates end on one day."""
    found = [
        event(name, NOW + 364 * DAY + timedelta(minutes=n), f"n{n:02}") for n in range(nodes) for name in ("a", "b")
    ]
    return timeline([*found, event("ca", NOW + 3649 * DAY)], NOW, None)


def test_every_event_is_on_the_axis_once() -> None:
    """Counts add up, between now and ten years; what has ended stands before now, the far future at the end."""
    drawn = timeline([event("a", NOW - DAY), event("b", NOW + DAY), event("c", NOW + 9000 * DAY)], NOW, None)
    assert counted(drawn.spots) == drawn.total == 3
    assert drawn.spots[0].x < LEFT <= drawn.spots[1].x
    assert drawn.spots[-1].x == RIGHT
    assert drawn.zoom is None


def test_neighbours_become_one_mark() -> None:
    """No two marks of a row are nearer than NEAR; two that are apart stay two."""
    drawn = crowd(5)
    assert drawn.zoom is not None
    for spots in (drawn.spots, *(row.spots for row in drawn.zoom.rows)):
        for left, right in pairwise(spots):
            assert right.x - left.x >= NEAR / 2
    assert len(drawn.spots) == 2


def test_a_crowded_day_has_a_row_for_each_node() -> None:
    """All of its events are there again; beyond MAX_ROWS the last row stands for the other nodes."""
    few, many = crowd(5).zoom, crowd(60).zoom
    assert few is not None
    assert many is not None
    assert [row.name.value for row in few.rows] == [f"n0{n}" for n in range(5)]
    assert len(many.rows) == MAX_ROWS
    assert many.rows[-1].name.value == "49 more"
    assert sum(counted(row.spots) for row in many.rows) == 120


def test_labels_stay_beside_their_marks() -> None:
    """A label overlaps neither the next mark nor the frame."""
    found = [event(f"certificate-{n}", NOW + 364 * DAY + timedelta(minutes=7 * n)) for n in range(8)]
    zoom = timeline(found, NOW, None).zoom
    assert zoom is not None
    spots = zoom.rows[0].spots
    assert any(spot.label for spot in spots)
    for spot in spots:
        if spot.label is None:
            continue
        begin = spot.label.x - (spot.label.width if spot.label.end else 0)
        end = begin + spot.label.width
        assert begin >= LEFT
        assert end <= RIGHT
        assert not any(begin < other.x + other.width / 2 and other.x - other.width / 2 < end for other in spots)


def test_one_moment_is_a_window_too() -> None:
    """Certificates that end within a second are drawn, and the window has its marks."""
    zoom = timeline([event(str(n), NOW + 10 * DAY) for n in range(5)], NOW, None).zoom
    assert zoom is not None
    assert len(zoom.ticks) >= 2
    assert counted(zoom.rows[0].spots) == 5


def test_the_selected_day_is_the_one_that_is_shown() -> None:
    """With two crowded days the larger; with a certificate of the other selected that other, its mark current."""
    early = [event(f"e{n}", NOW + 30 * DAY) for n in range(4)]
    late = [event(f"l{n}", NOW + 60 * DAY) for n in range(6)]
    plain, chosen = timeline(early + late, NOW, None).zoom, timeline(early + late, NOW, early[0].id).zoom
    assert plain is not None
    assert chosen is not None
    assert plain.day.date() == (NOW + 60 * DAY).date()
    assert chosen.day.date() == (NOW + 30 * DAY).date()
    assert chosen.rows[0].spots[0].current
