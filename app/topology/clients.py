"""The client's side of a connection that a kubeconfig makes (client-go `clientcmd`)."""

import posixpath
from dataclasses import dataclass

from ..model.cluster import Client, Dialled, Evidence, Reference, State
from ..model.configuration import Kubeconfig, KubeconfigCluster, KubeconfigUser
from ..model.files import SourceFile
from .addresses import endpoint
from .callers import Caller
from .references import NOTHING, UNKNOWN
from .settings import Setting
from .site import Site


@dataclass(frozen=True, slots=True)
class ClientSide:
    """A client, the address that it dials, and the evidence for both."""

    client: Client
    dialled: Dialled
    verifies_server: bool
    evidence: tuple[Evidence, ...]


def kubeconfig_side(site: Site, caller: Caller) -> ClientSide | None:
    """The side of a client that uses one context of a kubeconfig; None if that context names no server."""
    kubeconfig, context = caller.kubeconfig, caller.context
    if kubeconfig is None or context is None:
        return None
    cluster, user = kubeconfig.cluster(context.cluster), kubeconfig.user(context.user)
    if cluster is None or not cluster.server:
        return None
    reader = _Fields(site, kubeconfig, caller.path)
    point = endpoint(cluster.server)
    verifies = point.scheme == "https" and not cluster.insecure_skip_tls_verify
    certificate, key, token = reader.credentials(user) if user else (NOTHING, NOTHING, NOTHING)
    client = Client(caller.component, certificate, key, reader.authority(cluster, verifies), token)
    reader.add("address", f"clusters[{cluster.name}].cluster.server", cluster.server)
    dialled = Dialled(point.scheme, point.host, point.port, cluster.tls_server_name)
    return ClientSide(client, dialled, verifies, _kept(caller, client) + tuple(reader.evidence))


def _kept(caller: Caller, client: Client) -> tuple[Evidence, ...]:
    """The claim's rows for what this kubeconfig really holds: a flag proves no certificate where only a token is."""
    states = {"certificate": client.certificate.state, "key": client.key.state, "ca": client.ca.state}
    return tuple(row for row in caller.claim if states.get(row.role) is not State.NONE)


def missing_kubeconfig_side(component: str, path: str, file: SourceFile | None, port: int) -> ClientSide:
    """The side of a client whose kubeconfig is named, but is not in the tree or (`file`) cannot be read."""
    absent = Reference(State.UNREADABLE, (), path, "", file.id) if file else Reference(State.NOT_IN_TREE, (), path, "")
    return ClientSide(Client(component, absent, absent, absent, NOTHING), Dialled("https", None, port), True, ())


class _Fields:
    """Reads the fields of one kubeconfig and gathers the evidence on the way."""

    def __init__(self, site: Site, kubeconfig: Kubeconfig, path: str) -> None:
        self._references = site.references
        self._kubeconfig = kubeconfig
        self._path = path
        self.evidence: list[Evidence] = []

    def add(self, role: str, field: str, value: str | None) -> None:
        self.evidence.append(Evidence("client", role, self._kubeconfig.id, field, value))

    def credentials(self, user: KubeconfigUser) -> tuple[Reference, Reference, Reference]:
        """What a user presents: certificate, key, token. What an exec plugin would give is unknown: it is never run."""
        absent = UNKNOWN if user.has_exec else NOTHING
        base = f"users[{user.name}].user."
        return (
            self._field(
                "certificate",
                base + "client-certificate",
                user.client_certificate,
                user.has_client_certificate_data,
                absent,
            ),
            self._field("key", base + "client-key", user.client_key, user.has_client_key_data, absent),
            self._token(user, base, absent),
        )

    def authority(self, cluster: KubeconfigCluster, verifies: bool) -> Reference:
        """What the server is checked with: its CA; without one the system's trust store, which is in no tree."""
        field = f"clusters[{cluster.name}].cluster.certificate-authority"
        absent = UNKNOWN if verifies else NOTHING
        return self._field("ca", field, cluster.certificate_authority, cluster.has_certificate_authority_data, absent)

    def _field(self, role: str, field: str, path: str | None, has_data: bool, absent: Reference) -> Reference:
        """Data wins over a path (client-go clientcmd/api: CertificateAuthorityData overrides the path)."""
        node, find = self._kubeconfig.node, self._references
        if has_data:
            self.add(role, f"{field}-data", None)
            by_role = find.key_data if role == "key" else find.certificate_data
            return by_role(node, self._path, f"{field}-data")
        if not path:
            return absent
        self.add(role, field, path)
        setting = Setting(self._absolute(path), self._kubeconfig.id, field, path)
        return find.key(node, setting) if role == "key" else find.certificate(node, setting)

    def _token(self, user: KubeconfigUser, base: str, absent: Reference) -> Reference:
        """A token file wins over a token that stands in the kubeconfig (client-go `rest.Config`)."""
        node = self._kubeconfig.node
        if user.token_file:
            self.add("token", base + "tokenFile", user.token_file)
            return self._references.secret(node, self._absolute(user.token_file))
        if user.has_token:
            self.add("token", base + "token", None)
            return self._references.secret(node, self._path, base + "token")
        return absent

    def _absolute(self, path: str) -> str:
        """A relative path of a kubeconfig starts at its folder."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._path), path))
