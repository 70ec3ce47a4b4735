"""A certificate's page: purpose, maker, dangers, renewal and the origins of its names follow from the tree."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.explain.certificate import CertificatePage, explain_certificate
from app.explain.certificate.sans import NameRow
from app.model.cluster import Cluster
from app.model.files import Entry
from app.model.words import plain
from tests.explain.changed import ONE, PKI, with_flag, with_public_halves, with_swapped_files
from tests.trees import NAMES, cluster, cluster_of, entries, rewritten

APISERVER = f"cp1:{PKI}/apiserver.crt#"
CA = f"cp1:{PKI}/ca.crt#"
EXPIRED = datetime(2028, 1, 1, tzinfo=UTC)
HA2 = "kubeadm-1.37-ha2"


def page(found: Cluster, id_: str) -> CertificatePage:
    """The page of a certificate."""
    return explain_certificate(found, id_)


def answer(found: Cluster, id_: str, number: int) -> str:
    """The answer to one of the four questions: 0 what for, 1 who made it, 2 what breaks, 3 how renewed."""
    return " ".join(plain(sentence) for sentence in page(found, id_).questions[number].answers)


def checks(found: Cluster, id_: str) -> list[tuple[bool | None, str]]:
    return [(check.ok, check.text) for check in page(found, id_).checks]


def names(found: Cluster, id_: str) -> dict[str, NameRow]:
    """Each name of a certificate with its row."""
    field = next(field for field in page(found, id_).fields if field.id == "san")
    return {name: row for row in field.names for name in row.names}


@pytest.mark.parametrize("name", NAMES)
def test_every_certificate_has_all_answers(name: str) -> None:
    """Four answers, a chain that ends with it, fields, and a print; the connections are known ones."""
    found = cluster(name)
    for id_ in found.inventory.certificates:
        made = page(found, id_)
        assert [bool(question.answers) for question in made.questions] == [True] * 4
        assert made.chain[-1].certificate_id == id_
        assert made.fields and made.printed
        assert set(made.connections) <= set(found.connections)


def test_the_api_servers_certificate() -> None:
    """What it is for follows from the edges, who made it from issuer and dates, the command from both."""
    found = cluster(ONE)
    assert answer(found, APISERVER, 0) == (
        "kube-apiserver on cp1 shows it to whoever dials port 6443 or the Service kubernetes."
    )
    assert answer(found, APISERVER, 1) == (
        "kubeadm, with the key of the kubernetes CA: kubeadm init phase certs apiserver. It begins in the same second "
        "as its CA, as those of kubeadm init do. That key is ca.key on cp1."
    )
    assert "kubectl, kubelet and the pod refuse it at the next dial (9 connections)" in answer(found, APISERVER, 2)
    assert answer(found, APISERVER, 3).startswith("kubeadm certs renew apiserver on cp1 gives new dates")


def _moved(text: str) -> str:
    return text.replace(f"{PKI}/apiserver.crt", f"{PKI}/mine.pem")


def test_a_file_of_another_name_is_used_the_same() -> None:
    """Moved with its flag it is for the same; but kubeadm would renew another file, and nobody says that it would."""
    moved = (replace(e, member=e.member.replace("pki/apiserver.crt", "pki/mine.pem")) for e in entries(ONE))
    found = cluster_of(rewritten(moved, _moved, lambda member: member.endswith("kube-apiserver.yaml")))
    id_ = f"cp1:{PKI}/mine.pem#"
    assert answer(found, id_, 0) == answer(cluster(ONE), APISERVER, 0)
    assert "certs apiserver" not in answer(found, id_, 1)
    assert "kubeadm certs renew" not in answer(found, id_, 3)


def test_a_file_of_the_right_name_that_nobody_names_is_for_nothing() -> None:
    """Where the flag names another file, kubeadm's own path is not enough."""
    found = with_flag("kube-apiserver.yaml", f"--tls-cert-file={PKI}/apiserver.crt", f"--tls-cert-file={PKI}/x.crt")
    assert answer(found, APISERVER, 0) == "Nothing in the upload names it: no flag, no kubeconfig and no convention."
    assert answer(found, APISERVER, 2) == "No connection of this upload depends on it."


def test_a_flag_without_a_connection_is_told() -> None:
    """A single member has no peer, but its flag names the certificate for peers."""
    assert answer(cluster(ONE), f"cp1:{PKI}/etcd/peer.crt#", 0) == (
        "etcd on cp1 is told to use it (--peer-cert-file), but no connection of this upload does."
    )


