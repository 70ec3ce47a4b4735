"""Which API servers a host reaches (docs/model.md, Routing). Never decided by the names in a certificate: a missing
name must fail the connection, not hide it.
"""

from dataclasses import dataclass

from .addresses import first_address, identifier, is_loopback, same_host
from .settings import Program
from .site import Site

SERVICE_NAME = "kubernetes.default.svc"


@dataclass(frozen=True, slots=True)
class Route:
    """The API servers reached, or, where the tree has none, the component that stands for the host."""

    apiservers: tuple[Program, ...]
    elsewhere: str | None
    via: str | None


def route(site: Site, node: str, host: str | None) -> Route:
    """Where a host leads, dialled from a node.

    The host of an `--advertise-address` is that API server; loopback is the same node's; any other host is a load
    balancer or the Service, and reaches every API server of the tree.
    """
    servers = tuple(site.apiservers.values())
    own = tuple(server for server in servers if same_host(host, server.value("--advertise-address")))
    if own:
        return Route(own[:1], None, None)
    if is_loopback(host) and node in site.apiservers:
        return Route((site.apiservers[node],), None, None)
    via = "service" if _is_service(site, host) else "load-balancer"
    return Route(servers, None if servers else f"kube-apiserver@{identifier(host or 'unknown')}", via)


def _is_service(site: Site, host: str | None) -> bool:
    """Whether a host is the Service `kubernetes`: its name with any cluster domain, or its address."""
    name = (host or "").lower().rstrip(".")
    if name == SERVICE_NAME or name.startswith(SERVICE_NAME + "."):
        return True
    ranges = (server.value("--service-cluster-ip-range") for server in site.apiservers.values())
    return any(same_host(host, first_address(cidrs)) for cidrs in ranges)
