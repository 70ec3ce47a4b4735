"""A cluster as the JSON document of docs/model.md: every field is always there, records with an id are sorted by it."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from ..model.certificates import Certificate, Facts, Key
from ..model.cluster import Altered, Client, Cluster, Component, Connection, Reference, Server
from ..model.configuration import Kubeconfig
from ..model.files import SourceFile
from ..model.verdicts import Rung, Verdict
from ..trust.editions import edition_of

SCHEMA = 1

Document = dict[str, Any]

_Placed = TypeVar("_Placed", SourceFile, Certificate, Key, Kubeconfig)


def document(cluster: Cluster) -> Document:
    """The document of a cluster, as plain dicts and lists. The same cluster gives the same document."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in fields(cluster)}


def fields(cluster: Cluster) -> Iterator[tuple[str, Any]]:
    """The document's fields in their order. Long arrays are iterators that make a record when it is asked for: a tree
    of a thousand nodes is printed without ever being whole in memory as dicts.
    """
    inventory, distribution = cluster.inventory, cluster.distribution
    certificates = _by_id(inventory.certificates.values())
    by_key: dict[str, list[str]] = {}
    for certificate in certificates:
        by_key.setdefault(certificate.facts.key.spki_sha256, []).append(certificate.id)
    yield "schema", SCHEMA
    yield "clock", rfc3339(cluster.clock)
    yield (
        "distribution",
        {"name": distribution.name, "score": distribution.score, "evidence": list(distribution.evidence)},
    )
    yield "nodes", [{"id": node.id, "roles": list(node.roles), "source": node.source} for node in cluster.nodes]
    yield "files", map(_file, _by_id(inventory.files.values()))
    altered = cluster.altered
    yield "certificates", (_certificate(one, cluster.issuers.get(one.id), altered.get(one.id)) for one in certificates)
    yield "keys", (_key(key, by_key, altered.get(key.id)) for key in _by_id(inventory.keys.values()))
    yield "kubeconfigs", map(_kubeconfig, _by_id(inventory.kubeconfigs.values()))
    yield "components", map(_component, cluster.components.values())
    yield "connections", (_connection(one, cluster.verdicts[one.id]) for one in cluster.connections.values())
    yield (
        "unreadable",
        [
            {"member": u.member, "node": u.node, "path": u.path, "reason": u.reason, "code": u.code}
            for u in inventory.unreadable
        ],
    )
    edition = edition_of(cluster)
    yield "words_of", {"kubernetes": edition.words, "etcd": edition.etcd_words, "named": edition.is_named}
    yield "notes", list(cluster.notes)


def printed(cluster: Cluster) -> Iterator[str]:
    """The document as JSON text in pieces, indented by 2, in ASCII: a terminal obeys no character of the tree."""
    begin = "{\n"
    for name, value in fields(cluster):
        yield f'{begin}  "{name}": '
        begin = ",\n"
        if isinstance(value, Iterator):
            yield from _array(value)
        else:
            yield _indented(value, 2)
    yield "\n}\n"


def _array(records: Iterator[Document]) -> Iterator[str]:
    empty, begin = True, "[\n"
    for record in records:
        yield f"{begin}    {_indented(record, 4)}"
        empty, begin = False, ",\n"
    yield "[]" if empty else "\n  ]"


def _indented(value: object, depth: int) -> str:
    """A value as JSON, its lines after the first moved to the right. No text holds a raw newline: JSON escapes it."""
    return json.dumps(value, indent=2).replace("\n", "\n" + " " * depth)


