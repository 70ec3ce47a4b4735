"""What each side of a connection loads before anything is dialled: in whose order, and in whose words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.cluster import Connection, Reference, State
from ..model.verdicts import Assumption, Rung
from . import texts
from .authorities import Authorities, Load, by_apiserver, by_client_go, by_etcd
from .files import Files
from .pairs import Pair, load_pair
from .rungs import Ladder

_CLIENT_CA, _REQUEST_HEADER = by_apiserver("client-ca-bundle"), by_apiserver("request-header")

_GOOD = {
    "pair-ok": "Certificate and key belong together.",
    "key-assumed": "The upload leaves private keys out: this one is taken to belong to the certificate.",
    "in-memory": "Made in memory when the program starts.",
    "ca-ok": "Loaded as trust anchors.",
    "ca-empty": "It holds no certificate: the program starts all the same, and trusts nobody.",
    "ca-system": "No CA is named: the system's trust store counts, which no upload holds and no cluster's CA is in.",
    "ca-none": "No CA is named.",
    "ca-not-in-upload": "This CA is not in the upload.",
    "ca-assumed": "It stands in no file: it is taken to fit.",
    "certificate-missing": "This certificate is not in the upload.",
    "server-certificate-assumed": "This certificate is not in the upload, and the client does not check it.",
    "credentials-unknown": "What the client presents comes from outside the upload.",
    "server-unknown": "The upload holds nothing of this server.",
}

_UNREAD = {
    "key-assumed": "This key’s file could not be read here: it is taken to belong to the certificate.",
    "ca-not-in-upload": "This CA’s file could not be read here.",
    "certificate-missing": "This certificate’s file could not be read here.",
    "server-certificate-assumed": "This certificate’s file could not be read here, and the client does not check it.",
}
"""The same, where the file is there and nobody could look into it: no permission, or too large."""


@dataclass(slots=True)
class Loaded:
    """One side, loaded. `error`: why its program gives up; `pair` is None where it has none; `late`: the pair's error
    where it is found only in the handshake.
    """

    rungs: list[Rung] = field(default_factory=list)
    assumes: list[Assumption] = field(default_factory=list)
    error: str | None = None
    pair: Pair | None = None
    late: str | None = None
    ca: Authorities | None = None
    requestheader_ca: Authorities | None = None

    def failed(self, error: str | None) -> None:
        """The first error counts: the program stops there."""
        self.error = self.error or error


def load_client(files: Files, connection: Connection) -> Loaded:
    """A client's CA and pair: client-go reads the CA first, etcd's client the pair."""
    loaded, ladder = Loaded(), Ladder(connection, "client")
    if _is_etcd(connection.server.component):
        _client_pair(files, connection, loaded, ladder)
        _client_ca(files, connection, loaded, ladder, by_etcd)
        return loaded
    ca = connection.client.ca
    if connection.dialled.scheme == "https" and not connection.verifies_server and ca.path is not None:
        loaded.failed(texts.CA_AND_INSECURE)
        loaded.rungs.append(ladder.rung("load", False, "ca-and-insecure", texts.CA_AND_INSECURE, "ca"))
        return loaded
    _client_ca(files, connection, loaded, ladder, by_client_go)
    _client_pair(files, connection, loaded, ladder)
    return loaded


def _client_ca(files: Files, connection: Connection, loaded: Loaded, ladder: Ladder, load: Load) -> None:
    ca, kind = connection.client.ca, connection.server.component.partition("@")[0]
    if not connection.verifies_server and ca.path is None:
        return
    if ca.state is State.IN_MEMORY:
        loaded.rungs.append(ladder.rung("load", True, "in-memory", _GOOD["in-memory"], "ca"))
        return
    if kind == "extension-apiserver":
        loaded.assumes.append(Assumption.CA_BUNDLE)
        loaded.rungs.append(ladder.rung("load", None, "ca-assumed", _GOOD["ca-assumed"], "ca"))
        return
    loaded.ca = load(files, ca)
    _add_ca(loaded, ladder, loaded.ca, "ca", files.is_unread(ca))


def _add_ca(loaded: Loaded, ladder: Ladder, found: Authorities, role: str, unread: bool) -> None:
    loaded.failed(found.error)
    ok = False if found.error else None if found.pool is None else True
    loaded.rungs.append(ladder.rung("load", ok, found.code, found.error or _good(found.code, unread), role))


def _good(code: str, unread: bool) -> str:
    """What is said where nothing is wrong. `unread`: whether the file is there and nobody could look into it."""
    return (unread and _UNREAD.get(code)) or _GOOD[code]


def _client_pair(files: Files, connection: Connection, loaded: Loaded, ladder: Ladder) -> None:
    client = connection.client
    if client.certificate.state is State.NONE:
        return
    if client.certificate.state in (State.UNKNOWN, State.IN_MEMORY):
        code = "credentials-unknown"
        loaded.rungs.append(ladder.rung("load", None, code, _GOOD[code], "certificate"))
        return
    pair = loaded.pair = load_pair(files, client.certificate, client.key, _node(connection, "client"))
    if pair.error and pair.code not in ("key-missing", "key-not-named") and _loads_late(connection):
        loaded.late = pair.error
        message = "Both files are there; they are put together in the handshake."
        loaded.rungs.append(ladder.rung("load", True, "files-there", message, "certificate"))
        return
    _add_pair(loaded, ladder, pair, pair.error, _is_unread(files, pair, client.certificate, client.key))


def _loads_late(connection: Connection) -> bool:
    """client-go reloads certificate files, and puts them together in each handshake (transport.TLSConfigFor); the pair
    of an aggregator or front proxy is checked at start.
    """
    client, server = connection.client, connection.server
    own_files = client.certificate.pointer == "" and client.key.pointer == ""
    at_start = client.component.startswith("front-proxy@") or server.component.startswith("extension-apiserver@")
    return own_files and not at_start and not _is_etcd(server.component)


def _is_unread(files: Files, pair: Pair, certificate: Reference, key: Reference) -> bool:
    """Whether what is missing of a pair is there, and nobody could look into it."""
    return files.is_unread(certificate if pair.is_missing else key)


def _add_pair(loaded: Loaded, ladder: Ladder, pair: Pair, error: str | None, unread: bool) -> None:
    loaded.failed(error)
    if pair.assumed:
        loaded.assumes.append(Assumption.KEY)
    ok = False if error else None if pair.assumed or pair.is_missing else True
    role = "key" if pair.at_key or pair.assumed else "certificate"
    loaded.rungs.append(ladder.rung("load", ok, pair.code, error or _good(pair.code, unread), role))


def load_server(files: Files, connection: Connection) -> Loaded:
    """A server's pair and client CAs."""
    loaded, ladder = Loaded(), Ladder(connection, "server")
    server, kind = connection.server, connection.server.component.partition("@")[0]
    if server.client_auth is None and server.certificate.state is State.UNKNOWN and kind != "kubelet":
        loaded.rungs.append(ladder.rung("load", None, "server-unknown", _GOOD["server-unknown"], "certificate"))
        return loaded
    _server_pair(files, connection, loaded, ladder, kind)
    for role, found in _server_authorities(files, connection, kind):
        if role == "client_ca":
            loaded.ca = found
        else:
            loaded.requestheader_ca = found
        if found.code not in ("ca-none", "ca-system"):
            _add_ca(loaded, ladder, found, role, files.is_unread(getattr(server, role)))
    return loaded


