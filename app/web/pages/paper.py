"""A cluster on paper: the picture, the connections, the ends and the signatures on one page (A4, black and white)."""

from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from ...diagram.scene import place
from ...explain.expiry import expiry_of
from ...explain.expiry_words import at_second, notes
from ...explain.overview import overview
from ...explain.renewal import Renewals
from ...explain.signing import signing_of
from ...kubeadm.printing import COMMAND, printed
from ...model.words import Sentence
from ...rendering.svg import render_svg
from ..beside import beside
from .expiry import left_out
from .expiry_views import LeftOut
from .rendering import render
from .signatures import SignerView, signer_views
from .state import state_of
from .table import all_rows
from .views import Label, TableRow

router = APIRouter()

MOST = 200
"""Rows of one table: beyond them the CSV is the better paper."""


@dataclass(frozen=True, slots=True)
class Print:
    """kubeadm's output on a node."""

    node: str
    text: str
    notes: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """`more` counts the connections that are not printed."""

    label: Label
    map_href: str
    check_href: str
    files_href: str
    title: str
    moment: str
    picture: Markup
    rows: tuple[TableRow, ...]
    more: int
    command: str
    tables: tuple[Print, ...]
    left_out: tuple[LeftOut, ...]
    signers: tuple[SignerView, ...]


@router.get("/clusters/{cluster_id}/print")
@beside
def paper(request: Request, cluster_id: str) -> Response:
    """Everything that is worth a sheet; the picture is that of the chosen control-plane node."""
    state = state_of(request, cluster_id)
    cluster = state.cluster
    found = expiry_of(cluster, state.authorities)
    shown = tuple(islice(all_rows(state), MOST))
    page = PaperPage(
        label=Label("On paper", state.opened.title),
        map_href=state.links.base(),
        check_href=state.links.check(),
        files_href=state.links.files(),
        title=overview(cluster, state.authorities).title,
        moment=at_second(cluster.clock),
        picture=Markup(render_svg(place(cluster, state.look), state.links, standalone=False)),  # noqa: S704 - of a template
        rows=shown,
        more=len(cluster.connections) - len(shown),
        command=COMMAND,
        tables=tuple(Print(table.node, printed(table), notes(table)) for table in found.tables),
        left_out=left_out(state, found, Renewals(cluster), None),
        signers=signer_views(state, signing_of(cluster, state.authorities)),
    )
    return render("print.html", page)
