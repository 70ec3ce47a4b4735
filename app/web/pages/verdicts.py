"""The verdict of a connection as the templates take it: sentence, checks with their folds, words."""

from collections.abc import Iterable

from ...diagram.lines import Line
from ...diagram.outcomes import LineOutcome, outcome_of
from ...explain.judgement import Check, Judgement
from ...model.cluster import Cluster, Connection
from ...trust.faults import Place
from .panel_views import CheckView, ServerChoice, VerdictView, WordsView
from .state import State

_ROLES = {"certificate": "crt", "key": "key", "ca": "ca"}


def verdict_view(state: State, connection: Connection, line: Line, found: Judgement) -> VerdictView:
    """For the panel of a connection of a line."""
    passed, later = (tuple(_check(state, one) for one in some) for some in (found.passed, found.later))
    server = _node(connection) if connection.id != line.id else None
    return VerdictView(
        outcome=str(found.outcome),
        title=found.title,
        then=found.then,
        assumed=found.assumed,
        passed=passed,
        passed_words=_passed(found.passed),
        red=_check(state, found.red) if found.red else None,
        later=later,
        later_words=_later(found.later),
        words=tuple(WordsView(one.who, one.verb, one.tail, one.when, one.text) for one in found.words),
        words_of=found.words_of,
        opened=state.opens_all,
        fold_href=state.links.at(state.path, server, open=None if state.opens_all else "all"),
    )


def server_choices(state: State, connection: Connection, line: Line) -> tuple[ServerChoice, ...]:
    """The switch between the servers of a line; nothing where it reaches one."""
    if len(line.connections) == 1:
        return ()
    return tuple(
        ServerChoice(
            _node(one),
            state.links.connection(line.id, _node(one)),
            one is connection,
            *outcome_words(outcome_of_one(state.cluster, one)),
        )
        for one in line.connections
    )


def outcome_of_one(cluster: Cluster, connection: Connection) -> LineOutcome:
    """The outcome of a single connection."""
    return outcome_of(cluster, (connection,))


def outcome_words(outcome: LineOutcome) -> tuple[str, str]:
    """The name of an outcome's icon, and its word."""
    return str(outcome), outcome.words


def fault_words(place: Place | None, side: str, role: str) -> str:
    """What is wrong with a row of a card, if it is the one at fault."""
    return place.words if place and place.side == side and _ROLES[place.role] == role else ""


def _check(state: State, one: Check) -> CheckView:
    href = state.links.file(one.file) if one.file else None
    return CheckView(one.ok, one.claim, one.rows, one.name, href, one.field, one.begins)


def _passed(checks: Iterable[Check]) -> str:
    some = list(checks)
    unchecked = sum(one.ok is None for one in some)
    words = f"{len(some) - unchecked} checks passed"
    return f"{words}, {unchecked} not checked" if unchecked else words


def _later(checks: Iterable[Check]) -> str:
    some = list(checks)
    untrue = sum(one.ok is False for one in some)
    return f"{len(some)} behind it" + (f", {untrue} of them untrue as well" if untrue else "")


def _node(connection: Connection) -> str:
    return connection.server.component.partition("@")[2]