def rfc3339(moment: datetime) -> str:
    """A moment in UTC as RFC 3339 with Z and without fractions."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _by_id(things: Iterable[_Placed]) -> list[_Placed]:
    return sorted(things, key=lambda thing: thing.id)


def _file(file: SourceFile) -> Document:
    return {
        "id": file.id,
        "node": file.node,
        "path": file.path,
        "member": file.member,
        "kind": str(file.kind),
        "mode": None if file.mode is None else f"{file.mode:04o}",
        "owner": file.owner,
        "size": file.size,
        "sha256": file.sha256,
        "target": file.target,
    }


def _certificate(certificate: Certificate, issuer_id: str | None, before: Altered | None) -> Document:
    """What a fault has changed keeps the fingerprints of what stood there."""
    place = {"id": certificate.id, "node": certificate.node, "path": certificate.path, "pointer": certificate.pointer}
    found: Document = place | _facts(certificate.facts)
    if before is not None:
        found["key"] = found["key"] | {"spki_sha256": before.spki_sha256}
        found["fingerprint_sha256"] = before.fingerprint_sha256
    return found | {
        "issuer_id": issuer_id,
        "self_signed": issuer_id == certificate.id,
        "altered": before is not None,
    }


def _facts(facts: Facts) -> Document:
    return {
        "subject": facts.subject,
        "issuer": facts.issuer,
        "serial": facts.serial,
        "not_before": rfc3339(facts.not_before),
        "not_after": rfc3339(facts.not_after),
        "sans": [{"type": san.type, "value": san.value} for san in facts.sans],
        "key_usage": list(facts.key_usage),
        "extended_key_usage": list(facts.extended_key_usage),
        "is_ca": facts.is_ca,
        "key": {"type": facts.key.type, "bits": facts.key.bits, "spki_sha256": facts.key.spki_sha256},
        "subject_key_id": facts.subject_key_id,
        "authority_key_id": facts.authority_key_id,
        "signature_algorithm": facts.signature_algorithm,
        "fingerprint_sha256": facts.fingerprint_sha256,
    }


def _key(key: Key, certificates_by_key: dict[str, list[str]], before: Altered | None) -> Document:
    return {
        "id": key.id,
        "node": key.node,
        "path": key.path,
        "pointer": key.pointer,
        "type": key.type,
        "bits": key.bits,
        "encrypted": key.encrypted,
        "private": key.private,
        "spki_sha256": before.spki_sha256 if before else key.spki_sha256,
        "certificate_ids": list(certificates_by_key.get(key.spki_sha256 or "", ())),
        "altered": before is not None,
    }


def _kubeconfig(kubeconfig: Kubeconfig) -> Document:
    contexts = []
    for context in kubeconfig.contexts:
        cluster, user = kubeconfig.cluster(context.cluster), kubeconfig.user(context.user)
        contexts.append(
            {
                "name": context.name,
                "server": cluster.server if cluster else None,
                "user": context.user,
                "auth": user.auth if user else "none",
            }
        )
    return {
        "id": kubeconfig.id,
        "node": kubeconfig.node,
        "path": kubeconfig.path,
        "current_context": kubeconfig.current_context,
        "contexts": contexts,
    }


def _component(component: Component) -> Document:
    evidence = [{"file": e.file, "field": e.field, "value": e.value} for e in component.evidence]
    return {"id": component.id, "kind": component.kind, "node": component.node, "evidence": evidence}


def _reference(reference: Reference) -> Document:
    return {
        "state": str(reference.state),
        "ids": list(reference.ids),
        "path": reference.path,
        "pointer": reference.pointer,
    }


def _client(client: Client) -> Document:
    return {
        "component": client.component,
        "certificate": _reference(client.certificate),
        "key": _reference(client.key),
        "ca": _reference(client.ca),
        "token": _reference(client.token),
    }


def _server(server: Server) -> Document:
    return {
        "component": server.component,
        "certificate": _reference(server.certificate),
        "key": _reference(server.key),
        "client_ca": _reference(server.client_ca),
        "requestheader_ca": _reference(server.requestheader_ca),
        "client_auth": server.client_auth,
    }


def _rung(rung: Rung) -> Document:
    return {
        "rung": rung.rung,
        "ok": rung.ok,
        "code": rung.code,
        "message": rung.message,
        "file": rung.file,
        "field": rung.field,
    }


def _verdict(verdict: Verdict) -> Document:
    return {
        "verdict": str(verdict.outcome),
        "phase": str(verdict.phase) if verdict.phase else None,
        "assumes": [str(one) for one in verdict.assumes],
        "client_side": [_rung(rung) for rung in verdict.client_side],
        "server_side": [_rung(rung) for rung in verdict.server_side],
        "authenticated": verdict.authenticated,
        "client_error": verdict.client_error,
        "server_error": verdict.server_error,
        "client_log": verdict.client_log,
        "server_log": verdict.server_log,
        "server_log_verbosity": verdict.server_log_verbosity,
    }


def _connection(connection: Connection, verdict: Verdict) -> Document:
    dialled, identity = connection.dialled, connection.identity
    return {
        "id": connection.id,
        "group": str(connection.group) if connection.group else None,
        "purpose": connection.purpose,
        "via": connection.via,
        "client": _client(connection.client),
        "server": _server(connection.server),
        "dialled": {
            "scheme": dialled.scheme,
            "host": dialled.host,
            "port": dialled.port,
            "server_name": dialled.server_name,
        },
        "verifies_server": connection.verifies_server,
        "identity": {"user": identity.user, "groups": list(identity.groups)} if identity else None,
        "authorizer": connection.authorizer,
        "evidence": [
            {"side": e.side, "role": e.role, "file": e.file, "field": e.field, "value": e.value}
            for e in connection.evidence
        ],
        **_verdict(verdict),
    }
