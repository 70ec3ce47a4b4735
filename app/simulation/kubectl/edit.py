"""kubectl edit: needs an editor, which the page and the terminal offer; in a script there is none."""

import shlex

from ...reading.bounds import INSPECT
from ...reading.budget import Budget
from ...reading.fields import mapping
from ...reading.problem import CannotRead
from ...reading.yaml import read_yaml
from ..shell.call import Call, Stop
from ..world import Editing
from .access import demand
from .asking import Asked, connect_or_explain, namespace_of
from .get import found, wanted
from .printing import yaml

_HEAD = """# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
"""


def run(call: Call, asked: Asked) -> int:
    """Edit one ConfigMap with $KUBE_EDITOR, which may be a simulated command such as `sed -i …`."""
    reached = connect_or_explain(call, asked)
    if not asked.words:
        raise Stop("error: must specify the type of resource to edit")
    resource, names = wanted(call, asked)
    namespace = namespace_of(call, asked) if resource.namespaced else None
    demand(reached, "patch", resource.plural, namespace, names[0] if names else "")
    rows, missing = found(call, resource, names, namespace)
    if missing or not rows:
        raise Stop(f'Error from server (NotFound): {resource.plural} "{(missing or ["?"])[0]}" not found')
    if resource.plural != "configmaps":
        call.world.hint("Of the cluster's objects this simulation lets ConfigMaps be edited")
        raise Stop(f"error: {resource.plural} cannot be edited here")
    editor = call.environment.get("KUBE_EDITOR") or call.environment.get("EDITOR")
    path = "/tmp/kubectl-edit.yaml"
    call.files.write(path, (_HEAD + yaml(rows[0].object)).encode())
    if not editor:
        return _open_editor(call, path)
    status = call.runner.words([*_words(editor), path], call)
    text = call.read(path).decode("utf-8", "replace")
    call.files.remove(path)
    if status:
        return status
    return apply(call, rows[0].namespace or "", rows[0].name, text)


def _open_editor(call: Call, path: str) -> int:
    """Ask the screen for an editor. Saving there is the same command with an editor that takes standard input."""
    if not call.stdin.is_terminal or not call.world.has_editor:
        call.files.remove(path)
        raise Stop('error: unable to launch the editor "vi": needs a terminal')
    command = shlex.join([call.name, *call.arguments])
    call.world.editing = Editing(call.session.host, path, f"KUBE_EDITOR=\"sh -c 'cat > \\$0'\" {command}")
    return 0


def _words(editor: str) -> list[str]:
    """An editor with its arguments, as the shell that kubectl starts for it splits them."""
    try:
        return shlex.split(editor)
    except ValueError:
        raise Stop(f'error: unable to launch the editor "{editor}"') from None


def apply(call: Call, namespace: str, name: str, text: str) -> int:
    """Store the data of an edited ConfigMap."""
    try:
        documents = read_yaml(text.encode(), Budget(INSPECT))
    except CannotRead as fault:
        raise Stop(f"error: {fault.problem.reason}") from None
    data = {
        key: value
        for key, value in mapping(documents[0] if documents else {}, "data").items()
        if isinstance(value, str)
    }
    objects = call.world.objects
    assert objects is not None  # noqa: S101 - an API server that answers has them
    if not documents or data == objects.config_maps[namespace, name].data:
        call.line("Edit cancelled, no changes made.")
        return 0
    objects.put(namespace, name, data, call.world.now)
    call.line(f"configmap/{name} edited")
    return 0
