"""The lesson "Wrong CA of the right name": on every sample that fits, in several ways, and with wrong turns."""

import pytest

from app.analysis.samples import NAMES, open_sample
from app.lessons import LESSONS, Situation, progress
from app.lessons.play import opened
from app.simulation.terminal import Terminal
from tests.simulation.worlds import of
from tests.trees import cluster

from .turns import noticed, solve, turn_wrongly

LESSON = LESSONS["wrong-ca"]
PKI = "/etc/kubernetes/pki"
CONF = "/etc/kubernetes/kubelet.conf"
ADMIN = "kubectl --kubeconfig /etc/kubernetes/admin.conf"
WITH = "--config kubeadm-init.yaml"
CUT = "grep certificate-authority-data {} | cut -d: -f2 | tr -d ' ' | base64 -d"
PROGRAMS = "'kube-scheduler|kube-controller-manager'"
MANIFESTS = "/etc/kubernetes/manifests/kube-[cs]*.yaml"
KUBELET = f"mkdir /root/aside; mv {CONF} /var/lib/kubelet/pki/kubelet-client* /root/aside"
ANEW = f"kubeadm init phase kubeconfig kubelet {WITH}"
PUBLISHED = "kubectl -n kube-system get cm kube-root-ca.crt -o jsonpath='{.data.ca\\.crt}'"


def begun(sample: str = "one") -> tuple[Terminal, Situation]:
    situation = opened(LESSON, of(open_sample(sample)), "hostname3")
    return Terminal.on(situation.world, situation.first.name, lambda: 0.0), situation


def fits(sample: str) -> bool:
    return LESSON.fits(opened(LESSON, of(open_sample(sample)), "").world) is None


FITTING = [name for name in NAMES if fits(name)]


def test_it_fits_a_cluster_with_one_control_plane_node() -> None:
    """With two the old CA still stands on the other one, and the lesson says so; nor one whose API server is down."""
    assert "one" in FITTING and not {"ha2", "k3s", "wrong"} & set(FITTING)
    assert LESSON.fits(of(cluster("kubeadm-1.37-worker-only"))) is not None
    assert LESSON.fits(of(cluster("kubeadm-1.37-expired"))) is not None


@pytest.mark.parametrize("sample", FITTING)
def test_the_solution_reaches_every_step(sample: str) -> None:
    """Each step is reached by its own solution, in order; at the beginning none is, and nothing is amiss after all."""
    found, situation = begun(sample)
    assert "reached" not in progress(LESSON, situation).values() and not noticed(LESSON, situation)
    for step in LESSON.steps:
        for command in step.solution(situation):
            found.type(command)
        assert step.reached(situation), (step.id, progress(LESSON, situation))
    assert set(progress(LESSON, situation).values()) == {"reached"} and not noticed(LESSON, situation)
    assert "NotReady" not in found.type("kubectl get nodes").output


PEM = "/var/lib/kubelet/pki/kubelet-client-"


def both(*lines: str) -> list[str]:
    """Lines on each of the workers."""
    return [line for worker in ("worker1", "worker2") for line in (f"ssh {worker}", *lines, "exit")]


