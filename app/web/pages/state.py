"""What one page of a cluster is asked for: made once from the request, then everything is derived from it."""

from dataclasses import dataclass, replace

from starlette.requests import Request

from ...diagram.choice import Look
from ...diagram.lines import Line, line_of, lines
from ...model.cluster import Cluster, Connection, Group
from ...reading.visible import visible
from ...topology.authorities import Authorities
from ..breaks import breaks_of
from ..errors import NotFound
from ..opened import Opened, clock_of, find, with_faults
from .links import PageLinks, segment


@dataclass(frozen=True, slots=True)
class State:
    """A cluster and what is selected of it: at most one of connection (with its line), component, file, group.

    `whole`: the cluster without its faults, None where nothing is broken; `made`: the one with them; `target`: what is
    to be broken, empty for whatever is picked, None where nothing is. `path` is the part of the URL behind the cluster
    that says so; `at_first`: the cluster at its own clock, where the clock is moved (`is_time`); `opens_all`: whether
    the panel's folds are open; `lit`: ids of connections that light up together.
    """

    opened: Opened
    links: PageLinks
    path: str
    lines: tuple[Line, ...]
    authorities: Authorities
    connection: Connection | None = None
    line: Line | None = None
    component: str | None = None
    file: str | None = None
    group: Group | None = None
    whole: Cluster | None = None
    made: Cluster | None = None
    target: str | None = None
    is_time: bool = False
    at_first: Cluster | None = None
    opens_all: bool = False
    lit: frozenset[str] = frozenset()

    @property
    def cluster(self) -> Cluster:
        return self.opened.cluster

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines that the list shows: the main ones, and the others where they are switched on or selected."""
        whole = self.links.shows_internals or bool(self.line and self.line.internal)
        return tuple(line for line in self.lines if whole or not line.internal)

    @property
    def chosen_group(self) -> Group | None:
        """The group that is selected, or that of the selected connection."""
        return self.connection.group if self.connection else self.group

    @property
    def look(self) -> Look:
        """The same for the picture."""
        return Look(
            node=self.links.chosen,
            internals=self.links.shows_internals,
            connection=self.connection.id if self.connection else None,
            component=self.component,
            file=self.file,
            group=str(self.group) if self.group else None,
            several=self.lit,
        )


def state_of(request: Request, cluster_id: str, kind: str = "", name: str = "") -> State:
    """The state that a URL asks for. Raises NotFound for what the cluster does not have, Gone, BadRequest."""
    opened = find(request, cluster_id, clock_of(request))
    whole, query = opened.cluster, request.query_params
    breaks = breaks_of(query)
    made = with_faults(request, opened, breaks.parsed())
    put = () if breaks.asks else breaks.parsed()
    first = with_faults(request, find(request, cluster_id, None), put) if kind == "time" else None
    opened = opened if breaks.asks else replace(opened, cluster=made)
    cluster = opened.cluster
    node = query.get("node")
    if node is not None and f"kube-apiserver@{node}" not in cluster.components:
        raise missing("control-plane node", node)
    internals, table = query.get("internals") == "1", query.get("view") == "table"
    presents = ("notes" if query["present"] == "notes" else "1") if "present" in query else ""
    links = PageLinks(cluster_id, node, internals, table, query.get("clock"), breaks, presents=presents)
    base = State(opened, links, "", lines(cluster), Authorities(cluster), whole=whole)
    chosen = _selected(base, kind, name, query.get("server")) if kind else base
    return replace(
        chosen, opens_all=query.get("open") == "all", whole=whole if breaks.faults else None, made=made, at_first=first
    )


def _selected(base: State, kind: str, name: str, server: str | None) -> State:
    cluster = base.cluster
    common = (base.opened, base.links)
    if kind == "connections":
        return _with_connection(base, name, server)
    if kind == "components" and name in cluster.components:
        return State(*common, f"/components/{segment(name)}", base.lines, base.authorities, component=name)
    if kind == "files" and name in cluster.inventory.files:
        return State(*common, f"/files/{segment(name)}", base.lines, base.authorities, file=name)
    if kind == "break" and _can_be_aimed_at(base.whole or cluster, name):
        return replace(base, path=f"/break/{segment(name)}" if name else "/break", target=name)
    if kind == "time":
        return replace(base, path="/time", is_time=True)
    if kind == "groups" and name in list(Group):
        return State(*common, f"/groups/{name}", base.lines, base.authorities, group=Group(name))
    raise missing(kind.removesuffix("s"), name)


def _can_be_aimed_at(cluster: Cluster, name: str) -> bool:
    inventory = cluster.inventory
    places = (cluster.connections, inventory.certificates, inventory.keys, inventory.files)
    return not name or any(name in some for some in places)


def _with_connection(base: State, name: str, server: str | None) -> State:
    """A line that reaches several servers is one: `server` is the node of the one that the panel shows."""
    line = line_of(base.cluster, name)
    if line is None:
        raise missing("connection", name)
    wanted = name if server is None else _ending_at(line, server)
    connection = base.cluster.connections[wanted]
    path = f"/connections/{segment(name)}"
    return State(base.opened, base.links, path, base.lines, base.authorities, connection=connection, line=line)


def _ending_at(line: Line, server: str) -> str:
    for connection in line.connections:
        if connection.server.component.partition("@")[2] == server:
            return connection.id
    raise missing("server on this line", server)


def place_of(state: State, connection: Connection) -> tuple[str, str | None]:
    """The id of the connection's line, and the server's node where that is not the first that the line reaches."""
    if state.line is None or connection.id == state.line.id:
        return connection.id, None
    return state.line.id, connection.server.component.partition("@")[2]


def missing(what: str, name: str) -> NotFound:
    """The refusal of something that the cluster does not have."""
    return NotFound(
        f"This cluster has no {what} {visible(name[:120])!r}.", remedy="Pick one in the map or in the list beside it."
    )
