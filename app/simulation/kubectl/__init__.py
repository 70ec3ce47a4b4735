"""The simulated kubectl 1.37: a verb is a function of a call and what was asked."""

from collections.abc import Callable, Mapping

from ..shell.call import Call
from . import auth, certificate, config, delete, describe, edit, get, logs, version
from .asking import Asked

Verb = Callable[[Call, Asked], int]

VERBS: Mapping[str, Verb] = {
    "auth": auth.run,
    "certificate": certificate.run,
    "cluster-info": version.cluster_info,
    "config": config.run,
    "delete": delete.run,
    "describe": describe.run,
    "edit": edit.run,
    "get": get.run,
    "logs": logs.run,
    "version": version.run,
}
