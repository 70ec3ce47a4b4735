"""How the server and its reading processes talk: a job down one pipe, an answer up another.

A job is its length, the clock, and the upload's bytes. An answer is its kind, its length, and its content. Texts only:
exceptions of foreign libraries may refuse to be pickled, and nothing but text and a parcel should come back.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum

from ...model.errors import LimitExceeded, NothingRecognised, UploadRefused

JOB = struct.Struct(">Iq")
"""Bytes of the upload; its clock in seconds since 1970."""

ANSWER = struct.Struct(">BI")
"""Kind; bytes of the content."""

READY = b"+"
"""What a process says once, when it has imported everything."""

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


def refusal_as_bytes(refusal: UploadRefused) -> bytes:
    """A refusal as JSON, under the nearest name that both sides know."""
    name = next(cls.__name__ for cls in type(refusal).__mro__ if cls.__name__ in _REFUSALS)
    fields = {"what": refusal.what, "remedy": refusal.remedy, "member": refusal.member, "code": refusal.code}
    return json.dumps([name, fields]).encode()


def refusal_from_bytes(content: bytes) -> UploadRefused:
    """The refusal that `refusal_as_bytes` wrote."""
    name, fields = json.loads(content)
    return _REFUSALS[name](fields["what"], remedy=fields["remedy"], member=fields["member"], code=fields["code"])
