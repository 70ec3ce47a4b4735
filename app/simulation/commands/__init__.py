"""The simulated commands: one module each, found by itself. A module says in NAMES how it is called and has `run`; where
it has them, Tab uses its OPTIONS (getopt's letters, and long names) and its `complete`.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType

from ..completion.asking import Completer
from ..shell.call import Command


def _modules() -> Iterator[tuple[str, ModuleType]]:
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        module = importlib.import_module(info.name)
        for name in getattr(module, "NAMES", ()):
            yield name, module


def _options(module: ModuleType) -> tuple[str, ...]:
    short, long = module.OPTIONS
    return (*(f"-{letter}" for letter in short if letter != ":"), *(f"--{name}" for name in long))


_FOUND = dict(sorted(_modules()))
COMMANDS: Mapping[str, Command] = MappingProxyType({name: module.run for name, module in _FOUND.items()})
COMPLETERS: Mapping[str, Completer] = MappingProxyType(
    {name: module.complete for name, module in _FOUND.items() if hasattr(module, "complete")}
)
OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: _options(module) for name, module in _FOUND.items() if hasattr(module, "OPTIONS")}
)
"""By command, as they are typed."""