def test_who_made_a_kubelets_certificate() -> None:
    """A worker's came by CSR, the first node's from kubeadm, and a default serving certificate from the kubelet."""
    found = cluster(ONE)
    makers = {
        id_: answer(found, id_, 1)
        for id_ in found.inventory.certificates
        if "kubelet-client-" in id_ or "kubelet.crt#[0]" in id_
    }
    assert {text.split(",")[0].split(" with ")[0] for id_, text in makers.items() if "kubelet.crt" in id_} == {
        "kubelet on cp1 itself",
        "kubelet on worker1 itself",
    }
    by_csr = [id_ for id_, text in makers.items() if "after a CSR" in text]
    assert [id_.partition(":")[0] for id_ in by_csr] == ["worker1", "worker2"]


def test_a_client_certificate_without_which_a_server_does_not_start() -> None:
    """kube-apiserver opens its etcd client certificate at start; others are missed with the first call."""
    assert "does not start again" in answer(cluster(ONE), f"cp1:{PKI}/apiserver-etcd-client.crt#", 2)
    assert "does not start again" not in answer(cluster(ONE), f"cp1:{PKI}/etcd/healthcheck-client.crt#", 2)


def test_what_a_program_opens_at_its_start() -> None:
    """By flags: etcd does not start without a peer pair that it uses with nobody, kube-apiserver not without its front
    proxy's; k3s makes such files anew, and nothing of the kind is said of it.
    """
    alone = answer(cluster(ONE), f"cp1:{PKI}/etcd/peer.crt#", 2)
    assert alone == "Without the file etcd on cp1 does not start again. No connection of this upload depends on it."
    proxied = answer(cluster(ONE), f"cp1:{PKI}/front-proxy-client.crt#", 2)
    assert proxied.startswith("Without the file kube-apiserver on cp1 does not start again.")
    programs = "kube-apiserver on cp1, kube-controller-manager on cp1 and kubelet on cp1 do"
    assert answer(cluster(ONE), CA, 2).startswith(f"Without the file {programs} not start again.")
    own = "server1:/var/lib/rancher/k3s/server/tls/serving-kube-apiserver.crt#[0]"
    assert "start again" not in answer(cluster("k3s"), own, 2)


def test_a_missing_client_certificate_is_no_401() -> None:
    """A file that is not there ends the attempt; what a kubeconfig lacks is not shown."""
    assert answer(cluster(ONE), f"cp1:{PKI}/etcd/healthcheck-client.crt#", 2) == (
        "Without the file etcdctl and kubeadm cannot connect at all. Expired, etcd refuses etcdctl and kubeadm in the "
        "next handshake; a connection that is open stays open."
    )
    admin = "cp1:/etc/kubernetes/admin.conf#users[kubernetes-admin].user.client-certificate-data"
    assert answer(cluster(ONE), admin, 2) == (
        "Without it kubectl has nothing to show. Expired, kube-apiserver answers kubectl 401 at the next request, on "
        "open connections too."
    )
    assert "Without it kube-apiserver reaches no kubelet" in answer(
        cluster(ONE), f"cp1:{PKI}/apiserver-kubelet-client.crt#", 2
    )


def test_a_joined_nodes_certificates_are_kubeadms_too() -> None:
    """They begin later than their CA, but all of one run in one second; what stands elsewhere is not called so."""
    client = "apiserver-etcd-client"
    text = answer(cluster(HA2), f"cp2:{PKI}/{client}.crt#", 1)
    assert text.startswith(f"kubeadm, with the key of the etcd CA: kubeadm init phase certs {client}. It begins in the")
    assert "same second as 6 other certificates of this node, as those of one run do." in text
    moved = rewritten(entries(HA2), lambda text: text.replace(f"{client}.", "mine."))
    renamed = (replace(entry, member=entry.member.replace(f"{client}.", "mine.")) for entry in moved)
    assert answer(cluster_of(renamed), f"cp2:{PKI}/mine.crt#", 1).startswith("Somebody with the key of the etcd CA")


def test_a_new_name_needs_a_field_of_kubeadms_configuration() -> None:
    """Each certificate with names has its field; one without has none, and no sentence."""
    for file, field in (("apiserver", "apiServer.certSANs"), ("etcd/peer", "etcd.local.peerCertSANs")):
        text = answer(cluster(ONE), f"cp1:{PKI}/{file}.crt#", 3)
        assert f"--config kubeadm.yaml with the name in its {field}, once crt and key have been moved away." in text
    assert "A new name" not in answer(cluster(ONE), f"cp1:{PKI}/front-proxy-client.crt#", 3)


