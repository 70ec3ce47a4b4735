"""One connection with everything that sentences about it ask for, looked up once."""

from dataclasses import dataclass
from functools import cached_property

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Component, Connection, Reference, State
from ..model.configuration import Kubeconfig
from ..model.words import Sentence
from .authorities import Authorities, Authority
from .names import NAMED, certificate_words, component, lacks_kubeconfig, placed, subject


@dataclass(frozen=True)
class Edge:
    """A connection in its cluster. Not slotted: its answers are cached."""

    cluster: Cluster
    connection: Connection
    authorities: Authorities

    @cached_property
    def client(self) -> Component:
        return component(self.cluster, self.connection.client.component)

    @cached_property
    def server(self) -> Component:
        return component(self.cluster, self.connection.server.component)

    @property
    def to_itself(self) -> bool:
        return self.client.id == self.server.id

    @property
    def client_words(self) -> str:
        """The client's name in a sentence; with its node where both ends are of one kind."""
        return placed(self.client) if self._twins else subject(self.client.kind)

    @property
    def server_words(self) -> str:
        return placed(self.server) if self._twins else subject(self.server.kind)

    @property
    def _twins(self) -> bool:
        return self.client.kind == self.server.kind and not self.to_itself

    @property
    def plain_http(self) -> bool:
        return self.connection.dialled.scheme == "http"

    @property
    def shows_certificate(self) -> bool:
        """Whether something names a certificate that the client presents, in the upload or not."""
        return self.connection.client.certificate.state in NAMED

    @property
    def shows_token(self) -> bool:
        return self.connection.client.token.state not in (State.NONE, State.UNKNOWN)

    @property
    def shows_nothing(self) -> bool:
        """Whether the client is known to show neither a certificate nor a token."""
        client = self.connection.client
        return client.certificate.state is client.token.state is State.NONE

    @property
    def by_headers(self) -> bool:
        """Whether the server takes the user from request headers: it checks this client with its request-header CA.

        An identity from the certificate means that the headers are not honoured (docs/model.md, identity).
        """
        proxied = self.client.kind == "front-proxy" or self.server.kind == "extension-apiserver"
        return proxied and self.connection.identity is None

    @property
    def checks_client_with(self) -> Reference:
        """The CA file with which the server checks this client's certificate."""
        server = self.connection.server
        return server.requestheader_ca if self.by_headers else server.client_ca

    @cached_property
    def kubeconfig(self) -> Kubeconfig | None:
        """The kubeconfig that the client uses, where it is in the upload."""
        rows = (row.file for row in self.connection.evidence if row.side == "client" and row.file)
        found = (self.cluster.inventory.kubeconfigs.get(file) for file in rows)
        return next((kubeconfig for kubeconfig in found if kubeconfig), None)

    @property
    def lacks_kubeconfig(self) -> bool:
        """Whether a kubeconfig is named that cannot be read, so that all it would say is missing."""
        return lacks_kubeconfig(self.connection.client)

    @property
    def client_crt(self) -> Sentence:
        """What the client presents, by file: `kubelet-client-current.pem`, `the certificate inside admin.conf`."""
        return certificate_words(self.connection.client.certificate, self.lacks_kubeconfig)

    @property
    def server_crt(self) -> Sentence:
        return certificate_words(self.connection.server.certificate)

    @cached_property
    def client_certificate(self) -> Certificate | None:
        return self.cluster.certificate(self.connection.client.certificate)

    @cached_property
    def server_certificate(self) -> Certificate | None:
        return self.cluster.certificate(self.connection.server.certificate)

    def keys(self, reference: Reference) -> frozenset[str]:
        """The keys (SPKI) of the certificates behind a reference: what a CA file really trusts."""
        certificates = self.cluster.inventory.certificates
        return frozenset(certificates[id_].facts.key.spki_sha256 for id_ in reference.ids if id_ in certificates)

    def anchors(self, reference: Reference) -> tuple[Authority, ...]:
        """The CAs of a CA file, each once, in the file's order."""
        found = (self.authorities.of(self.cluster.inventory.certificates[id_]) for id_ in reference.ids)
        return tuple(dict.fromkeys(authority for authority in found if authority))

    def issuer(self, certificate: Certificate | None) -> Authority | None:
        return self.authorities.issuer(certificate) if certificate else None

    @property
    def same_ca(self) -> bool:
        """Whether both sides check the other with exactly the same CA keys, and both do check."""
        ours, theirs = self.keys(self.connection.client.ca), self.keys(self.checks_client_with)
        return self.connection.verifies_server and bool(ours) and ours == theirs
