"""The lesson "A third name for the API server": on every sample that fits, in several ways, and with wrong turns."""

import pytest

from app.analysis.samples import NAMES, open_sample
from app.lessons import LESSONS, Situation, progress
from app.simulation.terminal import Terminal
from tests.simulation.worlds import of
from tests.trees import cluster

LESSON = LESSONS["third-name"]
PKI = "/etc/kubernetes/pki"


def begun(sample: str = "ha2", name: str = "hostname3") -> tuple[Terminal, Situation]:
    world = of(open_sample(sample))
    planes = tuple(host for host in world.hosts.values() if host.kind == "control-plane")
    return Terminal.on(world, planes[0].name, lambda: 0.0), Situation(world, name, planes)


def solved(found: Terminal, situation: Situation, *, before: str) -> None:
    """The solutions of the steps before one."""
    for step in LESSON.steps:
        if step.id == before:
            return
        for command in step.solution(situation):
            found.type(command)


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
    assert set(progress(LESSON, situation).values()) == {"reached"}


def test_nothing_is_reached_without_doing_anything() -> None:
    """But the first step, which is to be read; the next one is the current one."""
    _, situation = begun()
    states = progress(LESSON, situation)
    assert list(states.values())[:3] == ["reached", "current", "open"]


FETCH = "kubectl -n kube-system get"
FIELD = "jsonpath={.data.ClusterConfiguration}"
MAKE = "kubeadm init phase certs apiserver --config"
AWAY = "/etc/kubernetes/manifests/kube-apiserver.yaml"
WAYS = {
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
    solved(found, situation, before=step)
    one = LESSON.step(step)
    assert one is not None and not one.reached(situation)
    for line in WAYS[step][way]:
        found.type(line)
    assert one.reached(situation)


def notices(situation: Situation) -> set[str]:
    return {notice.id.partition("@")[0] for notice in LESSON.notices(situation)}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([f"rm {PKI}/apiserver*"], "client-pairs-gone"),
        ([f"rm {PKI}/apiserver.crt"], "only-key"),
        ([f"rm {PKI}/apiserver.key"], "only-crt"),
        (["kubeadm certs renew apiserver --config kubeadm.yaml"], "no-name"),
        (["mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/", "sleep 30"], "down"),
    ],
)
def test_a_wrong_turn_is_noticed_with_its_way_back(lines: list[str], wanted: str) -> None:
    """What the state shows is told; before it nothing is, and the way back ends it where there is one."""
    found, situation = begun()
    solved(found, situation, before="new-certificate")
    assert notices(situation) == set()
    for line in lines:
        found.type(line)
    assert wanted in notices(situation)
    for notice in LESSON.notices(situation):
        if notice.id.startswith(wanted):
            for line in notice.way_back:
                found.type(line)
    assert wanted == "down" or wanted not in notices(situation)


def test_two_network_cards() -> None:
    """Where the default route goes by another card, the exported file makes a certificate for the wrong address."""
    found, situation = begun()
    situation.first.default_address = "192.0.2.15"
    solved(found, situation, before="new-certificate")
    for command in LESSON.steps[6].solution(situation):
        answer = found.type(command)
    assert "192.0.2.15" in answer.output and "wrong-address" in notices(situation)


def test_a_worker_alone_does_not_fit() -> None:
    """A tree without a control-plane node is refused with a reason."""
    assert LESSON.fits(of(cluster("kubeadm-1.37-worker-only"))) is not None
    assert LESSON.fits(of(cluster("kubeadm-1.37-ha2"))) is None
