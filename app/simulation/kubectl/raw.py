"""kubectl get --raw: a path of the API, as the API server answers it."""

import json
import re

from ..shell.call import Call, Stop
from .access import demand
from .asking import Asked, connect_or_explain
from .printing import Object
from .resources import RESOURCES
from .version import build_of

_HOOKS = (
    "start-apiserver-admission-initializer", "generic-apiserver-start-informers", "priority-and-fairness-config-consumer",
    "priority-and-fairness-filter", "storage-object-count-tracker-hook", "start-apiextensions-informers",
    "start-apiextensions-controllers", "crd-informer-synced", "start-system-namespaces-controller",
    "peer-endpoint-reconciler-controller", "start-cluster-authentication-info-controller",
    "start-kube-apiserver-identity-lease-controller", "start-kube-apiserver-identity-lease-garbage-collector",
    "storage-readiness", "start-legacy-token-tracking-controller", "start-service-ip-repair-controllers",
    "rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes", "priority-and-fairness-config-producer",
    "bootstrap-controller", "start-kubernetes-service-cidr-controller", "aggregator-reload-proxy-client-cert",
    "start-kube-aggregator-informers", "apiservice-status-local-available-controller",
    "apiservice-status-remote-available-controller", "apiservice-registration-controller", "apiservice-discovery-controller",
    "kube-apiserver-autoregistration", "apiservice-openapi-controller", "apiservice-openapiv3-controller",
)  # fmt: skip
"""What an API server of 1.37 starts, in the order in which its health checks name it."""
_OWN = "autoregister-completion"
_HEALTH = ("/livez", "/readyz", "/healthz")
_GROUPS = {"": "/api/v1", "certificates.k8s.io": "/apis/certificates.k8s.io/v1"}


def read_raw(call: Call, asked: Asked, path: str) -> int:
    """Health checks (`?verbose` too), /version, and lists and objects of the kinds that there are. Raises Stop."""
    reached = connect_or_explain(call, asked, discovers=False)
    bare, _, query = path.partition("?")
    if bare in _HEALTH:
        call.out(_checks(bare.lstrip("/")) if "verbose" in query and bare != "/healthz" else "ok")
        return 0
    if bare == "/version":
        version = call.world.objects.facts.version if call.world.objects else ""
        call.out(json.dumps(build_of(version), indent=2))
        return 0
    for resource in RESOURCES:
        space = r"(?:/namespaces/(?P<space>[^/]+))?" if resource.namespaced else ""
        found = re.fullmatch(f"{_GROUPS[resource.group]}{space}/{resource.plural}(?:/(?P<name>[^/]+))?", bare)
        if found is None:
            continue
        namespace, name = found.groupdict().get("space"), found["name"]
        demand(reached, "get" if name else "list", resource.plural, namespace, name or "")
        rows = [row for row in resource.rows(call.world) if namespace in (None, row.namespace)]
        objects = [row.object for row in rows if name in (None, row.name)]
        if name and not objects:
            raise Stop(f'Error from server (NotFound): {resource.plural} "{name}" not found')
        call.line(
            json.dumps(objects[0] if name else _list(resource.kind, resource.group, objects), separators=(",", ":"))
        )
        return 0
    raise Stop("Error from server (NotFound): the server could not find the requested resource")


def _list(kind: str, group: str, objects: list[Object]) -> Object:
    """A list as the API server sends it: its items do not repeat their kind."""
    items = [{key: value for key, value in one.items() if key not in ("apiVersion", "kind")} for one in objects]
    version = _GROUPS[group].partition("/api")[2].removeprefix("s").lstrip("/")
    return {"kind": f"{kind}List", "apiVersion": version, "metadata": {"resourceVersion": "900"}, "items": items}


def _checks(which: str) -> str:
    """`[+]ping ok` …: livez and readyz differ in a few."""
    hooks = [f"poststarthook/{one}" for one in _HOOKS]
    hooks[-2:-2] = [_OWN]
    names = ["ping", "log", *(["loopback-serving-certificate"] if which == "livez" else []), "etcd"]
    names += ["etcd-readiness", "informer-sync"] if which == "readyz" else []
    names += [*hooks, *(["shutdown"] if which == "readyz" else [])]
    return "".join(f"[+]{name} ok\n" for name in names) + f"{which} check passed\n"
