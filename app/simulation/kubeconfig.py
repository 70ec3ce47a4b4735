"""Kubeconfigs in the simulated files, with what they hold: client-go's clientcmd (api/v1 types, loader, overrides)."""

import posixpath
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..reading.bounds import INSPECT
from ..reading.budget import Budget
from ..reading.fields import Document, boolean, mapping, mappings, text
from ..reading.problem import CannotRead
from ..reading.yaml import read_yaml
from .files import Files


class ConfigFault(Exception):
    """A file that is no kubeconfig; the text is kubectl's."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """`authority`: the CA's PEM, or the path of its file."""

    name: str
    server: str
    data: bytes | None
    file: str | None
    insecure: bool
    server_name: str | None

    def authority(self, files: Files) -> bytes | None:
        """The CA's PEM. Raises FileError."""
        return self.data if self.data is not None else files.read(self.file) if self.file else None


@dataclass(frozen=True, slots=True)
class User:
    name: str
    certificate_data: bytes | None
    certificate_file: str | None
    key_data: bytes | None
    key_file: str | None
    token: str | None

    def certificate(self, files: Files) -> bytes | None:
        """The certificate's PEM; data wins over a file (clientcmd). Raises FileError."""
        if self.certificate_data is not None:
            return self.certificate_data
        return files.read(self.certificate_file) if self.certificate_file else None

    def key(self, files: Files) -> bytes | None:
        if self.key_data is not None:
            return self.key_data
        return files.read(self.key_file) if self.key_file else None


@dataclass(frozen=True, slots=True)
class Context:
    name: str
    cluster: str
    user: str
    namespace: str | None


@dataclass(frozen=True, slots=True)
class Kubeconfig:
    """A kubeconfig file. `cluster` and `user` are those of the current context."""

    path: str
    document: Document
    clusters: tuple[Cluster, ...]
    users: tuple[User, ...]
    contexts: tuple[Context, ...]
    current: str

    def context(self, name: str | None = None) -> Context | None:
        wanted = self.current if name is None else name
        return next((one for one in self.contexts if one.name == wanted), None)

    @property
    def cluster(self) -> Cluster | None:
        found = self.context()
        return next((one for one in self.clusters if found and one.name == found.cluster), None)

    @property
    def user(self) -> User | None:
        found = self.context()
        return next((one for one in self.users if found and one.name == found.user), None)


def discovery_path(server: str) -> str:
    """Where kubectl keeps what an API server offers (client-go's disk cache: one folder for each host and port)."""
    return f"/root/.kube/cache/discovery/{urlsplit(server).netloc.replace(':', '_')}/servergroups.json"


def load(files: Files, path: str) -> Kubeconfig:
    """The kubeconfig at a path. Raises FileError, ConfigFault."""
    data = files.read(path)
    try:
        documents = read_yaml(data, Budget(INSPECT))
    except CannotRead as fault:
        raise ConfigFault(f'error loading config file "{path}": yaml: {fault.problem.reason}') from None
    document = documents[0] if documents and isinstance(documents[0], dict) else {}
    folder = posixpath.dirname(files.real(path))
    return Kubeconfig(
        path,
        document,
        tuple(_cluster(one, folder) for one in mappings(document, "clusters")),
        tuple(_user(one, folder) for one in mappings(document, "users")),
        tuple(_context(one) for one in mappings(document, "contexts")),
        text(document, "current-context") or "",
    )


def _cluster(item: Document, folder: str) -> Cluster:
    inner = mapping(item, "cluster")
    return Cluster(
        text(item, "name") or "",
        text(inner, "server") or "",
        _decoded(inner, "certificate-authority-data"),
        _path(inner, "certificate-authority", folder),
        bool(boolean(inner, "insecure-skip-tls-verify")),
        text(inner, "tls-server-name"),
    )


def _user(item: Document, folder: str) -> User:
    inner = mapping(item, "user")
    return User(
        text(item, "name") or "",
        _decoded(inner, "client-certificate-data"),
        _path(inner, "client-certificate", folder),
        _decoded(inner, "client-key-data"),
        _path(inner, "client-key", folder),
        text(inner, "token"),
    )


def _context(item: Document) -> Context:
    inner = mapping(item, "context")
    return Context(
        text(item, "name") or "", text(inner, "cluster") or "", text(inner, "user") or "", text(inner, "namespace")
    )


def _path(inner: Document, field: str, folder: str) -> str | None:
    found = text(inner, field)
    return posixpath.join(folder, found) if found else None


def _decoded(inner: Document, field: str) -> bytes | None:
    found = text(inner, field)
    if not found:
        return None
    try:
        return b64decode(found, validate=True)
    except Error:
        return b""
