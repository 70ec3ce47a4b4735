"""Files to take along: the picture as SVG, the tables as CSV."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...diagram.scene import place
from ...explain.expiry import expiry_of
from ...explain.expiry_words import KINDS
from ...explain.renewal import Renewals
from ...rendering.csv import csv_text
from ...rendering.links import NoLinks
from ...rendering.svg import render_svg
from ..beside import beside
from .state import State, state_of
from .table import all_rows

router = APIRouter()

_CONNECTIONS = (
    *("Client", "Server", "Verdict", "Group", "Dials", "Client crt", "Client key", "Client ca.crt"),
    *("Server crt", "Server key", "Server client CA", "Taken for", "Id"),
)
_CERTIFICATES = (
    *("Node", "Path", "Pointer", "Subject", "Issuer", "Issued by", "Serial", "Not before", "Not after", "SANs"),
    *("Key usage", "Extended key usage", "CA", "Key", "SHA-256"),
)
_EXPIRY = (
    *("Node", "Certificate", "What it is", "Path", "Subject", "Expires", "Seconds left", "Listed by kubeadm"),
    *("Certificate authority", "Externally managed", "Renewed"),
)


@router.get("/clusters/{cluster_id}/map.svg")
@beside
def picture(request: Request, cluster_id: str) -> Response:
    """The map with nothing selected, as a file that stands alone."""
    state = state_of(request, cluster_id)
    drawn = render_svg(place(state.cluster, state.look), NoLinks(), standalone=True)
    return _file(drawn, "image/svg+xml", "map.svg")


@router.get("/clusters/{cluster_id}/connections.csv")
@beside
def connections(request: Request, cluster_id: str) -> Response:
    """Every connection, as the table shows it."""
    rows = (
        (
            *(row.client, row.server, row.word, row.group, row.address),
            *(cell.name for cell in (*row.client_cells, *row.server_cells)),
            *(row.identity, row.id),
        )
        for row in all_rows(state_of(request, cluster_id))
    )
    return _csv(_CONNECTIONS, rows, "connections.csv")


@router.get("/clusters/{cluster_id}/certificates.csv")
@beside
def certificates(request: Request, cluster_id: str) -> Response:
    """Every certificate at every place, with the one whose key verified its signature."""
    cluster = state_of(request, cluster_id).cluster
    rows = []
    for one in cluster.inventory.certificates.values():
        facts = one.facts
        rows.append(
            (
                *(one.node, one.path, one.pointer, facts.subject, facts.issuer, cluster.issuers.get(one.id) or ""),
                *(facts.serial, _moment(facts.not_before), _moment(facts.not_after)),
                " ".join(f"{san.type}:{san.value}" for san in facts.sans),
                *(" ".join(facts.key_usage), " ".join(facts.extended_key_usage), _yes(facts.is_ca)),
                *(f"{facts.key.type} {facts.key.bits or ''}".strip(), facts.fingerprint_sha256),
            )
        )
    return _csv(_CERTIFICATES, rows, "certificates.csv")


@router.get("/clusters/{cluster_id}/expiry.csv")
@beside
def expiry(request: Request, cluster_id: str) -> Response:
    """Every certificate with its end: kubeadm's columns, and who renews it."""
    state = state_of(request, cluster_id)
    return _csv(_EXPIRY, _ends(state), "expiry.csv")


def _ends(state: State) -> list[tuple[str, ...]]:
    renewals, clock = Renewals(state.cluster), state.cluster.clock
    rows: list[tuple[str, ...]] = []
    for one in expiry_of(state.cluster, state.authorities).all.values():
        facts, row = one.certificate.facts, one.row
        renewed = "".join(span.text for span in renewals.who(one))
        rows.append(
            (
                *(one.certificate.node, one.name, KINDS[one.kind], one.certificate.path, facts.subject),
                *(_moment(facts.not_after), str(int((facts.not_after - clock).total_seconds()))),
                *(_yes(row is not None), (row.ca or "") if row else "", _yes(row.external) if row else "", renewed),
            )
        )
    return rows


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> Response:
    return _file(csv_text(heading, rows), "text/csv", name)


def _file(text: str, media_type: str, name: str) -> Response:
    """An answer that a browser saves and does not show."""
    return Response(text, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
