"""kubeadm init phase bootstrap-token: a token, and cluster-info made or written over (phases/bootstraptoken/clusterinfo)."""

from ...issuing.encoding import pem
from ..kubectl.access import demand
from ..kubectl.asking import Asked as KubectlAsked
from ..kubectl.asking import connect_or_explain
from ..objects import cluster_info
from ..shell.call import Call, Stop
from ..tools.go_flags import Flags
from .asking import Asked, facts_of, failure, settings
from .tokens import LIFE, admin_authority, new_token

LINES = (
    "Using token: TOKEN",
    "Configuring bootstrap tokens, cluster-info ConfigMap, RBAC Roles",
    "Configured RBAC rules to allow Node Bootstrap tokens to get nodes",
    "Configured RBAC rules to allow Node Bootstrap tokens to post CSRs in order for nodes to get long term certificate credentials",
    "Configured RBAC rules to allow the csrapprover controller automatically approve CSRs from a Node Bootstrap Token",
    "Configured RBAC rules to allow certificate rotation for all node client certificates in the cluster",
    "Configured RBAC rules to allow the API server kubelet client certificate to access the kubelet API",
    'Creating the "cluster-info" ConfigMap in the "kube-public" namespace',
)


def run(call: Call, asked: Asked) -> int:
    """A new token, and the CA of admin.conf published for nodes that join."""
    settings(call, asked)
    config = Flags({"kubeconfig": ["/etc/kubernetes/admin.conf"]})
    try:
        reached = connect_or_explain(call, KubectlAsked(config, []), discovers=False)
        demand(reached, "create", "configmaps", "kube-public")
    except Stop as stop:
        words = stop.text.removeprefix("Unable to connect to the server: ").removeprefix("error: ")
        raise failure(call, f"error execution phase bootstrap-token: {words}") from None
    objects, authority = call.world.objects, admin_authority(call)
    assert objects is not None  # noqa: S101 - an API server that answers has them
    token = asked.flags.value("token") or new_token(call)
    identifier = token.partition(".")[0]
    objects.tokens[identifier], objects.expiries[identifier] = token, call.world.now + LIFE
    for line in LINES:
        call.line(f"[bootstrap-token] {line.replace('TOKEN', token)}")
    text = pem("CERTIFICATE", authority.der).decode() if authority is not None else ""
    info = {"kubeconfig": cluster_info(facts_of(call), call.session.host, text)}
    objects.put("kube-public", "cluster-info", info, call.world.now)
    return 0
