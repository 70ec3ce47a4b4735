"""The simulated crictl 1.36: what it says of a host's container runtime, and does to it."""

from collections.abc import Callable, Mapping

from ..life.runtime import Runtime
from ..shell.call import Call
from . import containers, images, logs, pods

Action = Callable[[Call, Runtime, list[str]], int]


def _version(call: Call, runtime: Runtime, words: list[str]) -> int:
    call.out("Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v2.2.0\nRuntimeApiVersion:  v1\n")
    return 0


ACTIONS: Mapping[str, Action] = {
    "pods": pods.pods,
    "ps": containers.ps,
    "stopp": pods.stopp,
    "rmp": pods.rmp,
    "stop": containers.stop,
    "rm": containers.rm,
    "logs": logs.logs,
    "images": images.images,
    "inspect": containers.inspect,
    "inspectp": pods.inspectp,
    "version": _version,
}
