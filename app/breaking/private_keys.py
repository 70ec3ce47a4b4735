"""A tree as its twin shows it: with private keys wherever the twin has them (issuing/holdings.py), and none is made."""

import posixpath
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from ..issuing.encoding import pem
from ..issuing.holdings import Added, Holdings, holdings
from ..issuing.keys import KeyKind, KeyName
from ..issuing.kubeconfigs import Field, rewritten
from ..issuing.twin import Twin
from ..model.certificates import Key, PemBlock
from ..model.cluster import Cluster
from ..model.files import FileKind, SourceFile
from ..model.inventory import Inventory

_LABELS = {"RSA": "RSA PRIVATE KEY", "ECDSA": "EC PRIVATE KEY"}
_KINDS = {FileKind.PUBLIC_KEY: FileKind.KEY, FileKind.CERTIFICATE: FileKind.CERTIFICATE_AND_KEY}


def with_private_keys(cluster: Cluster) -> Inventory:
    """What would be read of the cluster's twin, but that certificates and keys are the original's."""
    held = holdings(Twin(cluster, _no_key))
    inventory = _completed(cluster.inventory, held)
    return _added(inventory, held) if held.added else inventory


def _no_key(_: KeyKind, __: int) -> NoReturn:
    raise AssertionError("no key is made to judge a broken tree")


def _completed(inventory: Inventory, held: Holdings) -> Inventory:
    """Public halves in a private key's place become the private key."""
    halves = {
        key.id: key
        for key in inventory.keys.values()
        if not key.private and key.id in held.keys and key.id not in held.public
    }
    if not halves:
        return inventory
    keys = {name: replace(key, private=True) if name in halves else key for name, key in inventory.keys.items()}
    blocks = {
        place: tuple(
            replace(block, label=_label(halves[name].type), usable_key=True)
            if (name := f"{place.partition('#')[0]}#{block.pointer}") in halves
            else block
            for block in of_place
        )
        for place, of_place in inventory.pem.items()
    }
    files = dict(inventory.files)
    for key in halves.values():
        file = files[f"{key.node}:{key.path}"]
        if file.pem_labels:
            files[file.id] = _with_label(file, key.pointer, _label(key.type))
    return replace(inventory, keys=keys, pem=blocks, files=files)


def _label(kind: str | None) -> str:
    return _LABELS.get(kind or "", "PRIVATE KEY")


def _with_label(file: SourceFile, pointer: str, label: str) -> SourceFile:
    number = int(pointer[1:-1]) if pointer else 0
    labels = (*file.pem_labels[:number], label, *file.pem_labels[number + 1 :])
    return replace(file, pem_labels=labels, kind=_KINDS.get(file.kind, file.kind), sha256=None)


def _added(inventory: Inventory, held: Holdings) -> Inventory:
    """Keys that no file shows, each at the place where its program looks for it."""
    keys, pem_blocks, files = dict(inventory.keys), dict(inventory.pem), dict(inventory.files)
    members = _members_of_folders(inventory)
    for one in held.added:
        real = inventory.resolve(one.node, one.path)
        path = real.path if real else one.path
        place = f"{one.node}:{path}#{one.pointer}"
        file = files.get(f"{one.node}:{path}")
        if place in keys or (file is not None and not one.pointer and file.pem_labels):
            continue
        kind = one.name.kind
        keys[place] = Key(place, one.node, path, one.pointer, kind.type, kind.bits, False, True, one.name.id)
        pem_blocks[place] = (PemBlock(_label(kind.type), one.pointer, "x509: malformed certificate", False, True),)
        files[f"{one.node}:{path}"] = _file(one, path, file, members)
    return _with_fields(replace(inventory, keys=keys, pem=pem_blocks, files=files), held)


def _file(one: Added, path: str, file: SourceFile | None, members: Mapping[tuple[str, str], str]) -> SourceFile:
    label = _label(one.name.kind.type)
    if file is None:
        folder = members.get((one.node, posixpath.dirname(path)), posixpath.dirname(path).lstrip("/"))
        member = posixpath.join(folder, posixpath.basename(path))
        return SourceFile(
            f"{one.node}:{path}", one.node, path, member, FileKind.KEY, 0o600, None, 0, None, None, None, (label,)
        )
    if not one.pointer:
        return replace(file, kind=FileKind.KEY, pem_labels=(label,), sha256=None)
    return replace(file, text=_with_key_data(file.text or "", one.pointer, one.name), sha256=None)


def _members_of_folders(inventory: Inventory) -> dict[tuple[str, str], str]:
    return {(f.node, posixpath.dirname(f.path)): posixpath.dirname(f.member) for f in inventory.files.values()}


def _with_key_data(text: str, pointer: str, name: KeyName) -> str:
    """A kubeconfig's text with a client-key-data, in which nothing but a label counts."""
    stand_in = b64encode(pem(_label(name.kind.type), b"throw-away")).decode()

    def data(field: Field) -> str | None:
        return stand_in if field.labels is None and field.pointer == pointer else None

    return rewritten(text, data)


def _with_fields(inventory: Inventory, held: Holdings) -> Inventory:
    """The kubeconfigs that have a client-key-data by now."""
    kubeconfigs = dict(inventory.kubeconfigs)
    for one in held.added:
        found = kubeconfigs.get(f"{one.node}:{one.path}")
        if found is not None and one.pointer:
            users = tuple(
                replace(user, has_client_key_data=True) if one.pointer.startswith(f"users[{user.name}].") else user
                for user in found.users
            )
            kubeconfigs[found.id] = replace(found, users=users)
    return replace(inventory, kubeconfigs=kubeconfigs)