def test_everybody_with_a_certificate_is_in_one_group() -> None:
    """No O is no group but the one that all get; with an O that is named."""
    client = answer(cluster(ONE), f"cp1:{PKI}/apiserver-kubelet-client.crt#", 0)
    assert client.endswith("and is there kube-apiserver-kubelet-client in no group but system:authenticated.")
    old = answer(cluster("kubeadm-1.22-cp1"), f"cp1:{PKI}/apiserver-kubelet-client.crt#", 0)
    assert old.endswith("and is there kube-apiserver-kubelet-client in system:masters.")


def test_what_k3s_renews_when_it_starts() -> None:
    """k3s and RKE2 renew their own leaves, an agent's each time; kubeadm's need a command, and a CA is nobody's."""
    server, agent = (
        f"/var/lib/rancher/k3s/{path}" for path in ("server/tls/client-admin.crt", "agent/client-kubelet.crt")
    )
    assert answer(cluster("k3s"), f"server1:{server}#[0]", 3).startswith(
        "By k3s, when it is started again and less than"
    )
    assert answer(cluster("k3s"), f"agent1:{agent}#[0]", 3) == "By k3s, each time it is started again."
    assert "By nobody" in answer(cluster("k3s"), "server1:/var/lib/rancher/k3s/server/tls/client-ca.crt#", 3)
    assert "started again" not in answer(cluster(ONE), APISERVER, 3)


def test_a_certificate_that_tokens_are_checked_with_is_told_once() -> None:
    """Its flag is told as what it is for; another flag without a connection is told as such."""
    accounts = answer(cluster("kubernetes-the-hard-way"), "server:/var/lib/kubernetes/service-accounts.crt#", 0)
    assert accounts.count("--service-account-key-file") == 1
    assert "is told to use it (--peer-cert-file)" in answer(cluster(ONE), f"cp1:{PKI}/etcd/peer.crt#", 0)


def test_what_rotates_depends_on_the_configuration() -> None:
    """Without rotateCertificates the kubelet does not renew; without its configuration nothing is known."""
    id_ = next(id_ for id_ in cluster(ONE).inventory.certificates if id_.startswith("worker1") and "client-2" in id_)
    assert "By the kubelet itself" in answer(cluster(ONE), id_, 3)

    def without(text: str) -> str:
        return text.replace("rotateCertificates: true", "rotateCertificates: false")

    still = cluster_of(rewritten(entries(ONE), without, lambda member: member.endswith("kubelet/config.yaml")))
    assert "By nobody" in answer(still, id_, 3)
    blind = cluster_of(entry for entry in entries(ONE) if not entry.member.endswith("kubelet/config.yaml"))
    assert "Unknown" in answer(blind, id_, 3)


def test_dates_are_judged_at_the_clock() -> None:
    """The same certificate is in date, and after its end it is not."""
    assert checks(cluster(ONE), APISERVER)[0] == (True, "in date, 343 days left")
    late = replace(cluster(ONE), clock=EXPIRED)
    assert checks(late, APISERVER)[0] == (False, "expired on 24 Nov 2027")
    early = replace(cluster(ONE), clock=datetime(2020, 1, 1, tzinfo=UTC))
    assert checks(early, APISERVER)[0] == (False, "not in date until 24 Nov 2026")


def test_another_key_beside_it_is_seen() -> None:
    """The key that stands beside it in the flags counts, not one of the same pair elsewhere."""
    assert checks(cluster(ONE), APISERVER)[1] == (True, "key fits")
    assert checks(with_public_halves(), APISERVER)[1] == (True, "public half fits")
    swapped = with_swapped_files("pki/apiserver.key", "pki/front-proxy-client.key")
    assert checks(swapped, APISERVER)[1] == (False, "apiserver.key is another key")


def test_the_signature_is_that_of_the_key_not_of_the_name() -> None:
    """Without the CA nobody says who signed it, though its issuer's name is there."""
    assert checks(cluster(ONE), APISERVER)[2] == (True, "signed by the kubernetes CA")
    alone = cluster_of(e for e in entries(ONE) if e.member.endswith(("pki/apiserver.crt", "kube-apiserver.yaml")))
    assert checks(alone, APISERVER)[2] == (None, "its issuer is not in the upload")
    assert [link.certificate_id for link in page(alone, APISERVER).chain] == [None, APISERVER]


