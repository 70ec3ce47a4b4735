"""Faults of keys and of CAs as a whole: another key in a file, another sa.pub, two CAs that are one."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from ..model.certificates import Certificate, Key
from ..model.cluster import Cluster
from ..topology.programs import Programs
from .draft import Draft
from .fault import BadFault, Fault
from .leaves import authority, issued_by, kind_of
from .targets import certificate, is_anchor, keys_beside, unknown

_SA_PUB = "--service-account-key-file"


def other_key(draft: Draft, fault: Fault) -> None:
    """Another key of the same kind, wherever the certificate's own stood; of a key's id there alone."""
    cluster = draft.cluster
    named = cluster.inventory.keys.get(fault.target)
    found = [named] if named else keys_beside(cluster, certificate(cluster, fault))
    if not found:
        raise BadFault("No key stands beside this certificate that could be another.")
    for key in found:
        _exchange(draft, key, "another key")


def other_sa_pub(draft: Draft, fault: Fault) -> None:
    """Another cluster's key in a file with which an API server checks tokens. Raises BadFault."""
    named = draft.cluster.inventory.keys.get(fault.target)
    found = [named] if named else _sa_pubs(draft.cluster, fault.target)
    if not found:
        raise BadFault(
            f"Nothing in the tree says with which key {fault.target!r} is checked.",
            remedy=f"Name the key that {_SA_PUB} names, or a connection of a token.",
        )
    for key in found:
        _exchange(draft, key, "another sa.pub")


def _sa_pubs(cluster: Cluster, target: str) -> list[Key]:
    """What the API server at the end of a connection checks tokens with."""
    connection = cluster.connections.get(target)
    if connection is None:
        raise unknown(target)
    kind, _, node = connection.server.component.partition("@")
    program = Programs(cluster).of(kind, node)
    files = [cluster.inventory.resolve(node, path) for path in (program.paths(_SA_PUB) if program else ())]
    places = {(file.node, file.path) for file in files if file}
    return [key for key in cluster.inventory.keys.values() if (key.node, key.path) in places]


def is_checking_tokens(cluster: Cluster, key: Key) -> bool:
    """Whether an API server checks service accounts' tokens with this key."""
    servers = {one.server.component for one in cluster.connections.values()}
    kinds = (server.partition("@") for server in sorted(servers))
    programs = Programs(cluster)
    for kind, _, node in kinds:
        program = programs.of(kind, node) if kind == "kube-apiserver" and node == key.node else None
        for path in program.paths(_SA_PUB) if program else ():
            file = cluster.inventory.resolve(node, path)
            if file is not None and file.path == key.path:
                return True
    return False


def _exchange(draft: Draft, key: Key, word: str) -> None:
    if key.spki_sha256 is None:
        raise BadFault(f"This key is under a password: nobody can tell whether it fits. {key.id}")
    spki = hashlib.sha256(f"{word} for {key.spki_sha256}".encode()).hexdigest()
    draft.put_key(replace(draft.keys[key.id], spki_sha256=spki))


def merge_ca(draft: Draft, fault: Fault) -> None:
    """The target and its key become the other CA, and what it signed is signed by that. Raises BadFault."""
    cluster = draft.cluster
    found, other = certificate(cluster, fault), authority(cluster, fault.value or "")
    if not is_anchor(cluster, found):
        raise BadFault(f"This certificate is no CA's: {found.id}.", remedy="Name the certificate of a CA.")
    if found.facts.key.spki_sha256 == other.facts.key.spki_sha256:
        raise BadFault("These two are one CA already.", remedy="Name another one.")
    places, spki = draft.places(found), found.facts.key.spki_sha256
    below = [one for one in draft.signed_with(spki) if one not in places]
    draft.reissue(below, partial(issued_by, other.facts), other.facts.key.spki_sha256)
    for place in places:
        draft.put(place, other.facts, draft.signer(other.id))
    _merge_keys(draft, spki, other)


def _merge_keys(draft: Draft, spki: str, other: Certificate) -> None:
    kind = kind_of(other.facts)
    for key in list(draft.keys.values()):
        if key.spki_sha256 == spki:
            draft.put_key(replace(key, type=kind.type, bits=kind.bits, spki_sha256=other.facts.key.spki_sha256))


FAULTS: Mapping[str, Callable[[Draft, Fault], None]] = MappingProxyType(
    {"other-key": other_key, "other-sa-pub": other_sa_pub, "merge-ca": merge_ca}
)
