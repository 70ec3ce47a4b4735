"""The work on one upload, from its bytes to an answer. Never raises: whatever a stranger sends has an answer."""

import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from ...analysis import analyse
from ...model.errors import UploadRefused
from ...reading.bounds import WEB
from ...reading.uploads import Upload, read_uploads
from ...store.parcel import pack
from .wire import Answer, Kind, refusal_as_bytes


def read_job(uploads: Sequence[Upload], clock: datetime) -> Answer:
    """Reads what was uploaded together as the web's bounds allow, and packs the cluster in it."""
    try:
        return Answer(Kind.CLUSTER, pack(analyse(read_uploads(uploads, WEB), clock, WEB)))
    except UploadRefused as refusal:
        return Answer(Kind.REFUSAL, refusal_as_bytes(refusal))
    except Exception as bug:  # noqa: BLE001 - one upload's bug is one upload's answer
        return Answer(Kind.BUG, whereabouts(bug).encode())


def whereabouts(error: BaseException) -> str:
    """The kind of an error and the lines that it passed: without its text, which may quote the upload."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    lines = " < ".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {lines}"
