"""The nodes of a cluster: for those that the picture folds, and to find the odd ones among a thousand."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...explain.nodes import NodeRow, Presented, node_rows
from ...topology.oddities import counted_oddities
from ..beside import beside
from .aside import Aside, aside_of
from .choice import Choice
from .paging import Paging, page_number, piece, with_page
from .rendering import render
from .state import State, state_of

router = APIRouter()

TITLE = "Nodes"


@dataclass(frozen=True, slots=True)
class CertificateCell:
    name: str
    href: str | None
    note: str


@dataclass(frozen=True, slots=True)
class NodeView:
    name: str
    href: str | None
    roles: str
    client: CertificateCell | None
    serving: CertificateCell | None
    unlike: str


@dataclass(frozen=True, slots=True)
class NodesPage:
    """`filters`: all nodes, then those that are unlike the others, by reason."""

    aside: Aside
    lead: str
    filters: tuple[Choice, ...]
    nodes: tuple[NodeView, ...]
    paging: Paging


@router.get("/clusters/{cluster_id}/nodes")
@beside
def nodes(request: Request, cluster_id: str) -> Response:
    """Every node with what its kubelet presents; with `?unlike=REASON` those that are unlike most for that reason."""
    state = state_of(request, cluster_id)
    rows = node_rows(state.cluster, state.authorities)
    wanted = request.query_params.get("unlike", "")
    shown = tuple(row for row in rows if not wanted or wanted in row.unlike or (wanted == "any" and row.unlike))
    base = state.links.nodes(wanted)
    part, paging = piece(shown, page_number(request) or 1, lambda number: with_page(base, number))
    page = NodesPage(
        aside=aside_of(state, TITLE),
        lead=_lead(rows),
        filters=_filters(state, rows, wanted),
        nodes=tuple(_node(state, row) for row in part),
        paging=paging,
    )
    return render("nodes.html", page)


def _lead(rows: tuple[NodeRow, ...]) -> str:
    unlike, kubelets = sum(bool(row.unlike) for row in rows), sum(row.kubelet is not None for row in rows)
    if not unlike:
        alike = " They are all alike but for their names and keys." if kubelets > 1 else ""
        return f"What each node’s kubelet presents.{alike}"
    words = "One is" if unlike == 1 else f"{unlike} are"
    return f"What each node’s kubelet presents. {words} unlike most; that alone does not say whether they work."


def _filters(state: State, rows: tuple[NodeRow, ...], wanted: str) -> tuple[Choice, ...]:
    counts = counted_oddities(row.unlike for row in rows)
    if not counts:
        return ()
    choices = [Choice(f"all {len(rows)}", state.links.nodes(), not wanted)]
    choices += [
        Choice(f"{count} {oddity}", state.links.nodes(oddity), wanted == oddity) for oddity, count in counts.items()
    ]
    return tuple(choices)


def _node(state: State, row: NodeRow) -> NodeView:
    return NodeView(
        name=row.node,
        href=state.links.component(row.kubelet) if row.kubelet else None,
        roles=", ".join(row.roles),
        client=_cell(state, row.client),
        serving=_cell(state, row.serving),
        unlike=", ".join(row.unlike),
    )


def _cell(state: State, presented: Presented | None) -> CertificateCell | None:
    if presented is None:
        return None
    if presented.certificate is None:
        return CertificateCell(presented.name, None, "")
    href = state.links.certificate(presented.certificate)
    return CertificateCell(presented.name, href, f"{presented.issuer}, until {presented.until}")
