"""What a merger of CAs opens: certificates of the tree that a server lets in now and did not before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..model.certificates import Certificate
from ..model.cluster import Client, Cluster, Connection, State
from ..model.identity import Identity
from ..model.verdicts import Outcome
from ..reading.bounds import INSPECT
from ..topology.signatures import Signatures
from ..trust import Circumstances, Judge
from ..trust.circumstances import Surroundings
from .broken import as_twin

_MOST = 300
"""Clients that are tried at each server: a page is not kept waiting by a thousand kubelets, which are all alike."""

_JUDGING = ("etcd", "kube-apiserver")


@dataclass(frozen=True, slots=True)
class Door:
    """A server that takes a certificate in; `speaks_for_others`: it may name any user in request headers."""

    server: str
    certificate: Certificate
    client: str
    speaks_for_others: bool


def doors(before: Cluster, after: Cluster) -> tuple[Door, ...]:
    """Every certificate that some client of the tree shows, tried at each server whose CAs for clients were changed."""
    tried = list(_servers(after))
    if not tried:
        return ()
    was, now = _Trial(as_twin(before)), _Trial(after)
    return tuple(
        Door(connection.server.component, leaf, client.component, headers)
        for connection in tried
        for client, leaf in _clients(after)
        if client.component != connection.client.component
        for headers in _ways(connection)
        if now.lets_in(connection, client, headers) and not was.lets_in(connection, client, headers)
    )


def _servers(cluster: Cluster) -> Iterator[Connection]:
    """One connection to each server whose CAs for clients are others now."""
    seen = set()
    for connection in cluster.connections.values():
        server = connection.server
        kind = server.component.partition("@")[0]
        if kind not in _JUDGING or connection.client.certificate.state is not State.FILE or server.component in seen:
            continue
        changed = (*server.client_ca.ids, *server.requestheader_ca.ids)
        if connection.purpose is None and any(identifier in cluster.altered for identifier in changed):
            seen.add(server.component)
            yield connection


def _clients(cluster: Cluster) -> Iterator[tuple[Client, Certificate]]:
    """Each certificate that a client shows, once."""
    seen: set[str] = set()
    for connection in cluster.connections.values():
        leaf = cluster.certificate(connection.client.certificate)
        if leaf is not None and leaf.facts.fingerprint_sha256 not in seen and len(seen) < _MOST:
            seen.add(leaf.facts.fingerprint_sha256)
            yield connection.client, leaf


def _ways(connection: Connection) -> tuple[bool, ...]:
    """Without request headers; with them where a server honours any."""
    return (False, True) if connection.server.requestheader_ca.state is State.FILE else (False,)


class _Trial:
    """Lets clients of one tree try servers that they do not dial."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._judge = Judge(cluster, Signatures(INSPECT, cluster.signers))
        self._surroundings = Surroundings(cluster)

    def lets_in(self, connection: Connection, client: Client, headers: bool) -> bool:
        """Whether the server of a connection takes in this client's certificate; with headers: whether it honours
        them.
        """
        own = replace(connection.client, component=client.component, certificate=client.certificate, key=client.key)
        around: Circumstances = self._surroundings.of(connection)
        if headers:
            around = replace(around, sends_headers=True, headers=Identity("somebody", ()))
        verdict = self._judge.verdict(replace(connection, client=own), around)
        return bool(verdict.headers_honoured) if headers else verdict.outcome is Outcome.WORKS
