"""A tree that lacks folders of a running cluster: what is made for the simulation, beside what kubeadm really wrote."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from app.analysis import printed
from app.analysis.samples import open_sample
from app.issuing.encoding import pem
from app.model.cluster import Cluster
from app.model.files import Entry
from app.model.words import plain
from app.simulation.beginning import begin
from app.simulation.files import File
from app.simulation.kubeconfig import load
from app.simulation.pem import certificates
from app.simulation.supplying.lacks import lacks, obstacle
from app.simulation.supplying.told import subnet
from app.simulation.terminal import Terminal
from app.simulation.world import World
from tests.trees import cluster, cluster_of, entries
from tools.trees.pki import MADE, new_key

from .worlds import POOL, of, play

KUBERNETES = "/etc/kubernetes"
REAL = (
    "kubeadm-1.22-cp1",
    "kubeadm-1.30-cp1",
    "kubeadm-1.34-ecdsa",
    "kubeadm-1.37-cp1-workers",
    "kubeadm-1.37-ha3-stacked",
)
WRITTEN = Entry(
    "kubeadm.yaml",
    b"apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.30.14\n",
    None,
    0o644,
    None,
)
"""Beside the certificates of 1.30: they do not differ from those of 1.34."""
UNTOLD = re.compile(
    r"^ *- --(allocate-node-cidrs|cluster-cidr)=.*\n|^ *- --service-cluster-ip-range=.*,.*\n", re.MULTILINE
)
"""What no certificate tells: the pod network, a second family of service addresses."""


def pki_of(name: str, *, keys: bool = True) -> Cluster:
    """The pki folders of a real tree's control-plane nodes alone."""
    found = [one for one in entries(name) if "/kubernetes/pki/" in one.member and not one.member.startswith("worker")]
    kept = [one for one in found if keys or not one.member.endswith(".key")]
    found = [replace(one, member=one.member.replace("etc/kubernetes/", "")) for one in kept]
    return cluster_of([*found, WRITTEN] if "1.30" in name else found)


def text_of(world: World, host: str, path: str) -> str:
    found = world.hosts[host].files.get(path)
    assert isinstance(found, File), path
    return found.data.decode()


def original(name: str, host: str, path: str) -> Entry:
    return next(one for one in entries(name) if one.member.removeprefix(f"{host}/") == path.lstrip("/"))


def unmarked(text: str) -> str:
    first, _, rest = text.partition("\n")
    assert first.startswith("# Made for the simulation, not in the upload: after what kubeadm 1."), first
    return rest


@pytest.mark.parametrize("name", REAL)
def test_manifests_are_those_that_kubeadm_wrote(name: str) -> None:
    """From the pki folders alone: byte for byte, but for the mark and what no certificate tells."""
    world = of(pki_of(name))
    for host in [one.name for one in world.hosts.values() if one.kind == "control-plane"]:
        for program in ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"):
            path = f"{KUBERNETES}/manifests/{program}.yaml"
            wanted = original(name, host, path).data.decode()
            if "controller" in program:
                wanted = re.sub(r" *- --service-cluster-ip-range=.*\n", "", wanted)
            version = r"(?<=:)v?\d\.\d+\.\d+(-\d)?$|^ *(- )?--service-cluster-ip-range=.*\n"
            made, real = (
                re.sub(version, "", UNTOLD.sub("", one), flags=re.MULTILINE)
                for one in (unmarked(text_of(world, host, path)), wanted)
            )
            assert made == real


