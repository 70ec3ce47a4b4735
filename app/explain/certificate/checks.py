"""What can be said of a certificate by itself: its dates at the clock, its key, the signature over it."""

from dataclasses import dataclass
from datetime import timedelta

from ...model.certificates import Key
from ..names import day, file_name
from ..phrases import counted
from .roles import Part, Subject


@dataclass(frozen=True, slots=True)
class Check:
    """`ok` is None where the upload does not hold what it takes to tell."""

    ok: bool | None
    text: str


def checks(subject: Subject) -> tuple[Check, ...]:
    """Dates, key, signature."""
    return _dates(subject), _key(subject), _signature(subject)


def remaining(left: timedelta) -> str:
    """`364 days`, `9 years`: whole ones, as kubeadm counts them."""
    days = left.days
    if days >= 3 * 365:
        return counted(days // 365, "year")
    return counted(days, "day") if days else "less than a day"


def _dates(subject: Subject) -> Check:
    facts, clock = subject.certificate.facts, subject.cluster.clock
    if clock < facts.not_before:
        return Check(False, f"not in date until {day(facts.not_before)}")
    if clock > facts.not_after:
        return Check(False, f"expired on {day(facts.not_after)}")
    return Check(True, f"in date, {remaining(facts.not_after - clock)} left")


def _key(subject: Subject) -> Check:
    """The key that stands beside it where it is used; else any of the same pair."""
    inventory, spki = subject.cluster.inventory, subject.certificate.facts.key.spki_sha256
    for role in subject.of(Part.LEAF):
        side = role.connection.client if role.side == "client" else role.connection.server
        named = inventory.keys.get(side.key.ids[0]) if side.key.ids else None
        if named is not None and not named.encrypted and named.spki_sha256 != spki:
            return Check(False, f"{file_name(named.path)} is another key")
    pair = own_keys(subject)
    if pair:
        return Check(True, "key fits" if pair[0].private else "public half fits")
    return Check(None, "its key is not in the upload")


def own_keys(subject: Subject) -> list[Key]:
    """The keys of its pair: private ones first, then the nearest."""
    certificate = subject.certificate
    found = [
        key for key in subject.cluster.inventory.keys.values() if key.spki_sha256 == certificate.facts.key.spki_sha256
    ]
    return sorted(found, key=lambda key: (not key.private, key.node != certificate.node, key.path != certificate.path))


def _signature(subject: Subject) -> Check:
    if subject.issuer is None:
        return Check(None, "its issuer is not in the upload")
    if subject.self_signed:
        return Check(True, "signed with its own key")
    if subject.issuing is None or subject.issuing.throw_away:
        return Check(True, "signed by a throw-away CA")
    return Check(True, f"signed by the {subject.issuing.name}")