def test_where_names_come_from() -> None:
    """Flags, the node, the Service and who dials are origins; a name that nothing asks for is not derived."""
    found = names(cluster(ONE), APISERVER)
    assert plain(found["cp1"].origin) == "the name of the node"
    assert plain(found["192.168.56.11"].origin) == "the address of cp1 (--advertise-address)"
    assert "--service-cluster-ip-range=10.96.0.0/12" in plain(found["10.96.0.1"].origin)
    assert plain(found["kubernetes.default.svc.cluster.local"].origin) == "the Service kubernetes, for pods"
    assert not found["203.0.113.10"].derived


def test_a_name_of_kubeadms_configuration() -> None:
    """hostname1 is not derived from the tree alone; with kubeadm's configuration beside it, it is."""
    assert not names(cluster(HA2), APISERVER)["hostname1"].derived
    text = b"apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  certSANs: [hostname1]\n"
    found = names(cluster_of((*entries(HA2), Entry("cp1/etc/kubernetes/kubeadm.yaml", text))), APISERVER)
    assert plain(found["hostname1"].origin) == "added under apiServer.certSANs in kubeadm.yaml"
    assert not found["hostname2"].derived


def test_another_flag_is_another_origin() -> None:
    """The address counts because the flag says so: with another flag it is not derived."""
    changed = with_flag(
        "kube-apiserver.yaml", "--service-cluster-ip-range=10.96.0.0/12", "--service-cluster-ip-range=x"
    )
    assert names(cluster(ONE), APISERVER)["10.96.0.1"].derived
    row = names(changed, APISERVER)["10.96.0.1"]
    assert "--service-cluster-ip-range" not in plain(row.origin)


def test_what_a_ca_is_for() -> None:
    """Who checks with it follows from flags and configurations; with another client CA it checks fewer."""
    clients = "kube-apiserver on cp1, the extension API server, kubelet on cp1 and kube-controller-manager on cp1"
    assert answer(cluster(ONE), CA, 0).startswith(f"{clients} check clients with it.")
    other = with_flag("kube-apiserver.yaml", f"--client-ca-file={PKI}/ca.crt", f"--client-ca-file={PKI}/etcd/ca.crt")
    assert not answer(other, CA, 0).startswith("kube-apiserver on cp1")
    assert "By nobody" in answer(cluster(ONE), CA, 3)


def test_connections_that_check_nothing_live_on() -> None:
    """An expired kubelet.crt breaks nothing while nobody checks it, and something as soon as kube-apiserver does."""
    id_ = "worker1:/var/lib/kubelet/pki/kubelet.crt#[0]"
    assert answer(cluster(ONE), id_, 2) == "Expired, nothing: no connection of this upload checks it."
    flag = f"--kubelet-client-certificate={PKI}/apiserver-kubelet-client.crt"
    checked = with_flag("kube-apiserver.yaml", flag, f"{flag}\n    - --kubelet-certificate-authority={PKI}/ca.crt")
    assert "kube-apiserver refuses it at the next dial (1 connection)" in answer(checked, id_, 2)


def test_hostile_numbers_of_names_are_counted() -> None:
    """Of many names the first are listed and the rest is counted."""
    field = next(field for field in page(cluster(ONE), APISERVER).fields if field.id == "san")
    facts = cluster(ONE).inventory.certificates[APISERVER].facts
    many = replace(facts, sans=facts.sans * 1000)
    inventory = cluster(ONE).inventory
    certificates = {**inventory.certificates, APISERVER: replace(inventory.certificates[APISERVER], facts=many)}
    crowded = replace(cluster(ONE), inventory=replace(inventory, certificates=certificates))
    shown = next(field for field in page(crowded, APISERVER).fields if field.id == "san")
    assert field.more == 0
    assert sum(len(row.names) for row in shown.names) + shown.more == len(many.sans)
    assert len(shown.names) <= 50


def test_the_print_is_of_this_certificate() -> None:
    """Fields and print are of one certificate: the serial number stands in both."""
    for id_ in (APISERVER, CA):
        made = page(cluster(ONE), id_)
        serial = plain(next(field for field in made.fields if field.id == "serial").text)
        line = next(part for part in made.printed if part.field == "serial").lines[0]
        assert re.search(r"0x([0-9a-f]+)", line)[1].upper().lstrip("0") == serial.lstrip("0")  # type: ignore[index]
