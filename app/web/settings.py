"""What can be set, by environment or by flag. An unknown name or a malformed value stops the start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

PREFIX = "KUBEPKI_"

LOG_LEVELS = ("debug", "info", "warning", "error")

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""The hosts that `kubepki open` answers to. It often runs as root: a page elsewhere whose name was turned to 127.0.0.1
must not read what it shows. The port is free, because `ssh -L` may give it another one."""


class BadSetting(ValueError):
    """A setting that is unknown or malformed; its text is for the person who starts the server."""


def processors() -> int:
    """How many reading processes to have: one for each processor, none where a process cannot be forked."""
    if not hasattr(os, "fork"):
        return 0
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """`workers`: reading processes, 0 reads in the server's own. `hosts`: the names that a Host header may say (without
    port); empty means any. It has no variable of its own: `kubepki open` sets it.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = -1
    log_level: str = "info"
    hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.workers == -1:
            object.__setattr__(self, "workers", processors())
        if not 0 <= self.port <= 65535:
            raise BadSetting(f"The port {self.port} does not exist; give one from 0 to 65535.")
        if not 0 <= self.workers <= 256:
            raise BadSetting(f"{self.workers} is no number of reading processes; give one from 0 to 256.")
        if self.log_level not in LOG_LEVELS:
            raise BadSetting(f"{self.log_level!r} is no log level; give one of {', '.join(LOG_LEVELS)}.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """The settings that KUBEPKI_HOST, _PORT, _WORKERS and _LOG_LEVEL say. Raises BadSetting."""
        found = os.environ if environment is None else environment
        given = {name: value for name, value in found.items() if name.startswith(PREFIX)}
        known = {PREFIX + field.name.upper(): field for field in fields(cls) if field.name != "hosts"}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise BadSetting(f"{unknown[0]} is no setting; there are {', '.join(known)}.")
        return cls(**{known[name].name: _value(name, value, known[name].type) for name, value in given.items()})  # type: ignore[arg-type]


def _value(name: str, text: str, kind: object) -> int | str:
    if kind is not int:
        return text
    if not (text.isascii() and text.isdigit()):
        raise BadSetting(f"{name} must be a number, not {text!r}.")
    return int(text)
