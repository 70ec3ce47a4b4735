"""A broken cluster: the model of the broken twin, and nothing of the original is changed."""

from dataclasses import asdict

import pytest

from app.analysis import document
from app.analysis.samples import open_sample
from app.breaking.broken import broken
from app.breaking.fault import KINDS, BadFault, Fault, parse
from app.model.cluster import Cluster
from tests.issuing.making import opened
from tests.trees import TREES, cluster

from .making import PKI, exported, sample

ADMIN = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
EACH = (
    f"expired,{PKI}apiserver.crt#",
    f"not-yet-valid,{PKI}ca.crt#",
    f"other-ca,{PKI}apiserver.crt#",
    f"other-ca,{PKI}ca.crt#",
    f"same-name-ca,{PKI}ca.crt#",
    f"drop-san,{PKI}apiserver.crt#,10.96.0.1",
    f"set-san,{PKI}etcd/server.crt#,etcd.example.test|192.0.2.7",
    f"cn-only,{PKI}apiserver.crt#",
    f"wrong-usage,{PKI}apiserver-etcd-client.crt#",
    f"other-key,{ADMIN}",
    f"no-certificate,{ADMIN}",
    "no-certificate,kube-apiserver@cp1->etcd@cp1",
    "organization,kubelet@worker1->kube-apiserver@cp1,system:masters",
    f"other-sa-pub,{PKI}sa.pub#",
    f"merge-ca,{PKI}etcd/ca.crt#,{PKI}ca.crt#",
)


def judged(cluster: Cluster) -> dict[str, object]:
    """What `inspect --break`, the exported file and the page must agree in."""
    return {key: asdict(verdict) for key, verdict in cluster.verdicts.items()}


@pytest.mark.parametrize("fault", EACH)
def test_the_model_says_what_the_exported_twin_says(fault: str) -> None:
    """Connection ids, verdicts, phases, identities, rungs and texts: judged without a key, and judged after the broken
    twin was written with keys and signatures and read again.
    """
    made = sample(fault)
    assert judged(made) == judged(exported(made))
    assert judged(made) != judged(exported(open_sample("one"))) or fault.startswith("merge-ca")


def test_several_faults_at_once_are_written_too() -> None:
    """Three in one tree, two of them on one certificate, in a tree without any private key or half."""
    made = broken(
        opened(TREES / "kubeadm-1.37-pki-only.tar.gz"),
        [
            Fault("expired", "cp1:/etc/kubernetes/pki/apiserver.crt#"),
            Fault("other-key", "cp1:/etc/kubernetes/pki/apiserver.crt#"),
            Fault("other-ca", "cp1:/etc/kubernetes/pki/apiserver-etcd-client.crt#"),
        ],
    )
    assert judged(made) == judged(exported(made))
    texts = {verdict.server_error for verdict in made.verdicts.values()}
    assert "tls: private key does not match public key" in texts


def test_the_order_of_faults_does_not_matter() -> None:
    """A name dropped and a date passed give the same tree either way."""
    one, other = f"expired,{PKI}apiserver.crt#", f"drop-san,{PKI}apiserver.crt#,10.96.0.1"
    assert judged(sample(one, other)) == judged(sample(other, one))


def test_a_cluster_without_faults_is_itself() -> None:
    """Nothing is put together anew where nothing is broken, and breaking leaves what it is given as it was."""
    whole = open_sample("one")
    before = judged(whole)
    assert broken(whole, []) is whole
    assert judged(broken(whole, [parse(EACH[0])])) != before
    assert judged(whole) == before


def test_what_is_altered_keeps_its_fingerprints() -> None:
    """The document says `altered` of every place of a certificate, with the original's fingerprints; of no other."""
    whole, made = document(open_sample("one")), document(sample(f"expired,{PKI}ca.crt#"))
    before = {one["id"]: one for one in whole["certificates"]}
    altered = [one for one in made["certificates"] if one["altered"]]
    assert len(altered) == sum(
        one["fingerprint_sha256"] == before[f"{PKI}ca.crt#"]["fingerprint_sha256"] for one in before.values()
    )
    for one in altered:
        assert one["fingerprint_sha256"] == before[one["id"]]["fingerprint_sha256"]
        assert one["key"] == before[one["id"]]["key"]
        assert one["not_after"] < made["clock"] < before[one["id"]]["not_after"]
    assert not any(one["altered"] for one in (*whole["certificates"], *whole["keys"]))


