"""The chips of a prediction: at the row a line begins at, and in place of its arrow while nothing is told."""

from app.analysis.samples import open_sample
from app.diagram.lines import lines
from app.diagram.marks import Row, Scene
from app.diagram.outcomes import LineOutcome
from app.diagram.scene import Look, Prediction, place

SCHEDULER = "kube-scheduler@cp1->kube-apiserver@cp1"
TO_KUBELET = ["kube-apiserver@cp1->kubelet@worker1", "kube-apiserver@cp1->kubelet@worker2"]


def drawn(prediction: Prediction) -> Scene:
    return place(open_sample("one"), Look(), prediction)


def row(scene: Scene, name: str) -> Row:
    return next(row for box in scene.boxes for row in box.rows if row.name.value == name)


def test_a_marked_line_asks() -> None:
    """Its client's row says `dies?` in a dashed chip, its end is a ring; without a mark neither is there."""
    scene = drawn(Prediction(frozenset({SCHEDULER})))
    found = row(scene, "scheduler.conf")
    assert (found.tag.value, found.asks) == ("dies?", True)
    assert {ring.outcome for ring in scene.rings} == {LineOutcome.MARKED}
    assert next(wire for wire in scene.wires if wire.id == SCHEDULER).label.endswith("marked as dying")
    assert row(drawn(Prediction()), "scheduler.conf").chip is None
    assert not drawn(Prediction()).rings


def test_a_row_of_several_lines_says_how_many() -> None:
    """kube-apiserver shows one certificate to every kubelet: the row counts the marked ones."""
    one = row(drawn(Prediction(frozenset(TO_KUBELET[:1]))), "apiserver-kubelet-client.crt")
    count = sum(line.id.startswith("kube-apiserver@cp1->kubelet@") for line in lines(open_sample("one")))
    assert one.tag.value == f"1 of {count} die?"


def test_what_was_said_is_compared() -> None:
    """Once it is told the rows say how it came out, and the ends of lines are the real ones."""
    scene = drawn(Prediction(frozenset({SCHEDULER}), {SCHEDULER: "wrongly marked", TO_KUBELET[0]: "missed"}))
    assert row(scene, "scheduler.conf").tag.value == "wrongly marked"
    assert not row(scene, "scheduler.conf").asks
    assert "missed" in row(scene, "apiserver-kubelet-client.crt").tag.value
    assert not scene.rings


def test_what_is_broken_is_shown_before_it_is_told() -> None:
    """The row of the broken file says what was done to it, through a link too; the others do not."""
    file = "cp1:/etc/kubernetes/pki/apiserver.crt"
    scene = drawn(Prediction(broken={file: "has expired"}))
    assert row(scene, "apiserver.crt").tag.value == "× has expired"
    assert row(scene, "scheduler.conf").chip is None
    both = drawn(Prediction(frozenset({SCHEDULER}), None, {"cp1:/etc/kubernetes/scheduler.conf": "has expired"}))
    assert row(both, "scheduler.conf").tag.value == "× has expired, dies?"
