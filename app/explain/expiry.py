"""Every certificate with its end: those that `kubeadm certs check-expiration` lists, and those that it leaves out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..kubeadm.expiration import Expiration, Row, check_expiration
from ..model.certificates import Certificate
from ..model.cluster import Cluster, Connection
from ..topology.authorities import Authorities
from .names import file_name


class Kind(StrEnum):
    """What a certificate is, as far as its renewal goes; in the order of the page."""

    KUBEADM = "kubeadm"
    AUTHORITY = "ca"
    KUBELET_CLIENT = "kubelet-client"
    KUBELET_SERVING = "kubelet-serving"
    THROW_AWAY = "throw-away-ca"
    KUBECONFIG = "kubeconfig"
    OTHER = "other"
    COPY = "copy"


IN_KUBECONFIGS = "CA inside kubeconfigs"


@dataclass(frozen=True, slots=True)
class Expiring:
    """A certificate at its place. `name` is kubeadm's for it, else its file's as whoever presents it names it; `row` is
    its row in kubeadm's table, None where it has none.
    """

    certificate: Certificate
    kind: Kind
    name: str
    row: Row | None

    @property
    def family(self) -> str:
        """What it is called together with its like: the copies inside kubeconfigs are one family."""
        return IN_KUBECONFIGS if self.kind is Kind.COPY and self.certificate.pointer else self.name


@dataclass(frozen=True, slots=True)
class Expiry:
    """`tables`: what kubeadm finds, for each control-plane node that has any of its files. `all`: every certificate, by
    id; a file that stands in a kubeadm row has that row.
    """

    tables: tuple[Expiration, ...]
    all: dict[str, Expiring]

    def distinct(self) -> tuple[Expiring, ...]:
        """Each certificate once, however many copies there are, in the order in which they end."""
        first: dict[str, Expiring] = {}
        for one in sorted(self.all.values(), key=lambda one: (list(Kind).index(one.kind), one.certificate.id)):
            first.setdefault(one.certificate.facts.fingerprint_sha256, one)
        return tuple(sorted(first.values(), key=lambda one: (one.certificate.facts.not_after, one.certificate.id)))

    def left_out(self) -> dict[tuple[Kind, str], tuple[Expiring, ...]]:
        """What kubeadm does not list, by kind and family, the first to end first."""
        found: dict[tuple[Kind, str], list[Expiring]] = {}
        mine = (one for one in self.all.values() if one.row is None)
        for one in sorted(mine, key=lambda one: (one.certificate.facts.not_after, one.certificate.id)):
            found.setdefault((one.kind, one.family), []).append(one)
        order = list(Kind)
        return {key: tuple(found[key]) for key in sorted(found, key=lambda key: (order.index(key[0]), key[1]))}


def expiry_of(cluster: Cluster, authorities: Authorities) -> Expiry:
    """When everything ends, at the cluster's clock."""
    tables = _tables(cluster)
    named = _Named(cluster, tables, authorities)
    return Expiry(tables, {one.id: named.expiring(one) for one in cluster.inventory.certificates.values()})


def expiring(cluster: Cluster, authorities: Authorities, certificate: Certificate) -> Expiring:
    """One certificate with its end, without a look at all the others."""
    return _Named(cluster, _tables(cluster), authorities).expiring(certificate)


def _tables(cluster: Cluster) -> tuple[Expiration, ...]:
    """What kubeadm finds, for each control-plane node that has any of its files."""
    return tuple(
        table
        for node in cluster.nodes
        if "control-plane" in node.roles
        for table in (check_expiration(cluster.inventory, node.id, cluster.clock),)
        if any(row.certificate for row in table.rows)
    )


class _Named:
    """Says what a certificate is: by kubeadm's tables, by what kubelets present, by the CAs."""

    def __init__(self, cluster: Cluster, tables: tuple[Expiration, ...], authorities: Authorities) -> None:
        self._rows = {row.certificate.id: row for table in tables for row in table.rows if row.certificate}
        certificates = (row.certificate for row in self._rows.values())
        self._listed = {one.facts.fingerprint_sha256 for one in certificates if one}
        self._presented = _presented_by_kubelets(cluster)
        self._certificates = cluster.inventory.certificates
        self._authorities = authorities

    def expiring(self, certificate: Certificate) -> Expiring:
        row = self._rows.get(certificate.id)
        if row is not None:
            kind, name = (Kind.KUBEADM if row.ca else Kind.AUTHORITY), row.name
        elif certificate.id in self._presented:
            kind, name = self._presented[certificate.id]
        else:
            kind, name = self._other(certificate), file_name(certificate.path)
        return Expiring(certificate, kind, name, row)

    def _other(self, certificate: Certificate) -> Kind:
        authority = self._authorities.of(certificate)
        if authority is None:
            return Kind.KUBECONFIG if certificate.pointer.startswith("users[") else Kind.OTHER
        if authority.throw_away:
            return Kind.THROW_AWAY
        fingerprint = certificate.facts.fingerprint_sha256
        first = self._certificates[authority.certificate_ids[0]]
        again = first.id != certificate.id and first.facts.fingerprint_sha256 == fingerprint
        return Kind.COPY if again or fingerprint in self._listed else Kind.AUTHORITY


def _presented_by_kubelets(cluster: Cluster) -> dict[str, tuple[Kind, str]]:
    """What kubelets present: the certificate's id → as what, and the file's name as they know it."""
    return {id_: kind for connection in cluster.connections.values() for id_, kind in _of_kubelets(cluster, connection)}


def _of_kubelets(cluster: Cluster, connection: Connection) -> Iterator[tuple[str, tuple[Kind, str]]]:
    ends = ((connection.client, Kind.KUBELET_CLIENT), (connection.server, Kind.KUBELET_SERVING))
    for end, kind in ends:
        component = cluster.components.get(end.component)
        if component and component.kind == "kubelet" and end.certificate.ids:
            yield end.certificate.ids[0], (kind, file_name(end.certificate.path or ""))
