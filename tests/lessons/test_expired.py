"""The lesson "Everything expired": on every sample that fits at its clock, in several ways, and with wrong turns."""

import pytest

from app.analysis.samples import NAMES, open_sample
from app.lessons import LESSONS, Situation, progress
from app.lessons.expired.reached import starts
from app.simulation.terminal import Terminal
from tests.simulation.worlds import of
from tests.trees import cluster

from .turns import noticed, solve, turn_wrongly

LESSON = LESSONS["expired"]
PKI = "/etc/kubernetes/pki"
CONF = "/etc/kubernetes/kubelet.conf"
CURRENT = "/var/lib/kubelet/pki/kubelet-client-current.pem"
EVERY = (
    "admin.conf controller-manager.conf scheduler.conf super-admin.conf apiserver apiserver-etcd-client "
    "etcd-peer etcd-server apiserver-kubelet-client etcd-healthcheck-client front-proxy-client"
)
ASIDE = f"mkdir /root/aside; mv {CONF} /var/lib/kubelet/pki/kubelet-client* /root/aside"
ANEW = "kubeadm init phase kubeconfig kubelet --config kubeadm-init.yaml"


def begun(sample: str = "one") -> tuple[Terminal, Situation]:
    tree = open_sample(sample)
    world = of(tree, LESSON.clock(tree))
    planes = tuple(host for host in world.hosts.values() if host.kind == "control-plane")
    return Terminal.on(world, planes[0].name, lambda: 0.0), Situation(world, "hostname3", planes)


def fitting(sample: str) -> bool:
    tree = open_sample(sample)
    return LESSON.fits(of(tree, LESSON.clock(tree))) is None


FITTING = [name for name in NAMES if fitting(name)]


def test_it_fits_samples_of_one_and_of_two_control_plane_nodes() -> None:
    """The simplest sample and one with etcd on two nodes; not a cluster without kubeadm's files."""
    assert {"one", "ha2"} <= set(FITTING) and "k3s" not in FITTING


@pytest.mark.parametrize("sample", FITTING)
def test_the_solution_reaches_every_step(sample: str) -> None:
    """Each step is reached by its own solution, in order; at the beginning none is."""
    found, situation = begun(sample)
    assert "reached" not in progress(LESSON, situation).values() and not noticed(LESSON, situation)
    for step in LESSON.steps:
        for command in step.solution(situation):
            found.type(command)
        assert step.reached(situation), (step.id, progress(LESSON, situation))
    assert set(progress(LESSON, situation).values()) == {"reached"} and not noticed(LESSON, situation)


def both(*lines: str) -> list[str]:
    """Lines on each of the workers."""
    return [line for worker in ("worker1", "worker2") for line in (f"ssh {worker}", *lines, "exit")]


WAYS = {
    "look": [
        ["kubeadm certs check-expiration"],
        [f"openssl x509 -in {PKI}/apiserver.crt -noout -enddate"],
        [f"for c in {PKI}/*.crt; do openssl x509 -in $c -noout -checkend 0 || echo $c; done"],
    ],
    "renew": [
        ["kubeadm certs renew all"],
        [f"for c in {EVERY}; do kubeadm certs renew $c; done"],
        ["mkdir /root/old; cd /etc/kubernetes; mv {,super-}admin.conf controller-manager.conf scheduler.conf /root/old",
         "cd pki; mv apiserver* front-proxy-client.* etcd/server.* etcd/peer.* etcd/healthcheck-client.* /root/old; cd",
         "kubeadm init phase certs all --config kubeadm-init.yaml",
         "P='kubeadm init phase kubeconfig'",
         "for c in {,super-}admin controller-manager scheduler; do $P $c --config kubeadm-init.yaml; done"],
    ],
    "kubelet": [
        [ASIDE, ANEW, "systemctl restart kubelet"],
        [f"rm {CONF}", ANEW, "systemctl stop kubelet; systemctl start kubelet"],
        [f"mv {CONF} /tmp", ANEW, "sleep 15"],
    ],
    "answers": [
        ["sleep 40"],
        ["until curl -sk https://127.0.0.1:6443/livez; do sleep 5; done"],
        ["for i in 1 2 3 4; do sleep 10; crictl ps; done"],
    ],
    "copy": [
        ["cp /etc/kubernetes/admin.conf ~/.kube/config"],
        ["cat /etc/kubernetes/admin.conf > /root/.kube/config"],
        ["ln -sf /etc/kubernetes/admin.conf /root/.kube/config"],
    ],
    "rotates": [
        ["kubeadm init phase kubelet-finalize all"],
        [f"sed -i -E 's#client-(certificate|key)-data: .*#client-\\1: {CURRENT}#' {CONF}"],
        [f"grep -v client- {CONF} >/tmp/k; for k in certificate key; do echo '    client-'$k: {CURRENT}; done >>/tmp/k",
         f"cp /tmp/k {CONF}"],
    ],
    "workers": [
        ["kubeadm token create --print-join-command > j", f"for w in worker1 worker2; do scp j $w:{CONF}; done",
         *both(f"J=$(cat {CONF}); rm {CONF} {PKI}/ca.crt {CURRENT}", "$J")],
        ["U='kubeadm kubeconfig user --org system:nodes --config kubeadm-init.yaml --client-name system:node:'",
         f"for w in worker1 worker2; do $U$w > $w; scp $w $w:{CONF}; done", *both("systemctl restart kubelet")],
        [f"for w in worker1 worker2; do {ANEW} --node-name $w --kubeconfig-dir $w; done",
         f"for w in worker1 worker2; do scp $w/kubelet.conf $w:{CONF}; done", "sleep 12"],
    ],
}  # fmt: skip


