"""kubectl logs: the API server asks the kubelet, which judges the API server's client certificate."""

from ..client import Reached
from ..files import FileError
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
    host = next((one for one in call.world.hosts.values() if one.kubelet and name in one.kubelet.pods), None)
    if host is None or host.kubelet is None or namespace != "kube-system":
        raise Stop(f'Error from server (NotFound): pods "{name}" not found in namespace "{namespace}"')
    fault = _refusal(call, reached, host)
    if fault:
        raise Stop(fault.replace("NAME", name))
    container = host.kubelet.pods[name].container
    tail = asked.flags.value("tail")
    lines = container.log if container else []
    for line in (
        lines[-int(tail) :] if tail and tail.isascii() and tail.isdigit() and len(tail) < 10 and int(tail) else lines
    ):
        call.line(line)
    return 0


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
