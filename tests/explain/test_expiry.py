"""When everything ends: which certificates kubeadm leaves out, who renews them, and where an end is noticed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.explain.dated import dated
from app.explain.expiry import Expiring, Expiry, Kind, expiry_of
from app.explain.expiry_words import between, notes, until
from app.explain.renewal import Renewals, Way
from app.model.cluster import Cluster
from app.model.words import Sentence
from app.topology.authorities import Authorities
from tests.trees import CLOCK, NAMES, cluster, cluster_of, entries, rewritten

ONE = "kubeadm-1.37-cp1-workers"


def expiry(found: Cluster) -> Expiry:
    """The expiry of a cluster."""
    return expiry_of(found, Authorities(found))


def named(found: Cluster, kind: Kind, node: str = "cp1", name: str = "") -> Expiring:
    """The first certificate of a kind on a node."""
    return next(
        one
        for one in expiry(found).all.values()
        if one.kind is kind and one.certificate.node == node and name in ("", one.name)
    )


def text(sentence: Sentence) -> str:
    """A sentence without its marks."""
    return "".join(span.text for span in sentence)


@pytest.mark.parametrize("name", NAMES)
def test_every_certificate_is_listed_or_left_out(name: str) -> None:
    """Each place of the tree is in kubeadm's tables or below them, and in no two rows."""
    found = expiry(cluster(name))
    below = [one.certificate.id for group in found.left_out().values() for one in group]
    listed = [row.certificate.id for table in found.tables for row in table.rows if row.certificate]
    assert sorted(below + listed) == sorted(cluster(name).inventory.certificates)


def test_what_kubeadm_leaves_out() -> None:
    """kubelets' certificates, their throw-away CAs, CAs inside kubeconfigs, and other kubeconfigs."""
    conf = next(entry for entry in entries(ONE) if entry.member.endswith("kubernetes/admin.conf"))
    mine = (*entries(ONE), conf.__class__("cp1/root/.kube/config", conf.data))
    kinds = {kind for kind, _ in expiry(cluster_of(mine)).left_out()}
    assert kinds == {Kind.KUBELET_CLIENT, Kind.KUBELET_SERVING, Kind.THROW_AWAY, Kind.KUBECONFIG, Kind.COPY}
    assert Kind.KUBECONFIG not in {kind for kind, _ in expiry(cluster(ONE)).left_out()}


def test_a_renamed_file_is_what_the_flags_say() -> None:
    """A kubelet's certificate under another name is still its own, and one that nobody presents is none."""
    renamed = rewritten(entries(ONE), lambda found: found.replace("kubelet-client-current.pem", "mine.pem"))
    moved = cluster_of(
        [
            entry.__class__(
                entry.member.replace("kubelet-client-current.pem", "mine.pem"), entry.data, entry.target, entry.mode
            )
            for entry in renamed
        ]
    )
    assert named(moved, Kind.KUBELET_CLIENT, "worker1").name == "mine.pem"
    lost = cluster_of(
        entry for entry in entries(ONE) if not entry.member.endswith("worker1/etc/kubernetes/kubelet.conf")
    )
    kinds = {one.kind for one in expiry(lost).all.values() if one.certificate.node == "worker1"}
    assert Kind.KUBELET_CLIENT not in kinds


def _configured(change: Callable[[str], str]) -> Cluster:
    return cluster_of(rewritten(entries(ONE), change, lambda member: member.endswith("kubelet/config.yaml")))


def test_who_renews_a_kubelets_certificate_is_what_its_configuration_says() -> None:
    """The kubelet itself with rotateCertificates; without it nobody; without a configuration it is unknown."""
    one = named(cluster(ONE), Kind.KUBELET_CLIENT, "worker1")
    assert Renewals(cluster(ONE)).way(one) is Way.BY_ITSELF
    off = _configured(lambda found: found.replace("rotateCertificates: true", "rotateCertificates: false"))
    assert Renewals(off).way(named(off, Kind.KUBELET_CLIENT, "worker1")) is Way.NOT
    bare = cluster_of(entry for entry in entries(ONE) if not entry.member.endswith("kubelet/config.yaml"))
    assert Renewals(bare).way(named(bare, Kind.KUBELET_CLIENT, "worker1")) is Way.UNKNOWN


def test_who_renews_a_serving_certificate() -> None:
    """Nobody renews the kubelet's own; one of serverTLSBootstrap is asked for, and approved by somebody."""
    renewals = Renewals(cluster(ONE))
    assert renewals.way(named(cluster(ONE), Kind.KUBELET_SERVING, "worker1")) is Way.NOT
    asked = renewals.of(named(cluster(ONE), Kind.KUBELET_SERVING, "worker2"))
    assert asked.way is Way.BY_ITSELF
    assert "CSR" in text(asked.who)


