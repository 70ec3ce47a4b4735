"""What an API server answers to a request for a path: health checks, its version, lists and objects."""

import json
import re
from dataclasses import dataclass

from ..client import Reached
from ..shell.call import Stop
from ..world import World
from .access import ADMINS, demand
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
_TEXT = "text/plain; charset=utf-8"
JSON = "application/json"
_EMULATION_SINCE = 33


@dataclass(frozen=True, slots=True)
class Reply:
    """`content`: an object where the answer is one, else the text; `message`: what an error says."""

    status: int
    content: Object | str
    kind: str = JSON
    message: str = ""

    def body(self, *, pretty: bool) -> str:
        """The bytes on the wire: curl is sent indented JSON (apiserver/endpoints/handlers/negotiation)."""
        if isinstance(self.content, str):
            return self.content
        if pretty:
            return json.dumps(self.content, indent=2)
        return json.dumps(self.content, separators=(",", ":")) + "\n"


def respond(world: World, reached: Reached, path: str) -> Reply:
    """The answer to GET for who was recognised. Health checks and the version are for everybody."""
    bare, _, query = path.partition("?")
    if bare in _HEALTH:
        verbose = "verbose" in query and bare != "/healthz"
        return Reply(200, _checks(bare.lstrip("/")) if verbose else "ok", _TEXT)
    if bare == "/version":
        return Reply(200, json.dumps(_version(world), indent=2), JSON)
    for resource in RESOURCES:
        space = r"(?:/namespaces/(?P<space>[^/]+))?" if resource.namespaced else ""
        found = re.fullmatch(f"{_GROUPS[resource.group]}{space}/{resource.plural}(?:/(?P<name>[^/]+))?", bare)
        if found is None:
            continue
        namespace, name = found.groupdict().get("space"), found["name"]
        try:
            demand(reached, "get" if name else "list", resource.plural, namespace, name or "")
        except Stop as stop:
            return failure(403, "Forbidden", stop.text.removeprefix("Error from server (Forbidden): "), resource.plural)
        rows = [row for row in resource.rows(world) if namespace in (None, row.namespace)]
        objects = [row.object for row in rows if name in (None, row.name)]
        if name and not objects:
            return failure(404, "NotFound", f'{resource.plural} "{name}" not found', resource.plural)
        return Reply(200, objects[0] if name else _list(resource.kind, resource.group, objects))
    if not ADMINS & set(reached.identity.groups):
        return failure(403, "Forbidden", f'forbidden: User "{reached.identity.user}" cannot get path "{bare}"')
    return failure(404, "NotFound", "the server could not find the requested resource")


def failure(code: int, reason: str, message: str, kind: str | None = None) -> Reply:
    """A Status object that tells of a failure."""
    details: Object = {} if code == 401 else {"details": {"kind": kind} if kind else {}}
    content: Object = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message}
    return Reply(code, content | {"reason": reason} | details | {"code": code}, message=message)


def _version(world: World) -> Object:
    version = world.objects.facts.version if world.objects else ""
    build = build_of(version)
    head: Object = {"major": build["major"], "minor": build["minor"]}
    if build["minor"].isdigit() and int(build["minor"]) >= _EMULATION_SINCE:
        older = str(int(build["minor"]) - 1)
        head |= {"emulationMajor": "1", "emulationMinor": build["minor"]}
        head |= {"minCompatibilityMajor": "1", "minCompatibilityMinor": older}
    order = ("gitVersion", "gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform")
    return head | {name: build[name] for name in order}


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
