"""Values taken out of a YAML text, and every other byte as it was: their lines, or what stands there where they share
a line with others.
"""

from collections.abc import Callable
from typing import Any

from ..issuing.kubeconfigs import names_of_mappings
from ..reading.bounds import INSPECT
from ..reading.budget import Budget
from ..reading.scalars import Scalar, scalar_spans, scalars
from ..reading.yaml import read_yaml

Span = tuple[int, int]


def documents_of(text: str) -> list[Any]:
    """The documents in a text that was read before."""
    return read_yaml(text.encode(), Budget(INSPECT))


def without_fields(kubeconfig: str, user: str, fields: frozenset[str]) -> str:
    """The text of a kubeconfig without some fields of a user (`users[NAME].user`). An empty field is the same as none
    (fields.text).
    """
    documents = documents_of(kubeconfig)
    names = names_of_mappings(documents)

    def is_meant(scalar: Scalar) -> bool:
        return not scalar.is_key and scalar.key in fields and names.get(id(scalar.parent)) == user

    return _without(kubeconfig, documents, is_meant, lambda scalar: f"{scalar.key}:", '""')


def without_flag(text: str, flag: str) -> str:
    """The text without a flag of a command line, in one word or in two."""
    previous: list[str | None] = [None]

    def is_meant(scalar: Scalar) -> bool:
        before, previous[0] = previous[0], scalar.value
        value = scalar.value or ""
        own = value == flag or value.startswith(f"{flag}=")
        return not scalar.is_key and scalar.key in ("command", "args") and (own or before == flag)

    return _without(text, documents_of(text), is_meant, lambda _: "-", f'"{flag}="')


def _without(
    text: str,
    documents: list[Any],
    is_meant: Callable[[Scalar], bool],
    lead: Callable[[Scalar], str],
    empty: str,
) -> str:
    """`lead`: what stands before a value that has its line for itself; `empty`: what is put for one that has not."""
    pieces: list[str] = []
    at = 0
    for scalar, (start, stop) in zip(scalars(documents), scalar_spans(text), strict=True):
        if not is_meant(scalar):
            continue
        line, end = text.rfind("\n", 0, start) + 1, text.find("\n", stop - (text[stop - 1] == "\n"))
        alone = text[line:start].strip() == lead(scalar) and text[stop : max(end, stop)].strip() == ""
        pieces += (text[at:line],) if alone else (text[at:start], empty)
        at = (end + 1 or len(text)) if alone else stop
    return "".join([*pieces, text[at:]])
