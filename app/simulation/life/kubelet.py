"""A host's kubelet: it keeps the static pods of its manifests running, and exits when its own files are no good."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ...model.configuration import Container as Specification
from ...model.configuration import StaticPod
from . import delays
from .runtime import Container, Runtime, Sandbox

if TYPE_CHECKING:
    from ..client import Credential
    from ..kubeconfig import Kubeconfig

FOLDER = "/etc/kubernetes/manifests"
NAMESPACE = "kube-system"


@dataclass(slots=True)
class Pod:
    """A static pod that the kubelet knows. `source`: the manifest's bytes; `due`: when its container starts next, None
    while it runs; `pause`: seconds until the restart after the next crash; `dies`: when what runs will crash; `exits`:
    how often it ended of late. Of a controller manager or scheduler: `config`, `shown` and `roots`, what it read at its start;
    `leads`: it holds its lease; `loses`: when it gives up, because it is not let in; `complained`: when it last said so.
    """

    name: str
    source: bytes
    specification: StaticPod
    sandbox: Sandbox | None = None
    container: Container | None = None
    attempt: int = 0
    sandboxes: int = 0
    due: datetime | None = None
    dies: datetime | None = None
    pause: float = delays.BACK_OFF
    exits: int = 0
    config: "Kubeconfig | None" = None
    shown: "Credential | None" = None
    roots: bytes = b""
    leads: bool = False
    loses: datetime | None = None
    complained: datetime | None = None

    @property
    def main(self) -> Specification:
        return self.specification.containers[0]

    @property
    def runs(self) -> bool:
        return self.container is not None and self.container.running


@dataclass(slots=True)
class Kubelet:
    """`started`: since when it runs; `due`: when systemd starts it again; both None where it was stopped for good. `log`:
    its journal. `daemons`: pods that the API server gave it (kube-proxy), by name their image. `seen`: manifests as they were at the last look, with the time of the next look at a changed folder. `ran`: pods ran
    here before the world began and were stopped with the machine; `config`: kubelet.conf as it was at its start; `rotates`: when it next asks for a client certificate
    of its own, `wait` the pause after that.
    """

    host: str
    runtime: Runtime
    started: datetime | None = None
    due: datetime | None = None
    log: list[tuple[datetime, str]] = field(default_factory=list)
    pods: dict[str, Pod] = field(default_factory=dict)
    look: datetime | None = None
    daemons: dict[str, str] = field(default_factory=dict)
    known: frozenset[tuple[str, bytes]] = frozenset()
    ran: bool = False
    rotates: datetime | None = None
    wait: float = delays.ROTATION
    config: "Kubeconfig | None" = None

    def next_event(self) -> datetime | None:
        """When it does something next by itself."""
        moments = [moment for pod in self.pods.values() for moment in (pod.due, pod.dies, pod.loses)]
        found = [moment for moment in (*moments, self.due, self.look, self.rotates) if moment is not None]
        return min(found, default=None)


Starts = Callable[[Kubelet, Pod, datetime], list[str] | None]
"""Starts what is in a pod's container: the lines that it logs before it dies, or None where it lives."""


def pod_stopped(kubelet: Kubelet, sandbox: Sandbox, now: datetime) -> None:
    """A sandbox was stopped from outside: the kubelet makes another."""
    for pod in kubelet.pods.values():
        if pod.sandbox is sandbox:
            pod.dies, pod.pause = None, delays.BACK_OFF
            pod.due = now + timedelta(seconds=delays.SANDBOX_BACK) if kubelet.started else None


def container_stopped(kubelet: Kubelet, container: Container, now: datetime) -> None:
    """A container was stopped from outside: the kubelet starts it again in its sandbox."""
    for pod in kubelet.pods.values():
        if pod.container is container:
            pod.dies = None
            again(pod, now)
            pod.due = pod.due if kubelet.started else None


def again(pod: Pod, now: datetime) -> None:
    """A container that has ended starts again: the first time at once, then after a pause that doubles (doBackOff)."""
    quiet = pod.container is None or now - pod.container.created > timedelta(seconds=2 * delays.BACK_OFF_MOST)
    pod.exits = 1 if quiet else pod.exits + 1
    if pod.exits == 1:
        pod.pause = delays.BACK_OFF
        pod.due = now + timedelta(seconds=delays.SANDBOX_BACK)
        return
    pod.due = now + timedelta(seconds=pod.pause)
    pod.pause = min(pod.pause * 2, delays.BACK_OFF_MOST)


def run_pod(kubelet: Kubelet, pod: Pod, now: datetime, starts: Starts) -> None:
    """Start a pod's container, in a new sandbox if its old one is gone or stopped."""
    runtime = kubelet.runtime
    if pod.sandbox is None or not pod.sandbox.ready or pod.sandbox not in runtime.sandboxes:
        pod.sandbox = runtime.new_sandbox(pod.name, NAMESPACE, now, _next_attempt(kubelet, pod))
        pod.sandboxes += 1
    _tidy(kubelet, pod)
    pod.container = runtime.new_container(pod.sandbox, pod.main.name, pod.main.image, now, pod.attempt)
    pod.attempt += 1
    pod.due = None
    dying = starts(kubelet, pod, now)
    if dying is not None:
        pod.container.log += dying
        pod.dies = now + timedelta(seconds=delays.CRASH)


def _next_attempt(kubelet: Kubelet, pod: Pod) -> int:
    """A stopped sandbox that is still there is counted on from; after it was removed the kubelet begins anew."""
    old = [one.attempt for one in kubelet.runtime.sandboxes if one.name == pod.name]
    return max(old) + 1 if old else 0


def _tidy(kubelet: Kubelet, pod: Pod) -> None:
    """Of a pod's dead containers the newest stays (MaxPerPodContainer: 1)."""
    runtime = kubelet.runtime
    sandboxes = {one.id for one in runtime.sandboxes if one.name == pod.name}
    dead = [one for one in runtime.containers if one.sandbox in sandboxes and not one.running]
    for old in dead[:-1]:
        runtime.containers.remove(old)


def crash(kubelet: Kubelet, pod: Pod, now: datetime) -> None:
    """The container ends with an error: it starts again after a pause that doubles."""
    if pod.container is not None:
        pod.container.stop(now, 1)
    _tidy(kubelet, pod)
    pod.dies = None
    pod.due = now + timedelta(seconds=pod.pause)
    pod.pause = min(pod.pause * 2, delays.BACK_OFF_MOST)


def run_daemons(kubelet: Kubelet, now: datetime) -> None:
    """Start the pods of DaemonSets that do not run: what they show needs no manifest."""
    for name, image in kubelet.daemons.items():
        found = [one for one in kubelet.runtime.sandboxes if one.name == name]
        if any(one.ready for one in found):
            continue
        attempt = len(found) + kubelet.ran
        sandbox = kubelet.runtime.new_sandbox(name, NAMESPACE, now, attempt)
        kubelet.runtime.new_container(sandbox, name.rpartition("-")[0], image, now, attempt)


def forget_pod(kubelet: Kubelet, pod: Pod, now: datetime) -> None:
    """The manifest is gone: the pod is stopped and removed."""
    if pod.sandbox is not None and pod.sandbox in kubelet.runtime.sandboxes:
        kubelet.runtime.stop_sandbox(pod.sandbox, now)
        kubelet.runtime.remove_sandbox(pod.sandbox)
    del kubelet.pods[pod.name]
