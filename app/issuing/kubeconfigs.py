"""A kubeconfig's text with other certificates and keys in its `*-data` fields, and every other byte as it was."""

from binascii import Error, a2b_base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..reading.bounds import INSPECT
from ..reading.budget import Budget
from ..reading.fields import mapping, mappings, text
from ..reading.pem import read_pem
from ..reading.scalars import scalar_spans, scalars
from ..reading.yaml import read_yaml

_FIELDS = {
    "certificate-authority-data": ("clusters", "cluster"),
    "client-certificate-data": ("users", "user"),
    "client-key-data": ("users", "user"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A `*-data` field. `pointer`: `users[NAME].user.client-key-data`; `labels`: those of the PEM blocks in it, empty
    where there are none, None for a client-key-data that is not there beside a certificate.
    """

    pointer: str
    labels: tuple[str, ...] | None

    @property
    def is_key(self) -> bool:
        return self.pointer.endswith(".client-key-data")


def rewritten(kubeconfig: str, data: Callable[[Field], str | None]) -> str:
    """The text with each field's base64 replaced by what `data` gives (None: as it is). A client-key-data that `data`
    gives although it is not there is put behind the certificate's.
    """
    documents = read_yaml(kubeconfig.encode(), Budget(INSPECT))
    names = names_of_mappings(documents)
    pieces: list[str] = []
    at = 0
    for scalar, (start, stop) in zip(scalars(documents), scalar_spans(kubeconfig), strict=True):
        if scalar.is_key or scalar.key not in _FIELDS or id(scalar.parent) not in names or not scalar.value:
            continue
        pointer, written = f"{names[id(scalar.parent)]}.{scalar.key}", kubeconfig[start:stop]
        new = data(Field(pointer, _labels(scalar.value)))
        pieces += (kubeconfig[at:start], written if new is None else _like(written, new))
        at = stop
        if scalar.key == "client-certificate-data" and not text(scalar.parent, "client-key-data"):
            key = data(Field(pointer.replace("client-certificate-data", "client-key-data"), None))
            if key is not None:
                pieces.append(_beside(kubeconfig, start, key))
    return "".join([*pieces, kubeconfig[at:]])


def _like(written: str, base64: str) -> str:
    """The base64 with the quotes, or the line's end, that the value before it had."""
    quote = written[0] if written[0] in "'\"" else ""
    return f"{quote}{base64}{quote}" + ("\n" if written.endswith("\n") else "")


def names_of_mappings(documents: list[Any]) -> dict[int, str]:
    """`users[NAME].user`, by the identity of the mapping that stands there. The first of a name counts."""
    found: dict[str, int] = {}
    document = next((d for d in documents if isinstance(d, dict) and d.get("kind") == "Config"), {})
    for section, inner in dict.fromkeys(_FIELDS.values()):
        for item in mappings(document, section):
            found.setdefault(f"{section}[{text(item, 'name') or ''}].{inner}", id(mapping(item, inner)))
    return {identity: name for name, identity in found.items()}


def _labels(base64: str) -> tuple[str, ...]:
    try:
        data = a2b_base64("".join(base64.split()).encode("ascii"), strict_mode=True)
    except (Error, UnicodeEncodeError):
        return ()
    return tuple(block.label for block in read_pem(data, INSPECT.blocks)[0])


def _beside(kubeconfig: str, at: int, key: str) -> str:
    """A client-key-data in the mapping of the value that stands at `at`: on its own line, or behind a comma."""
    line = kubeconfig[kubeconfig.rfind("\n", 0, at) + 1 : at]
    if "{" in line or kubeconfig.lstrip().startswith("{"):
        return f', "client-key-data": "{key}"'
    indentation = line[: len(line) - len(line.lstrip(" -"))].replace("-", " ")
    return f"\n{indentation}client-key-data: {key}"