def _server_authorities(files: Files, connection: Connection, kind: str) -> Iterator[tuple[str, Authorities]]:
    server = connection.server
    if kind == "etcd":
        if server.client_auth == "require":
            yield "client_ca", by_etcd(files, server.client_ca)
        return
    yield "client_ca", _CLIENT_CA(files, server.client_ca)
    yield "requestheader_ca", _REQUEST_HEADER(files, server.requestheader_ca)


def _server_pair(files: Files, connection: Connection, loaded: Loaded, ladder: Ladder, kind: str) -> None:
    server = connection.server
    if server.certificate.state is State.NONE:
        return
    if server.certificate.state is State.IN_MEMORY:
        loaded.rungs.append(ladder.rung("load", True, "in-memory", _GOOD["in-memory"], "certificate"))
        return
    pair = load_pair(files, server.certificate, server.key, _node(connection, "server"))
    if pair.is_missing:
        _missing_server_certificate(connection, loaded, ladder, kind, files.is_unread(server.certificate))
        return
    loaded.pair = pair
    error = pair.error
    if kind == "kubelet" and error:
        error = _kubelet_words(connection, pair)
    _add_pair(loaded, ladder, pair, error, _is_unread(files, pair, server.certificate, server.key))


def _kubelet_words(connection: Connection, pair: Pair) -> str:
    """A kubelet's own pair without its key is refused before it is read (client-go cert.CanReadCertAndKey)."""
    key = connection.server.key
    if pair.is_file_missing:
        return texts.KUBELET_HALF_A_PAIR.format(path=key.path)
    return texts.KUBELET_PAIR + (pair.error or "")


def _missing_server_certificate(
    connection: Connection, loaded: Loaded, ladder: Ladder, kind: str, unread: bool
) -> None:
    """It counts only where somebody checks it; an extension server's own is in no upload."""
    if connection.verifies_server and kind != "extension-apiserver":
        code = "certificate-missing"
    else:
        code = "server-certificate-assumed"
        loaded.assumes.append(Assumption.SERVER_CERTIFICATE)
    loaded.rungs.append(ladder.rung("load", None, code, _good(code, unread), "certificate"))


def _is_etcd(component: str) -> bool:
    return component.startswith("etcd@")


def _node(connection: Connection, side: str) -> str:
    """The node whose keys decide: the component's own, for a cluster-wide one the other end's."""
    own, other = connection.client.component, connection.server.component
    if side == "server":
        own, other = other, own
    node = own.rpartition("@")[2]
    return other.rpartition("@")[2] if node == "cluster" else node
