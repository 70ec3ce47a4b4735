"""The scalars of YAML documents in the order in which they are written, and where in the text each stands."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from yaml._yaml import CParser
from yaml.events import ScalarEvent

Span = tuple[int, int]


class Scalar(NamedTuple):
    """A text (None: null) with what stands around it. `path`: the keys above it, lists left out; `parent`: the mapping
    or list it stands in; `before`: the item before it in a list; `kind`: its document's. For a key of a mapping
    `is_key` is true and `path` does not hold it.
    """

    value: str | None
    path: tuple[str, ...]
    parent: Any
    kind: str
    before: Any = None
    is_key: bool = False

    @property
    def key(self) -> str:
        """The nearest key above, `""` where there is none."""
        return self.path[-1] if self.path else ""


def scalars(documents: Sequence[Any]) -> list[Scalar]:
    """Every scalar of the documents, the keys of mappings too."""
    found: list[Scalar] = []
    for document in documents:
        kind = document.get("kind") if isinstance(document, dict) else None
        _add_scalars(found, document, (), None, kind if isinstance(kind, str) else "")
    return found


def _add_scalars(
    found: list[Scalar], value: Any, path: tuple[str, ...], parent: Any, kind: str, before: Any = None
) -> None:
    """Into one list: a generator in a generator hands each scalar up through every level above it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            found.append(Scalar(key, path, value, kind, None, is_key=True))
            _add_scalars(found, inner, (*path, key), value, kind)
    elif isinstance(value, list):
        last = None
        for item in value:
            _add_scalars(found, item, path, value, kind, last)
            last = item
    else:
        found.append(Scalar(value, path, parent, kind, before))


def scalar_spans(text: str) -> list[Span]:
    """Where each scalar stands in a text that read_yaml has read, quotes and block headers included."""
    next_event: Callable[[], Any] = CParser(text).get_event
    events = iter(next_event, None)
    return [_span(event) for event in events if type(event) is ScalarEvent]


def _span(event: Any) -> Span:
    return event.start_mark.index, event.end_mark.index


def quoted(value: str) -> str:
    """A double-quoted YAML scalar of this value."""
    if value.isascii() and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if " " <= character <= "~":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
