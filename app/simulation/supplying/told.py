"""What a kubeadm control plane's certificates tell of its configuration, where no manifest does.

The SANs of apiserver.crt and etcd/server.crt stand in the order in which kubeadm puts them together (facts of
cmd/kubeadm/app/util/pkiutil/pki_helpers.go, GetAPIServerAltNames and GetEtcdAltNames).
"""

import ipaddress
import re
from dataclasses import dataclass

from ...model.certificates import Facts
from ...model.cluster import Cluster
from ...topology.programs import Programs

SERVICE = "kubernetes.default.svc."
DEFAULT_SERVICES = "10.96.0.0/12"
_WIDEST, _NARROWEST = 16, 4
"""Bits: of the widest subnet's prefix that is guessed, and of the addresses that kubeadm asks for at least."""
_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")


@dataclass(frozen=True, slots=True)
class Told:
    """Of one node. `services`: a subnet whose first address is the service's; `names`: every SAN; None: not told."""

    address: str | None
    services: str | None
    domain: str | None
    names: tuple[str, ...]


NOTHING = Told(None, None, None, ())


def told(server: Facts | None, member: Facts | None) -> Told:
    """What apiserver.crt tells, and etcd/server.crt beside it. IPv4 alone: the simulated network knows no other."""
    if server is None:
        return NOTHING
    addresses = _addresses(server)
    own = _own(addresses, member)
    service = next((one for one in addresses[:2] if one != own), None) if own else None
    domains = [san.value.removeprefix(SERVICE) for san in server.sans if san.value.startswith(SERVICE)]
    return Told(
        own,
        subnet(service) if service else None,
        next((one for one in domains if is_name(one)), None),
        tuple(san.value for san in server.sans if san.type in ("DNS", "IP")),
    )


def _addresses(facts: Facts) -> list[str]:
    """The addresses among the SANs, as far as they are any: of odd lengths there are none."""
    return [san.value for san in facts.sans if san.type == "IP" and is_address(san.value)]


def is_address(text: str) -> bool:
    """Whether a text is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _own(addresses: list[str], member: Facts | None) -> str | None:
    """etcd's first address, if the API server has it too; else the API server's second, behind the service's."""
    if any(":" in one for one in addresses[:1]):
        return None
    of_etcd = _addresses(member) if member else []
    shared = [one for one in of_etcd if one in addresses]
    return next((one for one in (*shared, *addresses[1:2]) if ":" not in one), None)


def subnet(first: str) -> str | None:
    """The subnet that an address is the first of: kubeadm's default, else the widest up to a /16; None where it is none.

    The certificate holds the address alone; how wide the subnet is does not show in anything a lesson is about.
    """
    if first == "10.96.0.1":
        return DEFAULT_SERVICES
    network = int(ipaddress.ip_address(first)) - 1
    zeros = (network & -network).bit_length() - 1
    if ":" in first or network <= 0 or zeros < _NARROWEST:
        return None
    return f"{ipaddress.ip_address(network)}/{max(_WIDEST, 32 - zeros)}"


def is_name(text: str) -> bool:
    """Whether a text is a name that Kubernetes takes for a node or a domain (RFC 1123 subdomain)."""
    return _NAME.fullmatch(text) is not None


def told_of(cluster: Cluster, node: str) -> Told:
    """What a node's certificates tell, by the files that its programs' flags or kubeadm's convention name."""
    return told(
        certificate_of(cluster, node, "kube-apiserver", "--tls-cert-file"),
        certificate_of(cluster, node, "etcd", "--cert-file"),
    )


def certificate_of(cluster: Cluster, node: str, program: str, flag: str) -> Facts | None:
    """The first certificate of the file that a flag names; None where there is none."""
    found = Programs(cluster).of(program, node)
    setting = found.path(flag) if found else None
    file = cluster.inventory.resolve(node, setting.value) if setting else None
    if file is None:
        return None
    return next(
        (one.facts for one in cluster.inventory.certificates.values() if f"{one.node}:{one.path}" == file.id), None
    )
