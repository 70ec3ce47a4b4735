"""The panel beside a handshake: the two cards with the messages that each file is used for, and two ways to judge."""

from ...explain.edge import Edge
from ...explain.explanation import Card
from ...explain.groups import NAMES
from ...explain.wire import wire
from ...model.cluster import Connection, Group
from ...proof.agreement import Comparison, Reached
from ...proof.page import HandshakePage
from .handshake_views import HandshakePanelView, SaysView
from .links import segment
from .lists import pager
from .panel_views import GroupLink, RowView, SideView
from .panels import LABELS
from .state import State, place_of
from .verdicts import outcome_of_one, outcome_words


def panel_of_handshake(
    state: State, connection: Connection, page: HandshakePage, tls: str | None
) -> HandshakePanelView:
    """The panel; `tls` is kept by the links to other connections' handshakes."""
    links, group, comparison = state.links, connection.group, page.comparison
    here, server = place_of(state, connection)
    outcome, _ = outcome_words(outcome_of_one(state.cluster, connection))
    return HandshakePanelView(
        group=GroupLink(group.number, NAMES[group], links.group(group)) if group else None,
        pager=pager(state, lambda line: links.handshake(line, tls=tls)),
        title=page.title,
        client=_side(state, page, page.client),
        wire=wire(Edge(state.cluster, connection, state.authorities)),
        token=group is Group.TOKEN,
        server=_side(state, page, page.server),
        cited=bool(page.cited),
        says=_says(comparison, outcome) if comparison else (),
        agree=comparison.agree if comparison else None,
        why=comparison.why if comparison else (),
        checks_href=links.at(f"/connections/{segment(here)}", server, open="all"),
        run_with=page.run_with,
        twin_href=links.twin(),
    )


def _says(comparison: Comparison, outcome: str) -> tuple[SaysView, ...]:
    handshake = comparison.handshake
    icon = "not_checkable" if handshake is None else "works" if handshake is Reached.WORKS else "fails"
    return (
        SaysView("The checks say", outcome, comparison.cluster),
        SaysView("The handshake", icon, comparison.openssl),
    )


def _side(state: State, page: HandshakePage, card: Card) -> SideView:
    rows = tuple(
        RowView(
            role=row.role,
            label=LABELS[row.role],
            name=row.name,
            href=state.links.file(row.file_id) if row.file_id else None,
            seal=None,
            note=page.cited.get((card.side, row.role), ()),
            lacks=False,
        )
        for row in card.rows
    )
    return SideView(card.side, card.kind, card.where, state.links.component(card.component), rows, ())
