"""Predict first: which lines somebody says will die, asked in the map and in a list, and how that came out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from ...breaking.blast import Effect, Fate
from ...breaking.fault import KINDS
from ...diagram.lines import Line, lines
from ...diagram.outcomes import LineOutcome, outcome_of
from ...diagram.scene import Prediction
from ...explain.connection import title
from ...explain.names import kind_words
from ...model.cluster import Cluster, Group
from .break_views import GuessRow, Quiz
from .links import PageLinks
from .lists import MOST, line_row
from .state import State

RIGHT, MISSED, WRONG = "right", "missed", "wrongly marked"


@dataclass(frozen=True, slots=True)
class Question:
    """Lines that are marked together: those that peers talk on, both ways, are one. `number` is its place among the
    questions about the sound cluster, so that a link means the same whatever else is shown.
    """

    number: int
    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class MarkingLinks(PageLinks):
    """A line of the map leads to the same page with the line marked, or no longer. `numbers` by the id of a line."""

    numbers: tuple[tuple[str, int], ...] = ()
    path: str = ""

    def connection(self, connection_id: str, server: str | None = None) -> str:
        number = dict(self.numbers).get(connection_id)
        if number is None:
            return PageLinks.connection(self, connection_id, server)
        return self.with_breaks(self.breaks.guessing(number), self.path)


def questions(whole: Cluster) -> tuple[Question, ...]:
    """Every line of a sound cluster that can still die, in reading order."""
    alive = [line for line in lines(whole) if outcome_of(whole, line.connections) is not LineOutcome.FAILS]
    peers = tuple(line for line in alive if line.group is Group.ETCD_PEER)
    together = [peers if line in peers else (line,) for line in alive if line not in peers[1:]]
    return tuple(Question(number, some) for number, some in enumerate(together, 1))


def marking_links(state: State) -> PageLinks:
    """The links of the map: while the page asks, a click on a line marks it."""
    if state.target is None or not state.links.breaks.asks:
        return state.links
    given = {field.name: getattr(state.links, field.name) for field in fields(PageLinks)}
    found = questions(state.whole or state.cluster)
    numbers = tuple((line.id, one.number) for one in found for line in one.lines)
    return MarkingLinks(**given, numbers=numbers, path=state.path)


def prediction(state: State, quiz: Quiz | None) -> Prediction | None:
    """What the picture shows of it; None where nothing is predicted."""
    whole, breaks = state.whole, state.links.breaks
    if quiz is None or whole is None:
        return None
    by_number = {one.number: one for one in questions(whole)}
    told = {
        line.id: row.word
        for row in quiz.rows
        for line in by_number[row.number].lines
        if row.word != RIGHT or row.marked
    }
    marked = [line.id for row in quiz.rows if row.marked for line in by_number[row.number].lines]
    broken = {} if quiz.told else dict(_broken(whole, state))
    return Prediction(frozenset(marked), told if quiz.told and not breaks.asks else None, broken)


def _broken(whole: Cluster, state: State) -> Iterable[tuple[str, str]]:
    """What was done to each file, by its id: the question shows it, the answer is what follows from it."""
    for fault in state.links.breaks.parsed():
        certificate = whole.inventory.certificates.get(fault.target)
        same = [fault.target]
        if certificate is not None:
            print_of = certificate.facts.fingerprint_sha256
            same = [one.id for one in whole.inventory.certificates.values() if one.facts.fingerprint_sha256 == print_of]
        for place in same:
            yield place.partition("#")[0], KINDS[fault.name].short.rstrip(":")


def quiz(state: State, effects: Iterable[Effect]) -> Quiz | None:
    """The question, or how the answer came out; None where nothing is predicted. The list shows the first lines that
    the page shows, and whatever is marked.
    """
    links, breaks, whole = state.links, state.links.breaks, state.whole
    if whole is None or not breaks.predict or not breaks.faults:
        return None
    fates = {effect.connection: effect.fate for effect in effects}
    listed = [one for one in questions(whole) if links.shows_internals or not one.first.internal][:MOST]
    marked = [one for one in questions(whole) if one.number in breaks.guesses and one not in listed]
    rows = tuple(_row(state, one, one.number in breaks.guesses, fates) for one in (*listed, *marked))
    hidden = tuple((name, value) for name, value in links.kept() if name not in ("predict", "guess"))
    action = links.at(state.path).partition("?")[0]
    return Quiz(rows, action, hidden, "" if breaks.asks else _told(rows))


def _row(state: State, question: Question, marked: bool, fates: Mapping[str, Fate]) -> GuessRow:
    line = question.first
    ids = [one.id for each in question.lines for one in each.connections]
    dead = sum(fates.get(one) in (Fate.DIES, Fate.IN_TURN) for one in ids)
    fate = "lives" if not dead else "dies" if dead == len(ids) else "dies in part"
    right = fate == "dies in part" or marked is (fate == "dies")
    row = line_row(state, line)
    note = "both ways" if line.group is Group.ETCD_PEER else row.note
    word = RIGHT if right else MISSED if fate == "dies" else WRONG
    return GuessRow(
        question.number, line.group.number if line.group else 0, _name(state, line), note, marked, word, fate
    )


def _name(state: State, line: Line) -> str:
    """The client alone where the group says to whom."""
    if line.group in (Group.APISERVER, Group.TOKEN):
        kind = state.cluster.components[line.first.client.component].kind
        return kind_words(kind)
    return title(state.cluster, line.first).removesuffix(": peers")


def _told(rows: tuple[GuessRow, ...]) -> str:
    words = [row.word for row in rows]
    counts = {MISSED: words.count(MISSED), WRONG: words.count(WRONG)}
    others = "".join(f", {count} {word}" for word, count in counts.items() if count)
    return f"{words.count(RIGHT)} of {len(rows)} right{others}."
