"""The panel of the expiry view: one certificate's end, or all at a glance."""

from collections import Counter
from datetime import UTC, timedelta

from ...diagram.seals import Seals
from ...explain.dated import dated
from ...explain.expiry import Expiring, Expiry
from ...explain.expiry_words import at_second, until
from ...explain.phrases import counted
from ...explain.renewal import Renewals, Way
from .choice import Choice
from .expiry_views import ChosenPanel, Glance, GlancePanel
from .lists import MOST, connection_sections
from .state import State

_SECOND = timedelta(seconds=1)
_WAYS = {
    Way.BY_HAND: "somebody has to run a command, or to replace a file",
    Way.BY_ITSELF: "the kubelets’ own, while they run",
    Way.NOT: "copies, CAs, and what is made anew instead",
    Way.UNKNOWN: "nothing in the upload says who renews them",
}


def chosen_panel(state: State, found: Expiry, renewals: Renewals, seals: Seals, one: Expiring) -> ChosenPanel:
    """A certificate's end: when, who renews it, where it is noticed."""
    certificate, clock = one.certificate, state.cluster.clock
    end = certificate.facts.not_after.astimezone(UTC)
    renewed, noticed = renewals.of(one), dated(state.cluster, certificate)
    alike = [
        other
        for other in found.all.values()
        if (other.kind, other.family) == (one.kind, one.family) and other.certificate.id != certificate.id
    ]
    alike.sort(key=lambda other: (other.certificate.facts.not_after, other.certificate.id))
    return ChosenPanel(
        seal=str(seals.issuer(certificate)[0]),
        name=one.name,
        node=certificate.node,
        close=state.links.expiry(),
        moment=at_second(end),
        lead=_lead(until(clock, end), len(noticed.checked), past=end < clock),
        who=renewed.who,
        command=renewed.command,
        restarts=renewed.restarts,
        checked=connection_sections(state, noticed.checked),
        unchecked=connection_sections(state, noticed.unchecked),
        alike=tuple(
            Choice(f"{other.name} on {other.certificate.node}", state.links.expiry(other.certificate.id))
            for other in alike[:MOST]
        ),
        more=max(0, len(alike) - MOST),
        page_href=state.links.without_table().certificate(certificate.id),
        map_href=state.links.at_moment(f"{end + _SECOND:%Y-%m-%dT%H:%M:%SZ}"),
    )


def _lead(when: str, checks: int, *, past: bool) -> str:
    where = counted(checks, "connection")
    if not checks:
        return f"{when}. No connection of this cluster looks at its dates."
    if past:
        return f"{when}. Its dates are looked at on {where}."
    return f"{when}. One second later its dates no longer hold on {where}, where they are looked at."


def glance_panel(state: State, distinct: tuple[Expiring, ...], renewals: Renewals) -> GlancePanel:
    """How many certificates are renewed by whom, each counted once."""
    counts = Counter(renewals.way(one) for one in distinct)
    clock = state.cluster.clock.astimezone(UTC)
    past = sum(one.certificate.facts.not_after < clock for one in distinct)
    ended = f" {past} of them had ended by then." if past else ""
    return GlancePanel(
        title="At a glance",
        lead=f"{counted(len(distinct), 'certificate')}, each counted once, seen at {at_second(clock)}.{ended}",
        ways=tuple(Glance(counts[way], way, text) for way, text in _WAYS.items() if counts[way]),
    )
