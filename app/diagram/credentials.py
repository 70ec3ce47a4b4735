"""What a row of a box says: a file, its part, its seal. From what connections refer to and flags name."""

from dataclasses import dataclass

from ..model.cluster import Client, Cluster, Reference, State
from ..model.files import SourceFile
from .marks import Seal
from .seals import Seals
from .words import ABSENT, file_name, kubeconfig_of

PRESENT = (State.FILE, State.IN_MEMORY)


@dataclass(frozen=True, slots=True)
class Credential:
    """`key` names the row among its component's; `tags` are ways to say its part, the first that fits is shown."""

    component: str
    key: str
    name: str
    tags: tuple[str, ...]
    seal: Seal | None
    seal_words: str
    file: str | None
    hollow: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """What a screen reader says of it."""
        return (self.name, self.tags[0], self.seal_words, ABSENT if self.hollow else "")


class Credentials:
    """Makes the rows of one cluster."""

    def __init__(self, cluster: Cluster, seals: Seals) -> None:
        self._cluster = cluster
        self._seals = seals

    def client(self, client: Client, node: str | None, key: str = "client") -> Credential:
        """What a client presents: a certificate, else a token, else nothing."""
        reference = client.certificate
        if reference.state is State.NONE and client.token.state is not State.NONE:
            return self._token(client, node, key)
        seal, words = self._seals.of(reference)
        name = file_name(reference.path) if reference.path else _unnamed(client)
        tag = "client" if reference.state is not State.NONE else "no certificate"
        hollow = reference.state not in (*PRESENT, State.NONE)
        return self._row(client.component, key, name, (tag,), seal, words, node, reference, hollow)

    def server(self, component: str, reference: Reference, node: str | None, key: str = "server") -> Credential:
        """What a server presents."""
        seal, words = self._seals.of(reference)
        name = file_name(reference.path) if reference.path else "its certificate"
        if reference.state is State.IN_MEMORY:
            name = "made in memory"
        elif reference.state is State.NONE:
            name = "no certificate"
        hollow = reference.state not in (*PRESENT, State.NONE)
        tag = "peer" if key == "peer" else "server"
        return self._row(component, key, name, (tag,), seal, words, node, reference, hollow)

    def trusts(self, component: str, reference: Reference, node: str | None) -> Credential:
        """A CA file with which a server checks its clients."""
        seal, words = self._seals.trusted(reference)
        name = file_name(reference.path) if reference.path else "its CA file"
        hollow = reference.state is not State.FILE
        return self._row(component, "trusts", name, ("trusts",), seal, words, node, reference, hollow)

    def named(self, component: str, key: str, path: str, tag: str, node: str | None) -> Credential:
        """A certificate file that a flag names and that perhaps no connection uses."""
        file = self._cluster.inventory.resolve(node or "", path)
        inventory = self._cluster.inventory.certificates
        certificate = next((inventory[id_] for id_ in _ids(file) if id_ in inventory), None)
        seal, words = self._seals.issuer(certificate) if certificate else self._seals.of(Reference(State.UNKNOWN))
        return Credential(
            component, key, file_name(path), (tag,), seal, words, self._file(node, path, None), certificate is None
        )

    def keys(self, component: str, key: str, paths: tuple[str, ...], tag: str, node: str | None) -> Credential:
        """Bare keys that a program uses; the first is named, and how many more there are."""
        file = self._cluster.inventory.resolve(node or "", paths[0])
        tags = (tag,) if len(paths) == 1 else (f"{tag}, {len(paths) - 1} more", f"+{len(paths) - 1}, {tag}")
        seal = Seal.KEY if file else Seal.UNKNOWN
        name = file_name(paths[0])
        return Credential(
            component, key, name, tags, seal, "a bare key", self._file(node, paths[0], None), file is None
        )

    def _token(self, client: Client, node: str | None, key: str) -> Credential:
        path = client.token.path
        name = file_name(path) if path else "made in memory" if client.token.state is State.IN_MEMORY else "a token"
        return self._row(client.component, key, name, ("token",), Seal.KEY, "a token", node, client.token, False)

    def _row(  # noqa: PLR0913, PLR0917 - what a row says
        self,
        component: str,
        key: str,
        name: str,
        tags: tuple[str, ...],
        seal: Seal | None,
        words: str,
        node: str | None,
        reference: Reference,
        hollow: bool,
    ) -> Credential:
        return Credential(component, key, name, tags, seal, words, self._file(node, reference.path, reference), hollow)

    def _file(self, node: str | None, path: str | None, reference: Reference | None) -> str | None:
        """The id of the file that a reference names, if the upload holds it: as named, else behind its links."""
        if path is None:
            return None
        named = f"{node}:{path}"
        if named in self._cluster.inventory.files:
            return named
        if node and (found := self._cluster.inventory.resolve(node, path)):
            return found.id
        certificate = self._cluster.certificate(reference) if reference else None
        return f"{certificate.node}:{certificate.path}" if certificate else None


def _ids(file: SourceFile | None) -> tuple[str, ...]:
    """Where the first certificate of a file stands: alone in it, or first of several blocks."""
    return (f"{file.id}#", f"{file.id}#[0]") if file else ()


def _unnamed(client: Client) -> str:
    """Where no certificate is named: the kubeconfig that says nothing of one, else what it is."""
    path = client.ca.path
    return kubeconfig_of(client.component) or (file_name(path) if path else "no certificate")
