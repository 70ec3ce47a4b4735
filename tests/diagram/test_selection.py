"""What is selected lights up, in whatever picture holds it."""

from app.diagram.choice import Look
from app.diagram.marks import Light, Scene
from app.diagram.scene import place
from tests.trees import cluster

from .made import HA3, WORKERS, with_workers

KUBELET = "kubelet@worker1->kube-apiserver@cp1"


def lit_rows(scene: Scene) -> dict[str, int]:
    """The lit rows: their files' names, and the group that tints each."""
    return {row.name.value: row.group for box in scene.boxes for row in box.rows if row.light is Light.LIT}


def lit_boxes(scene: Scene) -> list[str]:
    return [f"{box.title.value} {box.where.value}" for box in scene.boxes if box.light is Light.LIT]


def notes(scene: Scene) -> dict[str, str]:
    """What each lit card says of its CA."""
    return {card.texts[0].value: card.texts[-1].value for card in scene.cards if card.light is Light.LIT}


def test_a_connection_lights_its_rows_boxes_and_cas() -> None:
    """Both rows take the group's tint, both boxes and the CA that checks both sides an outline; the rest is dim."""
    scene = place(cluster(WORKERS), Look(connection=KUBELET))
    assert lit_rows(scene) == {"kubelet-client-current.pem": 1, "apiserver.crt": 1}
    assert lit_boxes(scene) == ["kube-apiserver cp1 :6443", "kubelet worker1"]
    assert notes(scene) == {"kubernetes CA": "checks both"}
    assert [wire.id for wire in scene.wires if wire.light is Light.LIT] == [KUBELET]
    assert [wire.id for wire in scene.wires if wire.current] == [KUBELET]
    assert all(wire.light is Light.DIM for wire in scene.wires if wire.id != KUBELET)
    assert len(scene.badges) == 1


def test_nothing_selected_is_all_plain() -> None:
    """Without a selection nothing is lit or dim; the same holds for an id that the cluster does not have."""
    plain = place(cluster(WORKERS), Look())
    assert {wire.light for wire in plain.wires} | {box.light for box in plain.boxes} == {Light.PLAIN}
    for look in (Look(connection="a->b"), Look(component="x@y"), Look(file="n:/p"), Look(group="none"), Look(node="x")):
        assert place(cluster(WORKERS), look) == plain


def test_a_side_that_checks_nothing_lights_no_ca_for_it() -> None:
    """kube-apiserver does not verify kubeadm's kubelets: the kubernetes CA checks only the client there."""
    scene = place(cluster(WORKERS), Look(connection="kube-apiserver@cp1->kubelet@worker1"))
    assert notes(scene) == {"kubernetes CA": "checks client"}


def test_an_extension_api_server_is_reached_with_the_front_proxy_ca() -> None:
    """Of the two CAs that it takes, the one that checks kube-apiserver's headers is lit."""
    scene = place(cluster(WORKERS), Look(connection="kube-apiserver@cp1->extension-apiserver@cluster"))
    assert notes(scene) == {"front-proxy CA": "checks client"}


def test_a_selected_connection_brings_its_node_and_its_internals() -> None:
    """A deep link to another node's line, or to an internal one, shows what it names."""
    other = place(cluster(HA3), Look(connection="kube-scheduler@cp2->kube-apiserver@cp2"))
    assert other.node == "cp2" and other.current
    internal = place(cluster(HA3), Look(connection="etcd@cp3->etcd@cp3!gateway"))
    assert internal.node == "cp3" and internal.internals and internal.current


def test_a_line_to_several_api_servers_is_drawn_to_the_one_shown() -> None:
    """Pods reach all three API servers by one line: its wire goes to the node shown and says which that is."""
    scene = place(cluster(HA3), Look(node="cp2"))
    pods = next(wire for wire in scene.wires if wire.id == "pod@cluster->kube-apiserver@cp1")
    assert pods.server == "cp2"
    first = next(wire for wire in place(cluster(HA3), Look()).wires if wire.id == pods.id)
    assert first.server is None and first.points == pods.points


def test_peers_are_one_wire_both_ways() -> None:
    """The wire between members stands for each member's line, and lights up for any of them."""
    for node, back in (("cp1", "etcd@cp2->etcd@cp1!peer"), ("cp3", "etcd@cp2->etcd@cp1!peer")):
        scene = place(cluster(HA3), Look(node=node, connection=back))
        wire = next(wire for wire in scene.wires if wire.group == 4)
        assert len(wire.lines) == 3 and len(wire.arrows) == 2 and wire.start is None
        assert wire.id.startswith(f"etcd@{node}->") and wire.current and "both ways" in wire.label


def test_a_folded_kubelet_comes_out_without_moving_a_box() -> None:
    """A selected kubelet takes the second place; the one that stood there folds, and is counted as what it is."""
    plain = place(with_workers(9), Look())
    scene = place(with_workers(9), Look(component="kubelet@worker7"))
    assert [box.area for box in scene.boxes] == [box.area for box in plain.boxes]
    assert lit_boxes(scene) == ["kubelet worker7"]
    assert scene.slips[0].texts[0].value == "7 kubelets alike, 1 signed by a CA"


def test_the_two_kubelets_shown_differ_if_any_do() -> None:
    """worker1 serves with a certificate of its own making, worker2 with one of the kubernetes CA: both are shown."""
    scene = place(cluster(WORKERS), Look())
    served = [row.name.value for box in scene.boxes for row in box.rows if box.title.value == "kubelet"]
    assert served[1::2] == ["kubelet.crt", "kubelet-server-current.pem"]


def test_a_group_lights_its_lines_alone() -> None:
    """The legend's entry filters: the kubelet group's lines are lit, their ends plain, all else dim."""
    scene = place(cluster(WORKERS), Look(group="kubelet"))
    assert {wire.group for wire in scene.wires if wire.light is Light.LIT} == {2}
    plain = [box.title.value for box in scene.boxes if box.light is Light.PLAIN]
    assert plain == ["kube-apiserver", "kubelet", "kubelet"]
    assert not any(wire.current for wire in scene.wires)


def test_a_file_lights_its_row_and_the_lines_that_use_it() -> None:
    """apiserver.crt is what every line to kube-apiserver ends at; a link and what it points to are one file."""
    scene = place(cluster(WORKERS), Look(file="cp1:/etc/kubernetes/pki/apiserver.crt"))
    assert lit_rows(scene) == {"apiserver.crt": 0}
    assert {wire.group for wire in scene.wires if wire.light is Light.LIT} == {1, 6}
    link = "worker1:/var/lib/kubelet/pki/kubelet-client-current.pem"
    found = cluster(WORKERS).inventory.resolve(*link.split(":"))
    assert found and found.id != link
    for file in (link, found.id):
        assert lit_rows(place(cluster(WORKERS), Look(file=file))) == {"kubelet-client-current.pem": 0}


def test_a_ca_lights_its_card_and_the_lines_that_it_checks() -> None:
    """The etcd CA's page: its card is outlined, the lines to etcd are lit."""
    card = next(card for card in place(cluster(WORKERS), Look()).cards if card.texts[0].value == "etcd CA")
    scene = place(cluster(WORKERS), Look(component=card.component))
    assert list(notes(scene)) == ["etcd CA"]
    assert {wire.group for wire in scene.wires if wire.light is Light.LIT} == {3}
