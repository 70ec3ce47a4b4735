"""Connections to etcd: the API server's, the peers', the gateway's, etcdctl's and kubeadm's (edge table rows 6–10)."""

from collections.abc import Iterator

from ..distributions.layout import NODE
from ..model.cluster import Client, Dialled, Evidence
from .addresses import endpoint, identifier, is_loopback, same_host
from .clients import ClientSide
from .making import Draft
from .references import NOTHING, UNKNOWN
from .settings import Program, Setting
from .sides import ServerSide, Sides, plain_http_side, unknown_server
from .site import Site


def from_apiservers(site: Site, sides: Sides) -> Iterator[Draft]:
    """One connection for each URL of `--etcd-servers`; on a conventional node to its own member."""
    for node, apiserver in site.apiservers.items():
        urls, setting = apiserver.urls("--etcd-servers"), apiserver.get("--etcd-servers")
        for url in urls:
            point = endpoint(url)
            evidence = tuple(setting.evidence("client", "address")) if setting else ()
            yield Draft(
                _apiserver_as_client(site, apiserver, Dialled(point.scheme, point.host, point.port), evidence),
                _member(site, sides, node, Dialled(point.scheme, point.host, point.port)),
            )
        if not urls and node in site.etcds and not apiserver.is_written:
            yield Draft(
                _apiserver_as_client(site, apiserver, _nowhere(site, "etcd"), ()),
                sides.etcd(site.etcds[node]),
            )


def _apiserver_as_client(site: Site, apiserver: Program, dialled: Dialled, address: tuple[Evidence, ...]) -> ClientSide:
    node, find = apiserver.node, site.references
    certificate, key, ca = (apiserver.path(flag) for flag in ("--etcd-certfile", "--etcd-keyfile", "--etcd-cafile"))
    tls = dialled.scheme == "https"
    client = Client(
        apiserver.component,
        find.certificate(node, certificate, NOTHING),
        find.key(node, key, NOTHING),
        find.certificate(node, ca, UNKNOWN if tls else NOTHING),
        NOTHING,
    )
    return ClientSide(client, dialled, tls, address + _rows(certificate, key, ca))


def _rows(certificate: Setting | None, key: Setting | None, ca: Setting | None) -> tuple[Evidence, ...]:
    pairs = (("certificate", certificate), ("key", key), ("ca", ca))
    return tuple(row for role, setting in pairs if setting for row in setting.evidence("client", role))


def _member(site: Site, sides: Sides, node: str, dialled: Dialled) -> ServerSide:
    """The member behind a host: loopback is the node's own; else whoever advertises or listens on that host. A
    member without a manifest says neither: it is at the address of its node's API server.
    """
    host = dialled.host
    if is_loopback(host) and node in site.etcds:
        return _side(sides, site.etcds[node], dialled)
    for flag in ("--advertise-client-urls", "--listen-client-urls"):
        for member in site.etcds.values():
            if any(same_host(host, endpoint(url).host) for url in member.urls(flag)):
                return _side(sides, member, dialled)
    for home, member in site.etcds.items():
        beside = site.apiservers.get(home)
        if not member.is_written and beside and same_host(host, beside.value("--advertise-address")):
            return _side(sides, member, dialled)
    return unknown_server(f"etcd@{identifier(host or 'unknown')}")


def _side(sides: Sides, etcd: Program, dialled: Dialled) -> ServerSide:
    """The member as it is met at an address: where it listens by http, its certificate and CA are ignored (etcd
    server/embed/etcd.go, configureClientListeners).
    """
    points = [endpoint(url) for url in etcd.urls("--listen-client-urls")]
    met = [point for point in points if point.port == dialled.port and _answers(point.host, dialled.host)]
    if met and all(point.scheme == "http" for point in met):
        return plain_http_side(etcd.component)
    return sides.etcd(etcd)


def _answers(listened: str | None, dialled: str | None) -> bool:
    """Whether who listens on one host is met at another: on every address, at loopback's names, or on that one."""
    everywhere = listened in (None, "0.0.0.0", "::")  # noqa: S104 - a comparison
    return everywhere or same_host(listened, dialled) or (is_loopback(listened) and is_loopback(dialled))


