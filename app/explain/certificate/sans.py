"""Where does each name of a certificate come from? From a flag, a configuration or an address that somebody dials.

Source: cmd/kubeadm/app/util/pkiutil/pki_helpers.go, GetAPIServerAltNames and GetEtcdAltNames; pkg/kubelet
certificate/kubelet.go for serving certificates by CSR.
"""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...model.cluster import Component
from ...model.words import Sentence
from ...topology.programs import program_of
from ..file_facts import SHOWN
from ..names import file_name, placed
from ..phrases import code, listing, say
from .roles import Part, Role, Subject, components

_SERVICE = ("kubernetes", "kubernetes.default", "kubernetes.default.svc")
_LOCAL = ("localhost", "127.0.0.1", "::1")
_ETCD_FLAGS = (
    "--advertise-client-urls",
    "--initial-advertise-peer-urls",
    "--listen-client-urls",
    "--listen-peer-urls",
)


@dataclass(frozen=True, slots=True)
class NameRow:
    """Names of one origin, in the certificate's order; `derived` is False where nothing in the upload says whence."""

    names: tuple[str, ...]
    origin: Sentence
    derived: bool


Origins = dict[str, Sentence]


def name_rows(subject: Subject) -> tuple[NameRow, ...]:
    """The first SHOWN names with their origins, neighbours of one origin together."""
    origins = _origins(subject)
    rows: list[NameRow] = []
    for san in subject.certificate.facts.sans[:SHOWN]:
        origin = origins.get(_normal(san.value))
        shown = san.value if san.type in ("DNS", "IP") else f"{san.type}: {san.value}"
        words = origin or say("not derived: nothing in the upload asks for it")
        if rows and rows[-1].origin == words:
            rows[-1] = NameRow((*rows[-1].names, shown), words, rows[-1].derived)
        else:
            rows.append(NameRow((shown,), words, origin is not None))
    return tuple(rows)


def absent_names(subject: Subject) -> tuple[str, ...]:
    """For a certificate that an API server shows: which of localhost and 127.0.0.1 it does not have."""
    servers = components(subject.of(Part.LEAF, "server"))
    if not any(server.kind == "kube-apiserver" for server in servers):
        return ()
    there = {_normal(san.value) for san in subject.certificate.facts.sans}
    return tuple(name for name in _LOCAL[:2] if name not in there)


def _normal(value: str) -> str:
    """A name as it is compared: addresses by value, names without regard to case."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        return value.lower()


def _origins(subject: Subject) -> Origins:
    """The origin of each name that something in the tree asks for; the first that says so counts."""
    found: Origins = {}
    for name, origin in _candidates(subject):
        found.setdefault(_normal(name), origin)
    return found


def _candidates(subject: Subject) -> Iterator[tuple[str, Sentence]]:
    facts = subject.certificate.facts
    if facts.is_ca and facts.common_name:
        yield facts.common_name, say("its own CN: nobody dials a CA, so it counts for nothing")
    owners = subject.of(Part.LEAF)
    for owner in components(owners):
        if owner.node:
            yield owner.node, say("the name of the node")
        if owner.kind == "kube-apiserver":
            yield from _apiserver(subject, owner)
        elif owner.kind == "etcd":
            yield from _etcd(subject, owner)
        elif owner.kind == "kubelet":
            yield from _address(subject, owner)
    yield from _configured(subject, owners)
    yield from _dialled([role for role in owners if role.side == "server"])


def _apiserver(subject: Subject, owner: Component) -> Iterator[tuple[str, Sentence]]:
    yield from _address(subject, owner)
    program = program_of(subject.cluster, owner.kind, owner.node)
    ranges = (program.value("--service-cluster-ip-range") if program else None) or ""
    first = ranges.partition(",")[0].strip()
    try:
        network = ipaddress.ip_network(first, strict=False)
        words = "the first address of the service network, for pods ({flag})"
        yield str(network[1]), say(words, flag=code(f"--service-cluster-ip-range={first}"))
    except (ValueError, IndexError):
        pass
    for name in _SERVICE:
        yield name, say("the Service `kubernetes`, for pods")
    for domain in _domains(subject, (program.value("--service-account-issuer") if program else None) or ""):
        yield f"{_SERVICE[-1]}.{domain}", say("the Service `kubernetes`, for pods")


def _domains(subject: Subject, issuer: str) -> Iterator[str]:
    """The cluster's DNS domain, by kubeadm's configuration, else as the tokens' issuer names it."""
    for one in subject.cluster.inventory.kubeadm_configurations.values():
        if one.dns_domain:
            yield one.dns_domain
    host = urlsplit(issuer).hostname or ""
    if host.startswith(f"{_SERVICE[-1]}."):
        yield host.removeprefix(f"{_SERVICE[-1]}.")


def _address(subject: Subject, owner: Component) -> Iterator[tuple[str, Sentence]]:
    """The address that the node's API server advertises."""
    program = program_of(subject.cluster, "kube-apiserver", owner.node)
    address = program.value("--advertise-address") if program else None
    if address:
        yield address, say("the address of {node} (`--advertise-address`)", node=owner.node or "")


def _etcd(subject: Subject, owner: Component) -> Iterator[tuple[str, Sentence]]:
    program = program_of(subject.cluster, owner.kind, owner.node)
    if program and (name := program.value("--name")):
        yield name, say("the name of the member (`--name`)")
    for flag in _ETCD_FLAGS:
        for url in program.urls(flag) if program else ():
            if host := _host(url):
                yield host, say("the host of {flag}", flag=code(flag))
    for name in _LOCAL:
        yield name, say("this machine itself")


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _configured(subject: Subject, owners: tuple[Role, ...]) -> Iterator[tuple[str, Sentence]]:
    """What kubeadm's configuration adds to API servers' certificates."""
    if not any(owner.kind == "kube-apiserver" for owner in components(owners)):
        return
    for one in subject.cluster.inventory.kubeadm_configurations.values():
        file = code(file_name(one.path))
        for name in one.cert_sans:
            yield name, say("added under `apiServer.certSANs` in {file}", file=file)
        if one.control_plane_endpoint:
            host = _host(f"//{one.control_plane_endpoint}") or one.control_plane_endpoint
            yield host, say("`controlPlaneEndpoint` in {file}", file=file)


def _dialled(served: list[Role]) -> Iterator[tuple[str, Sentence]]:
    """Hosts that clients dial, and the names that they ask for."""
    callers: dict[str, dict[str, None]] = {}
    for role in served:
        dialled = role.connection.dialled
        for host in (dialled.host, dialled.server_name):
            if host:
                callers.setdefault(host, {})[placed(role.other)] = None
    for host, clients in callers.items():
        many = "" if len(clients) > 1 else "s"
        yield host, say("{clients} dial{s} it", clients=listing(clients, limit=3), s=many)
