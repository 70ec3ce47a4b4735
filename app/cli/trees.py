"""From what was typed to a cluster: paths first, then a sample's name."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..analysis import analyse, broken
from ..analysis.samples import open_sample, samples
from ..breaking.fault import BadFault, parse
from ..model.cluster import Cluster
from ..model.errors import UploadRefused
from ..reading.bounds import INSPECT
from ..reading.folders import read_paths
from ..web.moments import parse_rfc3339
from .exits import NOTHING_RECOGNISED, Failure

_STDIN = Path("/dev/stdin")
"""What `-` means."""


def open_trees(words: Sequence[str], clock: str | None) -> Cluster:
    """The cluster in these paths, or the sample of this name. A path wins over a name. Raises Failure."""
    moment = _moment(clock)
    missing = [word for word in words if _is_missing(word)]
    if missing:
        return _sample(words, missing[0], moment)
    paths = [_path(word) for word in words]
    try:
        return analyse(read_paths(paths, INSPECT), moment or datetime.now(UTC).replace(microsecond=0), INSPECT)
    except UploadRefused as refusal:
        where = f"{refusal.member}: " if refusal.member else ""
        raise Failure(f"{where}{refusal.what} {refusal.remedy}".strip(), NOTHING_RECOGNISED) from None


def break_it(cluster: Cluster, faults: Sequence[str]) -> Cluster:
    """The cluster with the faults of `--break`. Raises Failure."""
    try:
        return broken(cluster, [parse(fault) for fault in faults])
    except BadFault as refusal:
        raise Failure(f"--break: {refusal.what} {refusal.remedy}".strip()) from None


def _is_missing(word: str) -> bool:
    """Whether nothing of this name can be there. Where nobody may look, something may be."""
    if not word:  # a shell's variable without a value: not the folder here
        return True
    try:
        _path(word).stat()
    except PermissionError:
        return False
    except (OSError, ValueError):  # not there, too long for a name, a NUL
        return True
    return False


def _path(word: str) -> Path:
    return _STDIN if word == "-" else Path(word)


def _sample(words: Sequence[str], missing: str, moment: datetime | None) -> Cluster:
    names = [sample.name for sample in samples()]
    if len(words) == 1 and missing in names:
        return open_sample(missing, moment)
    raise Failure(f"There is no file or folder '{missing}', and no sample alone of that name ({', '.join(names)}).")


def _moment(clock: str | None) -> datetime | None:
    try:
        return None if clock is None else parse_rfc3339(clock)
    except ValueError:
        raise Failure(
            f"--clock '{clock}' is not a moment. Write it as RFC 3339 does, with a time zone: 2027-01-31T12:00:00Z"
        ) from None