@pytest.mark.parametrize("name", REAL)
def test_kubeconfigs_are_those_that_kubeadm_wrote(name: str) -> None:
    """The same files on the same nodes, the same fields, user, groups and end; issued by the twin's CA, which lets them
    in; the server too, where certificates tell it.
    """
    world = of(pki_of(name, keys=False))
    real = of(cluster(name))
    for host, there in ((world.hosts[one.name], one) for one in real.hosts.values() if one.kind == "control-plane"):
        assert [path for path in host.files.inodes if path.endswith(".conf")] == [
            path for path in there.files.inodes if path.endswith(".conf")
        ]
        authority = certificates(host.files.read("/etc/kubernetes/pki/ca.crt"))[0]
        for base in ("admin", "super-admin", "controller-manager", "scheduler", "kubelet"):
            path = f"{KUBERNETES}/{base}.conf"
            if host.files.get(path) is None:
                continue
            made, wanted = load(host.files, path), load(there.files, path)
            assert list(made.document) == list(wanted.document) or "1.30" in name or base == "kubelet"
            assert made.current == wanted.current and made.user and wanted.user and made.cluster and wanted.cluster
            leaf, other = (
                certificates(one.certificate(files) or b"")[0]
                for one, files in ((made.user, host.files), (wanted.user, there.files))
            )
            assert (leaf.raw_subject, leaf.raw_issuer) == (other.raw_subject, authority.raw_subject)
            assert abs(leaf.not_after - other.not_after).total_seconds() < 600
            if wanted.cluster.server.startswith("https://192"):
                assert made.cluster.server == wanted.cluster.server
    found = Terminal.on(world, next(iter(world.hosts)), lambda: 0.0)
    for base in ("admin", "super-admin", "controller-manager"):
        if world.hosts[found.session.host].files.get(f"{KUBERNETES}/{base}.conf"):
            assert play(found, f"kubectl --kubeconfig {KUBERNETES}/{base}.conf get --raw /livez").output == "ok"


def test_several_control_planes_share_an_endpoint_and_a_signing_key() -> None:
    """Their certificates share one name that is no node's: kubeconfigs dial it, and it leads to each in turn."""
    world = of(pki_of("kubeadm-1.37-ha2", keys=False))
    assert world.objects is not None and world.objects.facts.endpoint == "api.example.test:6443"
    admin = load(world.hosts["cp2"].files, f"{KUBERNETES}/admin.conf")
    assert admin.cluster is not None and admin.cluster.server == "https://api.example.test:6443"
    assert text_of(world, "cp1", f"{KUBERNETES}/pki/sa.key") == text_of(world, "cp2", f"{KUBERNETES}/pki/sa.key")
    found = Terminal.on(world, "cp1", lambda: 0.0)
    assert play(found, "kubectl get nodes -o name").output == "node/cp1\nnode/cp2\n"
    assert play(found, "kubectl -n kube-system get pods -o name | grep -c etcd").output == "2\n"


def test_what_is_there_is_never_made() -> None:
    """A whole tree gets nothing; of a folder that is there in part, what is missing stays missing."""
    assert of(cluster("kubeadm-1.37-ha2")).made == ()
    without = cluster_of(
        [one for one in entries("kubeadm-1.37-ha2") if not one.member.endswith("cp1/etc/kubernetes/scheduler.conf")]
    )
    world = of(without)
    assert world.made == () and world.hosts["cp1"].files.get(f"{KUBERNETES}/scheduler.conf") is None


def test_a_kubelet_folder_that_was_not_packed_is_made_alone() -> None:
    """etc/kubernetes alone is a common upload: its kubelets run, on workers too; 1.22's kubelet.conf needs none."""
    name = "kubeadm-1.37-cp1-workers"
    world = of(cluster_of([one for one in entries(name) if "/kubelet/" not in one.member]))
    assert {path.startswith("/var/lib/kubelet/") for _, path in world.made} == {True}
    assert {host for host, _ in world.made} == {"cp1", "worker1"}  # worker2 then is the same, byte for byte
    assert all(host.kubelet.started for host in world.hosts.values() if host.kubelet)
    assert of(cluster("kubeadm-1.22-cp1")).made == ()


def test_the_map_stays_as_it_is() -> None:
    """The cluster that is completed is not changed: its document is the same, and lacks what it lacked."""
    found = cluster("kubeadm-1.37-pki-only")
    before = "".join(printed(found))
    begin(found, POOL, found.clock)
    assert "".join(printed(found)) == before and f"{KUBERNETES}/admin.conf" not in {
        one.path for one in found.inventory.files.values()
    }


def test_a_kubelet_whose_pair_is_gone_does_not_start() -> None:
    """Removed in the simulation, the pair that kubelet.conf names is missing: the kubelet ends, and nothing raises."""
    found = Terminal.on(of(cluster("kubeadm-1.37-pki-only")), "cp1", lambda: 0.0)
    assert "active (running)" in play(found, "systemctl status kubelet").output
    play(found, "rm /var/lib/kubelet/pki/kubelet-client-*", "systemctl restart kubelet", "sleep 12")
    assert "unable to load bootstrap kubeconfig" in play(found, "journalctl -u kubelet").output


