"""Fields of a YAML document by type: whatever stands there, a reader gets what it asked for or nothing.

Kubernetes reads YAML by way of JSON into typed structures (sigs.k8s.io/yaml): a mapping where a text belongs is an
error there. Here it counts as absent, and the rest of the file goes on.
"""

from collections.abc import Iterator, Mapping
from typing import Any

_TRUE = frozenset(("y", "yes", "true", "on"))
_FALSE = frozenset(("n", "no", "false", "off"))

Document = Mapping[str, Any]

_NOTHING: Document = {}


def mapping(parent: Any, *path: str) -> Document:
    """The mapping at a path of keys below `parent`, empty where there is none."""
    for key in path:
        parent = parent.get(key) if isinstance(parent, dict) else None
    return parent if isinstance(parent, dict) else _NOTHING


def items(parent: Document, key: str) -> Iterator[Any]:
    """The items of a list."""
    found = parent.get(key)
    return iter(found if isinstance(found, list) else ())


def mappings(parent: Document, key: str) -> Iterator[Document]:
    """The items of a list that are mappings."""
    return (item for item in items(parent, key) if isinstance(item, dict))


def texts(parent: Document, key: str) -> tuple[str, ...]:
    """The items of a list that are texts."""
    return tuple(item for item in items(parent, key) if isinstance(item, str))


def text(parent: Document, key: str) -> str | None:
    """A text; None where it is absent, null or empty (Go cannot tell these apart)."""
    found = parent.get(key)
    return found or None if isinstance(found, str) else None


def number(parent: Document, key: str) -> int | None:
    """A whole number of at most nine digits: ports are the only ones that are asked for."""
    found = parent.get(key)
    return int(found) if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 10 else None


def boolean(parent: Document, key: str) -> bool | None:
    """True or false as YAML 1.1 writes them; None where it is absent or something else."""
    found = parent.get(key)
    word = found.lower() if isinstance(found, str) else None
    return True if word in _TRUE else False if word in _FALSE else None
