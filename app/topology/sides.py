"""The server's side of a connection: what each kind of server presents, trusts and asks for, and what says so."""

from collections.abc import Callable
from dataclasses import dataclass

from ..distributions.layout import Pair
from ..model.cluster import Evidence, Server
from .finding_kubelets import Kubelet
from .references import IN_MEMORY, NOTHING, UNKNOWN
from .settings import CONVENTION, Program, Setting
from .site import Site


@dataclass(frozen=True, slots=True)
class ServerSide:
    """A server, its authoriser, and the evidence for both."""

    server: Server
    authorizer: str | None
    evidence: tuple[Evidence, ...]


def unknown_server(component: str) -> ServerSide:
    """A server known only by its address."""
    return ServerSide(Server(component, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, None), None, ())


class Sides:
    """The servers of one site, each made once: many connections end at the same one."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._made: dict[str, ServerSide] = {}

    def apiserver(self, apiserver: Program) -> ServerSide:
        return self._once(apiserver.component, lambda: _apiserver_side(self._site, apiserver))

    def etcd(self, etcd: Program, *, peer: bool = False) -> ServerSide:
        return self._once(f"{etcd.component} {peer}", lambda: _etcd_side(self._site, etcd, peer=peer))

    def kubelet(self, kubelet: Kubelet) -> ServerSide:
        return self._once(kubelet.component, lambda: _kubelet_side(self._site, kubelet))

    def _once(self, name: str, make: Callable[[], ServerSide]) -> ServerSide:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def _rows(role: str, setting: Setting | None) -> tuple[Evidence, ...]:
    return tuple(setting.evidence("server", role)) if setting else ()


def _apiserver_side(site: Site, apiserver: Program) -> ServerSide:
    """kube-apiserver: asks for a client certificate and judges it later (`tls.RequestClientCert`, apiserver
    pkg/server/secure_serving.go); without any client CA it asks for none.
    """
    node, references = apiserver.node, site.references
    certificate, key = apiserver.path("--tls-cert-file"), apiserver.path("--tls-private-key-file")
    client_ca, requestheader_ca = apiserver.path("--client-ca-file"), apiserver.path("--requestheader-client-ca-file")
    asks = client_ca or requestheader_ca
    mode = apiserver.get("--authorization-mode")
    if mode is None and apiserver.get("--authorization-config") is None:
        mode = Setting.by_convention("AlwaysAllow")  # the flag's default where no --authorization-config is given
    return ServerSide(
        Server(
            apiserver.component,
            references.certificate(node, certificate),
            references.key(node, key),
            references.certificate(node, client_ca, NOTHING),
            references.certificate(node, requestheader_ca, NOTHING),
            "request" if asks else "none",
        ),
        mode.value if mode else None,
        _rows("certificate", certificate)
        + _rows("key", key)
        + _rows("client_ca", client_ca)
        + _rows("requestheader_ca", requestheader_ca)
        + _rows("client_auth", asks)
        + _rows("authorizer", mode),
    )


def _etcd_side(site: Site, etcd: Program, *, peer: bool) -> ServerSide:
    """An etcd member's client or peer listener: with a trusted CA file or `client-cert-auth` it requires a certificate
    in the handshake (etcd client/pkg/transport, `TLSInfo.ServerConfig`), and any certificate of that CA opens all.
    """
    node, references, prefix = etcd.node, site.references, "--peer-" if peer else "--"
    certificate, key = etcd.path(f"{prefix}cert-file"), etcd.path(f"{prefix}key-file")
    client_ca = etcd.path(f"{prefix}trusted-ca-file")
    asked = etcd.get(f"{prefix}client-cert-auth") if etcd.is_true(f"{prefix}client-cert-auth") else client_ca
    requires = asked is not None and certificate is not None
    return ServerSide(
        Server(
            etcd.component,
            references.certificate(node, certificate, NOTHING),
            references.key(node, key, NOTHING),
            references.certificate(node, client_ca, NOTHING),
            NOTHING,
            "require" if requires else "none",
        ),
        "any-certificate-of-the-CA" if requires else None,
        _rows("certificate", certificate)
        + _rows("key", key)
        + _rows("client_ca", client_ca)
        + (_rows("client_auth", asked) + _rows("authorizer", asked) if requires else ()),
    )


def _kubelet_side(site: Site, kubelet: Kubelet) -> ServerSide:
    """The kubelet on 10250: asks for a client certificate if it has a client CA file (cmd/kubelet/app/server.go).

    Serving pair: tlsCertFile; with serverTLSBootstrap the rotated one; else kubelet.crt and .key. Where the tree has no
    configuration the pair is unknown, and client CA, authoriser and asking are the distribution's convention.
    """
    node, references, layout, config = kubelet.node, site.references, site.layout, kubelet.configuration
    certificate, key = _kubelet_pair(site, kubelet)
    client_ca = kubelet.setting(config.client_ca_file if config else None, "authentication.x509.clientCAFile")
    mode = kubelet.setting(config.authorization_mode if config else None, "authorization.mode")
    if client_ca is None and layout.kubelet_client_ca and (config is None or layout.kubelet_serves_by_flag):
        client_ca = Setting.by_convention(layout.kubelet_client_ca)
    if mode is None:
        mode = Setting.by_convention("Webhook")  # the configuration's default (kubelet.config.k8s.io/v1beta1)
    client_auth = "request" if client_ca else "none" if config else None
    return ServerSide(
        Server(
            kubelet.component,
            references.certificate(node, certificate),
            references.key(node, key),
            references.certificate(node, client_ca, NOTHING if config else UNKNOWN),
            NOTHING,
            client_auth,
        ),
        mode.value,
        _rows("certificate", certificate)
        + _rows("key", key)
        + _rows("client_ca", client_ca)
        + _rows("client_auth", client_ca)
        + _rows("authorizer", mode),
    )


def _kubelet_pair(site: Site, kubelet: Kubelet) -> tuple[Setting | None, Setting | None]:
    config, layout = kubelet.configuration, site.layout
    if config is None:
        by_flag = layout.kubelet_serving if layout.kubelet_serves_by_flag else None
        return _by_convention(by_flag)
    if config.tls_cert_file:
        return kubelet.setting(config.tls_cert_file, "tlsCertFile"), kubelet.setting(
            config.tls_private_key_file, "tlsPrivateKeyFile"
        )
    pair = layout.kubelet_rotated_serving if config.server_tls_bootstrap else layout.kubelet_serving
    if config.server_tls_bootstrap and pair:
        return tuple(Setting(path, config.id, "serverTLSBootstrap", "true") for path in (pair.certificate, pair.key))  # type: ignore[return-value]
    return _by_convention(pair)


def _by_convention(pair: Pair | None) -> tuple[Setting | None, Setting | None]:
    return (Setting.by_convention(pair.certificate), Setting.by_convention(pair.key)) if pair else (None, None)


def in_memory_side(site: Site, program: Program) -> ServerSide:
    """kube-controller-manager's and kube-scheduler's own servers: a pair made at start unless a flag names one, and
    client CAs by flags (else from the ConfigMap extension-apiserver-authentication, which is in no tree).
    """
    node, references = program.node, site.references
    certificate, key = program.path("--tls-cert-file"), program.path("--tls-private-key-file")
    client_ca, requestheader_ca = program.path("--client-ca-file"), program.path("--requestheader-client-ca-file")
    in_memory = () if certificate else (Evidence("server", "certificate", None, CONVENTION, None),)
    return ServerSide(
        Server(
            program.component,
            references.certificate(node, certificate, IN_MEMORY),
            references.key(node, key, IN_MEMORY),
            references.certificate(node, client_ca, UNKNOWN),
            references.certificate(node, requestheader_ca, UNKNOWN),
            "request",
        ),
        None,
        in_memory
        + _rows("certificate", certificate)
        + _rows("key", key)
        + _rows("client_ca", client_ca)
        + _rows("requestheader_ca", requestheader_ca),
    )


def plain_http_side(component: str) -> ServerSide:
    """A server without TLS."""
    return ServerSide(Server(component, NOTHING, NOTHING, NOTHING, NOTHING, "none"), None, ())


def loopback_side(side: ServerSide) -> ServerSide:
    """The API server as it meets itself: the same CAs, but a pair made in memory at start."""
    server = side.server
    return ServerSide(
        Server(server.component, IN_MEMORY, IN_MEMORY, server.client_ca, server.requestheader_ca, server.client_auth),
        side.authorizer,
        tuple(row for row in side.evidence if row.role not in ("certificate", "key")),
    )
