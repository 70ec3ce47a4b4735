"""What was opened, before anybody has read a file's content."""

from dataclasses import dataclass

from ..model.errors import UploadRefused
from ..model.files import Entry, Unreadable


@dataclass(frozen=True, slots=True)
class Tree:
    """The files and links of an archive or of folders, in the order found, and what of them could not be opened.

    A file that is there but was not read (too large, no permission) stands in both: as an entry with its `size`, and as
    unreadable with the reason.
    """

    entries: tuple[Entry, ...]
    unreadable: tuple[Unreadable, ...] = ()


def refused_tree(name: str, size: int, refusal: UploadRefused) -> Tree:
    """What stands for an archive that was refused where others go on: a file, and the reason."""
    where = f"{refusal.member}: " if refusal.member else ""
    reason = f"{where}{refusal.what} {refusal.remedy}"
    return Tree((Entry(name, b"", size=size),), (Unreadable(name, None, None, refusal.code, reason),))
