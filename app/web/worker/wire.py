"""How the server and its reading processes talk: a job down one pipe, an answer up another.

A job is two lengths, the clock, a list of the files' names and sizes, and their bytes. An answer is its kind, its
length, and its content. Texts only: exceptions of foreign libraries may refuse to be pickled, and nothing but text
and a parcel should come back.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from ...model.errors import LimitExceeded, NothingRecognised, UploadRefused
from ...reading.bounds import DEADLINE
from ...reading.uploads import Upload

JOB = struct.Struct(">IIq")
"""Bytes of the list; bytes of all files; the clock in seconds since 1970."""

ANSWER = struct.Struct(">BI")
"""Kind; bytes of the content."""

READY = b"+"
"""What a process says once, when it has imported everything."""

PATIENCE = 10 * DEADLINE
"""Seconds of real time in which an upload is read or refused: beside eight busy programs it needs a third of them."""

_REFUSALS: dict[str, type[UploadRefused]] = {
    cls.__name__: cls for cls in (LimitExceeded, NothingRecognised, UploadRefused)
}


class Kind(IntEnum):
    """What an answer holds: a parcel, a refusal as JSON, or where a bug was met as text."""

    CLUSTER = 0
    REFUSAL = 1
    BUG = 2


@dataclass(frozen=True, slots=True)
class Answer:
    kind: Kind
    content: bytes


def job_head(uploads: Sequence[Upload], clock: datetime) -> bytes:
    """A job without its files' bytes, which follow one after the other."""
    files = [(upload.name, len(upload.data)) for upload in uploads]
    listed = json.dumps(files).encode()
    return JOB.pack(len(listed), sum(size for _, size in files), int(clock.timestamp())) + listed


def job_files(listed: bytes | bytearray, data: memoryview) -> list[Upload]:
    """The files of a job, as views of their bytes."""
    uploads = []
    for name, size in json.loads(listed):
        uploads.append(Upload(name, data[:size]))
        data = data[size:]
    return uploads


def refusal_as_bytes(refusal: UploadRefused) -> bytes:
    """A refusal as JSON, under the nearest name that both sides know."""
    name = next(cls.__name__ for cls in type(refusal).__mro__ if cls.__name__ in _REFUSALS)
    fields = {"what": refusal.what, "remedy": refusal.remedy, "member": refusal.member, "code": refusal.code}
    return json.dumps([name, fields]).encode()


def refusal_from_bytes(content: bytes) -> UploadRefused:
    """The refusal that `refusal_as_bytes` wrote."""
    name, fields = json.loads(content)
    return _REFUSALS[name](fields["what"], remedy=fields["remedy"], member=fields["member"], code=fields["code"])
