"""What every request of one application shares, made once by `create_app`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from ..analysis.samples import open_sample, samples
from ..issuing.keys import KeyPool
from ..store.memory import MemoryStore
from ..store.plays import Plays
from .answers import Answers
from .assets import Assets
from .budget import Budget
from .opened import Opened
from .settings import Settings
from .throw_aways import LONGEST_RSA, most_keys
from .worker.reader import Reader
from .workshop import LINES, Workshop


@dataclass
class Services:
    """`now` tells the time, `plays` are the lessons being played, `local` is what `kubepki open` has opened, `keys`
    gives twins their throw-away keys, `workshop` is where what takes long is done, `pages` where those of large uploads
    are made, `lines` where lines of lessons are run.
    """

    settings: Settings
    now: Callable[[], datetime]
    store: MemoryStore
    plays: Plays
    reader: Reader
    assets: Assets
    local: Opened | None = None
    budget: Budget = field(default_factory=Budget)
    keys: KeyPool = field(default_factory=lambda: KeyPool(LONGEST_RSA, most_keys))
    answers: Answers = field(default_factory=Answers)
    workshop: Workshop = field(default_factory=Workshop)
    pages: Workshop = field(default_factory=lambda: Workshop(seats=1))
    lines: Workshop = field(default_factory=lambda: Workshop(LINES))

    @property
    def samples(self) -> dict[str, Opened]:
        """Every sample by name, in the picker's order, at its own clock."""
        return load_samples()


@cache
def load_samples() -> dict[str, Opened]:
    """The samples, read once in a process."""
    return {
        sample.name: Opened(
            id=sample.name,
            kind="sample",
            title=sample.title,
            description=sample.description,
            source=sample.name,
            cluster=open_sample(sample.name),
            expires_at=None,
        )
        for sample in samples()
    }
