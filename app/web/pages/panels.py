"""The panel: what explain/ says of the selection, as the templates take it."""

from collections.abc import Iterable

from ...collect import commands
from ...diagram.choice import control_planes
from ...diagram.lines import Line
from ...diagram.seals import shape
from ...explain.component import explain_component
from ...explain.connection import explain
from ...explain.explanation import Card, CredentialRow, Explanation
from ...explain.file import explain_file
from ...explain.groups import NAMES, group_page
from ...explain.holdings import Holding
from ...explain.judgement import Judgement
from ...explain.names import subject
from ...explain.overview import overview
from ...explain.phrases import counted
from ...explain.questions import asked_connection
from ...model.cluster import ComponentEvidence, Connection, Group
from ...model.cluster import State as Known
from ...model.words import Sentence, Span
from .choice import Choice
from .lists import MOST, connection_sections, cut, line_row, line_sections, pager
from .loose import loose_rows
from .panel_views import (
    CommandView,
    ComponentPanel,
    ConnectionPanel,
    EvidenceRow,
    FactRow,
    FilePanel,
    FileRow,
    GroupLink,
    GroupPanel,
    OverviewPanel,
    Panel,
    Part,
    RowView,
    ServerChoice,
    SideView,
    Source,
    Start,
    StartPanel,
    UnreadRow,
)
from .state import State, place_of
from .verdicts import fault_words, server_choices, verdict_view

LABELS = {"crt": "crt", "key": "key", "ca": "ca.crt", "token": "token", "requestheader-ca": "front-proxy CA"}
"""What a credential's row is called; a server's ca.crt is its client CA."""

ROLES = {
    "certificate": "crt",
    "key": "key",
    "ca": "ca.crt",
    "token": "token",
    "client_ca": "ca.crt",
    "requestheader_ca": "front-proxy CA",
    "address": "address",
    "client_auth": "asks",
    "authorizer": "authoriser",
}
CONVENTION = "By convention: no file of the upload says so"

_LACKING = frozenset((Known.NOT_IN_TREE, Known.UNKNOWN, Known.UNREADABLE))


def panel_of(state: State) -> Panel:
    """The panel of what is selected; with nothing selected the overview."""
    if state.connection is not None and state.line is not None:
        return _connection(state, state.connection, state.line)
    if state.component is not None:
        return _component(state, state.component)
    if state.file is not None:
        return _file(state, state.file)
    return _group(state, state.group) if state.group is not None else _overview(state)


def start_panel(state: State) -> StartPanel:
    """The first page's panel: where to begin."""
    asked = asked_connection(state.cluster)
    starts = []
    if asked is not None:
        href = state.links.connection(asked.id)
        starts = [
            Start("Follow one line", "kubectl to kube-apiserver, file by file", href, "line", swaps=True),
            Start(
                "Check your understanding", "the same line, as questions", state.links.check(), "question", swaps=False
            ),
        ]
    error = Start("Paste your error", "a log line, and who says it", state.links.error(), "search", swaps=True)
    starts.append(error)
    lesson = Start(
        "Add a name to the API server", "in a simulated terminal", "/clusters/ha2/lessons", "next", swaps=False
    )
    starts.insert(1, lesson)
    starts.append(Start("Open your own tarball", "drop it below, or on the page", "#open", "upload", swaps=False))
    lead = (
        Span(
            "A cluster made by kubeadm: every line is a connection, from the certificate the client shows to the one "
        ),
        Span("the server shows."),
    )
    return StartPanel(lead, tuple(starts), commands())


def _overview(state: State) -> OverviewPanel:
    whole, links = overview(state.cluster, state.authorities), state.links
    shown = state.shown
    groups = len({line.group for line in shown if line.group})
    names = sorted(state.cluster.components)
    return OverviewPanel(
        title=f"{counted(len(shown), 'line')}, {counted(groups, 'group')}" if shown else "No connection",
        lead=whole.lead + _hidden(state),
        hints=whole.hints,
        loose=loose_rows(state),
        groups=line_sections(state, shown),
        boxes=counted(len(names), "box", "boxes"),
        components=tuple(Choice(name, links.component(name)) for name in names[:MOST]),
        more_components=_more(len(names), links.nodes()),
        unreadable=tuple(UnreadRow(item.member, item.reason) for item in state.cluster.inventory.unreadable),
        notes=state.cluster.notes,
    )


def _more(count: int, href: str) -> Choice | None:
    """Where the rest of a long list stands."""
    return Choice(f"{count - MOST} more", href) if count > MOST else None


def _hidden(state: State) -> Sentence:
    """Why there are fewer lines than connections, and why the list has more of them than the picture."""
    planes = len(control_planes(state.cluster))
    behind = len(state.lines) - len(state.shown)
    shared = any(len(line.connections) > 1 for line in state.shown)
    parts = [" Where a client reaches several API servers or etcd members, one line is several connections."] * shared
    parts += [
        f" Listed and counted are the lines of all {planes} control-plane nodes; the picture shows those of one."
    ] * (planes > 1)
    parts += [f" {behind} more {'lines stand' if behind > 1 else 'line stands'} behind “internals”."] * bool(behind)
    return tuple(map(Span, parts))


def _group(state: State, group: Group) -> GroupPanel:
    page = group_page(state.cluster, group, state.authorities)
    rows, more = cut(state, tuple(line_row(state, line) for line in state.lines if line.group is group))
    return GroupPanel(group.number, page.title, page.lead, rows, more, pager(state))


