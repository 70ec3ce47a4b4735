"""The lesson "A third name for the API server": on every sample that fits, in several ways, and with wrong turns."""

import pytest

from app.analysis.samples import NAMES, open_sample
from app.lessons import LESSONS, Situation, progress
from app.simulation.terminal import Terminal
from tests.simulation.worlds import of
from tests.trees import cluster

from .turns import noticed, solve, turn_wrongly

LESSON = LESSONS["third-name"]
PKI = "/etc/kubernetes/pki"


def begun(sample: str = "ha2", name: str = "hostname3") -> tuple[Terminal, Situation]:
    world = of(open_sample(sample))
    planes = tuple(host for host in world.hosts.values() if host.kind == "control-plane")
    return Terminal.on(world, planes[0].name, lambda: 0.0), Situation(world, name, planes)


FITTING = [name for name in NAMES if LESSON.fits(of(open_sample(name))) is None]


@pytest.mark.parametrize("sample", FITTING)
@pytest.mark.parametrize("name", ["hostname3", "203.0.113.77"])
def test_the_solution_reaches_every_step(sample: str, name: str) -> None:
    """Each step is reached by its own solution, in order, with a name or an address."""
    found, situation = begun(sample, name)
    if name != "hostname3":
        situation = Situation(
            situation.world, f"{(situation.first.address or '').rpartition('.')[0]}.99", situation.hosts
        )
    for step in LESSON.steps:
        for command in step.solution(situation):
            found.type(command)
        assert step.reached(situation), (step.id, progress(LESSON, situation))
    assert set(progress(LESSON, situation).values()) == {"reached"} and not noticed(LESSON, situation)


def test_nothing_is_reached_without_doing_anything() -> None:
    """But the first step, which is to be read; the next one is the current one."""
    _, situation = begun()
    states = progress(LESSON, situation)
    assert list(states.values())[:3] == ["reached", "current", "open"]


