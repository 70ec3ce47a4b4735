"""Which kubelets are unlike most of their cluster, and why."""

from datetime import UTC, datetime

import pytest

from app.diagram.scene import Look, place
from app.topology.authorities import Authorities
from app.topology.oddities import Oddity, counted_oddities, oddities
from tests.diagram.made import with_workers
from tests.trees import CLOCK, cluster_of
from tests.workers import Worker, tree

LONG_AGO = datetime(2026, 11, 30, tzinfo=UTC)


def found(unusual: dict[int, Worker], count: int = 8) -> dict[str, tuple[Oddity, ...]]:
    cluster = cluster_of(tree(count, unusual))
    return dict(oddities(cluster, Authorities(cluster)))


def test_workers_that_are_made_alike_are_alike() -> None:
    """Their own keys, serials and names make no worker unlike the others; the control-plane node has another CA."""
    assert set(found({})) <= {"kubelet@cp1"}


@pytest.mark.parametrize(
    ("how", "oddity"),
    [
        (Worker(until=LONG_AGO), Oddity.EXPIRED),
        (Worker(stranger=True), Oddity.OTHER_CA),
        (Worker(signed=True), Oddity.SIGNED),
        (Worker(named=False), Oddity.MISSING_SAN),
        (Worker(client=False), Oddity.OTHER_FILES),
    ],
)
def test_one_worker_that_differs_is_named_with_its_reason(how: Worker, oddity: Oddity) -> None:
    """Of eight workers the fifth differs in one trait: it alone is unlike, for this reason alone."""
    unlike = found({4: how})
    unlike.pop("kubelet@cp1", None)
    assert unlike == {"kubelet@worker-0004": (oddity,)}


def test_a_self_made_serving_certificate_among_signed_ones() -> None:
    """Where the cluster's CA signs the kubelets' serving certificates, the one that made its own stands out."""
    unlike = found({number: Worker(signed=True) for number in range(7)})
    unlike.pop("kubelet@cp1", None)
    assert unlike == {"kubelet@worker-0007": (Oddity.SELF_MADE,)}


def test_what_all_have_in_common_is_no_oddity() -> None:
    """Where every worker's certificate has expired none is unlike for it, but the one that is in date stays alike too:
    being in date is never a reason.
    """
    unlike = found({number: Worker(until=LONG_AGO) for number in range(7)})
    assert "kubelet@worker-0003" not in unlike and "kubelet@worker-0007" not in unlike


def test_several_reasons_are_counted_each() -> None:
    """A worker that has expired and is signed by a stranger counts under both."""
    unlike = found({1: Worker(until=LONG_AGO, stranger=True), 2: Worker(until=LONG_AGO)})
    unlike.pop("kubelet@cp1", None)
    assert counted_oddities(unlike.values()) == {Oddity.EXPIRED: 2, Oddity.OTHER_CA: 1}


def test_the_picture_keeps_the_odd_out_of_the_fold_and_counts_the_rest() -> None:
    """One that is alike and one that is not have a box; the fold says how many are alike and how the others differ."""
    expired = Worker(until=LONG_AGO)
    scene = place(cluster_of(tree(40, {9: expired, 20: expired, 30: Worker(stranger=True)}), CLOCK), Look())
    shown = [box.component for box in scene.boxes if box.title.value == "kubelet"]
    assert shown == ["kubelet@worker-0000", "kubelet@worker-0009"]
    fold = next(slip for slip in scene.slips if "alike" in slip.label)
    assert "1 expired" in fold.label and "alike" in fold.label


def test_a_fold_of_equals_speaks_of_no_difference() -> None:
    """The others of a real cluster, whose kubelets made their serving certificates themselves, are just counted."""
    scene = place(with_workers(40), Look())
    assert [slip.texts[0].value for slip in scene.slips if "kubelet" in slip.label] == [
        "kubelet on worker3 and 38 more"
    ]
