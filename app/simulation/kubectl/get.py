"""kubectl get."""

from dataclasses import replace

from ..client import Reached
from ..shell.call import Call, Stop
from .access import demand
from .asking import Asked, connect_or_explain, namespace_of
from .printing import Object, selected, shown, table
from .raw import read_raw
from .resources import RESOURCES, Resource, Row, resource_named


def run(call: Call, asked: Asked) -> int:
    """Objects of a kind, by name or all, in a namespace or in all (-A); --raw asks for a path."""
    raw = asked.flags.value("raw")
    if raw is not None:
        return read_raw(call, asked, raw)
    if not asked.words:
        raise Stop(
            'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported '
            'resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed '
            "description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples"
        )
    reached = connect_or_explain(call, asked)
    kinds = asked.words[0].split(",")
    if len(kinds) > 1 and "/" not in asked.words[0]:
        return _several(call, asked, reached, kinds)
    return _get(call, asked, reached)


def _several(call: Call, asked: Asked, reached: Reached, kinds: list[str]) -> int:
    """`get cm,nodes`: a table each, their names with their kind."""
    status = 0
    for number, kind in enumerate(kinds):
        if number:
            call.line()
        status |= _get(call, Asked(asked.flags, [kind, *asked.words[1:]]), reached, titled=True)
    return status


def _get(call: Call, asked: Asked, reached: Reached, *, titled: bool = False) -> int:
    resource, names = wanted(call, asked)
    namespace = None if asked.flags.has("A", "all-namespaces") or not resource.namespaced else namespace_of(call, asked)
    verb = "get" if names else "list"
    demand(reached, verb, resource.plural, namespace, names[0] if names else "")
    rows, missing = found(call, resource, names, namespace, asked.flags.value("l", "selector"))
    rows = _chosen(asked, rows)
    if titled:
        rows = [replace(row, cells=[f"{resource.shown}/{row.name}", *row.cells[1:]]) for row in rows]
    if rows or not missing:
        _print(call, asked, resource, rows, namespace, single=len(names) == 1)
    for name in missing:
        call.err(
            f'Error from server (NotFound): {resource.plural}{f".{resource.group}" if resource.group else ""} "{name}" not found'
        )
    if asked.flags.has("w", "watch"):
        call.world.hint("Nothing is watched here: what is there is printed, and the command ends.")
    return 1 if missing and not asked.flags.has("ignore-not-found") else 0


def _chosen(asked: Asked, rows: list[Row]) -> list[Row]:
    """--field-selector and --sort-by."""
    for part in (asked.flags.value("field-selector") or "").replace("==", "=").split(","):
        path, equals, value = part.partition("=")
        is_not = path.endswith("!")
        if equals:
            rows = [row for row in rows if (_field(row, path.rstrip("!")) == value) != is_not]
    sort_by = asked.flags.value("sort-by")
    return sorted(rows, key=lambda row: _field(row, sort_by.strip("{}"))) if sort_by else rows


def _field(row: Row, path: str) -> str:
    found = selected(row.object, f".{path.lstrip('.')}")
    return str(found[0]) if found else ""


def wanted(call: Call, asked: Asked) -> tuple[Resource, list[str]]:
    """The resource and the names: `cm kubeadm-config`, `cm/kubeadm-config`. Raises Stop."""
    first, *names = asked.words
    kind, slash, name = first.partition("/")
    resource = resource_named(kind.split(",")[0])
    if resource is None:
        call.world.hint(
            f"Of the cluster's resources this simulation offers {', '.join(one.plural for one in RESOURCES)}"
        )
        raise Stop(f'error: the server doesn\'t have a resource type "{kind}"')
    rest = [one.partition("/")[2] or one for one in names]
    return resource, [name, *rest] if slash else rest


def found(
    call: Call, resource: Resource, names: list[str], namespace: str | None, selector: str | None = None
) -> tuple[list[Row], list[str]]:
    """The rows of a resource that were asked for, and the names that are not there."""
    rows = [row for row in resource.rows(call.world) if namespace is None or row.namespace == namespace]
    rows.sort(key=lambda row: (row.namespace or "", row.name))
    if selector:
        wanted_labels = [part.partition("=")[::2] for part in selector.replace("==", "=").split(",")]
        rows = [
            row
            for row in rows
            if all(row.labels.get(key) == value if value else key in row.labels for key, value in wanted_labels)
        ]
    if not names:
        return rows, []
    by_name = {row.name: row for row in rows}
    return [by_name[name] for name in names if name in by_name], [name for name in names if name not in by_name]


def _print(
    call: Call, asked: Asked, resource: Resource, rows: list[Row], namespace: str | None, *, single: bool
) -> None:
    if asked.output == "name":
        for row in rows:
            call.line(f"{resource.shown}/{row.name}")
        return
    value: Object = {
        "apiVersion": "v1",
        "items": [row.object for row in rows],
        "kind": "List",
        "metadata": {"resourceVersion": ""},
    }
    if shown(call, rows[0].object if single and rows else value, asked.output):
        return
    if not rows:
        where = f" in {namespace} namespace" if namespace else ""
        call.err(f"No resources found{where}{'.' if where else ''}")
        return
    wide = asked.output == "wide"
    all_ = resource.namespaced and namespace is None
    headers = [*(["NAMESPACE"] if all_ else []), *resource.headers, *(resource.wide if wide else [])]
    body = [[*([row.namespace or ""] if all_ else []), *row.cells, *(row.wide if wide else [])] for row in rows]
    if asked.flags.has("show-labels"):
        headers.append("LABELS")
        for cells, row in zip(body, rows, strict=True):
            cells.append(",".join(f"{key}={value}" for key, value in sorted(row.labels.items())) or "<none>")
    table(call, [headers, *body], headers=not asked.no_headers)