def _connection(state: State, connection: Connection, line: Line) -> ConnectionPanel:
    found = explain(state.cluster, connection, state.authorities)
    fails = bool(found.judgement and found.judgement.red)
    group = connection.group
    return ConnectionPanel(
        group=GroupLink(group.number, NAMES[group], state.links.group(group)) if group else None,
        pager=pager(state),
        title=found.title,
        verdict=verdict_view(state, connection, line, found.judgement) if found.judgement else None,
        lead=() if fails else found.lead,
        client=_side(state, found.client, found.judgement),
        wire=found.wire,
        handshake_href=state.links.handshake(*place_of(state, connection)),
        token=group is Group.TOKEN,
        server=_side(state, found.server, found.judgement, server_choices(state, connection, line)),
        believes_title=f"Who {subject(found.server.kind)} takes the client for",
        believes=() if fails else found.believes,
        often_told=() if fails else found.often_told,
        evidence=_sources(
            state, ((row.file, EvidenceRow(f"{row.side} {ROLES[row.role]}", row.field)) for row in found.evidence)
        ),
        command=_command(found, fails),
    )


def _side(state: State, card: Card, judged: Judgement | None, choices: tuple[ServerChoice, ...] = ()) -> SideView:
    place = judged.place if judged else None
    fails = bool(judged and judged.red)
    rows = tuple(_row(state, row, fault_words(place, card.side, row.role), fails=fails) for row in card.rows)
    return SideView(card.side, card.kind, card.where, state.links.component(card.component), rows, choices)


def _row(state: State, row: CredentialRow, fault: str, *, fails: bool) -> RowView:
    href = state.links.file(row.file_id) if row.file_id else None
    lacks = row.state in _LACKING
    note = row.brief if fails else row.note
    return RowView(row.role, LABELS[row.role], row.name, href, seal_shape(state, row.seal), note, lacks, fault)


def seal_shape(state: State, seal: str | None) -> str | None:
    """The name of the shape: of a CA's component, or of one of the words own-ca, unknown, key."""
    if seal is None:
        return None
    authority = state.authorities.get(seal)
    return str(shape(authority)) if authority else {"own-ca": "own", "key": "key"}.get(seal, "unknown")


def _sources(state: State, rows: Iterable[tuple[str | None, EvidenceRow]]) -> tuple[Source, ...]:
    """Evidence by the file that says it, in the order found; what no file says is a convention."""
    by_file: dict[str | None, list[EvidenceRow]] = {}
    for file, row in rows:
        by_file.setdefault(file, []).append(row)
    known = state.cluster.inventory.files
    return tuple(
        Source(file or CONVENTION, state.links.file(file) if file and file in known else None, tuple(said))
        for file, said in by_file.items()
    )


def _command(found: Explanation, fails: bool) -> CommandView | None:
    """What one sees when all is well is told of a failing connection as what it will be."""
    command = found.command
    if command is None:
        return None
    where = command.place or (f"on {command.node}" if command.node else "by hand")
    expect = (Span("Once it is mended: "), *command.expect) if fails else command.expect
    return CommandView(f"Check it {where}", command.text, expect)


def _component(state: State, identifier: str) -> ComponentPanel:
    component = state.cluster.components[identifier]
    page = explain_component(state.cluster, component, state.authorities)
    if page.issued:
        files_title = "What it issued"
        files = tuple(
            FileRow(item.where, item.name, state.links.certificate(item.certificate), leaves=True)
            for item in page.issued
        )
    else:
        files_title, files = "Files", tuple(_holding(state, holding) for holding in page.holdings)
    return ComponentPanel(
        above=page.where,
        pager=pager(state),
        title=page.title,
        lead=page.lead,
        points=page.points,
        groups=connection_sections(state, dict.fromkeys(page.as_client + page.as_server + page.trusted_by)),
        files_title=files_title,
        files=files[:MOST],
        more_files=_more(len(files), state.links.search(identifier)),
        evidence=_sources(state, ((row.file, EvidenceRow(_value(row), row.field)) for row in page.evidence)),
    )


def _value(row: ComponentEvidence) -> str:
    """What a certificate says of itself; a flag's or field's value stands where it is used."""
    return row.value if row.value and row.field == "basicConstraints" else ""


def _holding(state: State, holding: Holding) -> FileRow:
    href = state.links.file(holding.file_id) if holding.file_id else None
    return FileRow(f"{holding.side} {LABELS[holding.role]}", holding.name, href)


def _file(state: State, identifier: str) -> FilePanel:
    page = explain_file(state.cluster, identifier, state.authorities)
    parts = [
        Part(
            item.title or "certificate",
            state.links.certificate(item.id),
            seal_shape(state, item.seal),
            tuple(FactRow(fact.label, fact.text) for fact in item.facts),
        )
        for item in page.certificates
    ]
    parts += [
        Part(item.pointer or "key", state.links.key(item.id), "key", (FactRow("", item.text),)) for item in page.keys
    ]
    parts += [
        Part(context.name, None, None, (FactRow(_current(context.current), context.text),)) for context in page.contexts
    ]
    return FilePanel(
        above=f"{page.kind} on {page.node}",
        pager=pager(state),
        title=page.name,
        path=page.path,
        lead=page.lead,
        points=page.points,
        points_to=Choice(page.points_to, state.links.file(page.points_to)) if page.points_to else None,
        text_href=state.links.text(identifier) if state.cluster.inventory.files[identifier].text is not None else None,
        parts=tuple(parts),
        groups=connection_sections(state, dict.fromkeys(use.connection for use in page.used_by)),
        unreadable=page.unreadable,
    )


def _current(current: bool) -> str:
    return "current" if current else "context"
