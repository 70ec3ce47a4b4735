"""The expiry view's words: how long until a moment, what a kind of certificate is, and how to read kubeadm's table."""

from collections.abc import Iterator
from datetime import datetime

from ..kubeadm.expiration import Expiration
from ..model.words import Sentence
from .expiry import Kind
from .names import day
from .phrases import code, counted, say

KINDS = {
    Kind.KUBEADM: "certificate",
    Kind.AUTHORITY: "CA",
    Kind.KUBELET_CLIENT: "kubelet’s client certificate",
    Kind.KUBELET_SERVING: "kubelet’s serving certificate",
    Kind.THROW_AWAY: "throw-away CA",
    Kind.KUBECONFIG: "certificate inside a kubeconfig",
    Kind.OTHER: "certificate",
    Kind.COPY: "copy of a CA",
}
"""What a certificate is, in a row of a table."""

_DAY = 86400


def until(clock: datetime, moment: datetime) -> str:
    """`In 364 days`, `In 5 hours`, `15 days ago`: whole units, the smaller ones for less than two days."""
    seconds = int((moment - clock).total_seconds())
    size = abs(seconds)
    if size >= 2 * _DAY:
        words = counted(size // _DAY, "day")
    elif size >= 7200:
        words = counted(size // 3600, "hour")
    else:
        words = counted(size // 60, "minute")
    return f"In {words}" if seconds >= 0 else f"{words} ago"


def at_second(moment: datetime) -> str:
    """`24 Nov 2027, 07:30:03 UTC`."""
    return f"{day(moment)}, {moment:%H:%M:%S} UTC"


def between(first: datetime, last: datetime) -> str:
    """`24 Nov 2027, 07:25 to 07:30`; both days where they are two."""
    begin = f"{day(first)}, {first:%H:%M}"
    if day(first) != day(last):
        return f"{begin} to {day(last)}, {last:%H:%M}"
    return begin if f"{first:%H:%M}" == f"{last:%H:%M}" else f"{begin} to {last:%H:%M}"


def notes(found: Expiration) -> tuple[Sentence, ...]:
    """What a reader of the table must know: where it depends on what the upload lacks, or on the moment."""
    return tuple(_notes(found))


def _notes(found: Expiration) -> Iterator[Sentence]:
    release = code(f"kubeadm {found.release.version}")
    if found.version is None:
        yield say(
            "Nothing in the upload says which version of Kubernetes this is: printed as {release} does.",
            release=release,
        )
    elif found.version != found.release.version:
        words = (
            "The tree is of {version}; printed as {release} does, the nearest version whose output is recorded here."
        )
        yield say(words, version=code(str(found.version)), release=release)
    if found.reachable is None:
        yield say(
            "{file} is not in the upload: without it kubeadm asks no cluster for its configuration.",
            file=code("admin.conf"),
        )
    elif not found.reachable:
        words = (
            "At this moment {admin} or the API server’s certificate is not in date, so kubeadm cannot read its "
            "configuration from the cluster."
        )
        yield say(words, admin=code("admin.conf"))
    missing = {row.name for row in found.rows if row.certificate is None}
    if "super-admin.conf" in missing:
        yield say("{file} stands only on the node where `kubeadm init` ran.", file=code("super-admin.conf"))
    if missing - {"super-admin.conf"}:
        yield say("`!MISSING!` is what kubeadm says of files that are not there; here they are not in the upload.")
    if any(row.external and row.certificate for row in found.rows):
        words = (
            "`yes` under `EXTERNALLY MANAGED`: the [CA](ca)’s key is not in the upload. Where it is on the node, "
            "kubeadm prints `no`."
        )
        yield say(words)
    for path in found.unreadable:
        yield say("{path} is there and holds no certificate: kubeadm stops over it with an error.", path=code(path))