@pytest.mark.parametrize(("step", "way"), [(step, way) for step, ways in WAYS.items() for way in range(len(ways))])
def test_a_step_is_reached_by_state_not_by_what_is_typed(step: str, way: int) -> None:
    """Three different ways each; before them the step is not reached."""
    found, situation = begun()
    solve(LESSON, found, situation, before=step)
    one = LESSON.step(step)
    assert one is not None and not one.reached(situation)
    for line in WAYS[step][way]:
        found.type(line)
    assert one.reached(situation)


WRONG = [
        ("renew", [ASIDE, ANEW, "systemctl restart kubelet", "sleep 40"], "not-renewed"),
        ("kubelet", [f"rm {PKI}/ca.*", "kubeadm init phase certs ca --config kubeadm-init.yaml"], "new-authority"),
        ("look", [f"rm {PKI}/ca.*"], "new-authority"),
        ("kubelet", [ASIDE, "systemctl restart kubelet"], "no-kubelet-conf"),
        ("answers", ["sleep 30; mv /etc/kubernetes/manifests/etcd.yaml /root"], "no-manifest"),
        ("copy", ["cp /etc/kubernetes/super-admin.conf .kube/config"], "super-admin"),
        ("rotates", ["kubeadm init phase kubelet-finalize all",
                     f"sed -i s#{CURRENT}#$(readlink -f {CURRENT})#g {CONF}"], "dated-pair"),
        ("workers", [f"scp {CONF} worker1:{CONF}; scp {CURRENT} worker1:{CURRENT}"], "foreign-conf"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "lines", "wanted"), WRONG)
def test_a_wrong_turn_is_noticed_with_its_way_back(before: str, lines: list[str], wanted: str) -> None:
    """What the state shows is told; before it nothing is, and the way back ends it."""
    found, situation = begun()
    solve(LESSON, found, situation, before=before)
    turn_wrongly(LESSON, found, situation, lines, wanted)


def test_the_kubelet_asks_for_a_certificate_of_its_own() -> None:
    """With kubelet.conf made anew it writes that pair down, then a second one that the controller manager signed."""
    found, situation = begun()
    solve(LESSON, found, situation, before="copy")
    pairs = [
        path for path in situation.first.files.folder("/var/lib/kubelet/pki") if path.startswith("kubelet-client-2")
    ]
    assert len(pairs) == 2
    request = found.type("kubectl --kubeconfig /etc/kubernetes/admin.conf get csr").output
    assert sum("system:node:cp1" in line for line in request.splitlines()) == 2
    assert found.type("crictl ps --name kube-apiserver -o json").output.count('"attempt": 1') == 1


def test_without_a_controller_manager_nobody_signs() -> None:
    """The twin of the above: with the controller manager's manifest away the kubelet keeps what kubeadm made."""
    found, situation = begun()
    solve(LESSON, found, situation, before="kubelet")
    found.type("mv /etc/kubernetes/manifests/kube-controller-manager.yaml /root")
    for line in (ASIDE, ANEW, "systemctl restart kubelet", "sleep 100"):
        found.type(line)
    assert starts(situation.first)
    pairs = [
        path for path in situation.first.files.folder("/var/lib/kubelet/pki") if path.startswith("kubelet-client-2")
    ]
    assert len(pairs) == 1


def test_at_every_step_a_wrong_turn_is_noticed() -> None:
    """The tables above have one for each step, and three ways."""
    assert {before for before, _, _ in WRONG} == {step.id for step in LESSON.steps} == set(WAYS)
    assert all(len(ways) >= 3 for ways in WAYS.values())


def test_it_does_not_fit_what_has_not_expired() -> None:
    """At a tree's own clock nothing is to be renewed, and that is said; a worker alone has no CA."""
    assert LESSON.fits(of(open_sample("one"))) is not None
    assert LESSON.fits(of(cluster("kubeadm-1.37-worker-only"))) is not None
    tree = cluster("kubeadm-1.37-expired")
    assert LESSON.fits(of(tree)) is None and LESSON.clock(tree) >= tree.clock


def test_a_name_that_is_missing_besides_is_no_matter_of_dates() -> None:
    """On the sample with things wrong renewing alone would not help, and the lesson says so before it begins."""
    assert "wrong" not in FITTING
