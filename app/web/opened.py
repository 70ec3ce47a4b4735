"""What is open and under which URL: samples by name, uploads and local folders by an unguessable id."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from ..model.cluster import Cluster


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
    raise NotImplementedError


def clock_of(request: Request) -> datetime | None:
    """The moment that `?clock=` asks for, None without it. Raises BadRequest."""
    raise NotImplementedError


def listed_samples(request: Request) -> tuple[Opened, ...]:
    """Every sample, in the order of the picker, at its own clock."""
    raise NotImplementedError


async def open_upload(request: Request) -> Opened:
    """Reads the file of a multipart form and keeps what it holds. Raises KubepkiError (errors.py says which status)."""
    raise NotImplementedError


def delete(request: Request, cluster_id: str) -> None:
    """Forgets an upload. Raises NotFound or Gone; a sample and local files cannot be deleted (Foreign)."""
    raise NotImplementedError
