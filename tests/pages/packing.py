"""Files as an archive that can be uploaded."""

import io
import tarfile
from collections.abc import Iterable

from app.model.files import Entry


def packed(found: Iterable[Entry]) -> bytes:
    """A tar archive of files and links."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for entry in found:
            member = tarfile.TarInfo(entry.member)
            member.mode = entry.mode or 0o600
            if entry.target is not None:
                member.type, member.linkname = tarfile.SYMTYPE, entry.target
            member.size = len(entry.data)
            archive.addfile(member, io.BytesIO(entry.data))
    return buffer.getvalue()
