"""Configuration that says which file is used where: kubeconfigs, static pods, kubelet and kubeadm configuration.

Secrets (tokens, passwords, exec environments) are never here, only their presence.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KubeconfigCluster:
    """A `clusters[]` entry (client-go `clientcmd/api/v1.Cluster`). `certificate_authority` is the path as written."""

    name: str
    server: str | None = None
    certificate_authority: str | None = None
    has_certificate_authority_data: bool = False
    insecure_skip_tls_verify: bool = False
    tls_server_name: str | None = None


@dataclass(frozen=True, slots=True)
class KubeconfigUser:
    """A `users[]` entry (client-go `clientcmd/api/v1.AuthInfo`): paths as written, secrets as their presence."""

    name: str
    client_certificate: str | None = None
    client_key: str | None = None
    has_client_certificate_data: bool = False
    has_client_key_data: bool = False
    has_token: bool = False
    token_file: str | None = None
    has_exec: bool = False
    has_username: bool = False

    @property
    def auth(self) -> str:
        """How this user authenticates: certificate, token, exec, password or none, the first that is there."""
        if self.client_certificate or self.has_client_certificate_data:
            return "certificate"
        if self.has_token or self.token_file:
            return "token"
        if self.has_exec:
            return "exec"
        return "password" if self.has_username else "none"


@dataclass(frozen=True, slots=True)
class KubeconfigContext:
    name: str
    cluster: str | None
    user: str | None


@dataclass(frozen=True, slots=True)
class Kubeconfig:
    """A kubeconfig at its place. `current_context` is None when it is absent or empty."""

    id: str
    node: str
    path: str
    current_context: str | None
    clusters: tuple[KubeconfigCluster, ...]
    users: tuple[KubeconfigUser, ...]
    contexts: tuple[KubeconfigContext, ...]

    def cluster(self, name: str | None) -> KubeconfigCluster | None:
        return next((c for c in self.clusters if c.name == name), None)

    def user(self, name: str | None) -> KubeconfigUser | None:
        return next((u for u in self.users if u.name == name), None)

    def context(self, name: str | None) -> KubeconfigContext | None:
        return next((c for c in self.contexts if c.name == name), None)

    @property
    def effective_context(self) -> KubeconfigContext | None:
        """The current context; where none is set, the first."""
        if self.current_context is not None:
            return self.context(self.current_context)
        return self.contexts[0] if self.contexts else None


@dataclass(frozen=True, slots=True)
class Flag:
    """A command-line flag. `name` with its dashes as the field calls it (`--tls-cert-file`), `value` without quotes."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Mount:
    """A hostPath volume as a container sees it: `mount_path` in the container is `host_path` on the node."""

    mount_path: str
    host_path: str


@dataclass(frozen=True, slots=True)
class Probe:
    """An httpGet probe. `kind`: liveness, readiness or startup; `port` resolved from its name, None if it has none."""

    kind: str
    scheme: str
    host: str | None
    port: int | None
    path: str


@dataclass(frozen=True, slots=True)
class Container:
    """A container of a static pod: `program` is the base name of what it runs, `flags` in order, secrets redacted."""

    name: str
    image: str
    program: str
    flags: tuple[Flag, ...]
    mounts: tuple[Mount, ...] = ()
    probes: tuple[Probe, ...] = ()

    def flag(self, name: str) -> str | None:
        """The value of a flag (the last one wins, as in pflag); None if it is not given."""
        return next((f.value for f in reversed(self.flags) if f.name == name), None)

    def probe(self, kind: str) -> Probe | None:
        return next((p for p in self.probes if p.kind == kind), None)

    def on_host(self, path: str) -> str:
        """A container's path as the node's: mapped by the longest hostPath mount above it, else unchanged."""
        mapped, longest = path, -1
        for mount in self.mounts:
            base = mount.mount_path.rstrip("/")
            if path.startswith(base) and len(base) > longest and path[len(base) : len(base) + 1] in ("", "/"):
                mapped, longest = mount.host_path.rstrip("/") + path[len(base) :], len(base)
        return mapped or "/"


@dataclass(frozen=True, slots=True)
class StaticPod:
    """A static pod manifest. `id` is that of its file."""

    id: str
    node: str
    path: str
    name: str
    containers: tuple[Container, ...]


@dataclass(frozen=True, slots=True)
class KubeletConfiguration:
    """The fields of a KubeletConfiguration (kubelet.config.k8s.io/v1beta1) that decide about TLS; None: not written."""

    id: str
    node: str
    path: str
    client_ca_file: str | None = None
    tls_cert_file: str | None = None
    tls_private_key_file: str | None = None
    server_tls_bootstrap: bool | None = None
    port: int | None = None
    authorization_mode: str | None = None
    anonymous_enabled: bool | None = None
    rotate_certificates: bool | None = None


@dataclass(frozen=True, slots=True)
class KubeadmConfiguration:
    """ClusterConfiguration, InitConfiguration or JoinConfiguration (kubeadm.k8s.io): what names nodes and versions."""

    id: str
    node: str
    path: str
    kinds: tuple[str, ...] = ()
    node_name: str | None = None
    kubernetes_version: str | None = None
    cluster_name: str | None = None
    control_plane_endpoint: str | None = None
    certificates_dir: str | None = None
    dns_domain: str | None = None
    cert_sans: tuple[str, ...] = field(default=())
