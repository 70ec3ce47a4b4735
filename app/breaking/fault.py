"""The faults by name, and how one is written: `FAULT,TARGET[,VALUE]`, in each part `%` and `,` percent-encoded."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote

from ..model.errors import KubepkiError
from ..reading.visible import visible

_LONGEST = 2000
"""Characters of one fault: ids are paths of a tree."""

MOST = 12
"""Faults at once: each is a place on the page."""


class BadFault(KubepkiError):
    """A fault that is written wrongly, names nothing of this tree, or would change nothing."""

    code = "break"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fault does, as the command's list says it, and in few words. `value`: what VALUE is, None without one;
    `needs_value`: whether it must be given.
    """

    does: str
    short: str
    value: str | None = None
    needs_value: bool = False


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "expired": Kind("it expired yesterday", "has expired"),
        "not-yet-valid": Kind("it is valid from tomorrow on", "is not yet valid"),
        "other-ca": Kind(
            "a CA of another name issued it; of a file of trusted CAs: another CA stands in it, there alone",
            "another CA",
            "a CA of the tree; without one, a CA that nobody has",
        ),
        "same-name-ca": Kind(
            "another CA of the same name issued it; a CA: another of its name stands in its place",
            "another CA of this name",
        ),
        "drop-san": Kind("a subject alternative name is missing", "without the name", "the name", needs_value=True),
        "set-san": Kind(
            "it has other subject alternative names", "other names:", "names, separated by |", needs_value=True
        ),
        "cn-only": Kind("it has no subject alternative name; the name dialled is its CN", "CN only"),
        "wrong-usage": Kind("a server's certificate is for clients only, a client's for servers only", "wrong usage"),
        "other-key": Kind("another key stands beside it", "another’s key"),
        "no-certificate": Kind(
            "the client shows no certificate: flag or field is removed, the file stays", "no certificate"
        ),
        "organization": Kind("it has another O, and so another group", "O:", "the O; without one it has none"),
        "other-sa-pub": Kind("another cluster's sa.pub stands in the file", "another cluster’s"),
        "merge-ca": Kind(
            "this CA and the other one are one and the same", "is one with", "the other CA", needs_value=True
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """`target`: the id of a certificate, key or connection; `value` is None where none was given."""

    name: str
    target: str
    value: str | None = None

    def __str__(self) -> str:
        parts = (self.name, self.target) if self.value is None else (self.name, self.target, self.value)
        return ",".join(part.replace("%", "%25").replace(",", "%2C") for part in parts)


def parse(text: str) -> Fault:
    """The fault that is written so. Raises BadFault."""
    parts = [unquote(part) for part in text.split(",")]
    shown = visible(text[:80])
    if len(text) > _LONGEST or len(parts) not in (2, 3) or not parts[1]:
        raise BadFault(
            f"{shown!r} is no fault.",
            remedy="Write FAULT,TARGET or FAULT,TARGET,VALUE, with %2C for a comma inside of a part.",
        )
    kind = KINDS.get(parts[0])
    if kind is None:
        raise BadFault(f"There is no fault {visible(parts[0][:40])!r}.", remedy=f"The faults are {', '.join(KINDS)}.")
    value = parts[2] if len(parts) == 3 else None
    if kind.value is None and value is not None:
        raise BadFault(f"The fault {parts[0]} takes no value.", remedy="Leave the third part away.")
    if kind.needs_value and not value:
        raise BadFault(f"The fault {parts[0]} needs a value: {kind.value}.", remedy=f"{parts[0]},TARGET,VALUE")
    return Fault(parts[0], parts[1], value)
