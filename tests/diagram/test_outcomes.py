"""How the picture says what becomes of a line: arrow or ring, a row at fault, and lines whose connections disagree."""

from dataclasses import replace

from app.analysis.samples import open_sample
from app.breaking.broken import broken
from app.breaking.fault import parse
from app.diagram.lines import lines
from app.diagram.marks import Scene
from app.diagram.outcomes import LineOutcome, outcome_of
from app.diagram.scene import Look, place
from app.model.cluster import Cluster
from app.model.verdicts import Outcome
from tests.trees import cluster

KUBECTL = "kubectl:admin.conf@cp1->kube-apiserver@cp1"


def judged(sample: str, outcome: Outcome) -> Cluster:
    """A sample in which the first of kubectl's connections ends otherwise."""
    cluster = open_sample(sample)
    verdicts = {**cluster.verdicts, KUBECTL: replace(cluster.verdicts[KUBECTL], outcome=outcome)}
    return replace(cluster, verdicts=verdicts)


def ends(scene: Scene) -> tuple[int, list[LineOutcome]]:
    """Of kubectl's wire: how many arrows, and which rings."""
    wire = next(wire for wire in scene.wires if wire.id == KUBECTL)
    return len(wire.arrows), [ring.outcome for ring in wire.rings]


def test_a_ring_stands_in_place_of_the_arrow_of_a_line_that_does_not_work() -> None:
    """A line that works has an arrow and no ring; one that fails or cannot be checked a ring and no arrow."""
    assert ends(place(open_sample("one"), Look())) == (1, [])
    assert ends(place(judged("one", Outcome.FAILS), Look())) == (0, [LineOutcome.FAILS])
    assert ends(place(judged("one", Outcome.NOT_CHECKABLE), Look())) == (0, [LineOutcome.NOT_CHECKABLE])


def test_a_line_whose_connections_disagree_works_in_turn() -> None:
    """One of two API servers answers: neither works nor fails, and the accessible name says so."""
    cluster = judged("ha2", Outcome.FAILS)
    line = next(line for line in lines(cluster) if line.id == KUBECTL)
    assert outcome_of(cluster, line.connections) is LineOutcome.IN_TURN
    assert outcome_of(open_sample("ha2"), line.connections) is LineOutcome.WORKS
    assert outcome_of(cluster, line.connections[:1]) is LineOutcome.FAILS
    scene = place(cluster, Look())
    assert ends(scene) == (0, [LineOutcome.IN_TURN])
    assert next(wire for wire in scene.wires if wire.id == KUBECTL).label.endswith(", works in turn")


def test_a_row_at_fault_says_what_is_wrong() -> None:
    """The certificate without the name dialled carries it; in a tree where all works no row carries a chip."""
    rows = {row.name.value: row for box in place(open_sample("wrong"), Look()).boxes for row in box.rows}
    assert rows["apiserver.crt"].tag.value == "× no api.example.test"
    assert rows["apiserver-kubelet-client.crt"].tag.value == "× expired"
    assert rows["sa.pub"].chip is None
    assert not any(row.chip for box in place(open_sample("one"), Look()).boxes for row in box.rows)


def test_the_key_that_checks_tokens_is_not_what_has_expired() -> None:
    """Where the API server's certificate has expired, its row says so, and not sa.pub's, where a token's line ends."""
    rows = {row.name.value: row for box in place(cluster("kubeadm-1.37-expired"), Look()).boxes for row in box.rows}
    assert rows["apiserver.crt"].tag.value == "× expired"
    assert rows["sa.pub"].chip is None


CA = "cp1:/etc/kubernetes/pki/ca.crt#"
ETCD_CA = "cp1:/etc/kubernetes/pki/etcd/ca.crt#"


def with_fault(fault: str) -> Scene:
    return place(broken(open_sample("one"), [parse(fault)]), Look())


def test_a_ca_at_fault_says_so_on_its_card() -> None:
    """An expired CA on its own card and at the kubeconfigs that hold it; another CA in a trust file on the card of that
    file; sound cards carry no chip.
    """
    expired = with_fault(f"expired,{CA}")
    assert (expired.cards[0].texts[-1].value, expired.cards[0].chip is not None) == ("× expired", True)
    rows = {row.name.value: row for box in expired.boxes for row in box.rows}
    assert rows["admin.conf"].tag.value == "× CA expired"
    chips = [card.texts[-1].value for card in with_fault(f"other-ca,{ETCD_CA}").cards if card.chip]
    assert chips == ["× other CA"]
    assert not any(card.chip for card in place(open_sample("one"), Look()).cards)
