"""The cases of tests/data/go-verdicts: trees, and what the real code said of each of their connections."""

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.analysis import at
from app.model.cluster import Client, Cluster, Connection, Dialled, Reference, Server
from app.model.identity import Identity
from app.model.verdicts import Verdict
from app.reading.archive import read_archive
from app.reading.bounds import INSPECT
from app.reading.inventory import read_inventory
from app.topology.addresses import endpoint
from app.topology.references import NOTHING, References
from app.topology.settings import Setting
from app.topology.signatures import Signatures
from app.trust import Circumstances, Judge

CASES = Path(__file__).parents[1] / "data" / "go-verdicts"
NAMES = tuple(sorted(path.stem for path in CASES.glob("go-*.json")))
IMPLIED = frozenset(("system:authenticated", "system:unauthenticated"))


def case(name: str) -> dict[str, Any]:
    """What one case says."""
    found: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text())
    return found


@functools.lru_cache(maxsize=4)
def cluster(name: str) -> Cluster:
    """The judged cluster that a case's tree shows at its clock."""
    data = (CASES / f"{name}.tar.gz").read_bytes()
    return at(
        read_inventory(read_archive(data, INSPECT), INSPECT), datetime.fromisoformat(case(name)["clock"]), INSPECT
    )


def judged_edges(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any], Verdict]]:
    """(Edge, what Go said, what kubepki says) of every edge of a case. Raises KeyError for a connection without one."""
    told, found = case(name), cluster(name)
    for edge in told["edges"]:
        if edge["connection"] is not None:
            verdict = found.verdicts[edge["connection"]]
        else:
            connection, around = _made(told, edge, found)
            verdict = Judge(found, Signatures(INSPECT)).verdict(connection, around)
        yield edge, told["oracle"][edge["id"]], verdict


def _made(told: dict[str, Any], edge: dict[str, Any], found: Cluster) -> tuple[Connection, Circumstances]:
    """A connection that no tree can tell of, from the case's own client, server, headers and resolver."""
    server, node = told["servers"][edge["server"]], _node(found, edge["server"])
    kind = {"kube-apiserver": "kube-apiserver", "kubelet": "kubelet", "front-proxy": "extension-apiserver"}
    component = f"{kind.get(server['authn'], 'etcd')}@{node}"
    client = edge["client"]
    if "kubeconfig" in client:
        connection = next(
            one
            for one in found.connections.values()
            if one.server.component == component
            and any(row.file == f"{node}:{client['kubeconfig']}" for row in one.evidence)
        )
    else:
        connection = _from_files(edge, found, component, node)
    connection = replace(connection, server=_server(found, server, component, node))
    return connection, Circumstances(
        allowed_names=tuple(server.get("allowed_names") or ()),
        sends_headers="headers" in edge,
        headers=_headers(edge["headers"]) if "headers" in edge else None,
        source_address=edge.get("source_ip"),
        names={name: tuple(answers) for name, answers in edge.get("resolve", {}).items()},
    )


def _from_files(edge: dict[str, Any], found: Cluster, component: str, node: str) -> Connection:
    point = endpoint(edge["dial"])
    client = Client(
        f"somebody@{node}", *(_reference(found, node, edge["client"], role) for role in ("cert", "key", "ca")), NOTHING
    )
    return Connection(
        id=edge["id"],
        group=None,
        purpose="peer" if "source_ip" in edge else None,
        via=None,
        client=client,
        server=Server(component, NOTHING, NOTHING, NOTHING, NOTHING, None),
        dialled=Dialled(point.scheme, point.host, point.port),
        verifies_server=not edge.get("insecure_skip_verify", False),
        identity=None,
        authorizer=None,
        evidence=(),
    )


def _server(found: Cluster, server: Mapping[str, Any], component: str, node: str) -> Server:
    modes = {"request": "request", "require_and_verify": "require"}
    return Server(
        component,
        *(_reference(found, node, server, role) for role in ("cert", "key", "client_ca", "requestheader_ca")),
        client_auth=modes[server["client_auth"]],
    )


def _reference(found: Cluster, node: str, named: Mapping[str, Any], role: str) -> Reference:
    """A file of a two-node case is written with its node's folder before it."""
    path = named.get(role)
    if not path:
        return NOTHING
    for each in found.nodes:
        if path.startswith(f"/{each.id}/"):
            node, path = each.id, path.removeprefix(f"/{each.id}")
    references, setting = References(found.inventory), Setting.by_convention(path)
    return references.key(node, setting) if role == "key" else references.certificate(node, setting)


def _node(found: Cluster, server: str) -> str:
    return next((node.id for node in found.nodes if node.id in server), found.nodes[0].id)


def _headers(headers: Mapping[str, str]) -> Identity:
    return Identity(headers["X-Remote-User"], tuple(headers["X-Remote-Group"].split(",")))
