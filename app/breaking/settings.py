"""A client that shows no certificate: the flag or the kubeconfig's field that names it goes, and so does the key's."""

from collections.abc import Iterator
from dataclasses import replace

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Connection, Evidence, State
from ..model.files import SourceFile
from ..reading.fields import Document
from ..reading.kubeconfig import read_kubeconfig
from ..reading.manifest import read_pod
from ..reading.visible import visible
from .draft import Draft
from .fault import BadFault, Fault
from .targets import unknown
from .texts import documents_of, without_fields, without_flag

_FLAGS = {
    "--etcd-certfile": "--etcd-keyfile",
    "--kubelet-client-certificate": "--kubelet-client-key",
    "--proxy-client-cert-file": "--proxy-client-key-file",
}
"""What names a client's certificate and nothing of a server's, with the flag of its key."""

_FIELDS = frozenset(("client-certificate", "client-certificate-data", "client-key", "client-key-data"))


def no_certificate(draft: Draft, fault: Fault) -> None:
    """Of a connection its client; of a certificate every client that shows it. Raises BadFault."""
    rows = dict.fromkeys(row for one in _connections(draft.cluster, fault.target) for row in _rows(one))
    if not rows:
        raise BadFault(
            f"No flag and no field says that a client shows a certificate here: {visible(fault.target)}.",
            remedy="A server does not start without one, and what stands here by convention has no file to change.",
        )
    for file, field in rows:
        source = draft.inventory.files[file]
        if field.startswith("users["):
            _from_kubeconfig(draft, source, field.partition(".user.")[0])
        else:
            _from_manifest(draft, source, field)


def can_go_without(cluster: Cluster, target: str) -> bool:
    """Whether a flag or field of the tree says that a client shows this certificate."""
    return any(True for one in _connections(cluster, target) for _ in _rows(one))


def _connections(cluster: Cluster, target: str) -> Iterator[Connection]:
    if target in cluster.connections:
        yield cluster.connections[target]
        return
    found = cluster.inventory.certificates.get(target)
    if found is None:
        raise unknown(target)
    yield from (one for one in cluster.connections.values() if _shows(cluster, one, found))


def _shows(cluster: Cluster, connection: Connection, certificate: Certificate) -> bool:
    reference = connection.client.certificate
    leaf = cluster.certificate(reference) if reference.state is State.FILE else None
    return leaf is not None and leaf.facts.fingerprint_sha256 == certificate.facts.fingerprint_sha256


def _rows(connection: Connection) -> Iterator[tuple[str, str]]:
    """(File, flag or field) of what names the client's certificate."""
    for row in connection.evidence:
        if row.side == "client" and row.role == "certificate" and row.file and _names(row):
            yield row.file, row.field


def _names(row: Evidence) -> bool:
    return row.field in _FLAGS or row.field.startswith("users[")


def _from_kubeconfig(draft: Draft, source: SourceFile, user: str) -> None:
    name, text = user.removeprefix("users[").removesuffix("]"), source.text
    changed = without_fields(text, f"{user}.user", _FIELDS) if text else ""
    document = _document(source, changed, "Config")
    read = read_kubeconfig(document, source.node, source.path)
    found = read.user(name)
    if found is None or found.auth == "certificate":
        raise BadFault(f"The client's certificate cannot be taken out of this file: {source.id}.")
    draft.inventory = replace(draft.inventory, kubeconfigs={**draft.inventory.kubeconfigs, source.id: read})
    draft.write(source, changed)
    for field in ("client-certificate", "client-key"):
        draft.forget(f"{source.id}#{user}.user.{field}-data")


def _from_manifest(draft: Draft, source: SourceFile, flag: str) -> None:
    text = source.text
    changed = without_flag(without_flag(text, flag), _FLAGS[flag]) if text else ""
    pod = read_pod(_document(source, changed, "Pod"), source.node, source.path)
    if any(container.flag(flag) for container in pod.containers):
        raise BadFault(f"{flag} cannot be taken out of this file: {source.id}.")
    draft.inventory = replace(draft.inventory, pods={**draft.inventory.pods, source.id: pod})
    draft.write(source, changed)


def _document(source: SourceFile, text: str, kind: str) -> Document:
    """The document of a changed file. Raises BadFault where it cannot be changed."""
    found = (one for one in documents_of(text) if isinstance(one, dict) and one.get("kind") == kind)
    document = next(found, None)
    if document is None:
        raise BadFault(f"This file cannot be changed here: {source.id}.")
    return document
