"""The lessons: one module each, found by itself. A module holds its lesson in LESSON (docs/lessons.md)."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from .lesson import Card, Lesson, Notice, Row, Situation, Step, progress

__all__ = ["LESSONS", "Card", "Lesson", "Notice", "Row", "Situation", "Step", "progress"]


def _discovered() -> Mapping[str, Lesson]:
    modules = (importlib.import_module(info.name) for info in pkgutil.iter_modules(__path__, f"{__name__}."))
    found = [module.LESSON for module in modules if hasattr(module, "LESSON")]
    return MappingProxyType({one.id: one for one in sorted(found, key=lambda one: one.id != "third-name")})


LESSONS: Mapping[str, Lesson] = _discovered()
