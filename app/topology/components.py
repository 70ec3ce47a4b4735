"""The ends of connections and the CAs, each with what shows that it exists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ..distributions.layout import NODE
from ..model.certificates import Certificate
from ..model.cluster import Component, ComponentEvidence, Connection
from .callers import Caller
from .settings import BY_CONVENTION, Setting
from .site import Site

CA_FLAGS = (
    "--client-ca-file",
    "--requestheader-client-ca-file",
    "--etcd-cafile",
    "--trusted-ca-file",
    "--peer-trusted-ca-file",
    "--kubelet-certificate-authority",
    "--root-ca-file",
    "--cluster-signing-cert-file",
)
"""The flags that name a CA (docs/model.md, Ids)."""


def find_components(
    site: Site, callers: Iterable[Caller], connections: Iterable[Connection], issuers: Mapping[str, str | None]
) -> dict[str, Component]:
    """Every end of a connection and every CA, by id."""
    connections = tuple(connections)
    marks = _marks(site, callers)
    nodes = {node.id for node in site.inventory.nodes}
    found: dict[str, Component] = {}
    for connection in connections:
        for side, identifier in (("client", connection.client.component), ("server", connection.server.component)):
            if identifier not in found:
                found[identifier] = _component(
                    identifier, nodes, marks.get(identifier) or _from_address(connection, side)
                )
    found.update(_authorities(site, connections, issuers))
    return dict(sorted(found.items()))


def _component(identifier: str, nodes: set[str], evidence: tuple[ComponentEvidence, ...]) -> Component:
    head, _, home = identifier.rpartition("@")
    return Component(identifier, head.partition(":")[0], home if home in nodes else None, evidence)


def _from_address(connection: Connection, side: str) -> tuple[ComponentEvidence, ...]:
    """An end that shows itself only in an address: what names that address."""
    rows = (
        [row for row in connection.evidence if row.side == "client" and row.role == "address"]
        if side == "server"
        else []
    )
    return tuple(ComponentEvidence(row.file, row.field, row.value) for row in rows) or (BY_CONVENTION,)


def _marks(site: Site, callers: Iterable[Caller]) -> dict[str, tuple[ComponentEvidence, ...]]:
    marks: dict[str, tuple[ComponentEvidence, ...]] = {}
    for programs in site.programs.values():
        marks.update({program.component: (program.mark(),) for program in programs.values()})
    marks.update({kubelet.component: (kubelet.mark,) for kubelet in site.kubelets.values()})
    for caller in callers:
        marks.setdefault(caller.component, (caller.mark,))
    for kind in ("etcdctl", "kubeadm"):
        marks.update({f"{kind}@{node}": _tool_mark(site, node) for node in site.etcds})
    marks["pod@cluster"] = (BY_CONVENTION,)
    for cluster_wide, flag in (
        ("front-proxy@cluster", "--requestheader-client-ca-file"),
        ("extension-apiserver@cluster", "--proxy-client-cert-file"),
    ):
        marks[cluster_wide] = tuple(
            setting.mark() for apiserver in site.apiservers.values() if (setting := apiserver.get(flag))
        )
    return marks


def _tool_mark(site: Site, node: str) -> tuple[ComponentEvidence, ...]:
    path = site.layout.etcd_client.certificate.replace(NODE, node) if site.layout.etcd_client else None
    file = site.inventory.resolve(node, path) if path is not None else None
    return (ComponentEvidence(file.id, "path", path) if file else BY_CONVENTION,)


def authority_id(certificate: Certificate) -> str:
    """The component id of the CA that a certificate is: CAs are told apart by their key."""
    return f"certificate-authority:{certificate.facts.key.spki_sha256[:12]}@cluster"


def _authorities(
    site: Site, connections: tuple[Connection, ...], issuers: Mapping[str, str | None]
) -> dict[str, Component]:
    evidence: dict[str, dict[ComponentEvidence, None]] = defaultdict(dict)
    for certificate, mark in _authority_marks(site, connections, issuers):
        evidence[authority_id(certificate)][mark] = None
    return {
        identifier: Component(identifier, "certificate-authority", None, tuple(marks))
        for identifier, marks in evidence.items()
    }


def _authority_marks(
    site: Site, connections: tuple[Connection, ...], issuers: Mapping[str, str | None]
) -> Iterator[tuple[Certificate, ComponentEvidence]]:
    """What makes a certificate a CA: a flag or field that names it, CA:TRUE, or a signature that its key verified."""
    certificates = site.inventory.certificates
    for identifiers, mark in _named(site, connections):
        for identifier in identifiers:
            yield certificates[identifier], mark
    for certificate in certificates.values():
        if certificate.facts.is_ca:
            yield certificate, ComponentEvidence(_file(certificate), "basicConstraints", "CA:TRUE")
        parent = issuers.get(certificate.id)
        if parent is not None and certificates[parent].facts.key.spki_sha256 != certificate.facts.key.spki_sha256:
            yield certificates[parent], ComponentEvidence(_file(certificate), "signature", None)


def _named(site: Site, connections: tuple[Connection, ...]) -> Iterator[tuple[tuple[str, ...], ComponentEvidence]]:
    for programs in site.programs.values():
        for program in programs.values():
            for flag in CA_FLAGS:
                setting: Setting | None = program.path(flag)
                if setting:
                    yield site.references.certificate(program.node, setting).ids, setting.mark()
    for connection in connections:
        for row in connection.evidence:
            if row.role in ("ca", "client_ca", "requestheader_ca"):
                reference = getattr(connection.client if row.side == "client" else connection.server, row.role)
                yield reference.ids, ComponentEvidence(row.file, row.field, row.value)


def _file(certificate: Certificate) -> str:
    return f"{certificate.node}:{certificate.path}"
