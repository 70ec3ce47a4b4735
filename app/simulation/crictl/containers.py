"""crictl ps, stop, rm, inspect: the containers."""

from ..kubectl.printing import Object
from ..life.kubelet import container_stopped
from ..life.runtime import Container, Runtime, image_id
from ..shell.call import Call
from .asking import fatal, flags_of, label_filter, name_filter, no_container, number, output_of
from .printing import SHORT, ago, labels_of, nanoseconds, show, table


def ps(call: Call, runtime: Runtime, words: list[str]) -> int:
    """List the containers that run, or all with -a; -q, -o json, --name, --state, --pod."""
    flags = flags_of(call, words)
    state, name = (flags.value("state", "s") or "").lower(), name_filter(flags)
    everything = flags.has("a", "all") or bool(state)
    output, image, labels = output_of(call, flags), _image(call, flags.value("image")), label_filter(flags)
    found = [
        one
        for one in reversed(runtime.containers)
        if (everything or one.running)
        and (not state or state == ("running" if one.running else "exited"))
        and name(one.name)
        and one.sandbox.startswith(flags.value("pod", "p") or "")
        and one.id.startswith(flags.value("id") or "")
        and (image is None or one.image.startswith(image))
        and labels(_labels(runtime, one))
    ]
    found = found[: 1 if flags.has("latest", "l") else number(flags.value("last", "n"))]
    if flags.has("q", "quiet"):
        for one in found:
            call.line(one.id)
        return 0
    if output != "table":
        show(call, {"containers": [_json(runtime, one) for one in found]}, output)
        return 0
    rows = [["CONTAINER", "IMAGE", "CREATED", "STATE", "NAME", "ATTEMPT", "POD ID", "POD", "NAMESPACE"]]
    for one in found:
        pod = next((pod for pod in runtime.sandboxes if pod.id == one.sandbox), None)
        rows.append(
            [
                one.id[:SHORT], one.image, ago(one.created, call.world.now), "Running" if one.running else "Exited",
                one.name, str(one.attempt), one.sandbox[:SHORT], pod.name if pod else "", pod.namespace if pod else "",
            ]
        )  # fmt: skip
    table(call, rows)
    return 0


def stop(call: Call, runtime: Runtime, words: list[str]) -> int:
    """Stop containers."""
    for prefix in flags_of(call, words).words:
        found = runtime.container(prefix)
        if found is not None and found.running:
            found.stop(call.world.now, 0)
            if call.host.kubelet is not None:
                container_stopped(call.host.kubelet, found, call.world.now)
        call.line(prefix)
    return 0


def rm(call: Call, runtime: Runtime, words: list[str]) -> int:
    """Remove containers: those that are stopped, or any with -f."""
    flags = flags_of(call, words)
    for prefix in flags.words:
        found = runtime.container(prefix)
        if found is None:
            return fatal(call, no_container(prefix))
        if found.running and not flags.has("f", "force"):
            return fatal(call, f'container \\"{prefix}\\" is running, please stop it first')
        if found.running:
            found.stop(call.world.now, 137)
            if call.host.kubelet is not None:
                container_stopped(call.host.kubelet, found, call.world.now)
        runtime.containers.remove(found)
        call.line(prefix)
    return 0


def inspect(call: Call, runtime: Runtime, words: list[str]) -> int:
    """A container's status as JSON."""
    flags = flags_of(call, words)
    container = runtime.container(flags.words[0]) if flags.words else None
    if container is None:
        return fatal(call, "getting the status of container: " + no_container(flags.words[0] if flags.words else ""))
    ended = {} if container.finished is None else {"finishedAt": nanoseconds(container.finished)}
    status = _json(runtime, container) | {"exitCode": container.exit_code or 0} | ended
    show(call, {"status": status}, "yaml" if output_of(call, flags) == "yaml" else "json")
    return 0


def _image(call: Call, name: str | None) -> str | None:
    """--image takes an id or a name."""
    kubelet = call.host.kubelet
    known = {pod.main.image for pod in kubelet.pods.values()} if kubelet else set()
    known |= set(kubelet.daemons.values()) if kubelet else set()
    return None if name is None else image_id(name) if name in known else name


def _labels(runtime: Runtime, one: Container) -> dict[str, str]:
    pod = runtime.sandbox(one.sandbox)
    found = labels_of(pod) if pod else {}
    names = {key: value for key, value in found.items() if key.startswith("io.")}
    return {"io.kubernetes.container.name": one.name, **names}


def _json(runtime: Runtime, one: Container) -> Object:
    return {
        "id": one.id,
        "podSandboxId": one.sandbox,
        "metadata": {"name": one.name, "attempt": one.attempt},
        "image": {"image": one.image},
        "imageRef": one.image,
        "state": "CONTAINER_RUNNING" if one.running else "CONTAINER_EXITED",
        "createdAt": nanoseconds(one.created),
        "labels": _labels(runtime, one),
        "annotations": {"io.kubernetes.container.restartCount": str(one.attempt)},
    }
