"""Real trees with one thing changed, and the plain text of what is said of them."""

import functools
import re
from dataclasses import replace

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from app.explain.connection import explain
from app.explain.explanation import CredentialRow, Explanation
from app.model.cluster import Cluster
from app.model.files import Entry
from app.model.words import plain
from tests.trees import cluster_of, entries, rewritten

ONE = "kubeadm-1.37-cp1-workers"
PKI = "/etc/kubernetes/pki"


@functools.cache
def with_flag(manifest: str, old: str, new: str) -> Cluster:
    """The one-node cluster with a text of one manifest of cp1 replaced."""
    return cluster_of(rewritten(entries(ONE), lambda text: _replaced(text, old, new), lambda m: m.endswith(manifest)))


@functools.cache
def with_kubeconfig(pattern: str, new: str, name: str = "admin.conf") -> Cluster:
    """The one-node cluster with a kubeconfig of cp1 changed by a regular expression."""
    found = rewritten(entries(ONE), lambda text: _matched(pattern, new, text), lambda m: _is(m, name))
    return cluster_of(found)


def _is(member: str, name: str) -> bool:
    return "cp1" in member and member.endswith(f"/{name}")


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text, f"{old} is not in the file"
    return text.replace(old, new)


def _matched(pattern: str, new: str, text: str) -> str:
    changed, number = re.subn(pattern, new, text)
    assert number, f"{pattern} is not in the file"
    return changed


@functools.cache
def with_public_halves() -> Cluster:
    """The one-node cluster as the collect command leaves it: every key file holds its public half."""
    return cluster_of(_public(entry) if entry.member.endswith(".key") else entry for entry in entries(ONE))


def _public(entry: Entry) -> Entry:
    public = load_pem_private_key(entry.data, None).public_key()
    return replace(entry, data=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


@functools.cache
def with_swapped_files(one: str, other: str) -> Cluster:
    """The one-node cluster with the contents of two files of cp1 exchanged."""
    data = {entry.member: entry.data for entry in entries(ONE)}
    first, second = (next(m for m in data if "cp1" in m and m.endswith(path)) for path in (one, other))
    swapped = {first: data[second], second: data[first]}
    return cluster_of(replace(e, data=swapped.get(e.member, e.data)) for e in entries(ONE))


def panel(cluster: Cluster, connection: str) -> Explanation:
    """What is said of a connection."""
    return explain(cluster, cluster.connections[connection])


def said(explanation: Explanation) -> list[str]:
    """Every sentence of a panel, without marks, in its order."""
    rows = (*explanation.client.rows, *explanation.server.rows)
    sentences = [explanation.lead, *(row.note for row in rows), explanation.wire]
    sentences += [*explanation.believes, *explanation.often_told]
    if explanation.command:
        sentences.append(explanation.command.expect)
    return [plain(sentence) for sentence in sentences]


def row(explanation: Explanation, side: str, role: str) -> CredentialRow:
    """A row of a side's card."""
    card = explanation.client if side == "client" else explanation.server
    return next(found for found in card.rows if found.role == role)


def note(explanation: Explanation, side: str, role: str) -> str:
    """The note of a row, without marks."""
    return plain(row(explanation, side, role).note)
