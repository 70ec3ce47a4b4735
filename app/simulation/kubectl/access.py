"""What an identity may do: the Node authorizer's part that lessons meet, and RBAC as kubeadm sets it up."""

from ..client import Reached
from ..shell.call import Stop

ADMINS = frozenset({"system:masters", "kubeadm:cluster-admins"})


def demand(reached: Reached, verb: str, resource: str, namespace: str | None, name: str = "") -> None:
    """Raises Stop with kubectl's words where the API server answers 403."""
    identity = reached.identity
    if ADMINS & set(identity.groups) or _node_may(reached, verb, resource, name):
        return
    scope = f' in the namespace "{namespace}"' if namespace else " at the cluster scope"
    what = f'{resource} "{name}"' if name else resource
    group = "certificates.k8s.io" if resource == "certificatesigningrequests" else ""
    raise Stop(
        f'Error from server (Forbidden): {what}{_suffix(group)} is forbidden: User "{identity.user}" cannot {verb} '
        f'resource "{resource}" in API group "{group}"{scope}{_node_words(reached, resource, name)}'
    )


def _suffix(group: str) -> str:
    return f".{group}" if group else ""


def _node_may(reached: Reached, verb: str, resource: str, name: str) -> bool:
    """A kubelet reads its own node object."""
    user = reached.identity.user
    own = user.removeprefix("system:node:")
    return (
        user.startswith("system:node:")
        and resource == "nodes"
        and verb == "get"
        and name == own
        and "system:nodes" in reached.identity.groups
    )


def _node_words(reached: Reached, resource: str, name: str) -> str:
    user = reached.identity.user
    if "system:nodes" not in reached.identity.groups or resource != "nodes" or not name:
        return ""
    own = user.removeprefix("system:node:")
    return f": node '{own}' cannot read '{name}', only its own Node object"
