"""What a certificate does on the connections of its cluster."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ...model.certificates import Certificate
from ...model.cluster import Cluster, Component, Connection
from ...topology.authorities import Authorities, Authority
from ...topology.programs import program_of
from ...topology.site import PROGRAMS
from ..holdings import uses
from ..names import component


class Part(StrEnum):
    """How a side uses a certificate: as its own, beside its own, to check the other side, to check front proxies."""

    LEAF = "leaf"
    CHAIN = "chain"
    TRUST = "trust"
    HEADERS = "headers"


_TRUST = {"ca": Part.TRUST, "requestheader-ca": Part.HEADERS}


@dataclass(frozen=True, slots=True)
class Role:
    """One use. `side`: client or server; `component`: the end that uses it; `other`: the other end."""

    connection: Connection
    side: str
    part: Part
    component: Component
    other: Component


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A program and the flag with which it names a file."""

    program: str
    name: str


@dataclass(frozen=True)
class Subject:
    """A certificate in its cluster, with what sentences about it ask for. Not slotted: its answers are cached."""

    cluster: Cluster
    certificate: Certificate
    authorities: Authorities

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Its uses, in the order of the connections."""
        return tuple(_roles(self.cluster, self.certificate))

    def of(self, part: Part, side: str | None = None) -> tuple[Role, ...]:
        """The uses of one kind."""
        return tuple(role for role in self.roles if role.part is part and side in (None, role.side))

    @cached_property
    def flags(self) -> tuple[NamedBy, ...]:
        """The flags of its node's programs that name its file."""
        return tuple(_flags(self.cluster, self.certificate))

    @cached_property
    def issuer(self) -> Certificate | None:
        """The certificate whose key verified its signature."""
        return self.cluster.issuer(self.certificate)

    @property
    def self_signed(self) -> bool:
        """Whether its own key verified its signature."""
        return self.issuer is not None and self.issuer.facts.key.spki_sha256 == self.certificate.facts.key.spki_sha256

    @cached_property
    def issuing(self) -> Authority | None:
        """The CA that issued it."""
        return self.authorities.issuer(self.certificate)

    @cached_property
    def own(self) -> Authority | None:
        """The CA that it is a certificate of."""
        return self.authorities.of(self.certificate)


def _roles(cluster: Cluster, certificate: Certificate) -> Iterator[Role]:
    for connection in cluster.connections.values():
        for use in uses(connection):
            if use.role in ("key", "token") or certificate.id not in use.reference.ids:
                continue
            leaf = Part.LEAF if use.reference.ids[0] == certificate.id else Part.CHAIN
            ends = (connection.client.component, connection.server.component)
            mine, other = ends if use.side == "client" else ends[::-1]
            part = _TRUST.get(use.role, leaf)
            yield Role(connection, use.side, part, component(cluster, mine), component(cluster, other))


def _flags(cluster: Cluster, certificate: Certificate) -> Iterator[NamedBy]:
    node, inventory = certificate.node, cluster.inventory
    for kind in PROGRAMS:
        program = program_of(cluster, kind, node)
        for name in program.flags if program else ():
            path = program.path(name) if program else None
            file = inventory.resolve(node, path.value) if path and path.value.startswith("/") else None
            if file and file.path == certificate.path:
                yield NamedBy(kind, name)


def components(found: Iterable[Role]) -> tuple[Component, ...]:
    """The ends that use it, each once."""
    return tuple({role.component.id: role.component for role in found}.values())


def others(found: Iterable[Role]) -> tuple[Component, ...]:
    """The other ends, each once."""
    return tuple({role.other.id: role.other for role in found}.values())
