"""What the boxes hold: files by evidence, seals by signature, hollow what the upload lacks."""

import re
from dataclasses import replace

import pytest

from app.diagram.choice import Look
from app.diagram.marks import Box, Scene, Seal
from app.diagram.scene import place
from tests.trees import cluster, cluster_of, entries, rewritten

from .made import HA3, WORKERS, external_etcd, many_kubeconfigs, more_authorities, token_kubectl


def box(scene: Scene, title: str, where: str = "") -> Box:
    return next(found for found in scene.boxes if found.title.value == title and where in found.where.value)


def rows(found: Box) -> list[tuple[str, str, str]]:
    """A box's rows: file, part, seal (in brackets where hollow)."""
    return [
        (
            row.name.value,
            row.tag.value,
            f"({row.mark.seal})" if row.hollow and row.mark else row.mark.seal if row.mark else "",
        )
        for row in found.rows
    ]


def test_kube_apiserver_shows_what_its_flags_name() -> None:
    """Its five rows, in the order in which they face what they are for, each with its issuer's seal."""
    assert rows(box(place(cluster(WORKERS), Look()), "kube-apiserver")) == [
        ("front-proxy-client.crt", "client", Seal.TRIANGLE),
        ("apiserver.crt", "server", Seal.CIRCLE),
        ("apiserver-kubelet-client.crt", "client", Seal.CIRCLE),
        ("apiserver-etcd-client.crt", "client", Seal.DIAMOND),
        ("sa.pub", "checks tokens", Seal.KEY),
    ]


def test_files_follow_the_flags() -> None:
    """With sa.pub and ca.key under other names the rows carry those; without a signing key the row goes."""

    def flags(text: str) -> str:
        text = text.replace("/pki/sa.pub", "/pki/tokens.pem")
        return re.sub(r"\n *- --cluster-signing-key-file=\S+", "", text)

    changed = rewritten(entries(WORKERS), flags, lambda member: "/manifests/" in member)
    scene = place(cluster_of(changed), Look())
    assert rows(box(scene, "kube-apiserver"))[-1] == ("tokens.pem", "checks tokens", f"({Seal.UNKNOWN})")
    assert [row[1] for row in rows(box(scene, "kube-controller-manager"))] == ["client"]
    assert rows(box(place(cluster(WORKERS), Look()), "kube-controller-manager"))[1] == (
        "ca.key",
        "signs CSRs",
        Seal.KEY,
    )


def test_a_kubelets_own_certificate_has_a_seal_of_its_own() -> None:
    """kubelet.crt comes from a throw-away CA, which has no card; the one signed by the kubernetes CA has its seal."""
    scene = place(cluster(WORKERS), Look())
    assert rows(box(scene, "kubelet", "worker1"))[1] == ("kubelet.crt", "server", Seal.OWN)
    assert rows(box(scene, "kubelet", "worker2"))[1] == ("kubelet-server-current.pem", "server", Seal.CIRCLE)
    assert [card.texts[0].value for card in scene.cards] == ["kubernetes CA", "etcd CA", "front-proxy CA"]


def test_what_a_bare_pki_folder_lacks_is_hollow() -> None:
    """kubectl, the scheduler and the kubelet are drawn, dashed, and say that they are not in the upload."""
    scene = place(cluster("kubeadm-1.37-pki-only"), Look())
    hollow = {found.title.value: found.where.value for found in scene.boxes if found.hollow}
    assert hollow["kubectl"] == "cp1, not in the upload"
    assert set(hollow) >= {"kubectl", "kube-scheduler", "kube-controller-manager", "kubelet", "extension API server"}
    assert "kube-apiserver" not in hollow and "etcd" not in hollow
    assert "not in the upload" in box(scene, "kubectl").rows[0].label


def test_servers_known_only_by_address_are_hollow() -> None:
    """A worker's part of a tree shows the address that it dials; external etcd members share a box."""
    worker = place(cluster("kubeadm-1.37-worker-only"), Look())
    remote = box(worker, "kube-apiserver")
    assert remote.hollow and remote.where.value == "api.example.test:6443"
    assert worker.zone is None and len(worker.wires) == 1
    etcd = box(place(external_etcd(), Look()), "etcd")
    assert etcd.hollow and etcd.where.value.endswith(" and 2 more")