def test_kubeadm_renews_what_it_has_the_key_of() -> None:
    """The command where the CA's key is there; without it none, and the sentence names the key."""
    found = Renewals(cluster(ONE)).of(named(cluster(ONE), Kind.KUBEADM, name="apiserver"))
    assert found.command == "kubeadm certs renew apiserver"
    keyless = cluster_of(entry for entry in entries(ONE) if not entry.member.endswith("pki/ca.key"))
    without = Renewals(keyless).of(named(keyless, Kind.KUBEADM, name="apiserver"))
    assert without.command is None
    assert "key of ca" in text(without.who)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("apiserver", "No restart: kube-apiserver"),
        ("etcd-server", "No restart: etcd"),
        ("scheduler.conf", "Restart kube-scheduler"),
        ("admin.conf", "No restart: kubectl"),
        ("apiserver-etcd-client", "kubeadm asks for a restart of kube-apiserver"),
        ("front-proxy-client", "No restart: kube-apiserver"),
    ],
)
def test_what_must_be_restarted_follows_from_who_presents_it(name: str, words: str) -> None:
    """By the connections of the tree, not by the file's name."""
    found = Renewals(cluster(ONE)).of(named(cluster(ONE), Kind.KUBEADM, name=name))
    assert any(text(one).startswith(words) for one in found.restarts)


def test_swapped_files_swap_their_words() -> None:
    """A manifest that serves with etcd's certificate makes that the API server's."""
    swapped = cluster_of(
        rewritten(
            entries(ONE),
            lambda found: found.replace(
                "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt", "--tls-cert-file=/etc/kubernetes/pki/etcd/peer.crt"
            ),
            lambda member: member.endswith("kube-apiserver.yaml"),
        )
    )
    peer = next(one for one in expiry(swapped).all.values() if one.certificate.path.endswith("etcd/peer.crt"))
    assert any(text(one).startswith("No restart: kube-apiserver") for one in Renewals(swapped).of(peer).restarts)


def test_an_end_is_noticed_where_the_certificate_is_verified() -> None:
    """apiserver.crt by its clients and not by the probe; kubelet.crt by nobody; a CA by whoever trusts it."""
    found = cluster(ONE)
    served = dated(found, named(found, Kind.KUBEADM, name="apiserver").certificate)
    assert "kubelet@worker1->kube-apiserver@cp1" in served.checked
    assert served.unchecked == ("kubelet@cp1->kube-apiserver@cp1!probe",)
    own = dated(found, named(found, Kind.KUBELET_SERVING, "worker1").certificate)
    assert own.checked == ()
    assert own.unchecked == ("kube-apiserver@cp1->kubelet@worker1",)
    ca = dated(found, named(found, Kind.AUTHORITY, name="etcd-ca").certificate)
    assert "kube-apiserver@cp1->etcd@cp1" in ca.checked
    assert "kubelet@worker1->kube-apiserver@cp1" not in ca.checked


def test_times_read_as_people_say_them() -> None:
    """Whole units, and days once where they are the same."""
    assert until(CLOCK, CLOCK + timedelta(days=364, hours=23)) == "In 364 days"
    assert until(CLOCK, CLOCK + timedelta(hours=47)) == "In 47 hours"
    assert until(CLOCK, CLOCK - timedelta(days=15)) == "15 days ago"
    assert until(CLOCK, CLOCK + timedelta(minutes=1)) == "In 1 minute"
    assert between(CLOCK, CLOCK) == "15 Dec 2026, 12:00"
    assert between(CLOCK, CLOCK + timedelta(minutes=5)) == "15 Dec 2026, 12:00 to 12:05"
    assert between(CLOCK, CLOCK + timedelta(days=1)) == "15 Dec 2026, 12:00 to 16 Dec 2026, 12:00"


def test_the_table_says_what_it_rests_on() -> None:
    """Missing keys, a joined node, an unknown version: each has its note, and a whole tree needs none."""
    assert not [note for table in expiry(cluster(ONE)).tables for note in notes(table)]
    bare = " ".join(text(note) for table in expiry(cluster("kubeadm-1.37-pki-only")).tables for note in notes(table))
    assert "EXTERNALLY MANAGED" in bare
    assert "!MISSING!" in bare
    assert "Nothing in the upload says which version" in bare
    joined = expiry(cluster("kubeadm-1.37-ha3-stacked")).tables[1]
    assert [text(note) for note in notes(joined)] == [
        "super-admin.conf stands only on the node where kubeadm init ran."
    ]


def test_nothing_is_said_of_kubeadm_where_it_has_no_table() -> None:
    """A serving certificate of another CA, and a CA that kubeadm does not list: nobody knows who renews them."""
    bare = cluster_of(entry for entry in entries(ONE) if entry.member.startswith("worker"))
    renewals = Renewals(bare)
    assert expiry(bare).tables == ()
    said = [text(renewals.who(one)) for one in expiry(bare).all.values()]
    assert not any("kubeadm" in one for one in said)
    own = rewritten(entries(ONE), lambda found: found.replace("serverTLSBootstrap: true", "serverTLSBootstrap: false"))
    signed = [
        entry.__class__(entry.member.replace("kubelet-server-current.pem", "kubelet.crt"), entry.data, entry.target)
        for entry in own
    ]
    assert Renewals(cluster_of(signed)).way(named(cluster_of(signed), Kind.KUBELET_SERVING, "worker2")) is Way.UNKNOWN


def test_a_ca_is_itself_once_and_elsewhere_a_copy() -> None:
    """Without kubeadm's table too: the first place is the CA, every other one a copy of it, and another CA is none."""
    bare = cluster_of(entry for entry in entries(ONE) if entry.member.startswith("worker"))
    kinds = [one.kind for one in expiry(bare).all.values() if one.certificate.facts.common_name == "kubernetes"]
    assert kinds.count(Kind.AUTHORITY) == 1
    assert kinds.count(Kind.COPY) == len(kinds) - 1 > 0
