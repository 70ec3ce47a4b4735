"""kubectl config view, current-context, get-contexts, use-context."""

import re
from typing import Any

from ..kubeconfig import Kubeconfig
from ..shell.call import Call, Stop, decoded, encoded
from .asking import Asked, config_of, config_path
from .printing import shown, table

_HIDDEN = {
    "certificate-authority-data": "DATA+OMITTED",
    "client-certificate-data": "DATA+OMITTED",
    "client-key-data": "DATA+OMITTED",
    "token": "REDACTED",
    "password": "REDACTED",
}


def run(call: Call, asked: Asked) -> int:
    """What the kubeconfig says; --raw with its data."""
    verb = asked.words[0] if asked.words else ""
    config = config_of(call, asked)
    if verb == "view":
        value = _shown(config, raw=asked.flags.value("raw") is not None, minify=asked.flags.has("minify"))
        shown(call, value, asked.output or "yaml")
        return 0
    if verb == "current-context":
        if config is None or not config.current:
            raise Stop("error: current-context is not set")
        call.line(config.current)
        return 0
    if verb == "get-contexts":
        rows = [["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]]
        for one in config.contexts if config else ():
            mark = "*" if config and one.name == config.current else ""
            rows.append([mark, one.name, one.cluster, one.user, one.namespace or ""])
        table(call, rows, headers=not asked.no_headers)
        return 0
    if verb == "use-context":
        return _use(call, asked, config)
    call.world.hint("Of kubectl config this simulation offers view, current-context, get-contexts, use-context")
    raise Stop(f'error: unknown command "config {verb}"')


def _use(call: Call, asked: Asked, config: Kubeconfig | None) -> int:
    name = asked.words[1] if len(asked.words) > 1 else ""
    if config is None or config.context(name) is None or not name:
        raise Stop(f'error: no context exists with the name: "{name}"')
    path = config_path(call, asked)
    text = decoded(call.files.read(path))
    call.files.write(path, encoded(re.sub(r"(?m)^current-context:.*$", f"current-context: {name}", text)))
    call.line(f'Switched to context "{name}".')
    return 0


def _shown(config: Kubeconfig | None, *, raw: bool, minify: bool) -> dict[str, Any]:
    if config is None:
        return {
            "apiVersion": "v1",
            "clusters": [],
            "contexts": [],
            "current-context": "",
            "kind": "Config",
            "users": [],
        }

    def hide(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: _HIDDEN[key] if key in _HIDDEN and not raw else hide(inner) for key, inner in value.items()}
        return [hide(one) for one in value] if isinstance(value, list) else value

    found: dict[str, Any] = hide(dict(config.document))
    if minify:
        context = config.context()
        keep = {
            "clusters": context.cluster if context else "",
            "users": context.user if context else "",
            "contexts": config.current,
        }
        for section, name in keep.items():
            found[section] = [one for one in found.get(section) or [] if one.get("name") == name]
    found.pop("preferences", None)
    return found
