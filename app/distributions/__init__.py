"""Which file plays which part where no flag says so: one module for each distribution, discovered.

A module of this package that has a `LAYOUT` takes part. A tree is the distribution whose score is highest.
"""

import importlib
import pkgutil
from functools import cache

from ..model.cluster import Distribution
from ..model.inventory import Inventory
from .layout import Layout


@cache
def layouts() -> tuple[Layout, ...]:
    """Every distribution that there is, by name."""
    modules = (importlib.import_module(f".{info.name}", __name__) for info in pkgutil.iter_modules(__path__))
    found = (getattr(module, "LAYOUT", None) for module in modules)
    return tuple(sorted((layout for layout in found if isinstance(layout, Layout)), key=lambda layout: layout.name))


def layout_named(name: str) -> Layout:
    """The distribution of this name, as `recognise` gave it. Raises StopIteration for a name that is none."""
    return next(layout for layout in layouts() if layout.name == name)


def recognise(inventory: Inventory) -> tuple[Layout, Distribution]:
    """The layout that fits the tree best, and how surely."""
    scored = [(layout, layout.recognise(inventory)) for layout in layouts()]
    return max(scored, key=lambda pair: pair[1].score)
