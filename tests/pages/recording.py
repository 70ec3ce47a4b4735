"""View objects that remember which of their fields a template has read."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

Field = tuple[type, str]


class Recorder:
    """A view object in disguise: it gives what the object gives, and notes each field that is read."""

    def __init__(self, view: object, seen: set[Field]) -> None:
        self._view = view
        self._seen = seen

    def __getattr__(self, name: str) -> object:
        self._seen.add((type(self._view), name))
        return recorded(getattr(self._view, name), self._seen)


def recorded(value: object, seen: set[Field]) -> object:
    """The value, with every dataclass in it disguised."""
    if is_dataclass(value) and not isinstance(value, type):
        return Recorder(value, seen)
    if type(value) is tuple:
        return tuple(recorded(item, seen) for item in value)
    return value


def fields_of(classes: set[type]) -> Iterator[Field]:
    """Every field of these view classes."""
    for cls in classes:
        for field in fields(cls):
            yield cls, field.name
