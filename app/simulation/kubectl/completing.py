"""What Tab offers behind kubectl: verbs, kinds, names, namespaces, flags."""

from collections.abc import Iterable

from ..completion.asking import Asking
from ..files import FileError
from ..kubeconfig import ConfigFault, load
from ..serving import alive_servers
from ..tools.go_flags import flag_words
from ..world import World
from . import VERBS
from .asking import SWITCHES, VALUES
from .resources import RESOURCES, resource_named

OUTPUTS = ("json", "yaml", "name", "wide", "jsonpath=", "custom-columns=")
_WORDS = {
    "auth": ("whoami", "can-i"),
    "certificate": ("approve", "deny"),
    "config": ("view", "current-context", "get-contexts", "use-context"),
}
_OF_A_KIND = ("get", "describe", "edit", "delete")


def complete(asking: Asking) -> Iterable[str] | None:
    """Verbs first, then what the verb is about; the value of a flag where one waits for it."""
    awaited = asking.awaited(VALUES)
    if awaited is not None:
        return _values(asking, awaited)
    if asking.word.startswith("-"):
        return flag_words(VALUES, SWITCHES)
    words = asking.positional(VALUES, SWITCHES)
    if not words:
        return VERBS
    verb, *rest = words
    if verb in _OF_A_KIND:
        return _objects(asking, rest)
    if verb == "logs":
        return _names(asking, "pods") if not rest else ()
    if not rest:
        return _WORDS.get(verb, ())
    if verb == "certificate":
        return _names(asking, "certificatesigningrequests")
    return _contexts(asking) if rest == ["use-context"] else ()


def _values(asking: Asking, flag: str) -> Iterable[str] | None:
    if flag in ("n", "namespace"):
        objects = asking.world.objects
        return sorted({space for space, _ in objects.config_maps}) if objects and _answers(asking.world) else ()
    if flag in ("o", "output"):
        return OUTPUTS
    if flag == "context":
        return _contexts(asking)
    if flag == "raw":
        return ("/livez", "/readyz", "/healthz", "/version")
    is_path = flag.startswith(("kubeconfig", "client-", "certificate-", "f"))
    return None if is_path and flag != "field-selector" else ()


def _objects(asking: Asking, words: list[str]) -> Iterable[str]:
    """A kind, with a slash its names, behind it the names."""
    kind, slash, _ = asking.word.partition("/")
    if not words and slash:
        return [f"{kind}/{name}" for name in _names(asking, kind)]
    if not words:
        return [name for one in RESOURCES for name in (one.plural, *one.names)]
    return [name for name in _names(asking, words[0]) if name not in words[1:]]


def _names(asking: Asking, kind: str) -> list[str]:
    """The names of a kind in the namespace that the flags name; none while no API server answers."""
    resource = resource_named(kind)
    if resource is None or not _answers(asking.world):
        return []
    every = bool({"-A", "--all-namespaces"} & set(asking.words))
    space = None if every or not resource.namespaced else _namespace(asking)
    return [row.name for row in resource.rows(asking.world) if space is None or row.namespace == space]


def _namespace(asking: Asking) -> str:
    words = list(asking.words)
    for at, word in enumerate(words[:-1]):
        if word in ("-n", "--namespace"):
            return words[at + 1]
    joined = (word.partition("=")[2] for word in words if word.startswith(("--namespace=", "-n=")))
    return next(joined, "default")


def _answers(world: World) -> bool:
    """Whether there is an API server to ask."""
    return bool(alive_servers(world))


def _contexts(asking: Asking) -> list[str]:
    try:
        config = load(asking.world.hosts[asking.session.host].files, "/root/.kube/config")
    except (FileError, ConfigFault):
        return []
    return [one.name for one in config.contexts]
