"""kubectl logs: the API server asks the kubelet, which judges the API server's client certificate."""

from ..client import Reached
from ..files import FileError
from ..life.kubelet import Kubelet
from ..pem import PairFault, certificates, read_pair
from ..shell.call import Call, Stop
from ..trusting import refuse_client
from ..world import Host
from .access import demand
from .asking import Asked, connect_or_explain, namespace_of


def run(call: Call, asked: Asked) -> int:
    """What a pod's container wrote."""
    if not asked.words:
        raise Stop("error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.")
    reached = connect_or_explain(call, asked)
    name, namespace = asked.words[0].rpartition("/")[2], namespace_of(call, asked)
    demand(reached, "get", "pods", namespace, name)
    host = next((one for one in call.world.hosts.values() if one.kubelet and _has(one.kubelet, name)), None)
    if host is None or host.kubelet is None or namespace != "kube-system":
        raise Stop(f'error: error from server (NotFound): pods "{name}" not found in namespace "{namespace}"')
    main = host.kubelet.pods[name].main.name if name in host.kubelet.pods else "kube-proxy"
    wanted = asked.flags.value("c", "container") or main
    if wanted != main:
        raise Stop(f"error: container {wanted} is not valid for pod {name}")
    fault = _refusal(call, reached, host)
    if fault:
        raise Stop(fault.replace("NAME", name))
    for line in _tail(_log(host, name, main, previous=asked.flags.has("p", "previous")), asked.flags.value("tail")):
        call.line(line)
    if asked.flags.has("f", "follow"):
        call.world.hint("Nothing is followed here: what is there is printed, and the command ends.")
    return 0


def _has(kubelet: Kubelet, name: str) -> bool:
    return name in kubelet.pods or name in kubelet.daemons


def _log(host: Host, name: str, main: str, *, previous: bool) -> list[str]:
    """The lines of a pod's container, or of the one before it. Raises Stop where there was none."""
    runtime = host.runtime
    sandboxes = {one.id for one in runtime.sandboxes if one.name == name} if runtime else set()
    containers = [one for one in runtime.containers if one.sandbox in sandboxes] if runtime else []
    ended = [one for one in containers if not one.running]
    if previous:
        if not ended:
            where = f'previous terminated container "{main}" in pod "{name}" not found'
            raise Stop(f"Error from server (BadRequest): {where}")
        return ended[-1].log
    return containers[-1].log if containers else []


def _tail(lines: list[str], text: str | None) -> list[str]:
    count = int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
    return lines if count is None else lines[len(lines) - count :] if count < len(lines) else lines


def _refusal(call: Call, reached: Reached, host: Host) -> str | None:
    """Why the kubelet does not answer the API server; None where it does."""
    main = reached.server.pod.main
    here = reached.server.host.files
    try:
        paths = [
            main.on_host(main.flag(flag) or "") for flag in ("--kubelet-client-certificate", "--kubelet-client-key")
        ]
        pair = read_pair(here.read(paths[0]), here.read(paths[1]))
    except PairFault as fault:
        return f'Error from server: Get "https://{host.address}:10250/containerLogs/kube-system/NAME": {fault}'
    except FileError as fault:
        return f'Error from server: Get "https://{host.address}:10250/containerLogs/kube-system/NAME": open {fault.path}: no such file or directory'
    try:
        roots = certificates(host.files.read("/etc/kubernetes/pki/ca.crt"))
    except FileError:
        roots = ()
    if refuse_client(pair.chain, roots, call.world):
        return "error: You must be logged in to the server (the server has asked for the client to provide credentials ( pods/log NAME))"
    return None
