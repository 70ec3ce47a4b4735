"""What decides about a connection and stands in none of its own fields: flags of its server, addresses, headers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..model.cluster import Cluster, Connection
from ..model.identity import Identity
from ..topology.programs import Programs
from ..topology.settings import Program
from .hostnames import parse_ip


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`anonymous`: the server takes in a request without credentials. `allowed_names`: the common names that a front
    proxy may have, any where there are none. `sends_headers`: the client sends X-Remote-User, and `headers` is who it
    says, where that is known. `source_address`: where an etcd peer dials from; `names`: what the server's resolver
    answers (everything else does not exist), None where nobody knows. `service_account_keys_fit`: whether the server
    can check the tokens that the API servers sign, None where the tree does not say. `bootstrap_tokens`: whether it
    takes those, which kube-apiserver does not by default.
    """

    anonymous: bool = True
    allowed_names: tuple[str, ...] = ()
    sends_headers: bool = False
    headers: Identity | None = None
    source_address: str | None = None
    names: Mapping[str, tuple[str, ...]] | None = None
    service_account_keys_fit: bool | None = None
    bootstrap_tokens: bool = True


class Surroundings:
    """Tells the circumstances of a tree's own connections: each program's flags are read once."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._programs = Programs(cluster)
        configurations = reversed(list(cluster.inventory.kubelet_configurations.values()))
        self._kubelets = {configuration.node: configuration for configuration in configurations}
        self._keys_at: dict[tuple[str, str], set[str]] = {}
        for key in cluster.inventory.keys.values():
            if key.spki_sha256:
                self._keys_at.setdefault((key.node, key.path), set()).add(key.spki_sha256)
        self._by_server: dict[tuple[str, str], Circumstances] = {}
        self._signing = self._signing_keys()

    def of(self, connection: Connection) -> Circumstances:
        """The circumstances of a connection of the tree."""
        kind, _, node = connection.server.component.partition("@")
        client_kind, _, client_node = connection.client.component.partition("@")
        if connection.purpose == "peer":
            back = self._cluster.connections.get(f"{connection.server.component}->{connection.client.component}!peer")
            host = back.dialled.host if back else None
            return Circumstances(source_address=host if host and parse_ip(host) else None)
        asked = ("kube-apiserver", client_node) if kind == "extension-apiserver" else (kind, node)
        found = self._by_server.get(asked)
        if found is None:
            found = self._by_server[asked] = self._server(*asked)
        if client_kind == "front-proxy" or kind == "extension-apiserver":
            return replace(found, sends_headers=True, anonymous=True)
        return found

    def _server(self, kind: str, node: str) -> Circumstances:
        """`--anonymous-auth` is on by default; in a kubelet's configuration file it is off by default."""
        if kind == "kubelet":
            configuration = self._kubelets.get(node)
            return Circumstances(anonymous=bool(configuration and configuration.anonymous_enabled))
        program = self._programs.of(kind, node)
        if kind != "kube-apiserver" or program is None:
            return Circumstances()
        names = program.value("--requestheader-allowed-names") or ""
        return Circumstances(
            anonymous=(program.value("--anonymous-auth") or "true").lower() != "false",
            allowed_names=tuple(name for name in names.split(",") if name),
            service_account_keys_fit=self._keys_fit(program),
            bootstrap_tokens=not program.is_written or program.value("--enable-bootstrap-token-auth") == "true",
        )

    def _keys_fit(self, apiserver: Program) -> bool | None:
        """Whether an API server can check the service account tokens that the API servers of the tree sign."""
        known = self._spkis(apiserver, "--service-account-key-file")
        return self._signing <= known if known and self._signing else None

    def _signing_keys(self) -> set[str]:
        found: set[str] = set()
        for component in self._cluster.components.values():
            if component.kind == "kube-apiserver" and (program := self._programs.of(component.kind, component.node)):
                found |= self._spkis(program, "--service-account-signing-key-file")
        return found

    def _spkis(self, program: Program, flag: str) -> set[str]:
        found: set[str] = set()
        for path in program.paths(flag):
            file = self._cluster.inventory.resolve(program.node, path)
            found |= self._keys_at.get((program.node, file.path), set()) if file else set()
        return found
