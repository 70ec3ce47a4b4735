"""A page per certificate: questions, chain and connections; its fields in words; and OpenSSL's print of it beside."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...dump import UNTRANSLATED, extension_name
from ...dump import Part as Printed
from ...explain.certificate import CertificatePage, explain_certificate
from ...explain.certificate.checks import Check
from ...explain.certificate.fields import Field
from ...explain.certificate.page import Question
from ...explain.command_lines import line
from ...model.words import Sentence
from ...reading.visible import visible
from ..beside import beside
from ..errors import NotFound
from .aside import Aside, aside_of
from .choice import Choice
from .lists import connection_sections
from .panel_views import Section
from .panels import seal_shape
from .rendering import render
from .state import State, state_of

router = APIRouter()

TITLE = "Certificate"

_FOLDED = frozenset(("public-key", "signature"))
_SHOWN_LINES = 2
"""Lines of a number that stay when it is folded: what it is, and its beginning."""


@dataclass(frozen=True, slots=True)
class LinkView:
    name: str
    href: str | None
    text: Sentence
    seal: str | None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """`indent`: blanks before it, which its further lines keep where it must be broken."""

    text: str
    indent: int


@dataclass(frozen=True, slots=True)
class PrintedView:
    """Lines of the print. `field`: the field that they show; `id` is empty but at the first lines of a field; `rest`:
    what is folded away.
    """

    field: str
    id: str
    shown: tuple[PrintedLine, ...]
    rest: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class CertificateView:
    """`linked`: the fields that the print has lines of."""

    aside: Aside
    title: str
    place: str
    file_href: str
    expiry_href: str
    break_href: str
    seal: str | None
    checks: tuple[Check, ...]
    questions: tuple[Question, ...]
    chain: tuple[LinkView, ...]
    connections: int
    groups: tuple[Section, ...]
    copies: tuple[Choice, ...]
    fields: tuple[Field, ...]
    linked: frozenset[str]
    command: str
    printed: tuple[PrintedView, ...]
    unlike: tuple[str, ...]


@router.get("/clusters/{cluster_id}/certificates/{name:path}")
@beside
def certificate(request: Request, cluster_id: str, name: str) -> Response:
    """The page of the certificate of this id, `node:path#pointer`."""
    state = state_of(request, cluster_id)
    if name not in state.cluster.inventory.certificates:
        raise NotFound(
            f"This cluster has no certificate {visible(name[:120])!r}.",
            remedy="Pick one in the list of files.",
        )
    return render("certificate.html", _view(state, explain_certificate(state.cluster, name, state.authorities)))


def _view(state: State, page: CertificatePage) -> CertificateView:
    links = state.links
    printed = tuple(_printed(page.printed))
    return CertificateView(
        aside=aside_of(state, TITLE),
        title=page.name,
        place=page.certificate_id.removesuffix("#"),
        file_href=links.file(f"{page.node}:{page.path}"),
        expiry_href=links.expiry(page.certificate_id),
        break_href=links.without_table().breaking(page.certificate_id),
        seal=seal_shape(state, page.seal),
        checks=page.checks,
        questions=page.questions,
        chain=tuple(
            LinkView(
                link.name,
                links.certificate(link.certificate_id) if link.certificate_id else None,
                link.text,
                seal_shape(state, link.seal),
            )
            for link in page.chain
        ),
        connections=len(page.connections),
        groups=connection_sections(state, page.connections),
        copies=tuple(Choice(one.removesuffix("#"), links.certificate(one)) for one in page.copies),
        fields=page.fields,
        linked=frozenset(part.id.removeprefix("x-") for part in printed),
        command=_command(page),
        printed=printed,
        unlike=tuple(extension_name(part.field) for part in page.printed if part.field in UNTRANSLATED),
    )


def _command(page: CertificatePage) -> str:
    """What prints it: openssl reads a file's first certificate, and none that stands in a kubeconfig."""
    if page.pointer in ("", "[0]"):
        return line("openssl", "x509", "-in", page.path, "-noout", "-text")
    return "openssl x509 -noout -text"


def _printed(parts: tuple[Printed, ...]) -> list[PrintedView]:
    seen: set[str] = set()
    found = []
    for part in parts:
        lines = tuple(map(_line, part.lines))
        shown = len(lines) if part.field not in _FOLDED or len(lines) <= _SHOWN_LINES + 1 else _SHOWN_LINES
        found.append(
            PrintedView(part.field, "" if part.field in seen else f"x-{part.field}", lines[:shown], lines[shown:])
        )
        seen.add(part.field)
    return found


def _line(text: str) -> PrintedLine:
    """As a terminal shows the bytes, which are mostly UTF-8."""
    shown = visible(text.encode("latin-1").decode("utf-8", "replace"))
    return PrintedLine(shown, min(len(text) - len(text.lstrip(" ")), 20) // 4 * 4)
