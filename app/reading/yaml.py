"""YAML as str, list and dict, straight from libyaml's events: bounded, without recursion, without PyYAML's types.

Everything is text, as it stands in the file: whether `6443` is a number is for those who ask. Only null is None. What
no Kubernetes file needs and attacks do is refused: anchors, aliases, tags, directives, duplicate and complex keys.
"""

import re
from collections.abc import Callable
from typing import Any

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

from .bounds import YAML_DEPTH, YAML_DOCUMENTS, YAML_EVENTS, YAML_FILE
from .budget import Budget
from .problem import CannotRead
from .scalars import Span

Value = Any
"""None, str, list or dict, and these in each other. The functions of fields.py give what a reader asks for."""

Event = Any
"""One of yaml.events, whose attributes PyYAML sets by name."""

_OPENING: dict[type, Callable[[], Value]] = {MappingStartEvent: dict, SequenceStartEvent: list}
_CLOSING = frozenset((MappingEndEvent, SequenceEndEvent))
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))

_DIRECTIVE = re.compile("(?:^\ufeff?|[\n\r\x85\u2028\u2029])%")
"""libyaml reads all of them in one call before its first event: 1 MB of `%TAG` is six seconds."""


def read_yaml(data: bytes, budget: Budget) -> list[Value]:
    """The documents of a YAML (or JSON) file. Raises as `read_written` does."""
    return read_written(data, budget)[0]


def read_written(data: bytes, budget: Budget) -> tuple[list[Value], list[Span]]:
    """The documents of a YAML (or JSON) file, and where each of their scalars stands in its text, quotes and block
    headers included, in the order in which they are written.

    Raises CannotRead (code `yaml`) with what is wrong, and where; LimitExceeded when the upload's budget is spent.
    """
    if len(data) > YAML_FILE:
        raise CannotRead(
            "yaml", f"This file has more than {YAML_FILE >> 10} KiB: no configuration of a node is so long."
        )
    budget.take_yaml_bytes(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead("yaml", "This file is no UTF-8 text.") from None
    if "%" in text and _DIRECTIVE.search(text):
        raise CannotRead("yaml", "A line begins with %: YAML directives are not read here, and Kubernetes needs none.")
    builder = _Builder(min(YAML_EVENTS, budget.yaml_events))
    try:
        builder.build(text)
    except YAMLError as error:
        raise CannotRead("yaml", f"This is no YAML: {_explained(error)}.") from None
    finally:
        budget.take_yaml_events(builder.events)
    return builder.documents, builder.spans


class _Builder:
    """Puts libyaml's events together. Parents wait in a list: depth costs no stack."""

    def __init__(self, most_events: int) -> None:
        self.documents: list[Value] = []
        self.spans: list[Span] = []
        self.events = 0
        self._most = most_events

    def build(self, text: str) -> None:
        next_event: Callable[[], Event] = CParser(text).get_event
        into: Value = self.documents
        key: str | None = None
        parents: list[tuple[Value, str | None]] = []
        note = self.spans.append
        for self.events, event in enumerate(iter(next_event, None), 1):
            if self.events > self._most:
                raise CannotRead("yaml", f"This file has more than {self._most} YAML values.")
            kind = type(event)
            if kind is ScalarEvent:
                value: Value = None if event.value in _NULLS and not event.style else event.value
                note((event.start_mark.index, event.end_mark.index))
            elif kind in _CLOSING:
                into, key = parents.pop()
                continue
            elif kind in _OPENING:
                value = self._opened(kind, len(parents))
            else:
                self._check_between(event)
                continue
            if event.anchor is not None or event.tag is not None:
                raise _refused(event, "an anchor (&name) or a tag (!name)")
            if key is not None:
                into[key], key = value, None
            elif type(into) is list:
                into.append(value)
            else:
                key = _key(value, into, event)
            if kind is not ScalarEvent:
                parents.append((into, key))
                into, key = value, None

    def _opened(self, kind: type, depth: int) -> Value:
        if depth == YAML_DEPTH:
            raise CannotRead("yaml", f"This YAML file is nested more than {YAML_DEPTH} deep.")
        return _OPENING[kind]()

    def _check_between(self, event: Event) -> None:
        """What stands between nodes: the bounds of documents, and aliases."""
        if type(event) is AliasEvent:
            raise _refused(event, "an alias (*name)")
        if type(event) is DocumentStartEvent and len(self.documents) == YAML_DOCUMENTS:
            raise CannotRead("yaml", f"This file has more than {YAML_DOCUMENTS} YAML documents.")


def _key(value: Value, into: dict[str, Value], event: Event) -> str:
    if type(value) is not str:
        raise _refused(event, "a key that is no text")
    if value in into:
        raise _refused(event, "the same key twice")
    return value


def _refused(event: Event, what: str) -> CannotRead:
    line = event.start_mark.line + 1
    return CannotRead("yaml", f"Line {line} has {what}: that is not read here, and Kubernetes' files need none.")


def _explained(error: YAMLError) -> str:
    """libyaml's own words, which quote nothing of the file, and the line."""
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}, {error.problem}"
    return "a character that YAML does not allow"
