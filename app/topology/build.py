"""Inventory → Cluster: every program and kubelet is found, then every connection, then who is who."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ..distributions import recognise
from ..model.cluster import Cluster, Connection, Node
from ..model.inventory import Inventory
from ..reading.bounds import INSPECT, exceeded
from . import apiserver_clients, etcds, kubelets
from .callers import Caller, find_callers
from .components import find_components
from .identities import Identities
from .issuers import Signers, choose_issuers, find_signers
from .making import Draft, connection, number
from .sides import Sides
from .signatures import Signatures
from .site import Site, survey


def build(inventory: Inventory, clock: datetime, signatures: Signatures) -> Cluster:
    """The cluster that an inventory shows at a moment (docs/model.md). Same inventory and clock, same cluster. It is
    not judged yet: `verdicts` is empty.

    Raises LimitExceeded when the tree asks for more signature checks, or has more connections, than the bounds of
    `signatures` allow.
    """
    signers = find_signers(inventory.certificates.values(), signatures)
    return rebuild(inventory, clock, signers, signatures.bounds.connections)


def at_clock(cluster: Cluster, clock: datetime) -> Cluster:
    """The same tree at another moment, without a signature being checked again.

    Only the choice between several issuers depends on the clock (docs/model.md, `issuer_id`): mostly it stays, and so
    does everything that is built on it. `verdicts` are those of the old moment.
    """
    issuers = choose_issuers(cluster.inventory.certificates.values(), cluster.signers, clock)
    if issuers == cluster.issuers:
        return replace(cluster, clock=clock)
    return rebuild(cluster.inventory, clock, cluster.signers)


def rebuild(inventory: Inventory, clock: datetime, signers: Signers, most: int = INSPECT.connections) -> Cluster:
    """The same, where it is known who can have signed what: no signature is checked."""
    layout, distribution = recognise(inventory)
    site = survey(inventory, layout)
    callers = tuple(find_callers(site))
    issuers = choose_issuers(inventory.certificates.values(), signers, clock)
    identities = Identities(inventory.certificates, issuers, site.apiservers)
    drafts = list(_at_most(most, _drafts(site, callers, Sides(site))))
    connections = {
        identifier: connection(identifier, draft, identities.of(draft)) for identifier, draft in number(drafts)
    }
    return Cluster(
        clock=clock,
        distribution=distribution,
        nodes=tuple(_nodes(site)),
        inventory=inventory,
        signers=signers,
        issuers=issuers,
        components=find_components(site, callers, connections.values(), issuers),
        connections=dict(sorted(connections.items())),
        notes=inventory.notes + tuple(_notes(site, connections)),
    )


def _at_most(most: int, drafts: Iterator[Draft]) -> Iterator[Draft]:
    """The drafts, counted while they are made: nothing is built of a tree that has too many."""
    for count, draft in enumerate(drafts):
        if count == most:
            raise exceeded("CONNECTIONS", f"Its programs dial each other on more than {most} connections.")
        yield draft


def _drafts(site: Site, callers: tuple[Caller, ...], sides: Sides) -> Iterator[Draft]:
    """Every connection of docs/model.md, "Which connections there are", kind by kind."""
    yield from apiserver_clients.by_kubeconfig(site, sides, callers)
    yield from apiserver_clients.pods(site, sides)
    yield from apiserver_clients.front_proxies(site, sides)
    yield from apiserver_clients.loopbacks(site, sides)
    yield from apiserver_clients.extensions(site, sides)
    yield from etcds.from_apiservers(site, sides)
    yield from etcds.peers(site, sides)
    yield from etcds.gateways(site, sides)
    yield from etcds.tools(site, sides)
    yield from kubelets.to_kubelets(site, sides)
    yield from kubelets.probes(site, sides)


def _nodes(site: Site) -> Iterator[Node]:
    """control-plane: has an API server; etcd: has a member; worker: neither."""
    for node in sorted(site.inventory.nodes, key=lambda node: node.id):
        roles = tuple(
            role for role, programs in (("control-plane", site.apiservers), ("etcd", site.etcds)) if node.id in programs
        )
        yield Node(node.id, roles or ("worker",), node.source)


def _why(site: Site) -> str:
    if site.layout.manifests:
        return "the upload holds no static pod manifests of this node."
    return f"{site.layout.name} runs no static pods for its control plane, so no file here says which flags it has."


def _notes(site: Site, connections: dict[str, Connection]) -> Iterator[str]:
    """What was derived or assumed, in sentences."""
    for node in sorted(site.conventional):
        yield (
            f"{node}: {_why(site)} Its parts are drawn as {site.layout.name} "
            "lays them out by convention, and nothing in the upload says at which address they listen."
        )
    for node, kubelet in site.kubelets.items():
        if kubelet.configuration is None and not site.layout.kubelet_serves_by_flag:
            place = f" ({site.layout.kubelet_configuration})" if site.layout.kubelet_configuration else ""
            yield (
                f"{node}: the kubelet's configuration{place} is not in the upload, so nothing says which certificate "
                "it serves with."
            )
    if site.conventional:
        yield from site.layout.remarks
    if not connections:
        yield "No connection can be drawn: there is no kubeconfig, no manifest and no control-plane certificate."
