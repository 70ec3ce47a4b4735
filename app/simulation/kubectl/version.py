"""kubectl version, cluster-info."""

from ..shell.call import Call
from .asking import Asked, connect_or_explain


def run(call: Call, asked: Asked) -> int:
    """The client's version, and the server's unless --client."""
    version = call.world.objects.facts.version if call.world.objects else "v1.37.2"
    call.line(f"Client Version: {version}\nKustomize Version: v5.8.1")
    if asked.flags.has("client"):
        return 0
    connect_or_explain(call, asked, discovers=False)
    call.line(f"Server Version: {version}")
    return 0


def cluster_info(call: Call, asked: Asked) -> int:
    """Where the control plane is."""
    reached = connect_or_explain(call, asked)
    facts = call.world.objects.facts if call.world.objects else None
    url = (
        f"https://{facts.endpoint}"
        if facts and facts.endpoint
        else f"https://{reached.server.address}:{reached.server.port}"
    )
    call.line(f"Kubernetes control plane is running at {url}")
    call.line(f"CoreDNS is running at {url}/api/v1/namespaces/kube-system/services/kube-dns:dns/proxy")
    call.line("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")
    return 0
