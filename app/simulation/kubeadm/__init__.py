"""The simulated kubeadm: `init phase …`, `certs …`, `token …`, `join`, `version`."""

from collections.abc import Callable, Mapping

from ..shell.call import Call
from . import bootstrap, expiration, join, phases, renew, tokens, user, versions
from .asking import Asked

Action = Callable[[Call, Asked], int]

ACTIONS: Mapping[tuple[str, ...], Action] = {
    ("init", "phase", "certs"): phases.certs,
    ("init", "phase", "kubeconfig"): phases.kubeconfig,
    ("init", "phase", "upload-config"): phases.upload_config,
    ("init", "phase", "kubelet-finalize"): phases.kubelet_finalize,
    ("init", "phase", "bootstrap-token"): bootstrap.run,
    ("certs", "check-expiration"): expiration.run,
    ("certs", "renew"): renew.run,
    ("token", "create"): tokens.create,
    ("token", "list"): tokens.listed,
    ("token", "delete"): tokens.delete,
    ("kubeconfig", "user"): user.run,
    ("join",): join.run,
    ("version",): versions.version,
}
"""By the words of the command; the longest that fits wins."""
