"""A component → what its page says: what it presents, which files it uses, which connections begin and end there."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.cluster import Cluster, Component, ComponentEvidence, State
from ..model.words import Sentence
from ..topology.authorities import KIND
from .authorities import Authorities
from .authority import Issued, authority_page_parts
from .holdings import Holding, Use, holdings, uses
from .names import NAMED, certificate_words, file_name, lacks_kubeconfig, placed, where
from .phrases import begin, code, listing, say
from .program import flag, named_file, service_account_keys, service_account_signer


@dataclass(frozen=True, slots=True)
class ComponentPage:
    """A component's page. `holdings`: the files that it uses, by role; `as_client` and `as_server`: ids of connections.

    For a CA: `issued` are the certificates whose signature its key verified, `trusted_by` the ids of the connections on
    which a side checks the other with it, and as_client, as_server and holdings are empty.
    """

    component: str
    kind: str
    title: str
    where: str
    lead: Sentence
    points: tuple[Sentence, ...]
    holdings: tuple[Holding, ...]
    as_client: tuple[str, ...]
    as_server: tuple[str, ...]
    evidence: tuple[ComponentEvidence, ...]
    issued: tuple[Issued, ...] = ()
    trusted_by: tuple[str, ...] = ()


def explain_component(cluster: Cluster, component: Component, authorities: Authorities | None = None) -> ComponentPage:
    """The page of a component, or of a CA."""
    if component.kind == KIND:
        return _authority_page(cluster, component, authorities or Authorities(cluster))
    clients = [c for c in cluster.connections.values() if c.client.component == component.id]
    servers = [c for c in cluster.connections.values() if c.server.component == component.id]
    mine = [use for connection in clients for use in uses(connection) if use.side == "client"]
    mine += [use for connection in servers for use in uses(connection) if use.side == "server"]
    return ComponentPage(
        component=component.id,
        kind=component.kind,
        title=placed(component).removeprefix("the "),
        where=where(component),
        lead=begin(_lead(component, mine)),
        points=tuple(begin(point) for point in _points(cluster, component)),
        holdings=holdings(cluster, mine),
        as_client=tuple(connection.id for connection in clients),
        as_server=tuple(connection.id for connection in servers),
        evidence=component.evidence,
    )


def _authority_page(cluster: Cluster, component: Component, authorities: Authorities) -> ComponentPage:
    parts = authority_page_parts(cluster, component.id, authorities)
    return ComponentPage(
        component=component.id,
        kind=component.kind,
        title=parts.title,
        where="",
        lead=begin(parts.lead),
        points=tuple(begin(point) for point in parts.points),
        holdings=(),
        as_client=(),
        as_server=(),
        evidence=component.evidence,
        issued=parts.issued,
        trusted_by=parts.trusted_by,
    )


def _lead(component: Component, mine: list[Use]) -> Sentence:
    """What it presents to whoever dials it, and what it presents where it dials itself."""
    sides = {side: [use for use in mine if use.side == side] for side in ("server", "client")}
    parts = [say("{what} as a {side}", what=_presented(found), side=side) for side, found in sides.items() if found]
    name = placed(component)
    if not parts:
        return say("No connection in this upload begins or ends at {name}.", name=name)
    return say("{name} presents {parts}.", name=name, parts=listing(parts, ", and "))


def _presented(found: list[Use]) -> Sentence:
    certificates = [use.reference for use in found if use.role == "crt"]
    named: dict[Sentence, None] = {}
    for use in found:
        if use.role == "crt" and use.reference.state in NAMED:
            named[_words(use)] = None
    if named:
        return listing(named)
    if any(use.role == "token" and use.reference.state not in (State.NONE, State.UNKNOWN) for use in found):
        return say("a [token](token)")
    if any(reference.state is State.IN_MEMORY for reference in certificates):
        return say("a certificate [made in memory](in-memory)")
    if any(reference.state is State.UNKNOWN for reference in certificates):
        return say("a certificate unknown to this upload")
    return say("no certificate")


def _words(use: Use) -> Sentence:
    missing = " (not in the upload)" if use.reference.state is State.NOT_IN_TREE else ""
    in_kubeconfig = use.side == "client" and lacks_kubeconfig(use.connection.client)
    return say("{crt}{missing}", crt=certificate_words(use.reference, in_kubeconfig), missing=missing)


def _points(cluster: Cluster, component: Component) -> Iterator[Sentence]:
    """What its flags and its configuration say beyond the connections."""
    by_kind = {
        "kube-apiserver": _apiserver_points,
        "kube-controller-manager": _manager_points,
        "kubelet": _kubelet_points,
    }
    if component.kind in by_kind:
        yield from by_kind[component.kind](cluster, component)


def _apiserver_points(cluster: Cluster, component: Component) -> Iterator[Sentence]:
    signer, keys = service_account_signer(cluster, component.node), service_account_keys(cluster, component.node)
    if signer:
        checks = (
            say(" and checks them with {keys}", keys=listing((code(key.name) for key in keys), " or ")) if keys else ""
        )
        yield say(
            "It signs the [tokens](token) of service accounts with {signer}{checks}.",
            signer=code(signer.name),
            checks=checks,
        )


def _manager_points(cluster: Cluster, component: Component) -> Iterator[Sentence]:
    signer = named_file(cluster, component.kind, component.node, "--cluster-signing-key-file")
    authority = named_file(cluster, component.kind, component.node, "--cluster-signing-cert-file")
    if signer and authority:
        words = "It signs approved [CSRs](csr) with {key} of {crt}: so kubelets get their certificates."
        yield say(words, key=code(signer.name), crt=code(authority.name))
    elif flag(cluster, component.kind, component.node, "--cluster-signing-key-file") == "":
        yield say("It signs no [CSR](csr): `--cluster-signing-key-file` is empty.")
    root = named_file(cluster, component.kind, component.node, "--root-ca-file")
    if root:
        words = "It gives {crt} to every pod, in the ConfigMap `kube-root-ca.crt` of each namespace."
        yield say(words, crt=code(root.name))


def _kubelet_points(cluster: Cluster, component: Component) -> Iterator[Sentence]:
    found = [c for c in cluster.inventory.kubelet_configurations.values() if c.node == component.node]
    if not found:
        yield say("Its configuration is not in the upload, so nothing says which certificate it presents.")
        return
    configuration = found[0]
    if configuration.tls_cert_file:
        file = code(file_name(configuration.tls_cert_file))
        yield say("`tlsCertFile` names the certificate that it presents: {file}.", file=file)
    elif configuration.server_tls_bootstrap:
        yield say("`serverTLSBootstrap: true`: it asks for its serving certificate with a [CSR](csr).")
    elif _is_given(cluster, component):
        words = "Somebody gave it its serving certificate: by itself it makes one, where it finds none when it starts."
        yield say(words)
    else:
        yield say("It made its serving certificate itself at its first start, with a [throw-away CA](throw-away-ca).")
    if configuration.rotate_certificates:
        yield say("`rotateCertificates: true`: it asks for a new client certificate before the old one ends.")


def _is_given(cluster: Cluster, component: Component) -> bool:
    """Whether a kubelet serves with a certificate that it did not make: one whose CA does not stand beside it."""
    served = [c.server.certificate for c in cluster.connections.values() if c.server.component == component.id]
    leaf = cluster.certificate(served[0]) if served else None
    issuer = cluster.issuer(leaf) if leaf else None
    return leaf is not None and (issuer is None or (issuer.node, issuer.path) != (leaf.node, leaf.path))