WAYS = {
    "hear": [
        ["kubectl get nodes", f"{ADMIN} get nodes"],
        ["kubectl auth whoami; KUBECONFIG=/etc/kubernetes/admin.conf kubectl version"],
        ["for c in .kube/config /etc/kubernetes/admin.conf; do kubectl --kubeconfig $c get --raw /livez; done"],
    ],
    "dates": [
        ["kubeadm certs check-expiration"],
        [f"openssl x509 -in {PKI}/apiserver.crt -noout -enddate"],
        [f"for c in {PKI}/*.crt; do openssl x509 -in $c -noout -checkend 0; done"],
    ],
    "keys": [
        [f"for c in ca apiserver; do openssl x509 -in {PKI}/$c.crt -noout -text | grep -A1 'Key Id'; done"],
        [f"openssl x509 -in {PKI}/ca.crt -noout -ext subjectKeyIdentifier",
         f"openssl x509 -in {PKI}/apiserver-kubelet-client.crt -noout -ext authorityKeyIdentifier"],
        [f"openssl verify -CAfile {PKI}/ca.crt {PKI}/apiserver.crt"],
    ],
    "old": [
        [f"{CUT.format('.kube/config')} > old.pem"],
        [f"scp worker1:{PKI}/ca.crt /tmp/old"],
        [f"{ADMIN} --insecure-skip-tls-verify -n default get cm kube-root-ca.crt -o jsonpath='{{.data.ca\\.crt}}' > o"],
    ],
    "serve": [
        [f"kubeadm certs renew apiserver {WITH}"],
        ["kubeadm certs renew all"],
        [f"mv {PKI}/apiserver.{{crt,key}} /root; kubeadm init phase certs apiserver {WITH}"],
    ],
    "clients": [
        ["kubeadm certs renew all", "cp /etc/kubernetes/admin.conf .kube/config"],
        ["cd /etc/kubernetes; mkdir /root/k; mv super-admin.conf controller-manager.conf scheduler.conf /root/k; cd",
         f"for c in super-admin controller-manager scheduler; do kubeadm init phase kubeconfig $c {WITH}; done",
         f"mv {PKI}/apiserver-kubelet-client.* /root/k; kubeadm init phase certs apiserver-kubelet-client {WITH}",
         "cat /etc/kubernetes/admin.conf > .kube/config"],
        ["for c in super-admin.conf controller-manager.conf scheduler.conf apiserver-kubelet-client; do",
         "kubeadm certs renew $c; done; ln -sf /etc/kubernetes/admin.conf .kube/config"],
    ],
    "programs": [
        [f"crictl stop $(crictl ps --name {PROGRAMS} -q)", "sleep 12"],
        ["for n in scheduler controller-manager; do crictl rmp -f $(crictl pods --name kube-$n -q); done", "sleep 5"],
        [f"mkdir m; mv {MANIFESTS} m", "sleep 25", "mv m/* /etc/kubernetes/manifests", "sleep 25"],
    ],
    "pods": [
        ["sleep 60"],
        [f"until {PUBLISHED} | cmp -s - {PKI}/ca.crt; do sleep 5; done"],
        ["for i in 1 2 3 4 5 6; do sleep 9; kubectl get nodes; done"],
    ],
    "kubelet": [
        [KUBELET, ANEW, "systemctl restart kubelet"],
        [f"rm {CONF} /var/lib/kubelet/pki/kubelet-client-*", ANEW, "systemctl stop kubelet; systemctl start kubelet"],
        [f"mv {CONF} /tmp; {ANEW}; mv /var/lib/kubelet/pki/kubelet-client* /tmp; systemctl restart kubelet"],
    ],
    "workers": [
        ["kubeadm init phase bootstrap-token; kubeadm token create --print-join-command > j",
         "for w in worker1 worker2; do scp j $w:/tmp/j; done",
         *both(f"rm {CONF} {PKI}/ca.crt {PEM}*", "$(cat /tmp/j)")],
        ["U='kubeadm kubeconfig user --org system:nodes --config kubeadm-init.yaml --client-name system:node:'",
         f"for w in worker1 worker2; do $U$w > $w; scp $w $w:{CONF}; scp {PKI}/ca.crt $w:{PKI}/; done",
         *both(f"rm {PEM}*; systemctl restart kubelet")],
        [f"for w in worker1 worker2; do {ANEW} --node-name $w --kubeconfig-dir $w; scp {PKI}/ca.crt $w:{PKI}/; done",
         f"for w in worker1 worker2; do scp $w/kubelet.conf $w:{CONF}; done",
         *both(f"mv {PEM}* /tmp", "systemctl restart kubelet")],
    ],
}  # fmt: skip


