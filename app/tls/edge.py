"""A connection of a tree → the two peers that shake hands for it, with the certificates and keys of the tree's twin."""

from dataclasses import dataclass
from functools import cached_property

from ..issuing.holdings import Holdings, holdings, name_of
from ..issuing.keys import KeyName
from ..issuing.stand_in import stand_in
from ..issuing.twin import Twin
from ..model.certificates import Certificate
from ..model.cluster import Connection, Group, Reference, State
from .peers import Client, Credentials, Server

SERVER_CERTIFICATE, CA_BUNDLE = "server-certificate", "ca-bundle"
"""What may be assumed of a server whose certificate is made in memory or stands outside of the tree."""


class NothingToShake(Exception):
    """A handshake cannot be had for this connection. `side` is client or server, None for both; `role` is the name of
    the reference that stands in the way (`certificate`, `key`, `ca`, `client_ca`), `code` why:

    - `http`: TLS is not spoken
    - `missing`, `unreadable`: a file that is named is not there, or holds none: the program does not even start
    - `unknown`: nobody says which certificate it is
    - `encrypted`: a key under a password, which no program of Kubernetes opens
    - `refused`: Go does not read the certificate or key
    """

    def __init__(self, code: str, side: str | None = None, role: str | None = None) -> None:
        super().__init__(code, side, role)
        self.code = code
        self.side = side
        self.role = role


@dataclass(frozen=True, slots=True)
class Peers:
    """Who shakes hands. `assumed`: what is not in the tree and stands in for it, SERVER_CERTIFICATE or CA_BUNDLE."""

    client: Client
    server: Server
    assumed: tuple[str, ...]


class Edges:
    """The peers of one twin's connections."""

    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        self._cluster = twin.cluster

    @cached_property
    def _holdings(self) -> Holdings:
        """Every key of the twin: looked through only for a key that no file shows."""
        return holdings(self._twin)

    def peers(self, connection: Connection) -> Peers:
        """Raises NothingToShake."""
        if connection.dialled.scheme != "https":
            raise NothingToShake("http")
        credentials, assumed = self._server_credentials(connection)
        server = connection.server
        own = self._credentials("client", connection.client.certificate, connection.client.key)
        roots: list[bytes] = []
        for role, reference in (("client_ca", server.client_ca), ("requestheader_ca", server.requestheader_ca)):
            if own is not None and reference.state is State.UNKNOWN:
                raise NothingToShake("unknown", "server", role)
            roots += self._roots(connection, "server", role, reference)
        return Peers(
            Client(
                own,
                self._client_roots(connection, credentials if assumed else None),
                connection.dialled.server_name or connection.dialled.host,
            ),
            Server(credentials, server.client_auth or "none", tuple(dict.fromkeys(roots))),
            assumed,
        )

    def _server_credentials(self, connection: Connection) -> tuple[Credentials, tuple[str, ...]]:
        """The server's pair, or a stand-in where it is made in memory or of no concern to this client."""
        server = connection.server
        assumed = (SERVER_CERTIFICATE, CA_BUNDLE) if connection.verifies_server else (SERVER_CERTIFICATE,)
        if server.certificate.state is State.IN_MEMORY or self._is_elsewhere(connection):
            certificate, key = stand_in(self._twin, connection.dialled.host)
            return Credentials((certificate,), key), assumed
        credentials = self._credentials("server", server.certificate, server.key)
        if credentials is None:
            raise NothingToShake("unknown", "server", "certificate")
        return credentials, ()

    def _is_elsewhere(self, connection: Connection) -> bool:
        """An extension API server's pair, or one that is not in the tree and that the client does not look at."""
        state = connection.server.certificate.state
        if not connection.verifies_server:
            return state in (State.UNKNOWN, State.NOT_IN_TREE)
        return state is State.UNKNOWN and connection.group is Group.EXTENSION

    def _credentials(self, side: str, certificate: Reference, key: Reference) -> Credentials | None:
        """The chain of a certificate's file and its key; None where there is none by design."""
        if certificate.state is State.NONE:
            return None
        self._check_state(side, "certificate", certificate)
        chain = tuple(self._cluster.inventory.certificates[id_] for id_ in certificate.ids)
        if any(one.facts.refused_by_go for one in chain):
            raise NothingToShake("refused", side, "certificate")
        name = self._key_name(side, chain[0], key)
        return Credentials(tuple(self._twin.chain(chain)), self._twin.key(name))

    def _key_name(self, side: str, leaf: Certificate, key: Reference) -> KeyName:
        if key.ids:
            found = self._cluster.inventory.keys[key.ids[0]]
            name = None if found.encrypted else name_of(found)
            if name is None:
                raise NothingToShake("encrypted" if found.encrypted else "refused", side, "key")
            return name
        added = self._holdings.added_for(leaf, key)
        if added is None:
            self._check_state(side, "key", key)
            raise NothingToShake("missing", side, "key")
        return added

    def _client_roots(self, connection: Connection, assumed: Credentials | None) -> tuple[bytes, ...] | None:
        """None where it verifies nothing. Where nobody names a CA file the host's own CAs count, and none of these is
        among them.
        """
        if not connection.verifies_server:
            return None
        if assumed is not None:
            return assumed.chain
        return self._roots(connection, "client", "ca", connection.client.ca)

    def _roots(self, connection: Connection, side: str, role: str, reference: Reference) -> tuple[bytes, ...]:
        """The certificates of a CA file; none where nobody names one.

        Go's clients, kube-apiserver and the kubelet look at blocks labelled CERTIFICATE alone. etcd's transport takes
        every block for a certificate, and a file without any for an empty pool (client/pkg/tlsutil, NewCertPool).
        """
        of_etcd = connection.group in (Group.ETCD, Group.ETCD_PEER)
        if reference.state in (State.NONE, State.UNKNOWN) or (of_etcd and reference.state is State.UNREADABLE):
            return ()
        self._check_state(side, role, reference)
        found = [self._cluster.inventory.certificates[id_] for id_ in reference.ids]
        labels = self._cluster.inventory.files[f"{found[0].node}:{found[0].path}"].pem_labels
        if of_etcd and any(label.endswith("KEY") for label in labels):
            raise NothingToShake("refused", side, role)
        if not of_etcd and labels:
            found = [one for one in found if _label(one, labels) == "CERTIFICATE"]
        if not found:
            raise NothingToShake("unreadable", side, role)
        return tuple(map(self._twin.certificate, found))

    @staticmethod
    def _check_state(side: str, role: str, reference: Reference) -> None:
        codes = {
            State.NOT_IN_TREE: "missing",
            State.UNREADABLE: "unreadable",
            State.UNKNOWN: "unknown",
            State.IN_MEMORY: "unknown",
        }
        if reference.state in codes:
            raise NothingToShake(codes[reference.state], side, role)


def _label(certificate: Certificate, labels: tuple[str, ...]) -> str:
    """The label of a certificate's block in a file: its pointer is `""` or `[n]`."""
    return labels[int(certificate.pointer.strip("[]") or 0)]
