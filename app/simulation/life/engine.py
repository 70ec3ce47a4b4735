"""Time goes by: what is due happens, in order, and no later than the present."""

from datetime import datetime, timedelta

from ..files import File
from ..world import Host, World
from . import delays
from .kubelet import FOLDER, Kubelet, Pod, crash, forget_pod, run_daemons, run_pod
from .leading import give_up, lead, take
from .manifests import wanted
from .programs import first_fault, klog, pair_files, served
from .reporting import report
from .rotation import adopt, rotate
from .startup import configuration, kubelet_fault
from .storage import storage_fault

MOST_EVENTS = 5000
"""In one stretch of time: a container that crashes for a year restarts each five minutes, and that is enough of it."""


def settle(world: World) -> None:
    """Let everything that is due happen, then let API servers read their serving certificates again."""
    for host in world.hosts.values():
        if host.kubelet is not None:
            _watch(host, host.kubelet, world.now)
    for _ in range(MOST_EVENTS):
        due = [(moment, name) for name, host in world.hosts.items() if (moment := _next(host)) is not None]
        due = [one for one in due if one[0] <= world.now]
        if not due:
            break
        moment, name = min(due)
        _happen(world, world.hosts[name], moment)
    for host in world.hosts.values():
        _read_again(host, world.now)
    _ask(world)


def _ask(world: World) -> None:
    """What programs hear from API servers, where something has changed, or every few seconds."""
    files = tuple(host.files.changes for host in world.hosts.values())
    pods = [pod for host in world.hosts.values() if host.kubelet is not None for pod in host.kubelet.pods.values()]
    kubelets = tuple(host.kubelet.started for host in world.hosts.values() if host.kubelet is not None)
    runs = tuple(pod.container.id for pod in pods if pod.runs and pod.container is not None)
    seen = (files, kubelets, runs, int(world.now.timestamp() // delays.LOOKS))
    if seen != world.asked:
        report(world, lead(world))
        world.asked = seen


def _next(host: Host) -> datetime | None:
    return host.kubelet.next_event() if host.kubelet is not None else None


def _happen(world: World, host: Host, now: datetime) -> None:
    """The first thing that is due on a host at a moment."""
    kubelet = host.kubelet
    assert kubelet is not None  # noqa: S101 - only those have events
    if kubelet.due is not None and kubelet.due <= now:
        start_kubelet(host, now)
        return
    if kubelet.rotates is not None and kubelet.rotates <= now:
        if kubelet.started is None:
            kubelet.rotates = None
        else:
            rotate(world, host, now)
        return
    if kubelet.look is not None and kubelet.look <= now:
        kubelet.look = None
        if kubelet.started is not None:
            look(host, now)
        return
    _to_a_pod(host, kubelet, now)


def _to_a_pod(host: Host, kubelet: Kubelet, now: datetime) -> None:
    """The first thing that is due in a host's pods."""
    for pod in list(kubelet.pods.values()):
        if pod.dies is not None and pod.dies <= now:
            crash(kubelet, pod, now)
            return
        if pod.loses is not None and pod.loses <= now:
            give_up(kubelet, pod, now)
            return
        if pod.due is not None and pod.due <= now:
            if kubelet.started is None:
                pod.due = None
            else:
                run_pod(kubelet, pod, now, lambda _, one, moment: _starts(host, one, moment))
            return


def start_kubelet(host: Host, now: datetime) -> None:
    """The kubelet's start: it looks at its own files, then at the manifests; else systemd tries again."""
    kubelet = host.kubelet
    assert kubelet is not None  # noqa: S101
    kubelet.due = None
    fault = kubelet_fault(host, now)
    if fault is not None:
        kubelet.started = None
        kubelet.log += [(now, klog(line, now, 1000 + len(kubelet.log))) for line in fault]
        del kubelet.log[:-200]
        kubelet.due = now + timedelta(seconds=delays.KUBELET_RESTART)
        return
    kubelet.started, kubelet.config = now, configuration(host)
    adopt(host, now)
    look(host, now)
    run_daemons(kubelet, now)


def look(host: Host, now: datetime) -> None:
    """Make the pods what the manifests say."""
    kubelet = host.kubelet
    assert kubelet is not None  # noqa: S101
    found = wanted(host.files, host.name)
    kubelet.known = _seen(host)
    for name, pod in list(kubelet.pods.items()):
        if name not in found or found[name][0] != pod.source:
            forget_pod(kubelet, pod, now)
    for name, (source, specification) in found.items():
        if name not in kubelet.pods:
            kubelet.pods[name] = Pod(name, source, specification, due=now, attempt=int(kubelet.ran))
        elif kubelet.pods[name].due is None and not kubelet.pods[name].runs:
            kubelet.pods[name].due = now


def _watch(host: Host, kubelet: Kubelet, now: datetime) -> None:
    """A change in the manifests' folder is seen a little later."""
    if kubelet.started is not None and kubelet.look is None and _seen(host) != kubelet.known:
        kubelet.look = _changed(host, now) + timedelta(seconds=delays.MANIFEST_SEEN)


def _seen(host: Host) -> frozenset[tuple[str, bytes]]:
    prefix = f"{FOLDER}/"
    return frozenset(
        (path, inode.data)
        for path, inode in host.files.inodes.items()
        if path.startswith(prefix) and isinstance(inode, File)
    )


def _changed(host: Host, now: datetime) -> datetime:
    """When the last command changed something: commands take less than a second, so now is near enough."""
    return now


def _starts(host: Host, pod: Pod, now: datetime) -> list[str] | None:
    """What a program logs before it dies at its start; None where it lives. An API server then serves."""
    fault = first_fault(host.files, pod.main, now)
    if fault is None and pod.main.program == "kube-apiserver":
        fault = storage_fault(host, pod.main, now)
    if fault is not None:
        host.served.pop(pod.name, None)
        return [klog(line, now, 4000 + pod.attempt) for line in fault]
    if pod.main.program == "kube-apiserver":
        found = served(host.files, pod.main, now)
        if found is not None:
            host.served[pod.name] = found
    take(host, pod)
    return None


def _read_again(host: Host, now: datetime) -> None:
    """A running API server reads its pair again; one that does not fit is not taken, and the old one goes on."""
    kubelet = host.kubelet
    if kubelet is None:
        return
    for name, pod in kubelet.pods.items():
        if pod.main.program != "kube-apiserver":
            continue
        if not pod.runs:
            host.served.pop(name, None)
            continue
        old = host.served.get(name)
        if old is None or pair_files(host.files, pod.main) == (old.certificate, old.key):
            continue
        if reads_at_once(pod) or now - old.since >= timedelta(seconds=delays.CERTIFICATE_SEEN_OLD):
            found = served(host.files, pod.main, now)
            host.served[name] = old if found is None else found


def reads_at_once(pod: Pod) -> bool:
    """Whether this API server watches its files; up to 1.22 it looked each minute."""
    version = pod.main.image.rpartition(":")[2].lstrip("v").split(".")
    return not (len(version) > 1 and version[0] == "1" and version[1].isdigit() and int(version[1]) < 23)
