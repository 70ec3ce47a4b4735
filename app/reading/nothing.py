"""Why a tree that was read holds nothing of a cluster: what it is instead, and what to do."""

from collections.abc import Iterator, Sequence

from ..model.errors import NothingRecognised
from ..model.files import Entry, Unreadable
from .archive import is_archive
from .magic import PACK_A_NODE, kind_of_object, name_lone_file
from .tree import Tree

_NAMED = 3
"""Files or kinds that a sentence names before it counts."""

_CHART = "Chart.yaml"


def nothing_in(tree: Tree) -> NothingRecognised:
    """The refusal of a tree in which there is no certificate, key, kubeconfig or static pod manifest."""
    files = [entry for entry in tree.entries if entry.target is None]
    forbidden = [item for item in tree.unreadable if item.code == "permission"]
    if forbidden:
        return _forbidden(forbidden)
    if not files:
        return NothingRecognised("There is no file in it.", remedy=PACK_A_NODE)
    if len(files) == 1 and files[0].size is None and not is_archive(files[0].data):
        what, remedy = name_lone_file(files[0].data)
        return NothingRecognised(what, remedy=remedy, member=files[0].member)
    what, remedy = _many(files)
    return NothingRecognised(what, remedy=remedy)


def _forbidden(forbidden: Sequence[Unreadable]) -> NothingRecognised:
    names = _listed([item.member for item in forbidden])
    return NothingRecognised(
        f"What could be read of it holds nothing of a cluster, and there was no permission to read {names}.",
        remedy="Run the command with sudo.",
    )


def _many(files: Sequence[Entry]) -> tuple[str, str]:
    archives = [entry.member for entry in files if is_archive(entry.data)]
    if archives:
        one = len(archives) == 1
        stand = "An archive stands" if one else "Archives stand"
        what = f"{stand} in it ({_listed(archives)}), and nothing else of a cluster: such are not opened."
        remedy = (
            "Take it out and open it itself." if one else "Take them out and open them together, one for each node."
        )
        return what, remedy
    if any(entry.member.rpartition("/")[2] == _CHART for entry in files):
        return "This is a Helm chart: it says what to install, and holds no certificate of a cluster.", PACK_A_NODE
    if len(files) == 1:
        return f"Its one file is too large to be of a cluster's PKI, and was not read: {files[0].member}.", PACK_A_NODE
    kinds = sorted(set(_kinds(files)))
    others = f" There are Kubernetes objects of other kinds in it ({_listed(kinds)})." if kinds else ""
    what = f"Of its {len(files)} files none is a certificate, key, kubeconfig or static pod manifest.{others}"
    return what, PACK_A_NODE


def _kinds(files: Sequence[Entry]) -> Iterator[str]:
    for entry in files:
        if kind := kind_of_object(entry.data):
            yield kind


def _listed(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
