"""The simulated commands: one module each, found by itself. A module says in NAMES how it is called and has `run`."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from ..shell.call import Command


def _discovered() -> Mapping[str, Command]:
    found: dict[str, Command] = {}
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        module = importlib.import_module(info.name)
        for name in getattr(module, "NAMES", ()):
            found[name] = module.run
    return MappingProxyType(dict(sorted(found.items())))


COMMANDS: Mapping[str, Command] = _discovered()
