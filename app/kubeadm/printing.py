"""The text of `kubeadm certs check-expiration`, byte for byte as the release prints it."""

from collections.abc import Sequence
from datetime import datetime

from .durations import human_duration, short_human_duration
from .expiration import Expiration, Row
from .tabwriter import aligned
from .versions import Release

COMMAND = "kubeadm certs check-expiration"

_PHASE = "check-expiration"
_FALLBACK = "[{phase}] Error reading configuration from the Cluster. Falling back to default configuration"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CERTIFICATES = ("CERTIFICATE", "EXPIRES", "RESIDUAL TIME", "CERTIFICATE AUTHORITY", "EXTERNALLY MANAGED")
_AUTHORITIES = ("CERTIFICATE AUTHORITY", "EXPIRES", "RESIDUAL TIME", "EXTERNALLY MANAGED")


def header(release: Release, *, reachable: bool | None, phase: str = _PHASE) -> tuple[str, ...]:
    """The lines before a command's own output, with the empty one: none where nobody is asked (no admin.conf, or
    `--config`).
    """
    if reachable is None:
        return ()
    lines = (*release.header, *(() if reachable else (_FALLBACK,)))
    return (*(line.format(phase=phase) for line in lines), "")


def certificate_lines(found: Expiration) -> tuple[str, ...]:
    """The first table: its heading, then a line for each of `found.certificates`."""
    return aligned([_CERTIFICATES, *(_cells(found, row) for row in found.certificates)])


def authority_lines(found: Expiration) -> tuple[str, ...]:
    """The second table: its heading, then a line for each of `found.authorities`."""
    return aligned([_AUTHORITIES, *(_cells(found, row) for row in found.authorities)])


def printed(found: Expiration, *, from_cluster: bool = True) -> str:
    """The whole output. `from_cluster` is false with `--config FILE`."""
    lines = (
        *(header(found.release, reachable=found.reachable) if from_cluster else ()),
        *certificate_lines(found),
        "",
        *authority_lines(found),
    )
    return "".join(f"{line}\n" for line in lines)


def expires(moment: datetime) -> str:
    """Go's layout `Jan 02, 2006 15:04 MST`, in UTC."""
    return f"{_MONTHS[moment.month - 1]} {moment.day:02}, {moment.year:04} {moment:%H:%M} UTC"


def residual(found: Expiration, moment: datetime) -> str:
    """The time from the clock to a moment, as the release prints it."""
    seconds = int((moment - found.clock).total_seconds())
    return human_duration(seconds) if found.release.fine else short_human_duration(seconds)


def _cells(found: Expiration, row: Row) -> Sequence[str]:
    named = () if row.ca is None else (_ca(found.release, row),)
    if row.certificate is None:
        return (f"!MISSING! {row.name}", "", "", *("" for _ in named), "")
    end = row.certificate.facts.not_after
    external = "yes" if row.external else "no"
    return (row.name, expires(end), residual(found, end), *named, f"{external:<8}")


def _ca(release: Release, row: Row) -> str:
    return row.ca or "" if release.names_ca or not row.name.endswith(".conf") else ""
