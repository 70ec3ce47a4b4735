"""Connections to kube-apiserver: by kubeconfigs, of pods, front proxies and its own loopback; and on to extensions."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..model.cluster import Client, Dialled, Evidence, Reference, State
from .addresses import first_address
from .callers import Caller
from .clients import ClientSide, kubeconfig_side, missing_kubeconfig_side
from .making import Draft
from .references import IN_MEMORY, NOTHING, UNKNOWN
from .routing import route
from .settings import Program, Setting
from .sides import Sides, loopback_side, unknown_server
from .site import Site

TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount/token"  # noqa: S105 - a path
"""Where every pod finds its service account token (kubernetes.io/docs/concepts/security/service-accounts)."""


def anonymous_allowed(apiserver: Program) -> bool:
    """`--anonymous-auth` is on by default; an `--authentication-config` may restrict it, which no tree here shows."""
    return (apiserver.value("--anonymous-auth") or "true").lower() != "false"


def port(site: Site, apiserver: Program) -> int:
    """Where an API server listens: `--secure-port`, else the default."""
    value = apiserver.value("--secure-port")
    return int(value) if value and value.isdigit() else site.layout.default_ports.get("kube-apiserver", 6443)


def dialled_port(site: Site, apiserver: Program) -> int:
    """Where others reach an API server. By convention the distribution's port, behind which it may have another."""
    default = site.layout.default_ports.get("kube-apiserver")
    return default if default and not apiserver.is_written else port(site, apiserver)


def by_kubeconfig(site: Site, sides: Sides, callers: Iterable[Caller]) -> Iterator[Draft]:
    """What every kubeconfig makes: one connection for each API server that its context reaches."""
    for caller in callers:
        if caller.kubeconfig is None:
            yield _without_kubeconfig(site, sides, caller)
        else:
            yield from _with_kubeconfig(site, sides, caller)


def _with_kubeconfig(site: Site, sides: Sides, caller: Caller) -> Iterator[Draft]:
    side = kubeconfig_side(site, caller)
    if side is None:
        return
    where = route(site, caller.node, side.dialled.host)
    for apiserver in where.apiservers:
        server = sides.apiserver(apiserver)
        yield Draft(side, server, caller.purpose, where.via, anonymous=anonymous_allowed(apiserver))
    if where.elsewhere:
        yield Draft(side, unknown_server(where.elsewhere), caller.purpose, where.via)


def _without_kubeconfig(site: Site, sides: Sides, caller: Caller) -> Draft:
    """A kubeconfig that is named but not in the tree (or unreadable): drawn to the node's own API server."""
    file = site.inventory.resolve(caller.node, caller.path)
    apiserver = site.apiservers.get(caller.node)
    reached = dialled_port if caller.component.startswith("kubectl:") else port
    default = reached(site, apiserver) if apiserver else site.layout.default_ports.get("kube-apiserver", 6443)
    side = missing_kubeconfig_side(caller.component, caller.path, file, default)
    server = sides.apiserver(apiserver) if apiserver else unknown_server(f"kube-apiserver@{caller.node}")
    return Draft(replace(side, evidence=caller.claim), server, caller.purpose)


def root_ca(site: Site, node: str) -> Setting | None:
    """The CA that pods are given: the `--root-ca-file` of the node's controller manager, else the cluster's CA."""
    manager = site.programs["kube-controller-manager"].get(node)
    found = manager.path("--root-ca-file") if manager else None
    if found is None and site.layout.cluster_ca:
        return Setting.by_convention(site.layout.cluster_ca)
    return found


def pods(site: Site, sides: Sides) -> Iterator[Draft]:
    """Every pod dials the Service `kubernetes` with its service account token."""
    token = Reference(State.NOT_IN_TREE, (), TOKEN_PATH, "")
    for node, apiserver in site.apiservers.items():
        ca, ranges = root_ca(site, node), apiserver.get("--service-cluster-ip-range")
        evidence = tuple(Setting.by_convention(TOKEN_PATH).evidence("client", "token"))
        evidence += tuple(ca.evidence("client", "ca")) if ca else ()
        evidence += tuple(ranges.evidence("client", "address")) if ranges else ()
        client = Client("pod@cluster", NOTHING, NOTHING, site.references.certificate(node, ca), token)
        dialled = Dialled("https", first_address(ranges.value if ranges else None), 443)
        yield Draft(ClientSide(client, dialled, True, evidence), sides.apiserver(apiserver), via="service")


def front_proxies(site: Site, sides: Sides) -> Iterator[Draft]:
    """A front proxy that holds the node's front-proxy-client pair: its headers say who the user is."""
    for node, apiserver in site.apiservers.items():
        if apiserver.get("--requestheader-client-ca-file") is None:
            continue
        certificate, key = apiserver.path("--proxy-client-cert-file"), apiserver.path("--proxy-client-key-file")
        ca, home = root_ca(site, node), apiserver.get("--advertise-address")
        find = site.references
        client = Client(
            "front-proxy@cluster",
            find.certificate(node, certificate),
            find.key(node, key),
            find.certificate(node, ca),
            NOTHING,
        )
        evidence = _rows(("certificate", certificate), ("key", key), ("ca", ca), ("address", home))
        dialled = Dialled("https", home.value if home else None, dialled_port(site, apiserver))
        yield Draft(ClientSide(client, dialled, True, evidence), sides.apiserver(apiserver), honours_headers=True)


def loopbacks(site: Site, sides: Sides) -> Iterator[Draft]:
    """kube-apiserver dials itself with a token and a pair that it makes at start.

    Source: apiserver pkg/server/options/serving_with_loopback.go.
    """
    for node, apiserver in site.apiservers.items():
        host = None if node in site.conventional else "127.0.0.1"
        client = Client(apiserver.component, NOTHING, NOTHING, IN_MEMORY, IN_MEMORY)
        side = ClientSide(
            client,
            Dialled("https", host, port(site, apiserver)),
            True,
            _rows(("address", apiserver.get("--secure-port"))),
        )
        yield Draft(side, loopback_side(sides.apiserver(apiserver)), "loopback")


def extensions(site: Site, sides: Sides) -> Iterator[Draft]:
    """kube-apiserver → extension API servers: it forwards requests with the front-proxy pair; their own pair and the
    APIService's caBundle are API objects and in no tree. They read the client CAs from the API server's ConfigMap.
    """
    for node, apiserver in site.apiservers.items():
        certificate, key = apiserver.path("--proxy-client-cert-file"), apiserver.path("--proxy-client-key-file")
        if certificate is None or apiserver.get("--requestheader-client-ca-file") is None:
            continue
        find, own = site.references, sides.apiserver(apiserver)
        client = Client(apiserver.component, find.certificate(node, certificate), find.key(node, key), UNKNOWN, NOTHING)
        evidence = _rows(("certificate", certificate), ("key", key))
        server = replace(
            own.server, component="extension-apiserver@cluster", certificate=UNKNOWN, key=UNKNOWN, client_auth="request"
        )
        kept = tuple(row for row in own.evidence if row.role in ("client_ca", "requestheader_ca", "client_auth"))
        yield Draft(
            ClientSide(client, Dialled("https", None, 443), True, evidence),
            replace(own, server=server, authorizer=None, evidence=kept),
            honours_headers=True,
        )


def _rows(*pairs: tuple[str, Setting | None]) -> tuple[Evidence, ...]:
    return tuple(row for role, setting in pairs if setting for row in setting.evidence("client", role))
