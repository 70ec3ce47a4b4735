"""What is open and under which URL: samples by name, uploads and local folders by an unguessable id."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request

from ..analysis import broken, moved
from ..breaking.fault import Fault
from ..model.cluster import Cluster
from ..model.errors import KubepkiError
from ..reading.visible import visible
from ..store.memory import Kept
from .again import digest, known, new_key
from .body import receive_body
from .errors import BadRequest, Forbidden, Gone, NotFound
from .moments import parse_rfc3339
from .multipart import boundary_of, files_of
from .worker.reader import parcel_of

if TYPE_CHECKING:
    from .services import Services

LARGE = 256 << 10
"""Bytes of an upload as it is kept: a control-plane node has some fifty thousand."""

SHOWN_NAME = 120
"""Characters of a file's name that a page shows."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A cluster that can be looked at.

    `id` is the URL's segment: a sample's name, or an unguessable id. `kind` is sample, upload or local. `source` is the
    name of the file as it may be shown. `expires_at` is when an upload goes if nobody looks at it; None for others.
    """

    id: str
    kind: str
    title: str
    description: str
    source: str
    cluster: Cluster
    expires_at: datetime | None


def find(request: Request, cluster_id: str, clock: datetime | None) -> Opened:
    """The cluster of this id, judged at a clock (None: a sample's own, an upload's time of upload).

    Raises NotFound, or Gone for one that expired or was deleted. Looking at an upload extends its life. The answer to
    this request is not stored by any cache when the cluster is not a sample.
    """
    services: Services = request.app.state.services
    sample = services.samples.get(cluster_id)
    if sample is not None:
        return _at(sample, clock)
    _keep_private(request)
    if services.local is not None and services.local.id == cluster_id:
        return _at(services.local, clock)
    kept = services.store.find(cluster_id)
    if kept is None:
        raise _not_here(services, cluster_id)
    opened = _uploaded(services, kept)
    if clock is None or clock == opened.cluster.clock:
        return opened
    whole = opened.cluster
    return replace(opened, cluster=services.store.derived(kept.id, clock, lambda: moved(whole, clock)))


def with_faults(request: Request, opened: Opened, faults: tuple[Fault, ...]) -> Cluster:
    """An opened cluster with faults in it; an upload's is made once for several clicks. Raises BadFault."""
    cluster = opened.cluster
    if opened.kind != "upload" or not faults:
        return broken(cluster, faults)
    services: Services = request.app.state.services
    return services.store.derived(opened.id, (cluster.clock, faults), lambda: broken(cluster, faults))


def is_large(request: Request, cluster_id: str) -> bool:
    """Whether it takes so long to make a page of an upload that others would notice."""
    services: Services = request.app.state.services
    return services.store.size(cluster_id) > LARGE


def clock_of(request: Request) -> datetime | None:
    """The moment that `?clock=` asks for, None without it. Raises BadRequest."""
    text = request.query_params.get("clock")
    if not text:
        return None
    try:
        return parse_rfc3339(text)
    except ValueError:
        raise BadRequest(
            f"The clock {visible(text[:40])!r} is not a moment.",
            remedy="Write it as RFC 3339 does, with a time zone: 2027-01-31T12:00:00Z",
            code="clock",
        ) from None


def listed_samples(request: Request) -> tuple[Opened, ...]:
    """Every sample, in the order of the picker, at its own clock."""
    services: Services = request.app.state.services
    return tuple(services.samples.values())


async def open_upload(request: Request) -> Opened:
    """Reads the files of a multipart form as one cluster and keeps what they hold; the same files from the same browser
    again are what they opened before (again.py).

    Raises KubepkiError (errors.py says which status).
    """
    services: Services = request.app.state.services
    _keep_private(request)
    boundary = boundary_of(request.headers.get("content-type", ""))
    services.store.check_room()
    with services.budget.share() as share:
        body = await receive_body(request, share)
        try:
            files = files_of(body, boundary)
            opened_at = services.now().replace(microsecond=0)
            kept = known(request, files, services.store, opened_at)
            if kept is None:
                parcel, key = await parcel_of(services.reader, files, opened_at), new_key()
                names = shown_names(file.name for file in files)
                kept = services.store.keep(parcel, names, digest(files, key))
                request.state.again = f"{kept.id}.{key}"
        finally:
            body[:] = bytes(len(body))
    return _uploaded(services, kept)


def delete(request: Request, cluster_id: str) -> None:
    """Forgets an upload. Raises NotFound, Gone, or Forbidden for samples and local files."""
    services: Services = request.app.state.services
    local = services.local is not None and services.local.id == cluster_id
    if local or cluster_id in services.samples:
        raise Forbidden("Only uploads can be deleted.", remedy="A sample, or what `kubepki open` shows, stays.")
    _keep_private(request)
    services.plays.forget(cluster_id)
    if not services.store.delete(cluster_id):
        raise _not_here(services, cluster_id)


def shown_names(names: Iterable[str]) -> str:
    """What several files are called together: the first, and how many more."""
    first, *others = names
    return f"{shown_name(first)} and {len(others)} more" if others else shown_name(first)


def shown_name(name: str) -> str:
    """A sender's file name without its folders, as a page may show it."""
    base = re.split(r"[/\\]", name)[-1]
    return visible(base if len(base) <= SHOWN_NAME else base[: SHOWN_NAME - 1] + "…") or "upload"


def _uploaded(services: "Services", kept: Kept) -> Opened:
    return Opened(
        id=kept.id,
        kind="upload",
        title=kept.source,
        description="",
        source=kept.source,
        cluster=services.store.cluster(kept),
        expires_at=kept.expires_at,
    )


def _at(opened: Opened, clock: datetime | None) -> Opened:
    """The same files at another moment. Which of two issuers counts depends on it (docs/model.md, issuer_id)."""
    if clock is None or clock == opened.cluster.clock:
        return opened
    return replace(opened, cluster=moved(opened.cluster, clock))


def _not_here(services: "Services", cluster_id: str) -> KubepkiError:
    if services.store.was_here(cluster_id):
        return Gone(
            "This upload is no longer here: it expired or was deleted.", remedy="Open it again from your own file."
        )
    return NotFound(
        "No cluster is open under this name.",
        remedy="Open it again if it was an upload: they are forgotten when the server restarts.",
    )


def _keep_private(request: Request) -> None:
    """Says that the answer shows somebody's files: frame.py then forbids every cache to store it."""
    request.state.private = True
