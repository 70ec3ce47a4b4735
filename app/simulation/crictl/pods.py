"""crictl pods, stopp, rmp, inspectp: the sandboxes."""

from ..kubectl.printing import Object
from ..life import delays
from ..life.kubelet import pod_stopped
from ..life.runtime import Runtime, Sandbox
from ..shell.call import Call
from ..tools.help import CRICTL
from .asking import fatal, flags_of, label_filter, name_filter, number, output_of
from .printing import SHORT, ago, labels_of, nanoseconds, show, table


def pods(call: Call, runtime: Runtime, words: list[str]) -> int:
    """List the pods, the newest first; -q, -o json, --name, --state, --id, --last, --latest."""
    flags = flags_of(call, words)
    state, name, labels = (flags.value("state", "s") or "").lower(), name_filter(flags), label_filter(flags)
    output, space = output_of(call, flags), flags.value("namespace")
    found = [
        one
        for one in reversed(runtime.sandboxes)
        if (not state or state == ("ready" if one.ready else "notready"))
        and name(one.name)
        and labels(labels_of(one))
        and space in (None, one.namespace)
        and one.id.startswith(flags.value("id") or "")
    ]
    found = found[: 1 if flags.has("latest", "l") else number(flags.value("last", "n"))]
    if flags.has("q", "quiet"):
        for one in found:
            call.line(one.id)
        return 0
    if output != "table":
        show(call, {"items": [_json(one) for one in found]}, output)
        return 0
    rows = [["POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT", "RUNTIME"]]
    for one in found:
        ready = "Ready" if one.ready else "NotReady"
        rows.append(
            [
                one.id[:SHORT],
                ago(one.created, call.world.now),
                ready,
                one.name,
                one.namespace,
                str(one.attempt),
                "(default)",
            ]
        )
    table(call, rows)
    return 0


def stopp(call: Call, runtime: Runtime, words: list[str]) -> int:
    """Stop pods."""
    if not words:
        call.out(CRICTL["stopp"])
        return 0
    for prefix in flags_of(call, words).words:
        found = runtime.sandbox(prefix)
        if found is not None and found.ready:
            runtime.stop_sandbox(found, call.world.now)
            if call.host.kubelet is not None:
                pod_stopped(call.host.kubelet, found, call.world.now)
            call.world.pass_time(delays.STOPPING)
        call.line(f"Stopped sandbox {prefix}")
    return 0


def rmp(call: Call, runtime: Runtime, words: list[str]) -> int:
    """Remove pods: those that are stopped, or all with -f."""
    flags = flags_of(call, words)
    if not flags.words and not flags.has("a", "all"):
        call.out(CRICTL["rmp"])
        return 0
    status = 0
    for prefix in flags.words or [one.id for one in runtime.sandboxes]:
        found = runtime.sandbox(prefix)
        if found is None:
            return fatal(
                call,
                f'getting sandbox status of pod \\"{prefix}\\": rpc error: code = NotFound desc = '
                "an error occurred when try to find sandbox: not found",
            )
        if found.ready and not flags.has("f", "force"):
            status = fatal(call, f'pod sandbox \\"{prefix}\\" is running, please stop it first')
            continue
        if found.ready:
            runtime.stop_sandbox(found, call.world.now)
            if call.host.kubelet is not None:
                pod_stopped(call.host.kubelet, found, call.world.now)
            call.line(f"Stopped sandbox {found.id}")
        runtime.remove_sandbox(found)
        call.line(f"Removed sandbox {found.id if flags.has('f', 'force') else prefix}")
    return status


def inspectp(call: Call, runtime: Runtime, words: list[str]) -> int:
    """A pod's status as JSON."""
    flags = flags_of(call, words)
    sandbox = runtime.sandbox(flags.words[0]) if flags.words else None
    if sandbox is None:
        return fatal(
            call,
            "get the status of pod sandboxes: get pod sandbox status: rpc error: code = NotFound desc = "
            "an error occurred when try to find sandbox: not found",
        )
    status = _json(sandbox) | {"network": {"ip": call.host.address or ""}}
    show(call, {"status": status}, "yaml" if output_of(call, flags) == "yaml" else "json")
    return 0


def _json(one: Sandbox) -> Object:
    return {
        "id": one.id,
        "metadata": {"name": one.name, "uid": one.id[:32], "namespace": one.namespace, "attempt": one.attempt},
        "state": "SANDBOX_READY" if one.ready else "SANDBOX_NOTREADY",
        "createdAt": nanoseconds(one.created),
        "labels": labels_of(one),
        "annotations": {"kubernetes.io/config.source": "file"} if "component" in labels_of(one) else {},
        "runtimeHandler": "",
    }
