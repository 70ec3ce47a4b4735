"""The expiry view: when everything ends, as kubeadm says it, and what kubeadm leaves out."""

from datetime import UTC

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...diagram.seals import Seals
from ...diagram.timeline import Event, timeline
from ...explain.expiry import Expiring, Expiry, Kind, expiry_of
from ...explain.expiry_words import KINDS, between, notes, until
from ...explain.phrases import counted, listing
from ...explain.renewal import Renewals
from ...kubeadm.expiration import Expiration
from ...kubeadm.printing import COMMAND, authority_lines, certificate_lines, header
from ...model.words import Sentence
from ..beside import beside
from .choice import Choice
from .expiry_panel import chosen_panel, glance_panel
from .expiry_views import ExpiryPage, LeftOut, Line, Terminal
from .rendering import render
from .state import State, missing, state_of
from .switch import broken_here, views
from .views import Label, Tools

router = APIRouter()

HEADING = "What expires when"
_NODES = 3
"""Nodes that a row names; of more it says how many."""


@router.get("/clusters/{cluster_id}/expiry")
@beside
def whole(request: Request, cluster_id: str) -> Response:
    """The timeline and the tables, nothing selected."""
    return _answer(state_of(request, cluster_id), None)


@router.get("/clusters/{cluster_id}/expiry/{certificate:path}")
@beside
def chosen(request: Request, cluster_id: str, certificate: str) -> Response:
    """The same with a certificate selected: who renews it, and where its end is noticed."""
    return _answer(state_of(request, cluster_id), certificate)


def _answer(state: State, certificate: str | None) -> Response:
    found = expiry_of(state.cluster, state.authorities)
    if certificate is not None and certificate not in found.all:
        raise missing("certificate", certificate)
    return render("expiry.html", _page(state, found, certificate))


def _page(state: State, found: Expiry, certificate: str | None) -> ExpiryPage:
    links, selected = state.links, found.all[certificate] if certificate else None
    table = _table(found, selected, links.chosen)
    seals, renewals = Seals(state.cluster, state.authorities), Renewals(state.cluster)
    distinct = found.distinct()
    events = [_event(seals, one) for one in distinct]
    return ExpiryPage(
        title=f"{selected.name}: {HEADING.lower()}" if selected else HEADING,
        label=Label(HEADING, state.opened.title),
        map_href=links.base(),
        check_href=links.check(),
        files_href=links.files(),
        tools=_tools(state, found, table),
        first=_first(state, distinct),
        picture=timeline(events, state.cluster.clock, _same(distinct, selected)),
        spots={one.certificate.id: links.expiry(one.certificate.id) for one in distinct},
        terminal=_terminal(state, table, selected) if table else None,
        left_out=left_out(state, found, renewals, selected),
        panel=chosen_panel(state, found, renewals, seals, selected)
        if selected
        else glance_panel(state, distinct, renewals),
    )


def _table(found: Expiry, selected: Expiring | None, node: str | None) -> Expiration | None:
    """The node's table that is shown: the switch's, else that of the selected row, else the first."""
    wanted = node or (selected.certificate.node if selected else None)
    return next((table for table in found.tables if table.node == wanted), next(iter(found.tables), None))


def _tools(state: State, found: Expiry, table: Expiration | None) -> Tools:
    links = state.links
    nodes = tuple(
        Choice(one.node, links.node_switch(one.node, "/expiry"), one is table) for one in found.tables if table
    )
    export = Choice("CSV", links.export("expiry.csv"))
    return Tools(HEADING, nodes, None, views(links, "Expiry"), links.search(), export, breaking=broken_here(links))


def _first(state: State, distinct: tuple[Expiring, ...]) -> str:
    if not distinct:
        return "no certificate in the upload"
    first, clock = distinct[0], state.cluster.clock
    words = until(clock, first.certificate.facts.not_after)
    return f"first: {first.name}, {words[0].lower()}{words[1:]}"


def _same(distinct: tuple[Expiring, ...], selected: Expiring | None) -> str | None:
    """The certificate that stands in the picture for the selected one, which may be a copy of it."""
    if selected is None:
        return None
    fingerprint = selected.certificate.facts.fingerprint_sha256
    return next(one.certificate.id for one in distinct if one.certificate.facts.fingerprint_sha256 == fingerprint)


def _event(seals: Seals, one: Expiring) -> Event:
    family = "kubeadm" if one.kind is Kind.KUBEADM else one.family
    certificate = one.certificate
    return Event(
        id=certificate.id,
        moment=certificate.facts.not_after.astimezone(UTC),
        node=certificate.node,
        label=one.name,
        family=family,
        seal=seals.issuer(certificate)[0],
    )


def _terminal(state: State, table: Expiration, selected: Expiring | None) -> Terminal:
    certificates, authorities = certificate_lines(table), authority_lines(table)
    hrefs = {
        line: row
        for lines, rows in ((certificates, table.certificates), (authorities, table.authorities))
        for line, row in zip(lines[1:], rows, strict=True)
    }
    lines = []
    for text in (*header(table.release, reachable=table.reachable), *certificates, "", *authorities):
        row = hrefs.get(text)
        certificate = row.certificate if row else None
        lines.append(
            Line(
                text=text,
                href=state.links.expiry(certificate.id) if certificate else None,
                dim=row is None,
                current=bool(selected and certificate and certificate.id == selected.certificate.id),
            )
        )
    return Terminal(table.node, COMMAND, tuple(lines), notes(table))


def left_out(state: State, found: Expiry, renewals: Renewals, selected: Expiring | None) -> tuple[LeftOut, ...]:
    """A row for each name of what kubeadm does not list; the selected one is current."""
    rows = []
    for (kind, name), group in found.left_out().items():
        ends = [one.certificate.facts.not_after.astimezone(UTC) for one in group]
        rows.append(
            LeftOut(
                name=name,
                what=KINDS[kind],
                where=_where(group),
                expires=between(ends[0], ends[-1]),
                who=_who(renewals, group),
                href=state.links.expiry(group[0].certificate.id),
                current=selected in group,
            )
        )
    return tuple(rows)


def _where(group: tuple[Expiring, ...]) -> str:
    nodes = list(dict.fromkeys(one.certificate.node for one in group))
    shown = ", ".join(sorted(nodes)) if len(nodes) <= _NODES else counted(len(nodes), "node")
    return shown if len(group) == len(nodes) else f"{counted(len(group), 'place')} on {shown}"


def _who(renewals: Renewals, group: tuple[Expiring, ...]) -> Sentence:
    """Who renews them; where it differs from node to node, each way once."""
    return listing(dict.fromkeys(renewals.who(one) for one in group), " ", 3)
