"""crictl(1) 1.36: the container runtime of this host. Its commands stand in app/simulation/crictl."""

from ..crictl import ACTIONS, completing
from ..crictl.asking import fatal
from ..shell.call import Call
from ..tools.help import CRICTL

NAMES = ("crictl",)
complete = completing.complete


def run(call: Call) -> int:
    """pods, ps, stopp, rmp, stop, rm, logs, images, inspectp, inspect, version."""
    words = list(call.arguments)
    while words and words[0].startswith("-"):
        words.pop(0)
    if not words or words[0] in ("help", "h"):
        call.out(CRICTL[""])
        return 0
    name, rest = words[0], words[1:]
    runtime = call.host.runtime
    if name not in ACTIONS:
        call.world.hint(f"Of crictl's commands this simulation offers {', '.join(ACTIONS)}")
        return fatal(call, f"unknown command {name!r}".replace("'", '\\"'))
    if runtime is None:
        return fatal(
            call,
            "validate service connection: validate CRI v1 runtime API for endpoint "
            '\\"unix:///run/containerd/containerd.sock\\": rpc error: code = Unavailable desc = connection error: '
            'desc = \\"transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: '
            'no such file or directory\\"',
        )
    if "--help" in rest or "-h" in rest:
        call.out(CRICTL.get(name, CRICTL[""]))
        return 0
    return ACTIONS[name](call, runtime, rest)