def test_another_ca_in_a_trust_file_is_there_alone() -> None:
    """admin.conf trusts somebody else: kubectl alone refuses the server, and no other copy of the CA changed."""
    place = "cp1:/etc/kubernetes/admin.conf#clusters[kubernetes].cluster.certificate-authority-data"
    made = sample(f"other-ca,{place}")
    assert set(made.altered) == {place}
    assert [key for key, verdict in made.verdicts.items() if verdict.outcome == "fails"] == [ADMIN]


def test_no_certificate_leaves_the_file() -> None:
    """The flag goes, and its file stays in the tree; from a kubeconfig the field goes with what stood in it."""
    made = sample("no-certificate,kube-apiserver@cp1->etcd@cp1")
    manifest = made.inventory.files["cp1:/etc/kubernetes/manifests/kube-apiserver.yaml"]
    assert "--etcd-certfile" not in (manifest.text or "")
    assert "--etcd-cafile" in (manifest.text or "")
    assert f"{PKI}apiserver-etcd-client.crt#" in made.inventory.certificates
    field = sample(f"no-certificate,{ADMIN}").inventory.files["cp1:/etc/kubernetes/admin.conf"].text or ""
    assert "client-certificate-data" not in field
    assert "certificate-authority-data" in field


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("expired", "is no fault"),
        ("melted,x", "no fault 'melted'"),
        (f"drop-san,{PKI}apiserver.crt#", "needs a value"),
        (f"expired,{PKI}apiserver.crt#,now", "takes no value"),
        ("expired,cp1:/nothing#", "This tree has no"),
        (f"drop-san,{PKI}apiserver.crt#,nobody", "has no name 'nobody'"),
        (f"set-san,{PKI}apiserver.crt#,a||b", "printable ASCII"),
        (f"wrong-usage,{PKI}ca.crt#", "shown by nobody"),
        (f"cn-only,{PKI}apiserver-etcd-client.crt#", "no subject alternative names"),
        (f"merge-ca,{PKI}apiserver.crt#,{PKI}ca.crt#", "is no CA's"),
        (f"merge-ca,{PKI}ca.crt#,{PKI}ca.crt#", "one CA already"),
        (f"other-ca,{PKI}apiserver.crt#,{PKI}apiserver.crt#", "is no CA's"),
        ("other-sa-pub,kubelet@worker1->kubelet@worker1", "This tree has no"),
        ("no-certificate,pod@cluster->kube-apiserver@cp1", "shows a certificate here"),
        (f"no-certificate,{PKI}apiserver.crt#", "shows a certificate here"),
    ],
)
def test_a_fault_that_cannot_be_is_a_sentence(text: str, says: str) -> None:
    """Wrong words, targets and values are refused with what is wrong, and nothing is broken."""
    with pytest.raises(BadFault) as refusal:
        sample(text)
    assert says in refusal.value.what


def test_faults_are_written_as_they_are_read() -> None:
    """Commas and percent signs inside of a part survive; every name of the closed list can be written."""
    fault = Fault("set-san", "a,b%:/x#users[c,d].user.client-certificate-data", "x,y%2C")
    assert parse(str(fault)) == fault
    for name, kind in KINDS.items():
        written = Fault(name, "x", "v" if kind.value else None)
        assert parse(str(written)) == written


@pytest.mark.parametrize("name", ["kubeadm-1.22-cp1", "kubeadm-1.34-ecdsa", "kubeadm-1.37-ha2", "kubeadm-1.30-cp1"])
def test_every_certificate_of_real_trees_can_expire(name: str) -> None:
    """Old serials, elliptic curves, copies in kubeconfigs: each distinct certificate can be issued anew."""
    whole = cluster(name)
    distinct = {one.facts.fingerprint_sha256: one.id for one in whole.inventory.certificates.values()}
    for place in list(distinct.values())[::3]:
        made = broken(whole, [Fault("expired", place)])
        assert made.inventory.certificates[place].facts.not_after < whole.clock
        assert made.connections.keys() == whole.connections.keys()
        assert made.issuers[place] == whole.issuers[place]
