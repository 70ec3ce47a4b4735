"""The controller manager and the scheduler as clients: who is let in leads and works, who is not gives up and tries again.

They hold the kubeconfig that they read at their start; what is embedded in one is not read again (facts.md §2). Their
words: captures-1.37, lesson-wrong-ca.txt and failures/controller-manager-scheduler.txt.
"""

from datetime import datetime, timedelta

from ..client import ConnectionFault, Unauthorized, credential_of, quietly, target_of
from ..files import FileError
from ..kubeconfig import ConfigFault, load
from ..world import Host, World
from . import delays
from .kubelet import Kubelet, Pod, again
from .programs import klog

MANAGER = "kube-controller-manager"
PROGRAMS = (MANAGER, "kube-scheduler")
NAMESPACES = ("default", "kube-public", "kube-system", "kube-node-lease")
_AWAY = ("refused", "eof", "timeout", "lookup", "config")
_LOST = {MANAGER: "leaderelection lost", "kube-scheduler": "Leaderelection lost"}
_BETWEEN = timedelta(seconds=3.5)
"""Two tries to get the lease (retryPeriod 2 s, with jitter)."""


def take(host: Host, pod: Pod) -> None:
    """What one of them reads at its start."""
    pod.config, pod.shown, pod.roots, pod.leads, pod.loses = None, None, b"", False, None
    if pod.main.program not in PROGRAMS:
        return
    try:
        pod.config = load(host.files, pod.main.on_host(pod.main.flag("--kubeconfig") or ""))
        user = pod.config.user
        if user is not None and user.certificate_data is not None and user.key_data is not None:
            pod.shown = credential_of(host, user)
        roots = pod.main.flag("--root-ca-file")
        pod.roots = host.files.read(pod.main.on_host(roots)) if roots else b""
    except (FileError, ConfigFault, ConnectionFault):
        pass


def lead(world: World) -> Pod | None:
    """Whoever is let in takes or keeps its lease; whoever is refused will lose it, or says so in its log. Returns the
    controller manager that works.
    """
    found = None
    for host, pod in _clients(world):
        fault = refusal(world, host, pod)
        if fault is None:
            pod.loses, pod.leads = None, _has_lease(pod, world.now)
            found = pod if found is None and pod.leads and pod.main.program == MANAGER else found
        elif fault and pod.leads:
            pod.loses = pod.loses or world.now + timedelta(seconds=delays.LEASE_LOST)
        elif fault:
            _complain(pod, fault, world.now)
    return found


def give_up(kubelet: Kubelet, pod: Pod, now: datetime) -> None:
    """The lease is lost: the program ends, and its container is started again."""
    pod.loses, pod.leads = None, False
    if pod.container is None or not pod.container.running:
        return
    pod.container.log.append(klog(f'E{{}} {_file(pod)}.go:333] "{_LOST[pod.main.program]}"', now, 4000 + pod.attempt))
    pod.container.stop(now, 1)
    again(pod, now)
    if kubelet.started is None:
        pod.due = None


def leader(world: World) -> tuple[Host, Pod] | None:
    """The controller manager that works, and its host."""
    found = ((host, pod) for host, pod in _clients(world) if pod.main.program == MANAGER)
    return next((one for one in found if _has_lease(one[1], world.now) and refusal(world, *one) is None), None)


def refusal(world: World, host: Host, pod: Pod) -> str | None:
    """Why one of them is not let in, as its log says; empty where no API server is there; None where it is let in."""
    if pod.config is None or pod.config.cluster is None:
        return ""
    try:
        quietly(world, host, target_of(host, pod.config.cluster), pod.shown or credential_of(host, pod.config.user))
    except Unauthorized:
        return "Unauthorized"
    except ConnectionFault as fault:
        return "" if fault.kind in _AWAY else f'Get \\"{_lease(pod)}?timeout=5s\\": {_escaped(fault.text)}'
    return None


def _clients(world: World) -> list[tuple[Host, Pod]]:
    return [
        (host, pod)
        for host in world.hosts.values()
        if host.kubelet is not None
        for pod in host.kubelet.pods.values()
        if pod.main.program in PROGRAMS and pod.runs and pod.dies is None
    ]


def _has_lease(pod: Pod, now: datetime) -> bool:
    """Whether it has run for long enough."""
    started = pod.container.created if pod.container is not None else now
    return now - started >= timedelta(seconds=delays.LEASE_TAKEN)


def _complain(pod: Pod, fault: str, now: datetime) -> None:
    """Its two last tries, as far as they are new."""
    container = pod.container
    if container is None:
        return
    line = f'E{{}} leaderelection.go:473] "Error retrieving lease lock" err="{fault}" lock="kube-system/{pod.main.program}"'
    for moment in (now - _BETWEEN, now):
        if moment >= container.created and (pod.complained is None or moment - pod.complained >= _BETWEEN):
            container.log.append(klog(line, moment, 4000 + pod.attempt))
            pod.complained = moment
    del container.log[:-400]


def _lease(pod: Pod) -> str:
    server = pod.config.cluster.server if pod.config is not None and pod.config.cluster is not None else ""
    return f"{server}/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/{pod.main.program}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _file(pod: Pod) -> str:
    return "controllermanager" if pod.main.program == MANAGER else "server"
