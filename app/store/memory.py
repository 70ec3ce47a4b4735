"""Opened uploads in this process's memory: gone with it, and at the latest some hours after the last look."""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime

from ..model.cluster import Cluster
from ..model.errors import KubepkiError, LimitExceeded
from .limits import StoreLimits
from .parcel import unpack

ID_BYTES = 24
"""192 bits: who has not been given an id cannot find it."""


class StoreFull(KubepkiError):
    """There is no room for another upload. Nobody's upload is thrown out for it."""

    code = "store-full"


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload as it is kept. `parcel` is the packed cluster, `source` the file's name as it may be shown, `digest` a
    keyed digest of the files, whose key is not here (None: there is none).
    """

    id: str
    source: str
    parcel: bytes
    expires_at: datetime
    opened_at: datetime
    digest: bytes | None = None


class MemoryStore:
    """Uploads by unguessable id. `now` tells the time: tests give their own.

    Pages of large uploads ask from threads: nothing but looking up is done while the lock is held.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        limits: StoreLimits | None = None,
        new_id: Callable[[], str] = lambda: secrets.token_urlsafe(ID_BYTES),
    ) -> None:
        self._lock = threading.RLock()
        self._now = now
        self._limits = limits or StoreLimits()
        self._new_id = new_id
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._unpacked: OrderedDict[str, Cluster] = OrderedDict()
        self._unpacked_bytes = 0
        self._derived: OrderedDict[tuple[str, Hashable], Cluster] = OrderedDict()
        self._derived_bytes = 0
        self._graves: OrderedDict[bytes, None] = OrderedDict()
        self._grave_key = secrets.token_bytes(32)

    def __len__(self) -> int:
        return len(self._kept)

    def check_room(self, size: int = 0) -> None:
        """Raises StoreFull when no upload of this size fits: asked with 0 before a body is read at all."""
        with self._lock:
            self.sweep()
            if len(self._kept) >= self._limits.uploads or self._bytes + size > self._limits.total:
                raise StoreFull(
                    "This server holds as many uploads as it has room for.",
                    remedy="Try again later, delete an upload that you no longer need, or use `kubepki open FILE`.",
                )

    def keep(self, parcel: bytes, source: str, digest: bytes | None = None) -> Kept:
        """Keeps an upload under a new id. Raises LimitExceeded if it is too large, StoreFull if too many are."""
        if len(parcel) > self._limits.each:
            raise LimitExceeded(
                f"What was read of this upload takes {len(parcel) >> 10} KiB; "
                f"this server keeps at most {self._limits.each >> 10} KiB of one.",
                remedy="Open it on your own machine: kubepki open FILE",
                code="EACH",
            )
        self.check_room(len(parcel))
        now = self._now()
        kept = Kept(self._new_id(), source, parcel, now + self._limits.life, now, digest)
        with self._lock:
            self._kept[kept.id] = kept
            self._bytes += len(parcel)
        return kept

    def find(self, upload_id: str) -> Kept | None:
        """The upload of this id, its life begun anew; None if there is none."""
        with self._lock:
            self.sweep()
            found = self._kept.get(upload_id)
            if found is None:
                return None
            self._kept[upload_id] = found = replace(found, expires_at=self._now() + self._limits.life)
            self._kept.move_to_end(upload_id)
            return found

    def cluster(self, kept: Kept) -> Cluster:
        """The cluster of an upload, ready for use; the ones last asked for are not unpacked again."""
        with self._lock:
            found = self._unpacked.get(kept.id)
            if found is not None:
                self._unpacked.move_to_end(kept.id)
                return found
        made = unpack(kept.parcel)
        with self._lock:
            if kept.id in self._kept and kept.id not in self._unpacked:
                self._unpacked[kept.id] = made
                self._unpacked_bytes += len(kept.parcel)
            while self._unpacked_bytes > self._limits.unpacked and len(self._unpacked) > 1:
                self._pack_away(next(iter(self._unpacked)))
        return made

    def derived(self, upload_id: str, how: Hashable, make: Callable[[], Cluster]) -> Cluster:
        """What is made of an upload's cluster (`how`: with which faults, at which moment), remembered for the next
        click and forgotten with the upload. What `make` raises is not remembered.
        """
        key = (upload_id, how)
        with self._lock:
            found = self._derived.get(key)
            if found is not None:
                self._derived.move_to_end(key)
                return found
        made = make()
        with self._lock:
            if upload_id in self._kept and key not in self._derived:
                self._derived[key] = made
                self._derived_bytes += self.size(upload_id)
            while self._derived_bytes > self._limits.derived:
                self._forget_derived(next(iter(self._derived)))
        return made

    def size(self, upload_id: str) -> int:
        """The bytes of an upload, 0 if there is none. No look: its life is not begun anew."""
        with self._lock:
            kept = self._kept.get(upload_id)
            return len(kept.parcel) if kept else 0

    def delete(self, upload_id: str) -> bool:
        """Forgets an upload; False if there is none of this id."""
        with self._lock:
            kept = self._kept.get(upload_id)
            if kept is None:
                return False
            self._pack_away(upload_id)
            for key in [key for key in self._derived if key[0] == upload_id]:
                self._forget_derived(key)
            del self._kept[upload_id]
            self._bytes -= len(kept.parcel)
            self._graves[self._grave(upload_id)] = None
            if len(self._graves) > self._limits.graves:
                self._graves.popitem(last=False)
            return True

    def was_here(self, upload_id: str) -> bool:
        """Whether an upload of this id was kept once and expired or was deleted."""
        return self._grave(upload_id) in self._graves

    def sweep(self) -> None:
        """Forgets what nobody has looked at for too long. In order of the last look, so that it stops at the first."""
        with self._lock:
            now = self._now()
            while self._kept and (oldest := next(iter(self._kept.values()))).expires_at <= now:
                self.delete(oldest.id)

    def _forget_derived(self, key: tuple[str, Hashable]) -> None:
        del self._derived[key]
        self._derived_bytes -= self.size(key[0])

    def _pack_away(self, upload_id: str) -> None:
        if self._unpacked.pop(upload_id, None) is not None:
            self._unpacked_bytes -= len(self._kept[upload_id].parcel)

    def _grave(self, upload_id: str) -> bytes:
        """A keyed hash: a list of graves tells nobody which links there were."""
        return hashlib.blake2b(upload_id.encode("utf-8", "surrogatepass"), digest_size=16, key=self._grave_key).digest()