def _without(cluster_name: str, *ends: str) -> Cluster:
    return cluster_of([one for one in entries(cluster_name) if not one.member.endswith(ends)])


def _admin() -> Entry:
    return original("kubeadm-1.37-ha2", "cp1", f"{KUBERNETES}/admin.conf")


WITH_OTHER_KEYS = re.compile("/pki/(?!ca.key|kubelet)")
PKI_ONLY = "kubeadm-1.37-pki-only"
OBSTACLES = {
    "worker": (lambda: cluster("kubeadm-1.37-worker-only"), "no control-plane node"),
    "kubeconfig": (
        lambda: cluster_of([replace(_admin(), member="admin.conf")]),
        "a kubeconfig alone",
    ),
    "k3s": (lambda: open_sample("k3s"), "This is k3s"),
    "rke2": (lambda: cluster("rke2"), "elsewhere than in /etc/kubernetes/pki"),
    "another certificatesDir": (lambda: cluster("kubeadm-custom"), "elsewhere than in /etc/kubernetes/pki"),
    "no etcd": (lambda: _without(PKI_ONLY, "etcd/server.crt"), "where its etcd runs is not known"),
    "no server": (lambda: _without(PKI_ONLY, "apiserver.crt"), "no apiserver.crt"),
    "no CA": (lambda: _without(PKI_ONLY, "pki/ca.crt"), "no ca.crt"),
    "external CA": (
        lambda: cluster_of([one for one in entries("kubeadm-1.30-cp1") if WITH_OTHER_KEYS.search(one.member)]),
        "no key of the CA",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OBSTACLES)
def test_where_it_cannot_be_it_says_why(name: str) -> None:
    """A reason, and nothing made; the upload with what is missing in it has none."""
    make, words = OBSTACLES[name]
    found = make()
    why = obstacle(found)
    assert why is not None and words in plain(why)
    assert of(found).made == ()
    assert obstacle(cluster(PKI_ONLY)) is None and lacks(cluster(PKI_ONLY)) != ()
    assert obstacle(cluster("kind")) is None


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        ("10.96.0.1", "10.96.0.0/12"),
        ("10.100.0.1", "10.100.0.0/16"),
        ("172.20.3.1", "172.20.3.0/24"),
        ("10.0.0.129", "10.0.0.128/25"),
        ("10.96.0.2", None),
        ("fd00::1", None),
    ],
)
def test_the_service_subnet_begins_before_its_first_address(first: str, wanted: str | None) -> None:
    """As wide as its alignment allows, up to a /16; an address that is no subnet's first tells nothing."""
    assert subnet(first) == wanted


ODD: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a CA that cannot be read": ("pki/ca.crt", lambda data: data.replace(b"\nMII", b"\nMIJ", 1)),
    "leaves that end before they begin": ("client.crt", lambda _: _leaf(days=-1)),
    "leaves of another age": ("client.crt", lambda _: _leaf(years=7900)),
    "no certificate in the CA's file": ("ca.crt", lambda _: b""),
    "no key in sa.pub": ("sa.pub", lambda _: b""),
}


def _leaf(days: int = 1, years: int = 0) -> bytes:
    then = MADE.replace(year=MADE.year + years)
    key = new_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(x509.Name([]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(then)
        .not_valid_after(then + timedelta(days=1))
    )
    made = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    if days < 0:
        begin, end = f"{then:%y%m%d%H%M%S}Z".encode(), f"{then + timedelta(days=1):%y%m%d%H%M%S}Z".encode()
        made = made.replace(begin, b"X" * 13).replace(end, begin).replace(b"X" * 13, end)
    return pem("CERTIFICATE", made)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_pki_folder_raises_nothing(name: str) -> None:
    """What cannot be made is not made, or made with dates of its own; a world there is."""
    end, change = ODD[name]
    found = [replace(one, data=change(one.data)) if one.member.endswith(end) else one for one in entries(PKI_ONLY)]
    world = of(cluster_of(found))
    assert "cp1" in world.hosts and world.objects is not None
