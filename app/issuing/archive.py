"""A twin as a tarball to take home: one folder per node, and TWIN.txt, which says what it is."""

import gzip
import io
import tarfile
from collections.abc import Iterable
from datetime import datetime

from ..model.files import Entry
from .files import Files
from .readme import README_NAME, readme
from .twin import Twin

_MODE, _LINK_MODE = 0o644, 0o777


def archive(twin: Twin, moment: datetime) -> bytes:
    """The .tar.gz of a twin whose dates are to be judged at `moment`."""
    files = Files(twin)
    about = Entry(README_NAME, readme(twin.cluster, files, moment).encode(), None, _MODE, None)
    return pack([about, *files.entries()], moment)


def pack(entries: Iterable[Entry], moment: datetime) -> bytes:
    """A .tar.gz of these files and links, all of this modification time: the same entries give the same bytes."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for entry in entries:
            tar.addfile(_header(entry, moment), None if entry.target is not None else io.BytesIO(entry.data))
    return gzip.compress(raw.getvalue(), mtime=0)


def _header(entry: Entry, moment: datetime) -> tarfile.TarInfo:
    header = tarfile.TarInfo(entry.member)
    header.mtime = int(moment.timestamp())
    user, _, group = (entry.owner or "root:root").partition(":")
    header.uid, header.uname = (int(user), "") if user.isdecimal() else (0, user)
    header.gid, header.gname = (int(group), "") if group.isdecimal() else (0, group)
    if entry.target is not None:
        header.type, header.linkname, header.mode = tarfile.SYMTYPE, entry.target, _LINK_MODE
    else:
        header.size, header.mode = len(entry.data), _MODE if entry.mode is None else entry.mode
    return header