def peers(site: Site, sides: Sides) -> Iterator[Draft]:
    """Every member dials every other with its peer pair, and checks the certificate it meets with its peer CA."""
    for one in site.etcds.values():
        certificate, key, ca = (
            one.path(flag) for flag in ("--peer-cert-file", "--peer-key-file", "--peer-trusted-ca-file")
        )
        find, node = site.references, one.node
        for other in site.etcds.values():
            if one is other:
                continue
            dialled = _first(other, "--initial-advertise-peer-urls") or _nowhere(site, "etcd-peer")
            client = Client(
                one.component,
                find.certificate(node, certificate, NOTHING),
                find.key(node, key, NOTHING),
                find.certificate(node, ca, UNKNOWN if dialled.scheme == "https" else NOTHING),
                NOTHING,
            )
            evidence = _address(other, "--initial-advertise-peer-urls") + _rows(certificate, key, ca)
            yield Draft(
                ClientSide(client, dialled, dialled.scheme == "https", evidence),
                sides.etcd(other, peer=True),
                "peer",
            )


def gateways(site: Site, sides: Sides) -> Iterator[Draft]:
    """etcd's HTTP/JSON gateway dials its own member: with `--client-cert-file` or its serving pair, verifying nothing
    (etcd server/embed/etcd.go).
    """
    for node, etcd in site.etcds.items():
        if etcd.get("--cert-file") is None:
            continue
        own = etcd.get("--client-cert-file") is not None
        certificate = etcd.path("--client-cert-file" if own else "--cert-file")
        key = etcd.path("--client-key-file" if own else "--key-file")
        client = Client(
            etcd.component,
            site.references.certificate(node, certificate),
            site.references.key(node, key),
            NOTHING,
            NOTHING,
        )
        evidence = _address(etcd, "--listen-client-urls") + _rows(certificate, key, None)
        dialled = _local(site, etcd)
        yield Draft(ClientSide(client, dialled, False, evidence), _side(sides, etcd, dialled), "gateway")


def tools(site: Site, sides: Sides) -> Iterator[Draft]:
    """etcdctl, and kubeadm where it made the cluster, with the client pair that the distribution keeps for them."""
    pair, ca = site.layout.etcd_client, site.layout.etcd_client_ca
    if pair is None or ca is None:
        return
    for node, etcd in site.etcds.items():
        paths = tuple(path.replace(NODE, node) for path in (pair.certificate, pair.key, ca))
        if (etcd.is_written or etcd.shown_by) and site.inventory.resolve(node, paths[0]) is None:
            continue
        certificate, key, trusted = (Setting.by_convention(path) for path in paths)
        find = site.references
        advertised = _first(etcd, "--advertise-client-urls") or _nowhere(site, "etcd")
        for kind, dialled, flag in (
            ("etcdctl", _local(site, etcd), "--listen-client-urls"),
            ("kubeadm", advertised, "--advertise-client-urls"),
        ):
            if kind not in site.layout.etcd_tools:
                continue
            client = Client(
                f"{kind}@{node}",
                find.certificate(node, certificate),
                find.key(node, key),
                find.certificate(node, trusted),
                NOTHING,
            )
            evidence = _address(etcd, flag) + _rows(certificate, key, trusted)
            side = _side(sides, etcd, dialled)
            yield Draft(ClientSide(client, dialled, dialled.scheme == "https", evidence), side)


def _local(site: Site, etcd: Program) -> Dialled:
    """The first loopback address that a member listens on, else its first address."""
    points = [endpoint(url) for url in etcd.urls("--listen-client-urls")]
    chosen = next((point for point in points if is_loopback(point.host)), points[0] if points else None)
    return Dialled(chosen.scheme, chosen.host, chosen.port) if chosen else _nowhere(site, "etcd")


def _first(etcd: Program, flag: str) -> Dialled | None:
    urls = etcd.urls(flag)
    if not urls:
        return None
    point = endpoint(urls[0])
    return Dialled(point.scheme, point.host, point.port)


def _address(etcd: Program, flag: str) -> tuple[Evidence, ...]:
    setting = etcd.get(flag)
    return tuple(setting.evidence("client", "address")) if setting else ()


def _nowhere(site: Site, kind: str) -> Dialled:
    """No address is named: only the default port is known."""
    return Dialled("https", None, site.layout.default_ports.get(kind))
