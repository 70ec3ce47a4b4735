"""kubectl version, cluster-info."""

from ..shell.call import Call, Stop
from .asking import Asked, connect_or_explain
from .printing import Object, shown


def run(call: Call, asked: Asked) -> int:
    """The client's version, and the server's unless --client."""
    version = call.world.objects.facts.version if call.world.objects else "v1.37.2"
    if asked.output:
        return _whole(call, asked, version)
    call.line(f"Client Version: {version}\nKustomize Version: v5.8.1")
    if asked.flags.has("client"):
        return 0
    connect_or_explain(call, asked, discovers=False)
    call.line(f"Server Version: {version}")
    return 0


def _whole(call: Call, asked: Asked, version: str) -> int:
    """-o yaml, json: what the programs were built from."""
    client = build_of(version)
    found: Object = {"clientVersion": client, "kustomizeVersion": "v5.8.1"}
    if not asked.flags.has("client"):
        connect_or_explain(call, asked, discovers=False)
        found["serverVersion"] = client
    if not shown(call, found, asked.output):
        raise Stop("error: --output must be 'yaml' or 'json'")
    return 0


def build_of(version: str) -> dict[str, str]:
    """version.Info as the recorded programs say it: built from the released sources."""
    minor = version.split(".")[1] if version.count(".") > 1 else ""
    return {
        "buildDate": "1970-01-01T00:00:00Z",
        "compiler": "gc",
        "gitCommit": "0" * 40,
        "gitTreeState": "",
        "gitVersion": version,
        "goVersion": "go1.26.8",
        "major": "1",
        "minor": minor,
        "platform": "linux/amd64",
    }


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