FETCH = "kubectl -n kube-system get"
FIELD = "jsonpath={.data.ClusterConfiguration}"
MAKE = "kubeadm init phase certs apiserver --config"
AWAY = "/etc/kubernetes/manifests/kube-apiserver.yaml"
UPLOAD = "kubeadm init phase upload-config kubeadm --config"
LINE = "/^  certSANs:$/a\\  - hostname3"
WAYS = {
    "address": [
        ["echo 192.168.56.10 hostname3 >> /etc/hosts"],
        ["sed -i 's/api.example.test/& hostname3/' /etc/hosts"],
        ["printf '%s\\n' \"$(hostname -i) hostname3\" | tee -a /etc/hosts"],
    ],
    "what-it-names": [
        [f"openssl x509 -in {PKI}/apiserver.crt -noout -text | grep -A1 Alternative"],
        ["openssl s_client -connect 192.168.56.12:6443 </dev/null | openssl x509 -noout -ext subjectAltName"],
        [f"cat {PKI}/apiserver.crt | openssl x509 -text"],
    ],
    "add": [
        [f"sed -i '{LINE}' kubeadm.yaml"],
        ["awk '{print} /certSANs:/{print \"  - hostname3\"}' kubeadm.yaml > k.yaml; mv k.yaml kubeadm.yaml"],
        ["echo hostname3 > n; sed -i \"s/^  - hostname2$/&\\n  - $(cat n)/\" kubeadm.yaml"],
    ],
    "in-turn": [
        ["for i in 1 2 3 4; do kubectl -s https://hostname3:6443 get nodes; done"],
        ["i=0; until [ $i = 6 ]; do kubectl -s https://hostname3:6443 get --raw /livez; i=$((i+1)); done"],
        ["kubectl -s https://hostname3:6443 version; kubectl -s https://hostname3:6443 get cm"],
    ],
    "others": [
        ["scp kubeadm.yaml cp2:", "ssh cp2", f"rm -f {PKI}/apiserver.*", f"{MAKE} kubeadm.yaml"],
        ["ssh cp2", f"{FETCH} cm kubeadm-config -o '{FIELD}' > k.yaml; sed -i '{LINE}' k.yaml",
         f"mv {PKI}/apiserver.{{crt,key}} /tmp; {MAKE}=k.yaml"],
        ["cat kubeadm.yaml | ssh cp2 'cat > /tmp/k.yaml'; scp kubeadm.yaml cp2:/tmp/k.yaml", "ssh cp2",
         f"cd {PKI}; mkdir /root/o; mv apiserver.crt apiserver.key /root/o; {MAKE} /tmp/k.yaml"],
    ],
    "see-it-fail": [
        ["kubectl -s https://hostname3:6443 get nodes"],
        ["kubectl --server=https://hostname3:6443 version"],
        ["kubectl -s https://hostname3:6443 get --raw /livez || true"],
    ],
    "fetch": [
        [f"{FETCH} cm kubeadm-config -o '{FIELD}' > kubeadm.yaml"],
        [f"{FETCH} cm kubeadm-config -o='{FIELD}' | tee /tmp/k.yaml"],
        ["cd /tmp", f"{FETCH} configmap/kubeadm-config -o '{FIELD}' > c.yaml"],
    ],
    "new-certificate": [
        [f"rm -f {PKI}/apiserver.*", f"{MAKE} kubeadm.yaml"],
        [f"mv {PKI}/apiserver.{{crt,key}} /tmp/", f"{MAKE}=kubeadm.yaml"],
        [f"for f in crt key; do mv {PKI}/apiserver.$f /root/; done; {MAKE} kubeadm.yaml"],
    ],
    "restart": [
        ["crictl rmp -f $(crictl pods --name kube-apiserver -q)", "sleep 12"],
        ["crictl stop $(crictl ps --name kube-apiserver -q)", "sleep 12"],
        [f"mv {AWAY} /tmp/", "sleep 25", f"mv /tmp/kube-apiserver.yaml {AWAY}", "sleep 40",
         "crictl stopp $(crictl pods --name kube-apiserver -q)", "sleep 12"],
    ],
    "put-back": [
        ["kubeadm init phase upload-config kubeadm --config kubeadm.yaml"],
        ["kubeadm init phase upload-config all --config kubeadm.yaml"],
        ["export KUBE_EDITOR=\"sed -i 's/^      - hostname2$/&\\n      - hostname3/'\"",
         "kubectl -n kube-system edit cm kubeadm-config"],
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
    assert one.reached(situation), noticed(LESSON, situation)


INSECURE = "sed -i 's/certificate-authority-data: .*/insecure-skip-tls-verify: true/' .kube/config"
COPY = f"scp {PKI}/apiserver.crt {PKI}/apiserver.key cp2:{PKI}/"
WRONG = [
    ("need", [f"rm {PKI}/apiserver.key"], "only-crt"),
    ("address", ["echo 192.0.2.9 hostname3 >> /etc/hosts"], "wrong-place"),
    ("see-it-fail", [INSECURE], "insecure"),
    ("what-it-names", [f"mv {AWAY} /root/", "sleep 30"], "down"),
    ("fetch", ["kubectl -n kube-system get cm kubeadm-config -o yaml > kubeadm.yaml"], "whole-object"),
    ("add", ["echo '- hostname3' >> kubeadm.yaml"], "misplaced"),
    ("add", ["sed -i 's/^    dataDir.*/&\\n    serverCertSANs: [hostname3]/' kubeadm.yaml"], "misplaced"),
    ("new-certificate", [f"rm {PKI}/apiserver*"], "client-pairs-gone"),
    ("new-certificate", [f"rm {PKI}/apiserver.crt"], "only-key"),
    ("new-certificate", ["kubeadm certs renew apiserver --config kubeadm.yaml"], "no-name"),
    ("in-turn", ["ssh cp2", f"rm {PKI}/apiserver.*", "exit"], "cert-gone"),
    ("others", [COPY], "copied-pair"),
    ("restart", [f"rm {PKI}/apiserver-*; crictl rmp -f $(crictl pods --name kube-apiserver -q)", "sleep 20"], "down"),
    ("put-back", [f"grep -v hostname1 kubeadm.yaml > less.yaml; {UPLOAD} less.yaml"], "sans-lost"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "lines", "wanted"), WRONG)
def test_a_wrong_turn_is_noticed_with_its_way_back(before: str, lines: list[str], wanted: str) -> None:
    """What the state shows is told; before it nothing is, and the way back ends it where there is one."""
    found, situation = begun()
    solve(LESSON, found, situation, before=before)
    turn_wrongly(LESSON, found, situation, lines, wanted)


def test_at_every_step_there_are_three_ways_and_a_wrong_turn() -> None:
    """The tables above have them for each step; the first one asks for nothing."""
    steps = {step.id for step in LESSON.steps}
    assert {before for before, _, _ in WRONG} == steps and set(WAYS) == steps - {"need"}
    assert all(len(ways) >= 3 for ways in WAYS.values())


def test_two_network_cards() -> None:
    """Where the default route goes by another card, the exported file makes a certificate for the wrong address."""
    found, situation = begun()
    situation.first.default_address = "192.0.2.15"
    solve(LESSON, found, situation, before="new-certificate")
    for command in LESSON.steps[6].solution(situation):
        answer = found.type(command)
    assert "192.0.2.15" in answer.output and "wrong-address" in noticed(LESSON, situation)


def test_a_worker_alone_does_not_fit() -> None:
    """A tree without a control-plane node is refused with a reason."""
    assert LESSON.fits(of(cluster("kubeadm-1.37-worker-only"))) is not None
    assert LESSON.fits(of(cluster("kubeadm-1.37-ha2"))) is None
