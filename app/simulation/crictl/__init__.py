"""The simulated crictl 1.36: what it says of a host's container runtime, and does to it."""

from collections.abc import Callable, Mapping

from ..life.runtime import Runtime
from ..shell.call import Call
from . import containers, images, logs, pods
from .asking import flags_of, output_of
from .printing import show

Action = Callable[[Call, Runtime, list[str]], int]


def _version(call: Call, runtime: Runtime, words: list[str]) -> int:
    output = output_of(call, flags_of(call, words))
    facts = {"version": "0.1.0", "runtimeName": "containerd", "runtimeVersion": "v2.2.0", "runtimeApiVersion": "v1"}
    if output == "table":
        for name, value in facts.items():
            call.line(f"{name[0].upper()}{name[1:]}:  {value}")
    else:
        show(call, facts, output)
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
