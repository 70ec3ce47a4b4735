"""kubectl describe: name, namespace, labels and what the object says, in kubectl's columns."""

from datetime import datetime

from ..shell.call import Call, Stop
from .access import demand
from .asking import Asked, connect_or_explain, namespace_of
from .get import found, wanted
from .resources import Row


def run(call: Call, asked: Asked) -> int:
    """Describe objects."""
    if not asked.words:
        raise Stop(
            'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.'
        )
    reached = connect_or_explain(call, asked)
    resource, names = wanted(call, asked)
    namespace = namespace_of(call, asked) if resource.namespaced else None
    demand(reached, "get" if names else "list", resource.plural, namespace, names[0] if names else "")
    rows, missing = found(call, resource, names, namespace)
    for number, row in enumerate(rows):
        if number:
            call.out("\n\n")
        _describe(call, resource.plural, row)
    for name in missing:
        call.err(f'Error from server (NotFound): {resource.plural} "{name}" not found')
    return 1 if missing else 0


def _describe(call: Call, plural: str, row: Row) -> None:
    labels = [f"{key}={value}" for key, value in sorted(row.labels.items())] or ["<none>"]
    width = 14 if plural == "configmaps" else 20
    call.line(f"{'Name:':{width}}{row.name}")
    if row.namespace:
        call.line(f"{'Namespace:':{width}}{row.namespace}")
    for number, label in enumerate(labels):
        call.line(f"{'Labels:' if not number else '':{width}}{label}")
    call.line(f"{'Annotations:':{width}}<none>")
    if plural == "configmaps":
        call.out("\nData\n====\n")
        for key, text in row.object["data"].items():
            call.line(f"{key}:\n----\n{text}")
        call.out("\n\nBinaryData\n====\n\nEvents:  <none>\n")
    elif plural == "nodes":
        status = row.object["status"]
        call.line(f"{'CreationTimestamp:':{width}}{_moment(row)}")
        call.line("Conditions:")
        for condition in status["conditions"]:
            call.line(f"  {condition['type']:<16}{condition['status']}")
        call.line("Addresses:")
        for address in status["addresses"]:
            call.line(f"  {address['type']}:  {address['address']}")
    elif plural == "pods":
        call.line(f"{'Node:':{width}}{row.object['spec']['nodeName']}/{row.object['status']['hostIP']}")
        call.line(f"{'Status:':{width}}{row.object['status']['phase']}")
        for container in row.object["spec"]["containers"]:
            call.line(f"Containers:\n  {container['name']}:\n    Image:  {container['image']}")
    else:
        call.line(f"{'CreationTimestamp:':{width}}{_moment(row)}")
        call.line(f"{'Requesting User:':{width}}{row.object['spec']['username']}")
        call.line(f"{'Signer:':{width}}{row.object['spec']['signerName']}")
        call.line(f"{'Status:':{width}}{row.cells[-1]}")
        call.line("Events:  <none>")


def _moment(row: Row) -> str:
    """`Tue, 24 Nov 2026 03:57:06 +0000`."""
    created = datetime.fromisoformat(row.object["metadata"]["creationTimestamp"])
    return f"{created:%a, %d %b %Y %H:%M:%S} +0000"