@pytest.mark.parametrize(("step", "way"), [(step, way) for step, ways in WAYS.items() for way in range(len(ways))])
def test_a_step_is_reached_by_state_not_by_what_is_typed(step: str, way: int) -> None:
    """Three different ways each; before them the step is not reached."""
    found, situation = begun()
    solve(LESSON, found, situation, before=step)
    one = LESSON.step(step)
    assert one is not None and not one.reached(situation)
    for line in "\n".join(WAYS[step][way]).replace("; do\n", "; do ").split("\n"):
        found.type(line)
    assert one.reached(situation)


THIRD = [f"mkdir /root/2; mv {PKI}/ca.* /root/2; kubeadm init phase certs ca {WITH}"]
WRONG = [
    ("hear", ["sed -i 's/certificate-authority-data: .*/insecure-skip-tls-verify: true/' .kube/config"], "insecure"),
    ("dates", THIRD, "third-authority"),
    ("keys", [f"scp worker1:{PKI}/ca.crt {PKI}/ca.crt"], "mismatch"),
    ("old", [f"{CUT.format('.kube/config')} > {PKI}/ca.crt"], "mismatch"),
    ("serve", THIRD, "third-authority"),
    ("clients", ["cp /etc/kubernetes/super-admin.conf .kube/config"], "super-admin"),
    ("programs", [f"mv {MANIFESTS} /root"], "no-manifest"),
    ("pods", ["mv /etc/kubernetes/manifests/kube-controller-manager.yaml /root"], "no-manifest"),
    ("kubelet", [f"rm {CONF}; {ANEW}; systemctl restart kubelet"], "old-pair"),
    ("workers", [f"scp {CONF} worker1:{CONF}; D=/var/lib/kubelet/pki; scp $D/kubelet-client-current.pem worker1:$D/"],
     "foreign-conf"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "lines", "wanted"), WRONG)
def test_a_wrong_turn_is_noticed_with_its_way_back(before: str, lines: list[str], wanted: str) -> None:
    """What the state shows is told; before it nothing is, and the way back ends it where there is one."""
    found, situation = begun()
    solve(LESSON, found, situation, before=before)
    turn_wrongly(LESSON, found, situation, lines, wanted)


def test_at_every_step_a_wrong_turn_is_noticed() -> None:
    """The tables above have one for each step, and three ways."""
    assert {before for before, _, _ in WRONG} == {step.id for step in LESSON.steps} == set(WAYS)
    assert all(len(ways) >= 3 for ways in WAYS.values())


def test_who_is_refused_loses_its_lease_and_says_so() -> None:
    """The controller manager ended once, runs again with the old certificate, and complains; etcd goes on."""
    found, _ = begun()
    containers = found.type("crictl ps -o json --name 'kube-controller-manager|etcd'").output
    assert containers.count('"attempt": 1') == 1 and containers.count('"attempt": 0') == 1
    log = found.type("crictl logs $(crictl ps --name kube-controller-manager -q) 2>&1 | tail -1").output
    assert 'Error retrieving lease lock" err="Unauthorized" lock="kube-system/kube-controller-manager"' in log
    assert "NotReady" not in found.type(f"{ADMIN} --insecure-skip-tls-verify get nodes").output


def test_a_worker_cannot_join_before_the_new_ca_is_published() -> None:
    """cluster-info holds the old CA: the pin that kubeadm prints does not fit. After the phase it does."""
    found, situation = begun()
    solve(LESSON, found, situation, before="workers")
    join = found.type("kubeadm token create --print-join-command").output.strip()
    aside = f"mkdir -p /root/old; mv {CONF} {PKI}/ca.crt /var/lib/kubelet/pki/kubelet-client* /root/old"
    for line in ("ssh worker1", aside):
        found.type(line)
    assert "none of the public keys" in found.type(join).output
    for line in ("exit", "kubeadm init phase bootstrap-token", "ssh worker1"):
        found.type(line)
    assert "This node has joined the cluster" in found.type(join).output
    assert situation.world.objects is not None and situation.world.objects.nodes["worker1"].ready
