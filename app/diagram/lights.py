"""What is selected lights up, what belongs to it stays plain, everything else is dimmed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..model.cluster import Cluster, Connection, Group, Reference, State
from ..topology.authorities import Authorities
from .choice import Look
from .ends import client_key, server_key
from .lines import Line, line_with
from .marks import Light

_NOTES = {
    frozenset({"client"}): "checks client",
    frozenset({"server"}): "checks server",
    frozenset({"client", "server"}): "checks both",
}


@dataclass(slots=True)
class Lights:
    """`lines`: ids of the lit lines; `outlined`: ids of components; `near`: of those at the other ends; `rows`: the lit
    ones with their group's number; `files`: ids of the selected file and of the links to it; `checks`: by CA, the sides
    that it checks on the selected connection. `selected` is False where everything is plain.
    """

    selected: bool = False
    lines: set[str] = field(default_factory=set)
    outlined: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    checks: dict[str, set[str]] = field(default_factory=dict)
    outline_checks: bool = False

    def wire(self, lines: Iterable[str]) -> Light:
        if not self.selected:
            return Light.PLAIN
        return Light.LIT if any(line in self.lines for line in lines) else Light.DIM

    def box(self, components: Iterable[str], has_file: bool = False) -> Light:
        """Of a box that stands for some components; `has_file`: the selected file has a row in it."""
        if not self.selected:
            return Light.PLAIN
        components = set(components)
        if has_file or components & self.outlined:
            return Light.LIT
        return Light.PLAIN if components & self.near else Light.DIM

    def row(self, component: str, key: str, file: str | None, box: Light) -> tuple[Light, int]:
        """Of a row in a box, with the number of the group that tints it."""
        if (component, key) in self.rows:
            return Light.LIT, self.rows[component, key]
        if file in self.files:
            return Light.LIT, 0
        beside = box is Light.LIT and bool(self.rows or self.files)
        return Light.DIM if beside or box is Light.DIM else Light.PLAIN, 0

    def card(self, component: str | None, files: Iterable[str] = ()) -> Light:
        """Of a CA's card; `files`: the ids of the files that hold it."""
        if not self.selected:
            return Light.PLAIN
        checks = component in self.checks
        if component in self.outlined or self.files & set(files) or (checks and self.outline_checks):
            return Light.LIT
        return Light.PLAIN if checks else Light.DIM

    def note(self, component: str | None) -> str | None:
        """What a card says of its CA while a connection is selected."""
        sides = self.checks.get(component or "") if self.outline_checks else None
        return _NOTES[frozenset(sides)] if sides else None


def lights(cluster: Cluster, authorities: Authorities, lines: tuple[Line, ...], look: Look) -> Lights:
    """The lights of what is selected; all plain where that is nothing that the cluster has."""
    if look.connection and (line := line_with(lines, look.connection)):
        return _of_line(cluster, authorities, line)
    if look.component and look.component in cluster.components:
        return _of_component(cluster, authorities, lines, look.component)
    if look.file and look.file in cluster.inventory.files:
        return _of_file(cluster, authorities, lines, look.file)
    if look.group in set(Group):
        return _of_lines(cluster, authorities, [line for line in lines if line.group == look.group])
    if look.several:
        return _of_several(cluster, authorities, lines, look.several)
    return Lights()


def _of_line(cluster: Cluster, authorities: Authorities, line: Line) -> Lights:
    made = Lights(selected=True, lines={line.id}, outline_checks=True)
    for connection in line.connections:
        made.outlined |= {connection.client.component, connection.server.component}
        _light_rows(made, cluster, line, connection)
        for side, ca in checks(cluster, authorities, connection):
            made.checks.setdefault(ca, set()).add(side)
    return made


