"""kubectl delete: a mirror pod comes back and nothing restarts; what stands in no file goes."""

from ..objects import MirrorPod
from ..shell.call import Call, Stop
from .access import demand
from .asking import Asked, connect_or_explain, namespace_of
from .get import found, wanted


def run(call: Call, asked: Asked) -> int:
    """Delete objects by name."""
    if not asked.words:
        raise Stop("error: You must provide one or more resources by argument or filename.")
    reached = connect_or_explain(call, asked)
    resource, names = wanted(call, asked)
    if not names:
        raise Stop("error: resource(s) were provided, but no name was specified")
    namespace = namespace_of(call, asked) if resource.namespaced else None
    demand(reached, "delete", resource.plural, namespace, names[0])
    rows, missing = found(call, resource, names, namespace)
    objects = call.world.objects
    assert objects is not None  # noqa: S101 - an API server that answers has them
    for row in rows:
        where = f" from {row.namespace} namespace" if row.namespace else ""
        call.line(
            f'{resource.shown.partition(".")[0] if not resource.group else resource.shown} "{row.name}" deleted{where}'
        )
        if resource.plural == "pods":
            node = row.object["spec"]["nodeName"]
            objects.pods[row.name] = MirrorPod(row.name, node, call.world.now, deleted=True)
        elif resource.plural == "configmaps":
            objects.config_maps.pop((row.namespace or "", row.name), None)
        elif resource.plural == "nodes":
            objects.nodes.pop(row.name, None)
        else:
            objects.requests.pop(row.name, None)
    for name in missing:
        call.err(
            f'Error from server (NotFound): {resource.plural}{f".{resource.group}" if resource.group else ""} "{name}" not found'
        )
    return 1 if missing else 0
