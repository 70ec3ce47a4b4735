"""The single faults that would make a tree say a text, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...breaking.fault import Fault
from ...model.cluster import Cluster
from ...model.words import Sentence
from ...pasting import Single
from ..names import component, file_name, placed
from ..phrases import code, say

_WORDS: Mapping[str, str] = {
    "expired": "{file} has expired",
    "not-yet-valid": "{file} is not yet valid",
    "other-ca": "a CA of another name issued {file}",
    "same-name-ca": "another CA of the same name issued {file}",
    "drop-san": "{value} is missing from {file}",
    "set-san": "{file} has other names",
    "cn-only": "{file} has no names, only a CN",
    "wrong-usage": "{file} is for the other side of a connection",
    "other-key": "another key stands beside {file}",
    "no-certificate": "{client} shows no certificate",
    "other-sa-pub": "another cluster’s key stands in {file}",
}
_OF_A_TRUST_FILE: Mapping[str, str] = {
    "other-ca": "another CA stands in {file}",
    "same-name-ca": "another CA of the same name stands in {file}",
}


@dataclass(frozen=True, slots=True)
class SingleTold:
    """`words`: the fault; `edges`: how many connections would then say the text; `fault`: how it is written."""

    words: Sentence
    edges: int
    fault: str


def told(cluster: Cluster, single: Single) -> SingleTold:
    """One of them."""
    return SingleTold(_words(cluster, single.fault), len(single.says), str(single.fault))


def _words(cluster: Cluster, fault: Fault) -> Sentence:
    connection = cluster.connections.get(fault.target)
    if connection is not None:
        return say(_WORDS[fault.name], client=placed(component(cluster, connection.client.component)))
    node, _, rest = fault.target.partition(":")
    path, _, pointer = rest.partition("#")
    trusted = pointer.startswith("clusters[") or _is_authority(cluster, fault.target)
    template = _OF_A_TRUST_FILE.get(fault.name) if trusted else None
    file = (*say("{file} on {node}", file=code(file_name(path)), node=node),)
    return say(template or _WORDS[fault.name], file=file, value=code(fault.value or ""))


def _is_authority(cluster: Cluster, target: str) -> bool:
    found = cluster.inventory.certificates.get(target)
    return found is not None and found.facts.is_ca