def _of_several(cluster: Cluster, authorities: Authorities, lines: tuple[Line, ...], several: frozenset[str]) -> Lights:
    """Some connections together, with the rows at both of their ends."""
    lit = [line for line in lines if any(one.id in several for one in line.connections)]
    made = _of_lines(cluster, authorities, lit)
    for line in lit:
        for connection in line.connections:
            if connection.id in several:
                _light_rows(made, cluster, line, connection)
    return made


def _light_rows(made: Lights, cluster: Cluster, line: Line, connection: Connection) -> None:
    number = line.group.number if line.group else 0
    made.rows[connection.client.component, client_key(cluster, connection)] = number
    made.rows[connection.server.component, server_key(cluster, connection)] = number


def _of_lines(cluster: Cluster, authorities: Authorities, some: list[Line]) -> Lights:
    made = Lights(selected=bool(some), lines={line.id for line in some})
    for line in some:
        for connection in line.connections:
            made.near |= {connection.client.component, connection.server.component}
            for side, ca in checks(cluster, authorities, connection):
                made.checks.setdefault(ca, set()).add(side)
    return made


def _of_component(cluster: Cluster, authorities: Authorities, lines: tuple[Line, ...], component: str) -> Lights:
    def touches(connection: Connection) -> bool:
        ends = (connection.client.component, connection.server.component)
        return component in ends or any(ca == component for _, ca in checks(cluster, authorities, connection))

    made = _of_lines(cluster, authorities, [line for line in lines if any(map(touches, line.connections))])
    made.selected = True
    made.outlined = {component}
    return made


def _of_file(cluster: Cluster, authorities: Authorities, lines: tuple[Line, ...], file: str) -> Lights:
    same = same_file(cluster, file)

    def uses(connection: Connection) -> bool:
        return any(used in same for used in _files(cluster, connection))

    made = _of_lines(cluster, authorities, [line for line in lines if any(map(uses, line.connections))])
    made.selected = True
    made.files = same
    return made


def checks(cluster: Cluster, authorities: Authorities, connection: Connection) -> Iterator[tuple[str, str]]:
    """The side that is checked, and the CA that checks it, both ways. A front proxy: by the request-header CA."""
    client, server = connection.client, connection.server
    if connection.verifies_server:
        yield from (("server", ca) for ca in _authorities(cluster, authorities, client.ca))
    if client.certificate.state is not State.NONE:
        proxied = connection.group is Group.EXTENSION or client.component.startswith("front-proxy@")
        trust = server.requestheader_ca if proxied else server.client_ca
        yield from (("client", ca) for ca in _authorities(cluster, authorities, trust))


def _authorities(cluster: Cluster, authorities: Authorities, reference: Reference) -> Iterator[str]:
    for id_ in reference.ids:
        certificate = cluster.inventory.certificates.get(id_)
        authority = authorities.of(certificate) if certificate else None
        if authority:
            yield authority.component_id


def same_file(cluster: Cluster, file: str) -> set[str]:
    """A file, what it is a link to, and the links to it."""
    node, _, path = file.partition(":")
    found = cluster.inventory.resolve(node, path)
    real = found.id if found else file
    links = (one for one in cluster.inventory.files.values() if one.target is not None and one.node == node)
    to_it = {one.id for one in links if (end := cluster.inventory.resolve(node, one.path)) and end.id == real}
    return {file, real} | to_it


def _files(cluster: Cluster, connection: Connection) -> Iterator[str]:
    """The ids of the files that a connection's sides refer to."""
    client, server = connection.client, connection.server
    sides = (
        (client.component, server.component, (client.certificate, client.key, client.ca, client.token)),
        (
            server.component,
            client.component,
            (server.certificate, server.key, server.client_ca, server.requestheader_ca),
        ),
    )
    for component, other, references in sides:
        node = _node(cluster, component) or _node(cluster, other)
        for reference in references:
            if reference.path:
                yield f"{node}:{reference.path}"


def _node(cluster: Cluster, component: str) -> str | None:
    found = cluster.components.get(component)
    return found.node if found else None
