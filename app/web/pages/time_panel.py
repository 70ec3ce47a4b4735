"""The clock, moved by hand or to the next event: what ends, what dies of it, and what nobody minds."""

from datetime import datetime

from ...analysis.document import rfc3339
from ...breaking.blast import blast
from ...breaking.clock import Stop, due, stops
from ...breaking.quorum import loses_quorum
from ...explain.blast import chapters
from ...explain.expiry import Expiring, Kind, expiring
from ...explain.expiry_words import at_second, until
from ...explain.names import file_name
from ...explain.phrases import counted
from ...explain.renewal import Renewals, Way
from ...model.cluster import Cluster
from ...model.words import plain
from .break_panel import QUORUM, chapter_views
from .choice import Choice
from .panel_views import Pager
from .state import State
from .time_views import ClockStrip, EndingView, StopView, TimePanel

_MOST = 30
_RENEW = "kubeadm certs renew all"


def first_of(state: State) -> Cluster:
    """The cluster at its own clock, with the faults of the page."""
    return state.at_first or state.cluster


def time_panel(state: State) -> TimePanel:
    """At the cluster's own clock it says what ends first."""
    first, clock, links = first_of(state), state.cluster.clock, state.links
    found = stops(first)
    here = _here(found, clock)
    position = f"Event {here + 1} of {len(found)}" if here is not None else ""
    prev, following = _around(state, found)
    is_moved = clock != first.clock
    effects = blast(first, state.cluster, due(first.clock, state.cluster)) if is_moved else ()
    renewals, named = Renewals(state.cluster), _named(state, found[here]) if here is not None else []
    ends = [one for one in named if one.kind is Kind.KUBEADM]
    return TimePanel(
        title=_title(found[here]) if here is not None else at_second(clock),
        ahead=_ahead(first.clock, clock),
        pager=Pager(prev, following, position, len(found), links.time(None)),
        lead=_lead(first, found, is_moved=is_moved),
        ending=tuple(_ending(state, way, some) for way, some in _by_way(renewals, named[:_MOST]).items()),
        chapters=chapter_views(state, chapters(state.cluster, effects)),
        quorum=QUORUM if loses_quorum(state.cluster) else "",
        command=_RENEW if ends else "",
    )


def _named(state: State, stop: Stop) -> list[Expiring]:
    return [expiring(state.cluster, state.authorities, one) for one in stop.certificates]


def _by_way(renewals: Renewals, named: list[Expiring]) -> dict[str, list[Expiring]]:
    """What ends, by who renews it."""
    found: dict[str, list[Expiring]] = {}
    for one in named:
        who = plain(renewals.who(one))
        way = f"Renewed by now: {who}" if renewals.way(one) is Way.BY_ITSELF else who
        found.setdefault(way, []).append(one)
    return found


def _ending(state: State, way: str, some: list[Expiring]) -> EndingView:
    link = state.links.certificate
    return EndingView(
        way, tuple(Choice(f"{one.name} on {one.certificate.node}", link(one.certificate.id)) for one in some)
    )


def _here(found: tuple[Stop, ...], clock: datetime) -> int | None:
    """The number of the stop at which the clock stands."""
    return next((number for number, stop in enumerate(found) if stop.moment == clock), None)


def _around(state: State, found: tuple[Stop, ...]) -> tuple[str | None, str | None]:
    """The event before and the one after the clock; before the first event the cluster's own clock."""
    first, clock, links = first_of(state), state.cluster.clock, state.links
    before = [stop.moment for stop in found if stop.moment < clock]
    behind = [stop.moment for stop in found if stop.moment > clock]
    prev = links.time(rfc3339(before[-1])) if before else links.time(None) if clock != first.clock else None
    return prev, links.time(rfc3339(behind[0])) if behind else None


def _title(stop: Stop) -> str:
    one = stop.certificates[0]
    if len(stop.certificates) == 1:
        return f"{file_name(one.path)} on {one.node} has expired"
    nodes = sorted({certificate.node for certificate in stop.certificates})
    where = f" on {nodes[0]}" if len(nodes) == 1 else f" on {len(nodes)} nodes"
    return f"{len(stop.certificates)} certificates{where} have expired"


def _ahead(first: datetime, clock: datetime) -> str:
    """`365 days ahead`, `2 days back`."""
    if clock == first:
        return ""
    words = until(first, clock)
    return f"{words.removeprefix('In ')} ahead" if clock > first else f"{words.removesuffix(' ago')} back"


def _lead(first: Cluster, found: tuple[Stop, ...], *, is_moved: bool) -> str:
    if is_moved:
        return "If nobody renewed anything since the upload’s clock. Faults show at the next dial or request."
    if not found:
        return "Nothing in this tree ends any more."
    which = f"the first of {counted(len(found), 'event')}" if found[1:] else "the only event"
    return f"{until(first.clock, found[0].moment)} {which}."


def clock_strip(state: State) -> ClockStrip:
    """The slider: one stop for each event, in order, not to scale."""
    first, clock, links = first_of(state), state.cluster.clock, state.links
    found = stops(first)
    here = _here(found, clock)
    low = max(0, (here or 0) - 3)
    prev, following = _around(state, found)
    return ClockStrip(
        stops=tuple(
            StopView(
                at_second(stop.moment).removesuffix(" UTC"),
                _what(stop),
                links.time(rfc3339(stop.moment)),
                stop.moment <= clock,
                at == here,
            )
            for at, stop in enumerate(found)
            if low <= at < low + 6
        ),
        now=StopView(at_second(first.clock).removesuffix(" UTC"), "now", links.time(None), True, clock == first.clock),
        prev=prev,
        next=following,
        action=links.time(None).partition("?")[0],
        hidden=tuple((name, value) for name, value in links.kept() if name != "clock"),
        when=clock.strftime("%Y-%m-%dT%H:%M:%S"),
    )


def _what(stop: Stop) -> str:
    if len(stop.certificates) == 1:
        return f"{file_name(stop.certificates[0].path)}, {stop.certificates[0].node}"
    nodes = {one.node for one in stop.certificates}
    return f"{len(stop.certificates)} on {next(iter(nodes)) if len(nodes) == 1 else f'{len(nodes)} nodes'}"
