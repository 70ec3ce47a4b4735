"""Kubeconfigs (client-go `clientcmd/api/v1.Config`): what names servers, files and users; secrets as their presence."""

from dataclasses import dataclass

from ..model.configuration import Kubeconfig, KubeconfigCluster, KubeconfigContext, KubeconfigUser
from .bounds import NAME_BYTES
from .fields import Document, boolean, mapping, mappings, text
from .problem import Problem
from .redaction import server_without_userinfo

_DATA_FIELDS = (
    ("clusters", "cluster", "certificate-authority-data"),
    ("users", "user", "client-certificate-data"),
    ("users", "user", "client-key-data"),
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A `*-data` field: its pointer (`users[NAME].user.client-key-data`) and its base64, which may be a secret."""

    pointer: str
    base64: str

    @property
    def is_key(self) -> bool:
        return self.pointer.endswith(".client-key-data")


def read_kubeconfig(document: Document, node: str, path: str) -> Kubeconfig:
    """The kubeconfig in a document, with the place of its file."""
    return Kubeconfig(
        id=f"{node}:{path}",
        node=node,
        path=path,
        current_context=text(document, "current-context"),
        clusters=tuple(_cluster(name, item) for name, item in _named(document, "clusters", "cluster").items()),
        users=tuple(_user(name, item) for name, item in _named(document, "users", "user").items()),
        contexts=tuple(
            KubeconfigContext(name, text(item, "cluster"), text(item, "user"))
            for name, item in _named(document, "contexts", "context").items()
        ),
    )


def embedded(document: Document) -> list[Embedded]:
    """The fields that hold certificates and keys."""
    return [
        Embedded(f"{section}[{name}].{inner}.{field}", data)
        for section, inner, field in _DATA_FIELDS
        for name, item in _named(document, section, inner).items()
        if (data := text(item, field))
    ]


def holds_secret(document: Document) -> bool:
    """Whether a token or a password stands in it, for whatever way to authenticate. (Keys: see their own reader.)"""
    for user in _named(document, "users", "user").values():
        provider = mapping(user, "auth-provider", "config")
        if text(user, "token") or text(user, "password") or any("token" in key or "secret" in key for key in provider):
            return True
    return False


def problems(document: Document) -> list[Problem]:
    """What is left out of a kubeconfig, and what client-go refuses it for."""
    found = []
    for section in ("clusters", "users", "contexts"):
        names = [text(item, "name") or "" for item in mappings(document, section)]
        if any(len(name.encode()) > NAME_BYTES for name in names):
            found.append(Problem("kubeconfig", f"Names of more than {NAME_BYTES} bytes in `{section}` were left out."))
        elif len(set(names)) < len(names):
            found.append(Problem("kubeconfig", f"client-go refuses this file: a name stands twice in `{section}`."))
    return found


def _named(document: Document, section: str, inner: str) -> dict[str, Document]:
    """The entries of a section by name. Left out: a second of the same name, and names that are too long for an id."""
    found: dict[str, Document] = {}
    for item in mappings(document, section):
        name = text(item, "name") or ""
        if len(name.encode()) <= NAME_BYTES:
            found.setdefault(name, mapping(item, inner))
    return found


def _cluster(name: str, cluster: Document) -> KubeconfigCluster:
    server = text(cluster, "server")
    return KubeconfigCluster(
        name=name,
        server=server and server_without_userinfo(server),
        certificate_authority=text(cluster, "certificate-authority"),
        has_certificate_authority_data=text(cluster, "certificate-authority-data") is not None,
        insecure_skip_tls_verify=bool(boolean(cluster, "insecure-skip-tls-verify")),
        tls_server_name=text(cluster, "tls-server-name"),
    )


def _user(name: str, user: Document) -> KubeconfigUser:
    return KubeconfigUser(
        name=name,
        client_certificate=text(user, "client-certificate"),
        client_key=text(user, "client-key"),
        has_client_certificate_data=text(user, "client-certificate-data") is not None,
        has_client_key_data=text(user, "client-key-data") is not None,
        has_token=text(user, "token") is not None,
        token_file=text(user, "tokenFile"),
        has_exec=isinstance(user.get("exec"), dict),
        has_username=text(user, "username") is not None,
    )
