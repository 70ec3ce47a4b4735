"""How much is kept, and how long. Memory is what runs out, so bytes count, not visitors: a class is one address."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """`uploads` kept at once; `each` upload's and the `total` bytes; `life` after the last look; `graves`: how many
    ids of vanished uploads are remembered.
    """

    uploads: int = 1000
    """Thirty workshops of thirty people. A tree is about 50 KB."""

    each: int = 4 << 20
    """One upload takes at most a sixty-fourth of the room."""

    total: int = 256 << 20
    """What a small machine can spare."""

    life: timedelta = timedelta(hours=12)
    """A workshop lasts a day, and a link that was passed round works until its evening."""

    graves: int = 10_000
    """16 bytes each. Beyond, the oldest link says "nothing is here" in place of "no longer here"."""

    derived: int = 8 << 20
    """Bytes of the uploads of which a cluster with faults in it, or at another moment, is kept ready for the next
    click. An upload counts once for each; it shares most of its parts with the unpacked one."""

    unpacked: int = 8 << 20
    """Bytes of the uploads last looked at that are also kept ready for pages: unpacked they take about four times this.
    A class of thirty fits."""
