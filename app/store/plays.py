"""Lessons being played, by unguessable id: what was typed is kept, worlds are made again from it."""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from ..lessons.play import Play, Setting, Typed
from ..model.errors import KubepkiError
from .memory import ID_BYTES, StoreFull

MOST_PLAYS = 3000
"""Thirty workshops of thirty people, and what they began before."""

MOST_LIVE = 400
"""Worlds that are ready for the next command, a hundred KB each beside what they share; of the others the commands are
played again, which takes a hundred times as long as one command.
"""

MOST_COMMANDS = 500
"""A lesson takes forty."""

MOST_TEXT = 64 << 10
"""Characters of all commands of one play, files from the editor included."""

LIFE = timedelta(hours=12)


class PlayFull(KubepkiError):
    """More was typed in one play than is kept."""

    code = "play-full"


@dataclass(slots=True)
class Kept:
    """A play as it is kept. `owner`: a secret of the browser that began it; `typed`: in order; `undone`: what redo
    plays; `play`: the world, where it is ready.
    """

    id: str
    owner: str
    cluster_id: str
    clock: str | None
    lesson: str
    setting: Setting
    typed: list[Typed]
    expires_at: datetime
    undone: list[Typed] = field(default_factory=list)
    play: Play | None = None
    lock: Lock = field(default_factory=Lock)

    def check_room(self, text: str) -> None:
        """Raises PlayFull where another command does not fit."""
        used = sum(len(one.text) for one in self.typed)
        if len(self.typed) >= MOST_COMMANDS or used + len(text) > MOST_TEXT:
            raise PlayFull(
                f"A lesson here takes {MOST_COMMANDS} commands and {MOST_TEXT >> 10} KiB of text.",
                remedy="Undo or reset, or go on in your own terminal: kubepki shell",
            )


class Plays:
    """`now` tells the time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def keep(
        self, cluster_id: str, clock: str | None, lesson: str, setting: Setting, typed: Sequence[Typed] = ()
    ) -> Kept:
        """A new play. Raises StoreFull: nobody's play is thrown out for it."""
        with self._lock:
            self._sweep()
            if len(self._kept) >= MOST_PLAYS:
                raise StoreFull("This server holds as many lessons as it has room for.", remedy="Try again later.")
            identifier, owner = secrets.token_urlsafe(ID_BYTES), secrets.token_urlsafe(ID_BYTES)
            kept = Kept(identifier, owner, cluster_id, clock, lesson, setting, list(typed), self._now() + LIFE)
            self._kept[identifier] = kept
            return kept

    def find(self, identifier: str) -> Kept | None:
        """The play of this id, its life begun anew; None if there is none."""
        with self._lock:
            self._sweep()
            found = self._kept.get(identifier)
            if found is not None:
                found.expires_at = self._now() + LIFE
                self._kept.move_to_end(identifier)
            return found

    def forget(self, cluster_id: str) -> None:
        """Forget every play of a cluster: it was deleted."""
        with self._lock:
            for identifier in [one.id for one in self._kept.values() if one.cluster_id == cluster_id]:
                del self._kept[identifier]

    def rest(self) -> None:
        """Let go of the worlds that were not used lately; one that is in use just now stays."""
        with self._lock:
            live = [one for one in self._kept.values() if one.play is not None]
            for kept in live[: max(0, len(live) - MOST_LIVE)]:
                if kept.lock.acquire(blocking=False):
                    kept.play = None
                    kept.lock.release()

    def _sweep(self) -> None:
        now = self._now()
        while self._kept and (oldest := next(iter(self._kept.values()))).expires_at <= now:
            del self._kept[oldest.id]