def test_a_ca_that_is_named_and_not_there_has_a_hollow_card() -> None:
    """Without front-proxy-ca.crt in the tree its card stays, dashed, with the file that the flag names."""
    kept = [entry for entry in entries(WORKERS) if not entry.member.endswith("front-proxy-ca.crt")]
    card = place(cluster_of(kept), Look()).cards[-1]
    assert card.hollow and card.component is None
    assert [text.value for text in card.texts] == ["front-proxy CA", "front-proxy-ca.crt", "not in the upload"]


def test_further_cas_have_further_shapes() -> None:
    """Six CAs: six cards, six shapes, and a kubelet's row carries its own CA's."""
    scene = place(more_authorities(HA3), Look())
    shapes = [card.mark.seal for card in scene.cards]
    assert len(set(shapes)) == len(shapes) == 6
    assert rows(box(scene, "kubelet", "cp1"))[1][2] in {Seal.DOWN, Seal.PLUS, Seal.STAR}


def test_more_kubeconfigs_than_rows_fold() -> None:
    """Of six kubeconfigs the first has its row, the others a line; a selected one comes out."""
    scene = place(many_kubeconfigs(), Look())
    assert [row.name.value for row in box(scene, "kubectl").rows] == ["admin.conf"]
    fold = next(slip for slip in scene.slips if "super-admin.conf" in slip.texts[0].value)
    assert fold.texts[0].value == "super-admin.conf and 4 more" and len(fold.lines) == 5
    chosen = place(many_kubeconfigs(), Look(component="kubectl:ops-2.conf@cp1"))
    assert [row.name.value for row in box(chosen, "kubectl").rows] == ["ops-2.conf"]


def test_a_token_is_a_key_and_its_line_is_dashed() -> None:
    """A kubeconfig with a token presents no certificate: a key glyph, group 6, dashes, and no claim who checks it."""
    scene = place(token_kubectl(), Look())
    assert rows(box(scene, "kubectl"))[0] == ("admin.conf", "token", Seal.KEY)
    wire = next(wire for wire in scene.wires if wire.id.startswith("kubectl:admin.conf"))
    assert wire.dashed and wire.group == 6
    assert wire.points[-1][1] == box(scene, "kube-apiserver").area.y + 18
    pods = next(wire for wire in scene.wires if wire.id.startswith("pod@"))
    assert pods.dashed and pods.points[-1][1] == box(scene, "kube-apiserver").rows[-1].area.middle


@pytest.mark.parametrize("internals", [False, True])
def test_internals_are_what_runs_inside(internals: bool) -> None:
    """Probes, the loopback client, the gateway, kubeadm and the front proxy are there with the switch, else not."""
    scene = place(cluster(WORKERS), Look(internals=internals))
    inside = {slip.texts[0].value for slip in scene.slips if slip.mark or "probes" in slip.texts[0].value}
    wanted = {"kubelet’s probes", "loopback client", "gRPC gateway", "kubeadm", "front proxy"}
    assert inside == (wanted if internals else set())
    purposes = {wire.id.partition("!")[2] for wire in scene.wires}
    assert purposes == ({"", "probe", "loopback", "gateway"} if internals else {""})
    memory = [row.name.value for row in box(scene, "kube-apiserver").rows if row.name.value == "made in memory"]
    assert bool(memory) is internals


def test_every_wire_has_a_name_that_says_it_all() -> None:
    """A screen reader hears both ends, how the client proves itself, the group, and what becomes of it."""
    names = {wire.id: wire.label for wire in place(cluster(WORKERS), Look(internals=True)).wires}
    assert names["kubelet@worker1->kube-apiserver@cp1"] == (
        "kubelet on worker1 to kube-apiserver on cp1, mutual TLS, group 1, API server, works"
    )
    assert names["pod@cluster->kube-apiserver@cp1"].endswith("TLS and a token, group 6, service account tokens, works")
    assert "plain HTTP" in names["kubelet@cp1->etcd@cp1!probe"]
    assert len(set(names.values())) == len(names)


def test_what_is_spoken_begins_with_what_is_seen() -> None:
    """A name that was cut is spoken whole after what stands there (WCAG 2.5.3)."""
    scene = place(cluster(WORKERS), Look())
    row = box(scene, "kube-apiserver").rows[1]
    assert row.label == "apiserver.crt server, issued by kubernetes CA"
    assert replace(row, label="x") != row
    etcd = box(place(external_etcd(), Look()), "etcd")
    assert etcd.label.startswith(f"etcd {etcd.where.value}")
