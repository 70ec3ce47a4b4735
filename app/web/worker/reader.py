"""Who reads uploads for the server, and what becomes of their answers."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ...reading.uploads import Upload
from ..errors import ReadingFailed
from .job import read_job
from .wire import Answer, Kind, refusal_from_bytes

log = logging.getLogger("kubepki.worker")


class Reader(Protocol):
    """Somebody who reads uploads."""

    async def read(self, uploads: Sequence[Upload], clock: datetime) -> Answer:
        """The answer to files that were uploaded together. Raises ReadingFailed or Busy."""
        ...

    async def close(self) -> None: ...


class ThisProcess:
    """Reads in the server's own process: for tests, and for systems that cannot fork."""

    async def read(self, uploads: Sequence[Upload], clock: datetime) -> Answer:
        return read_job(uploads, clock)

    async def close(self) -> None:
        pass


async def parcel_of(reader: Reader, uploads: Sequence[Upload], clock: datetime) -> bytes:
    """The packed cluster of an upload. Raises UploadRefused: the reader's own words, or ReadingFailed; or Busy."""
    answer = await reader.read(uploads, clock)
    if answer.kind is Kind.CLUSTER:
        return answer.content
    if answer.kind is Kind.REFUSAL:
        raise refusal_from_bytes(answer.content)
    log.error("a bug while reading an upload: %s", answer.content.decode())
    raise reading_failed()


def reading_failed() -> ReadingFailed:
    """The refusal of an upload over which its reader died."""
    return ReadingFailed(
        "This upload could not be read within the time and memory that one upload may take.",
        remedy="If it is a real /etc/kubernetes, read it on your own machine: kubepki open FILE",
    )
