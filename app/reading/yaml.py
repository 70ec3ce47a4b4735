"""YAML as str, list and dict, straight from libyaml's events: bounded, without recursion, without PyYAML's types.

Everything is text, as it stands in the file: whether `6443` is a number is for those who ask. Only null is None. What
no Kubernetes file needs and attacks do is refused: anchors, aliases, tags, directives, duplicate and complex keys.
"""

import re
from typing import TYPE_CHECKING, Any

from yaml import MarkedYAMLError, YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .bounds import YAML_DEPTH, YAML_DOCUMENTS, YAML_EVENTS
from .budget import Budget
from .problem import CannotRead

if TYPE_CHECKING:
    from collections.abc import Callable

Value = Any
"""None, str, list or dict, and these in each other. The functions of fields.py give what a reader asks for."""

Event = Any
"""One of yaml.events, whose attributes PyYAML sets by name."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))

_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
"""libyaml reads all of them in one call before its first event: 1 MB of `%TAG` is six seconds."""


def read_yaml(data: bytes, budget: Budget) -> list[Value]:
    """The documents of a YAML (or JSON) file.

    Raises CannotRead (code `yaml`) with what is wrong, and where; LimitExceeded when the upload's budget is spent.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead("yaml", "This file is no UTF-8 text.") from None
    if _DIRECTIVE.search(text):
        raise CannotRead("yaml", "A line begins with %: YAML directives are not read here, and Kubernetes needs none.")
    builder = _Builder(min(YAML_EVENTS, budget.yaml_events))
    try:
        builder.build(text)
    except YAMLError as error:
        raise CannotRead("yaml", f"This is no YAML: {_explained(error)}.") from None
    finally:
        budget.take_yaml_events(builder.events)
    return builder.documents


class _Builder:
    """Puts libyaml's events together. Parents wait in a list: depth costs no stack."""

    def __init__(self, most_events: int) -> None:
        self.documents: list[Value] = []
        self.events = 0
        self._most = most_events
        self._into: Value = self.documents
        self._key: str | None = None
        self._parents: list[tuple[Value, str | None]] = []

    def build(self, text: str) -> None:
        next_event: Callable[[], Event] = CParser(text).get_event
        put = self._put
        while (event := next_event()) is not None:
            self.events += 1
            kind = type(event)
            if kind is ScalarEvent:
                put(event, None if event.value in _NULLS and not event.style else event.value)
            elif kind is MappingStartEvent:
                self._open(event, {})
            elif kind is SequenceStartEvent:
                self._open(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._into, self._key = self._parents.pop()
            elif kind is AliasEvent:
                raise _refused(event, "an alias (*name)")
            elif kind is DocumentStartEvent and len(self.documents) == YAML_DOCUMENTS:
                raise CannotRead("yaml", f"This file has more than {YAML_DOCUMENTS} YAML documents.")
            if self.events > self._most:
                raise CannotRead("yaml", f"This file has more than {self._most} YAML values.")

    def _put(self, event: Event, value: Value) -> None:
        if event.anchor is not None:
            raise _refused(event, "an anchor (&name)")
        if event.tag is not None:
            raise _refused(event, "a tag (!name)")
        into, key = self._into, self._key
        if type(into) is list:
            into.append(value)
        elif key is not None:
            into[key] = value
            self._key = None
        elif type(value) is str and value not in into:
            self._key = value
        else:
            raise _refused(event, "the same key twice" if type(value) is str else "a key that is no text")

    def _open(self, event: Event, value: Value) -> None:
        self._put(event, value)
        self._parents.append((self._into, self._key))
        if len(self._parents) > YAML_DEPTH:
            raise CannotRead("yaml", f"This YAML file is nested more than {YAML_DEPTH} deep.")
        self._into, self._key = value, None


def _refused(event: Event, what: str) -> CannotRead:
    line = event.start_mark.line + 1
    return CannotRead("yaml", f"Line {line} has {what}: that is not read here, and Kubernetes' files need none.")


def _explained(error: YAMLError) -> str:
    """libyaml's own words, which quote nothing of the file, and the line."""
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}, {error.problem}"
    return "a character that YAML does not allow"
