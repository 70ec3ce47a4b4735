"""The panel of "Break it, mend it": what can be broken of what is picked, and what that does to every connection."""

from collections.abc import Iterable
from dataclasses import replace

from ...breaking.blast import Fate, blast
from ...breaking.doors import doors
from ...breaking.fault import KINDS, Fault
from ...breaking.offers import Offer, offers
from ...breaking.quorum import loses_quorum
from ...diagram.outcomes import LineOutcome
from ...explain.blast import Chapter, Reason, chapters, told_doors
from ...explain.connection import title as title_of
from ...explain.names import file_name
from ...model.cluster import Cluster
from .break_strip import value_of
from .break_views import BreakPanel, ChapterView, FormView, OfferView, ReasonView
from .choice import Choice
from .lists import MOST, connection_row
from .predicting import quiz
from .state import State

QUORUM = (
    "No majority of the etcd members reaches each other any more: at their next dial etcd stops answering, and every "
    "kube-apiserver with it."
)
_IN_TURN = LineOutcome.IN_TURN


def break_panel(state: State) -> BreakPanel:
    """What can be broken, what is asked, and what became of everything."""
    links, target = state.links, state.target or ""
    breaks, whole = links.breaks, state.whole or state.cluster
    candidates = _candidates(whole, target)
    only = candidates[0][1] if len(candidates) == 1 else ""
    found = [(offer.first, _offer(state, only, offer)) for offer in offers(whole, only)]
    more = tuple(view for first, view in found if not first)
    effects = blast(whole, state.made) if state.made is not None and breaks.faults else ()
    shows = bool(effects) and not breaks.asks
    return BreakPanel(
        title=_asked(state) or _title(whole, only or target),
        place=_place(whole, only or target),
        close=links.base(),
        targets=tuple(Choice(label, links.breaking(one)) for label, one in candidates) if not only else (),
        offers=tuple(view for first, view in found if first),
        more=more,
        more_open=any(view.current for view in more),
        predict=Choice(
            "Predict first",
            links.with_breaks(breaks.predicting(on=not breaks.predict), state.path),
            bool(breaks.predict),
        ),
        quiz=quiz(state, effects),
        chapters=chapter_views(state, chapters(state.made, effects)) if shows and state.made is not None else (),
        quorum=QUORUM if shows and loses_quorum(state.cluster) else "",
        doors=tuple(one.text for one in told_doors(state.made, doors(whole, state.made)))
        if shows and state.made is not None
        else (),
        broken=bool(breaks.faults),
    )


def _candidates(whole: Cluster, target: str) -> list[tuple[str, str]]:
    """(What it is called, id) of the certificates and keys that a target may mean."""
    inventory = whole.inventory
    if target in inventory.certificates or target in inventory.keys:
        return [("", target)]
    found: dict[str, str] = {}
    if target in whole.connections:
        connection = whole.connections[target]
        named = (
            ("the client’s certificate", connection.client.certificate.ids[:1]),
            ("the client’s key", connection.client.key.ids[:1]),
            ("the CA that the client trusts", connection.client.ca.ids[:1]),
            ("the server’s certificate", connection.server.certificate.ids[:1]),
            ("the server’s key", connection.server.key.ids[:1]),
            ("the CA that the server checks clients with", connection.server.client_ca.ids[:1]),
            ("the CA of front proxies", connection.server.requestheader_ca.ids[:1]),
        )
        for words, ids in named:
            found |= {one: f"{_name(one)}: {words}" for one in ids if one not in found}
    elif target:
        file = inventory.resolve(*target.split(":", 1)) if ":" in target else None
        places = (*inventory.certificates, *inventory.keys)
        found = {one: _name(one) for one in places if file and one.partition("#")[0] == file.id}
    return [(words, one) for one, words in found.items()]


def _name(identifier: str) -> str:
    """`apiserver.crt`; with its pointer where several stand in a file."""
    place, _, pointer = identifier.partition("#")
    return f"{file_name(place.partition(':')[2])} {pointer}".strip()


def _title(whole: Cluster, target: str) -> str:
    if target in whole.connections:
        return title_of(whole, whole.connections[target])
    return _name(target) if target else "Break it, mend it"


def _asked(state: State) -> str:
    """What is asked about: the fault where it is one. Empty where nothing is asked."""
    breaks = state.links.breaks
    if not breaks.asks:
        return ""
    first, *others = breaks.parsed()
    what = first.target if first.target in state.cluster.connections else _name(first.target)
    does = KINDS[first.name].short + value_of(first)
    one = f"{what} {does}" if does.startswith(("has ", "is ")) else f"{what}: {does}"
    return f"{len(others) + 1} things are broken" if others else one


def _place(whole: Cluster, target: str) -> str:
    found = whole.inventory.certificates.get(target)
    if found is None:
        return target.partition(":")[0] if target and target not in whole.connections else ""
    return f"{found.facts.common_name or found.facts.subject}, {found.node}"


def _offer(state: State, target: str, offer: Offer) -> OfferView:
    if offer.asks:
        action = state.links.breaking(target).partition("?")[0]
        form = FormView(action, tuple(state.links.kept()), offer.asks, offer.title)
        return OfferView(offer.title, "", False, (), form)
    choices = tuple(_choice(state, words, fault) for words, fault in offer.choices)
    if len(choices) == 1 and not choices[0].label:
        return OfferView(offer.title, choices[0].href, choices[0].current, (), None)
    return OfferView(offer.title, "", any(choice.current for choice in choices), choices, None)


def _choice(state: State, words: str, fault: Fault) -> Choice:
    """A link that puts the fault, or takes it out where it is put."""
    breaks, written = state.links.breaks, str(fault)
    current = written in breaks.faults
    after = breaks.without(written) if current else breaks.with_fault(written)
    return Choice(words, state.links.with_breaks(after, state.path), current)


def chapter_views(state: State, found: Iterable[Chapter]) -> tuple[ChapterView, ...]:
    """Chapters as the templates take them; rows lead to the connections of the shown cluster."""
    return tuple(
        ChapterView(one.title, one.folded, tuple(_reason(state, one, reason) for reason in one.reasons))
        for one in found
    )


def _reason(state: State, chapter: Chapter, reason: Reason) -> ReasonView:
    rows = [connection_row(state, state.cluster.connections[one]) for one in reason.connections[:MOST]]
    count = len(reason.connections)
    if reason.is_plain:
        names = "; ".join(f"{row.text}, {row.note}" if row.note else row.text for row in rows)
        return ReasonView(reason.text, count, f"{names} …" if count > MOST else f"{names}.", (), 0, "")
    if chapter.fate is Fate.IN_TURN:
        rows = [replace(row, outcome=str(_IN_TURN), word=_IN_TURN.words) for row in rows]
    return ReasonView(reason.text, count, "", tuple(rows), max(0, count - MOST), reason.after)
