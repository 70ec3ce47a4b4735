"""Which file plays which part where no flag says so: one module for each distribution, discovered.

A module of this package that has a `LAYOUT` takes part. A tree is the distribution whose score is highest; of two that
fit as surely, the one that is made with the other (`refines`).
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


def layout_of(distribution: Distribution, inventory: Inventory) -> Layout:
    """The layout of a distribution, as `recognise` gave it, fitted to the tree. Raises StopIteration for a name that is
    none.
    """
    return _fitted(next(layout for layout in layouts() if layout.name == distribution.name), inventory)


def recognise(inventory: Inventory) -> tuple[Layout, Distribution]:
    """The layout that fits the tree best, fitted to it, and how surely it fits."""
    found = [(layout, layout.recognise(inventory)) for layout in layouts()]
    layout, distribution = max(found, key=lambda pair: (pair[1].score, pair[0].refines is not None))
    return _fitted(layout, inventory), distribution


def _fitted(layout: Layout, inventory: Inventory) -> Layout:
    return layout.fit(inventory) if layout.fit else layout
