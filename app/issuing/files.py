"""The files of a twin: each of the tree's at its place, with the twin's certificates and keys in it."""

import posixpath
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator

from ..model.certificates import Certificate, Key
from ..model.files import Entry, FileKind, SourceFile
from ..reading.pem_frame import BLOCK, GLUED_BLOCK
from .encoding import key_label, pem, private_key_pem, public_key_pem
from .holdings import Added, Holdings, holdings
from .keys import KeyName
from .kubeconfigs import Field, rewritten
from .twin import Twin

_FILE_MODE, _KEY_MODE = 0o644, 0o600

_LEFT_OUT = b"This file's content is not in the twin: it was read for nothing but its name and size.\n"

_STAND_INS = {
    "der": b"\x30\x00",
    "utf-16": b"\xff\xfe",
    "yaml": b"kind: Config\n% what stood here was no YAML, and is not in the twin\n",
}
"""By the code of what was wrong with a file: the shortest that is wrong in the same way."""

_NOTHING = b"throw-away"
"""In blocks that could not be read."""


class Files:
    """Writes the files of one twin."""

    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        inventory = twin.cluster.inventory
        self._holdings: Holdings = holdings(twin)
        self._certificates = _by_place(inventory.certificates.values())
        self._keys = _by_place(inventory.keys.values())
        self._added: dict[tuple[str, str], list[Added]] = defaultdict(list)
        for added in self._holdings.added:
            file = inventory.resolve(added.node, added.path)
            self._added[added.node, file.path if file else added.path].append(added)
        self._codes = {(item.node, item.path): item.code for item in inventory.unreadable}
        self._folders = {node.id: node.folder for node in inventory.nodes}
        self._members_folders = {
            (file.node, posixpath.dirname(file.path)): posixpath.dirname(self.member(file))
            for file in inventory.files.values()
        }

    def entries(self) -> Iterator[Entry]:
        """Every file and link, links last: whoever unpacks them writes through none."""
        links = []
        for file in self._twin.cluster.inventory.files.values():
            if file.kind is FileKind.LINK:
                links.append(Entry(self.member(file), b"", file.target, file.mode, file.owner))
            else:
                data = self.content(file)
                yield Entry(self.member(file), data, None, file.mode, file.owner)
        for node, path, data in self.added():
            yield Entry(self._added_member(node, path), data, None, _KEY_MODE, None)
        yield from links

    def added(self) -> Iterator[tuple[str, str, bytes]]:
        """Node, path and bytes of the key files that the tree does not show."""
        for (node, path), added in sorted(self._added.items()):
            if f"{node}:{path}" not in self._twin.cluster.inventory.files:
                yield node, path, b"".join(map(self._added_pem, added))

    def content(self, file: SourceFile) -> bytes:
        """A regular file's bytes."""
        if file.kind is FileKind.KUBECONFIG and file.text is not None:
            return rewritten(file.text, lambda field: self._field(file, field)).encode()
        if file.text is not None:
            return file.text.encode()
        if file.pem_labels or file.pem_frame is not None:
            return self._pem_file(file)
        return _STAND_INS.get(self._codes.get((file.node, file.path), ""), b"" if file.size == 0 else _LEFT_OUT)

    def member(self, file: SourceFile) -> str:
        """A file's name in the archive: below its node's folder as it stood below the original's, a bare pki/ too."""
        folder = self._folders[file.node]
        below = file.member.removeprefix("./")
        if folder and below.startswith(f"{folder}/"):
            below = below[len(folder) + 1 :]
        return f"{file.node}/{below.lstrip('/')}"

    def member_at(self, node: str, path: str) -> str | None:
        """The name in the archive of what stands at a node's path, in the tree or added; None where nothing does."""
        file = self._twin.cluster.inventory.resolve(node, path)
        if file is not None:
            return self.member(file)
        return self._added_member(node, path) if (node, path) in self._added else None

    def _added_member(self, node: str, path: str) -> str:
        """Beside the files of its folder, wherever the archive has that."""
        folder = self._members_folders.get((node, posixpath.dirname(path)))
        return f"{node}{path}" if folder is None else posixpath.join(folder, posixpath.basename(path))

    def _pem_file(self, file: SourceFile) -> bytes:
        blocks = [
            self._block(file, label, "" if len(file.pem_labels) == 1 else f"[{number}]")
            for number, label in enumerate(file.pem_labels)
        ]
        blocks += map(self._added_pem, self._added.get((file.node, file.path), ()))
        return b"".join(blocks) if file.pem_frame is None else _framed(file.pem_frame, blocks)

    def _block(self, file: SourceFile, label: str, pointer: str) -> bytes:
        place = (file.node, file.path, pointer)
        certificate, key = self._certificates.get(place), self._keys.get(place)
        if isinstance(certificate, Certificate):
            return pem(label, self._twin.certificate(certificate))
        if isinstance(key, Key):
            return self._key_pem(key, label)
        return pem(label, _NOTHING)

    def _key_pem(self, key: Key, label: str) -> bytes:
        name = self._holdings.keys.get(key.id)
        if name is None:
            return pem(label, _NOTHING)
        private = self._twin.key(name)
        if key.id in self._holdings.public:
            return public_key_pem(private, label)
        return private_key_pem(private, label if key.private else key_label(private), encrypted=key.encrypted)

    def _added_pem(self, added: Added) -> bytes:
        return self._new_key(added.name)

    def _new_key(self, name: KeyName) -> bytes:
        key = self._twin.key(name)
        return private_key_pem(key, key_label(key))

    def _field(self, file: SourceFile, field: Field) -> str | None:
        """What stands in a `*-data` field of a kubeconfig; None: what is there."""
        if field.labels is None:
            added = [a for a in self._added.get((file.node, file.path), ()) if a.pointer == field.pointer]
            return b64encode(self._added_pem(added[0])).decode() if field.is_key and added else None
        if not field.labels:
            return None
        single = len(field.labels) == 1
        blocks = [
            self._block(file, label, field.pointer if single else f"{field.pointer}[{number}]")
            for number, label in enumerate(field.labels)
        ]
        return b64encode(b"".join(blocks)).decode()


def _framed(frame: str, blocks: list[bytes]) -> bytes:
    """A frame with its blocks put in, one after the other."""
    pieces: list[bytes] = []
    remaining = iter(blocks)
    for piece in frame.replace(GLUED_BLOCK, f"\0{GLUED_BLOCK}\0").replace(BLOCK, f"\0{BLOCK}\0").split("\0"):
        if piece in (BLOCK, GLUED_BLOCK):
            block = next(remaining, b"").removesuffix(b"\n")
            pieces.append(block.replace(b"\n-----END", b"-----END") if piece == GLUED_BLOCK else block)
        else:
            pieces.append(piece.encode())
    return b"".join([*pieces, *remaining])


def _by_place(items: object) -> dict[tuple[str, str, str], Certificate | Key]:
    return {(item.node, item.path, item.pointer): item for item in items}  # type: ignore[attr-defined]
