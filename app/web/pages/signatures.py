"""The Signatures view: each CA and the certificates whose signature its key verified, across all nodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...diagram.marks import Seal
from ...diagram.seals import shape
from ...diagram.signing import Leaf, SigningScene, Source, place_signing
from ...explain.names import day
from ...explain.phrases import counted
from ...explain.signing import Origin, Signed, Signer, Signing, signing_of
from ...model.certificates import Certificate
from ..beside import beside
from .choice import Choice
from .paging import Paging, page_number, piece, with_page
from .rendering import render
from .state import State, state_of
from .switch import broken_here, views
from .views import Label, Tools

router = APIRouter()

HEADING = "Who signed what"
_NODES = 3
_COPIES = 12


@dataclass(frozen=True, slots=True)
class SignedRow:
    name: str
    href: str
    subject: str
    where: str
    until: str


@dataclass(frozen=True, slots=True)
class SignerView:
    """`href`: the CA as a component of the map, None for what is none. `copies`: where its certificate stands; `more`
    counts those that are not shown.
    """

    anchor: str
    seal: str
    name: str
    note: str
    href: str | None
    copies: tuple[Choice, ...]
    more: int
    rows: tuple[SignedRow, ...]


@dataclass(frozen=True, slots=True)
class SignaturesPage:
    """`components` and `certificates`: the URLs of what the picture leads to, by id."""

    label: Label
    map_href: str
    check_href: str
    files_href: str
    tools: Tools
    lead: str
    picture: SigningScene
    components: dict[str, str]
    certificates: dict[str, str]
    signers: tuple[SignerView, ...]
    paging: Paging


@router.get("/clusters/{cluster_id}/signatures")
@beside
def signatures(request: Request, cluster_id: str) -> Response:
    """Who signed what, as a picture and as a list; lists of many come in pieces."""
    state = state_of(request, cluster_id)
    found = signing_of(state.cluster, state.authorities)
    base = state.links.signatures()
    shown, paging = piece(_flat(found), page_number(request) or 1, lambda number: with_page(base, number))
    page = SignaturesPage(
        label=Label(HEADING, state.opened.title),
        map_href=state.links.base(),
        check_href=state.links.check(),
        files_href=state.links.files(),
        tools=Tools(
            HEADING,
            (),
            None,
            views(state.links, "Signatures"),
            state.links.search(),
            Choice("CSV", state.links.export("certificates.csv")),
            breaking=broken_here(state.links),
        ),
        lead=_lead(found),
        picture=place_signing(_source(signer) for signer in found.all),
        components={one.component_id: state.links.component(one.component_id) for one in state.authorities.all},
        certificates={
            signed.certificates[0].id: _href(state, signed.certificates[0])
            for signer in found.all
            for signed in signer.signed
        },
        signers=_views(state, shown),
        paging=paging,
    )
    return render("signatures.html", page)


def signer_views(state: State, found: Signing) -> tuple[SignerView, ...]:
    """All of them, with everything that they signed."""
    return _views(state, _flat(found))


def _flat(found: Signing) -> list[tuple[Signer, Signed | None]]:
    """A row for each that was signed, None for a CA that signed nothing here."""
    return [(signer, signed) for signer in found.all for signed in signer.signed or (None,)]


def _views(state: State, rows: Sequence[tuple[Signer, Signed | None]]) -> tuple[SignerView, ...]:
    groups = groupby(rows, lambda row: id(row[0]))  # by identity: the hash of a signer is that of all that it signed
    found = [list(group) for _, group in groups]
    return tuple(
        _view(state, number, group[0][0], [signed for _, signed in group if signed])
        for number, group in enumerate(found, 1)
    )


def _lead(found: Signing) -> str:
    count = sum(len(signed.certificates) for signer in found.all for signed in signer.signed)
    unknown = sum(len(signed.certificates) for signer in found.unknown for signed in signer.signed)
    lacking = f" The issuer of {unknown} of them is not in the upload." if unknown else ""
    return (
        f"{counted(len(found.authorities), 'CA')} and {counted(count, 'certificate')}, each counted once. "
        f"A line is a signature that the CA’s key verifies; names prove nothing.{lacking}"
    )


def _seal(signer: Signer) -> Seal:
    if signer.authority is not None:
        return shape(signer.authority)
    return Seal.UNKNOWN if signer.origin is Origin.UNKNOWN else Seal.OWN


def _source(signer: Signer) -> Source:
    leaves = tuple(Leaf(one.name, _where(one), one.certificates[0].id) for one in signer.signed)
    component = signer.authority.component_id if signer.authority else None
    return Source(_seal(signer), signer.name, _note(signer), component, leaves)


def _note(signer: Signer) -> str:
    if signer.authority is None:
        return signer.origin
    parts = [signer.copies[0].facts.subject or "without a name", f"key {signer.key}"]
    return ", ".join([*parts, *((f"signed by {signer.issued_by}",) if signer.issued_by else ())])


def _view(state: State, number: int, signer: Signer, signed: list[Signed]) -> SignerView:
    copies = tuple(Choice(f"{one.path} on {one.node}", _href(state, one)) for one in signer.copies[:_COPIES])
    return SignerView(
        anchor=f"ca-{number}",
        seal=str(_seal(signer)),
        name=signer.name,
        note=_note(signer),
        href=state.links.component(signer.authority.component_id) if signer.authority else None,
        copies=copies,
        more=max(0, len(signer.copies) - _COPIES),
        rows=tuple(_row(state, one) for one in signed),
    )


def _row(state: State, signed: Signed) -> SignedRow:
    subjects = list(dict.fromkeys(one.facts.subject for one in signed.certificates))
    ends = sorted(one.facts.not_after for one in signed.certificates)
    first, last = day(ends[0]), day(ends[-1])
    return SignedRow(
        name=signed.name,
        href=_href(state, signed.certificates[0]),
        subject=(subjects[0] or "without a name")
        if len(subjects) == 1
        else f"{subjects[0]} and {len(subjects) - 1} more",
        where=_where(signed),
        until=first if first == last else f"{first} to {last}",
    )


def _where(signed: Signed) -> str:
    nodes = signed.nodes
    shown = ", ".join(nodes) if len(nodes) <= _NODES else counted(len(nodes), "node")
    return shown if len(nodes) == len(signed.certificates) else f"{len(signed.certificates)} on {shown}"


def _href(state: State, certificate: Certificate) -> str:
    return state.links.without_table().certificate(certificate.id)
