"""The files of a cluster: a list of the whole tree, and one file's text with what its lines are for."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...explain.file import explain_file
from ...explain.file_text import FileText, LineUse, TextLine, file_text
from ...explain.names import component, placed
from ...model.files import FileKind, SourceFile
from ...model.words import Sentence
from ..beside import beside
from . import maps
from .aside import Aside, aside_of
from .choice import Choice
from .paging import Paging, page_number, piece, with_page
from .panels import panel_of
from .rendering import render
from .state import State, state_of
from .switch import views

router = APIRouter()

KINDS = {
    FileKind.CERTIFICATE: "certificate",
    FileKind.KEY: "private key",
    FileKind.PUBLIC_KEY: "public key",
    FileKind.CERTIFICATE_AND_KEY: "certificate and key",
    FileKind.KUBECONFIG: "kubeconfig",
    FileKind.MANIFEST: "manifest",
    FileKind.KUBELET_CONFIG: "kubelet configuration",
    FileKind.KUBEADM_CONFIG: "kubeadm configuration",
    FileKind.LINK: "link",
    FileKind.OTHER: "other",
}

ROLES = {
    ("client", "certificate"): "certificate that is shown",
    ("client", "key"): "its key",
    ("client", "ca"): "CA to check the server with",
    ("client", "token"): "token that is shown",
    ("client", "address"): "address that is dialled",
    ("server", "certificate"): "certificate that is served",
    ("server", "key"): "its key",
    ("server", "client_ca"): "CA to check clients with",
    ("server", "requestheader_ca"): "CA to check front proxies with",
    ("server", "client_auth"): "whether clients are asked",
    ("server", "authorizer"): "who decides what they may do",
}
"""What a line is for, by side and role of the evidence."""

_SHOWN_USES = 20
"""Connections that a line names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """`folder`: the folder's path where this is its first row, else empty; `node` likewise."""

    node: str
    folder: str
    name: str
    href: str
    kind: str
    text_href: str | None
    mode: str
    owner: str
    size: str
    target: str | None


@dataclass(frozen=True, slots=True)
class FilesPage:
    aside: Aside
    views: tuple[Choice, ...]
    total: int
    with_modes: bool
    rows: tuple[FileRow, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class UseView:
    """What a line is for on the same connections: words, links to some of them, how many they are in all."""

    words: tuple[str, ...]
    connections: tuple[Choice, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LineView:
    number: int
    text: str
    leads: tuple[Choice, ...]
    uses: tuple[UseView, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """`lines` is None where no text was kept; `inside`: what stands in the file and has a page of its own."""

    aside: Aside
    title: str
    place: str
    map_href: str
    files_href: str
    lead: Sentence
    facts: tuple[tuple[str, str], ...]
    inside: tuple[Choice, ...]
    lines: tuple[LineView, ...] | None
    more: int


@router.get("/clusters/{cluster_id}/files")
@beside
def files(request: Request, cluster_id: str) -> Response:
    """Every file, by node and folder, with mode, owner and kind."""
    state = state_of(request, cluster_id)
    found = state.cluster.inventory.files
    order = {node.id: number for number, node in enumerate(state.cluster.nodes)}
    ordered = sorted(found.values(), key=lambda file: (order.get(file.node, len(order)), _place(file)))
    base = state.links.files()
    part, paging = piece(ordered, page_number(request) or 1, lambda number: with_page(base, number))
    page = FilesPage(
        aside=aside_of(state, "Files"),
        views=views(state.links, "Files"),
        total=len(ordered),
        with_modes=any(file.mode is not None for file in part),
        rows=tuple(_rows(state, part)),
        paging=paging,
    )
    return render("files.html", page)


@router.get("/clusters/{cluster_id}/files/{name:path}")
@beside
def file(request: Request, cluster_id: str, name: str) -> Response:
    """A file selected on the map; with `?view=text` its text."""
    if request.query_params.get("view") != "text":
        return maps.answer(request, panel_of, cluster_id, "files", name)
    state = state_of(request, cluster_id, "files", name)
    return render("file_text.html", _text_page(state, state.cluster.inventory.files[name]))


def _place(file: SourceFile) -> tuple[str, str]:
    folder, _, name = file.path.rpartition("/")
    return folder, name


def _rows(state: State, found: Iterable[SourceFile]) -> Iterable[FileRow]:
    node = folder = None
    for one in found:
        here, name = _place(one)
        new_node, new_folder = one.node != node, (one.node, here) != (node, folder)
        node, folder = one.node, here
        yield FileRow(
            node=one.node if new_node else "",
            folder=(here or "/") if new_folder else "",
            name=name,
            href=state.links.file(one.id),
            kind=KINDS[one.kind],
            text_href=state.links.text(one.id) if one.text is not None else None,
            mode=_mode(one),
            owner=one.owner or "",
            size="" if one.target is not None else f"{one.size:,}".replace(",", " "),
            target=one.target,
        )


def _mode(file: SourceFile) -> str:
    return "" if file.mode is None else f"{file.mode:04o}"


def _text_page(state: State, found: SourceFile) -> TextPage:
    page, text = explain_file(state.cluster, found.id, state.authorities), file_text(state.cluster, found)
    facts = (
        ("Kind", KINDS[found.kind]),
        ("Mode", _mode(found)),
        ("Owner", found.owner or ""),
        ("Size", f"{found.size} bytes"),
        ("In the upload", found.member),
        ("SHA-256", found.sha256 or ""),
    )
    inside = [Choice(one.title or one.id, state.links.certificate(one.id)) for one in page.certificates]
    inside += [Choice(one.pointer or "the key", state.links.key(one.id)) for one in page.keys]
    return TextPage(
        aside=aside_of(state, "File"),
        title=page.name,
        place=found.id,
        map_href=state.links.file(found.id),
        files_href=state.links.files(),
        lead=page.lead,
        facts=tuple((label, value) for label, value in facts if value),
        inside=tuple(inside),
        lines=_lines(state, text) if text else None,
        more=text.more if text else 0,
    )


def _lines(state: State, text: FileText) -> tuple[LineView, ...]:
    return tuple(
        LineView(line.number, line.text, tuple(_leads(state, line)), tuple(_uses(state, line.uses)))
        for line in text.lines
    )


def _leads(state: State, line: TextLine) -> Iterable[Choice]:
    for one in line.files:
        yield Choice(one.rpartition("/")[2], state.links.file(one))
    for one in line.certificates:
        yield Choice("its certificate", state.links.certificate(one))
    for one in line.keys:
        yield Choice("its key", state.links.key(one))


def _uses(state: State, found: tuple[LineUse, ...]) -> Iterable[UseView]:
    """What a line is for, once for the same connections."""
    words: dict[tuple[str, ...], list[str]] = {}
    for use in found:
        words.setdefault(use.connections, []).append(ROLES[use.side, use.role])
    for ids, said in words.items():
        shown = tuple(_connection(state, id_) for id_ in ids[:_SHOWN_USES])
        yield UseView(tuple(said), shown, len(ids))


def _connection(state: State, identifier: str) -> Choice:
    connection = state.cluster.connections[identifier]
    ends = (connection.client.component, connection.server.component)
    client, server = (placed(component(state.cluster, end)) for end in ends)
    purpose = f" ({connection.purpose})" if connection.purpose else ""
    return Choice(f"{client} to {server}{purpose}", state.links.connection(identifier))
