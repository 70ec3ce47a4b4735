"""The text of a configuration file, line by line: which file a line names, and which connections go by it."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.cluster import Cluster
from ..model.files import FileKind, SourceFile
from ..reading.bounds import WEB
from ..reading.budget import Budget
from ..reading.problem import CannotRead
from ..reading.scalars import Scalar, scalar_spans, scalars
from ..reading.yaml import read_yaml
from ..topology.settings import Program

MOST_LINES = 2000
MOST_CHARACTERS = 100_000
"""What a page shows of one file: a manifest has 130 lines of 5 KB."""

SHOWN_DATA = 40
"""Characters of a base64 field that are shown: what it holds has a page of its own."""

_RELATIVE = (".client-certificate", ".client-key", ".certificate-authority", ".tokenFile")
"""Fields of a kubeconfig whose paths may be relative to its folder (client-go, ResolveLocalPaths)."""

_SECTIONS = (("clusters", "cluster"), ("users", "user"), ("contexts", "context"))


@dataclass(frozen=True, slots=True)
class LineUse:
    """Connections that go by a line: for which side's `role` (as in evidence) it counts."""

    side: str
    role: str
    connections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, from 1. `files`, `certificates` and `keys`: ids of what it names or holds."""

    number: int
    text: str
    files: tuple[str, ...]
    certificates: tuple[str, ...]
    keys: tuple[str, ...]
    uses: tuple[LineUse, ...]


@dataclass(frozen=True, slots=True)
class FileText:
    """`more`: how many lines are left out."""

    lines: tuple[TextLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """A field at its place: `field` as evidence calls it, `value` what stands there, `start` and `stop` in the text."""

    line: int
    field: str
    value: str
    start: int
    stop: int


def file_text(cluster: Cluster, file: SourceFile) -> FileText | None:
    """The text of a file with what its lines are for; None where none was kept."""
    if file.text is None:
        return None
    marks = tuple(_marks(file))
    by_line: dict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        by_line[mark.line].append(mark)
    meanings = _Meanings(cluster, file)
    written = _shortened(file.text, marks).replace("\r\n", "\n").split("\n")
    if written[-1] == "":
        written.pop()
    lines, left = [], MOST_CHARACTERS
    for number, text in enumerate(written[:MOST_LINES], 1):
        left -= len(text)
        if left < 0:
            break
        lines.append(meanings.line(number, text, by_line[number]))
    return FileText(tuple(lines), len(written) - len(lines))


def _marks(file: SourceFile) -> Iterator[_Mark]:
    """The fields of a YAML file; nothing for other texts."""
    text = file.text or ""
    try:
        documents = read_yaml(text.encode(), Budget(WEB))
    except CannotRead:
        return
    found, spans = scalars(documents), scalar_spans(text)
    if len(found) != len(spans):
        return
    prefixes = _prefixes(documents)
    line, at = 1, 0
    for scalar, (start, stop) in zip(found, spans, strict=True):
        line, at = line + text.count("\n", at, start), start
        if scalar.is_key or scalar.value is None:
            continue
        field = _field(file.kind, scalar, prefixes)
        if field:
            yield _Mark(line, field, scalar.value, start, stop)


def _prefixes(documents: list[object]) -> dict[int, str]:
    """Where the entries of a kubeconfig stand, as `users[NAME].user`, by the identity of their mappings."""
    found = {}
    for document in documents:
        for section, inner in _SECTIONS:
            items = document.get(section) if isinstance(document, dict) else None
            for item in items if isinstance(items, list) else ():
                if isinstance(item, dict) and isinstance(item.get(inner), dict):
                    found[id(item[inner])] = f"{section}[{item.get('name')}].{inner}"
    return found


def _field(kind: FileKind, scalar: Scalar, prefixes: dict[int, str]) -> str:
    if kind is FileKind.MANIFEST:
        return (scalar.value or "").partition("=")[0] if (scalar.value or "").startswith("-") else ""
    if kind is FileKind.KUBECONFIG:
        prefix = prefixes.get(id(scalar.parent))
        return f"{prefix}.{scalar.key}" if prefix else scalar.key
    return ".".join(scalar.path)


def _shortened(text: str, marks: tuple[_Mark, ...]) -> str:
    """The text with its base64 fields cut."""
    pieces, at = [], 0
    for mark in marks:
        long = mark.stop - mark.start > 2 * SHOWN_DATA
        if long and mark.field.endswith("-data") and "\n" not in text[mark.start : mark.stop].strip():
            pieces += [text[at : mark.start + SHOWN_DATA], f"… ({len(mark.value)} characters)"]
            at = mark.stop
    return "".join((*pieces, text[at:]))


class _Meanings:
    """What the fields of one file mean: gathered once, asked for each line."""

    def __init__(self, cluster: Cluster, file: SourceFile) -> None:
        self._inventory, self._file = cluster.inventory, file
        self._uses: dict[str, dict[tuple[str, str], dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        for connection in cluster.connections.values():
            for row in connection.evidence:
                if row.file == file.id:
                    self._uses[row.field][row.side, row.role][connection.id] = None
        self._flags: dict[str, dict[str, None]] = defaultdict(dict)
        if pod := cluster.inventory.pods.get(file.id):
            for container in pod.containers:
                program = Program.written(pod, container)
                for flag in container.flags:
                    self._flags[flag.name][program.on_host(flag.value)] = None

    def line(self, number: int, text: str, marks: list[_Mark]) -> TextLine:
        """A line with what its fields name, hold and say."""
        inventory = self._inventory
        places = [f"{self._file.id}#{mark.field}{number}" for mark in marks for number in ("", "[0]")]
        return TextLine(
            number=number,
            text=text,
            files=tuple(dict.fromkeys(found for mark in marks for found in self._named(mark))),
            certificates=tuple(place for place in places if place in inventory.certificates),
            keys=tuple(place for place in places if place in inventory.keys),
            uses=tuple(
                LineUse(*key, tuple(ids)) for mark in marks for key, ids in self._uses.get(mark.field, {}).items()
            ),
        )

    def _named(self, mark: _Mark) -> Iterator[str]:
        """The files of the upload that a field's value names."""
        paths: Iterable[str] = ()
        if self._file.kind is FileKind.MANIFEST:
            paths = self._flags.get(mark.field, ())
        elif mark.value.startswith("/") or mark.field.endswith(_RELATIVE):
            paths = (posixpath.normpath(posixpath.join(posixpath.dirname(self._file.path), mark.value)),)
        for path in paths:
            found = f"{self._file.node}:{path}"
            if found in self._inventory.files:
                yield found
