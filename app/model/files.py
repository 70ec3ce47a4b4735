"""Files as they were opened: members of an archive or of folders, and what a reader made of them."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Entry:
    """One regular file or symbolic link of what was opened, before anybody has read its content.

    `member` is its name in the archive (or its path below the opened folder, with `/`), `data` its bytes (empty for a
    link), `target` the text of a symbolic link (None for a regular file), `mode` its permission bits, `owner`
    `"user:group"` (numbers where there are no names); both None where the archive has none. `size` is the file's size
    where its bytes were not read (too large, no permission; `data` is empty then), None where `data` is all of it.
    """

    member: str
    data: bytes
    target: str | None = None
    mode: int | None = None
    owner: str | None = None
    size: int | None = None


class FileKind(StrEnum):
    """What a file is, by its content."""

    CERTIFICATE = "certificate"
    KEY = "key"
    PUBLIC_KEY = "public-key"
    CERTIFICATE_AND_KEY = "certificate-and-key"
    KUBECONFIG = "kubeconfig"
    MANIFEST = "manifest"
    KUBELET_CONFIG = "kubelet-config"
    KUBEADM_CONFIG = "kubeadm-config"
    LINK = "link"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file or link at its place on a node. `id` is `node:path`; `path` is absolute on the node.

    `sha256` is the lower hex digest of the content, None for links and for files that hold a private key or a token.
    `text` is kept of what configures (manifests, kubeconfigs, kubelet's and kubeadm's files), with every secret in it
    replaced: a private key by its public half, anything else by a throw-away. None for other files.
    `pem_labels` are the labels of all PEM blocks of a file, in order (of a YAML file none). `pem_frame` is what stands
    around them (reading/pem_frame.py), None where that is nothing that Go would mind. `unread`: nobody looked into it
    here (no permission, too large), so that nothing is known of its content; `unreadable` then tells why.
    """

    id: str
    node: str
    path: str
    member: str
    kind: FileKind
    mode: int | None
    owner: str | None
    size: int
    sha256: str | None
    target: str | None
    text: str | None = None
    pem_labels: tuple[str, ...] = ()
    pem_frame: str | None = None
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a part of one, that could not be read: the rest of the tree goes on without it.

    `code` is a short stable word (`pem`, `der`, `yaml`, `too-large` …), `reason` a sentence for a person.
    """

    member: str
    node: str | None
    path: str | None
    code: str
    reason: str
