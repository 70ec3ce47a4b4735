"""What kubeadm-config says of a cluster: derived from its flags, certificates and configuration files, and marked so."""

import ipaddress
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model.cluster import Cluster
from ..topology.programs import program_of
from .supplying.told import DEFAULT_SERVICES, NOTHING, SERVICE, Told, certificate_of, told_of
from .supplying.version import nearest_version

PKI = "/etc/kubernetes/pki"
_SERVICE_NAMES = ("kubernetes", "kubernetes.default", "kubernetes.default.svc")


@dataclass(frozen=True, slots=True)
class Derived:
    """`addresses`: node → its own; `endpoint`: `host[:port]` of controlPlaneEndpoint, None without one; `sans`: what
    apiServer.certSANs must have held; `algorithm`: as encryptionAlgorithm; `version`: with its v.
    """

    version: str
    addresses: Mapping[str, str]
    endpoint: str | None
    port: int
    sans: tuple[str, ...]
    service_subnet: str
    dns_domain: str
    cluster_name: str
    certificates_dir: str
    algorithm: str
    repository: str
    data_dir: str
    pod_subnet: str | None = None
    sources: tuple[str, ...] = field(default=())

    @property
    def minor(self) -> int:
        """37 of v1.37.2."""
        part = self.version.lstrip("v").split(".")
        return int(part[1]) if len(part) > 1 and part[1].isdigit() else 37

    @property
    def endpoint_name(self) -> str | None:
        host = self.endpoint.rpartition(":")[0] or self.endpoint if self.endpoint else None
        return host if host and not _is_address(host) else None

    @property
    def endpoint_address(self) -> str | None:
        """The load balancer's: .10 of the first node's network, unless the endpoint is an address itself."""
        host = self.endpoint.rpartition(":")[0] or self.endpoint if self.endpoint else None
        if host and _is_address(host):
            return host
        return _neighbour(self.addresses, 10) if host else None

    @property
    def resolver(self) -> str:
        return _neighbour(self.addresses, 1) or "192.168.56.1"


def derived(cluster: Cluster) -> Derived:
    """What the tree says of its kubeadm configuration."""
    planes = [node.id for node in cluster.nodes if "control-plane" in node.roles]
    first = planes[0] if planes else None
    server = program_of(cluster, "kube-apiserver", first)
    manager = program_of(cluster, "kube-controller-manager", first)
    etcd = program_of(cluster, "etcd", first)
    value = {flag: server.value(flag) if server else None for flag in _FLAGS}
    told = {plane: told_of(cluster, plane) for plane in planes}
    of_first = told.get(first or "", NOTHING)
    addresses = _addresses(cluster, planes, told)
    domain = (value["--service-account-issuer"] or "").partition("svc.")[2] or of_first.domain or "cluster.local"
    subnet = value["--service-cluster-ip-range"] or of_first.services or DEFAULT_SERVICES
    container = server.container if server else None
    image = container.image if container else ""
    version = _version(cluster, first, image)
    endpoint, port = _endpoint(cluster, addresses, int(value["--secure-port"] or 6443))
    if endpoint is None and container is None:
        endpoint = _shared_name(told, addresses, subnet, domain, port)
    directory = posixpath.dirname(value["--client-ca-file"] or f"{PKI}/ca.crt")
    return Derived(
        version=version,
        addresses=addresses,
        endpoint=endpoint,
        port=port,
        sans=_sans(cluster, planes, addresses, endpoint, subnet, domain),
        service_subnet=subnet,
        dns_domain=domain,
        cluster_name=(manager.value("--cluster-name") if manager else None) or "kubernetes",
        certificates_dir=directory,
        algorithm=_algorithm(cluster, first, directory),
        repository=image.rpartition("/")[0] or ("k8s.gcr.io" if version.startswith(_OLD) else "registry.k8s.io"),
        data_dir=(etcd.value("--data-dir") if etcd else None) or "/var/lib/etcd",
        pod_subnet=manager.value("--cluster-cidr") if manager else None,
    )


_OLD = "v1.22."
"""Of the recorded releases the one whose images came from elsewhere."""

_FLAGS = ("--service-account-issuer", "--service-cluster-ip-range", "--secure-port", "--client-ca-file")


def _version(cluster: Cluster, node: str | None, image: str) -> str:
    tag = image.rpartition(":")[2]
    if tag.startswith("v1."):
        return tag
    for one in cluster.inventory.kubeadm_configurations.values():
        if one.kubernetes_version:
            return one.kubernetes_version
    return nearest_version(cluster, node)


def _addresses(cluster: Cluster, planes: list[str], told: Mapping[str, Told]) -> dict[str, str]:
    """By --advertise-address, else as certificates tell; of a worker the next free ones of the network."""
    found: dict[str, str] = {}
    for plane in planes:
        program = program_of(cluster, "kube-apiserver", plane)
        address = (program.value("--advertise-address") if program else None) or told[plane].address
        if address and _is_address(address):
            found[plane] = address
    if not found and planes:
        found[planes[0]] = "192.168.56.11"
    taken = 21
    for node in cluster.nodes:
        if node.id in found:
            continue
        while _neighbour(found, taken) in found.values():
            taken += 1
        found[node.id] = _neighbour(found, taken) or f"192.168.56.{taken}"
        taken += 1
    return found


def _endpoint(cluster: Cluster, addresses: Mapping[str, str], port: int) -> tuple[str | None, int]:
    """The host of admin.conf's server, where it is no node's own address."""
    for config in cluster.inventory.kubeconfigs.values():
        if not config.path.endswith("/admin.conf"):
            continue
        context = config.effective_context
        found = config.cluster(context.cluster if context else None)
        server = (found.server or "") if found else ""
        host = server.removeprefix("https://").rstrip("/")
        bare = host.rpartition(":")[0] or host
        if bare and bare not in addresses.values():
            return host, port
    return None, port


def _shared_name(
    told: Mapping[str, Told], addresses: Mapping[str, str], subnet: str, domain: str, port: int
) -> str | None:
    """Without kubeconfigs: the endpoint of several control-plane nodes stands in the certificates of all of them, and
    kubeadm lets none join without one. The first name that all have is taken, else the first address.
    """
    if len(told) < 2:
        return None
    usual = {*_SERVICE_NAMES, f"{SERVICE}{domain}", first_address(subnet), *told, *addresses.values()}
    shared = [
        name
        for name in next(iter(told.values())).names
        if name not in usual and all(name in one.names for one in told.values())
    ]
    return next((f"{name}:{port}" for name in sorted(shared, key=_is_address) if ":" not in name), None)


def _sans(
    cluster: Cluster, planes: list[str], addresses: Mapping[str, str], endpoint: str | None, subnet: str, domain: str
) -> tuple[str, ...]:
    """The names of the first API server's certificate that kubeadm does not add by itself, in their order."""
    facts = certificate_of(cluster, planes[0], "kube-apiserver", "--tls-cert-file") if planes else None
    if facts is None:
        return ()
    own = {
        planes[0],
        *_SERVICE_NAMES,
        f"{SERVICE}{domain}",
        addresses.get(planes[0], ""),
        first_address(subnet),
    }
    own.add(endpoint.rpartition(":")[0] or endpoint if endpoint else "")
    return tuple(san.value for san in facts.sans if san.type in ("DNS", "IP") and san.value not in own)


def _algorithm(cluster: Cluster, node: str | None, directory: str) -> str:
    """By the CA's key; of those that kubeadm makes none other (v1beta4, EncryptionAlgorithmType)."""
    for one in cluster.inventory.certificates.values():
        if one.node == node and one.path == f"{directory}/ca.crt":
            key = one.facts.key
            found = f"ECDSA-P{key.bits}" if key.type == "ECDSA" else f"RSA-{key.bits}"
            return found if found in _ALGORITHMS else "ECDSA-P256" if key.type == "ECDSA" else "RSA-2048"
    return "RSA-2048"


_ALGORITHMS = ("RSA-2048", "RSA-3072", "RSA-4096", "ECDSA-P256", "ECDSA-P384")


def first_address(subnet: str) -> str:
    """The address of the service `kubernetes`: the first of the first subnet."""
    try:
        return str(next(ipaddress.ip_network(subnet.split(",", maxsplit=1)[0].strip(), strict=False).hosts()))
    except (ValueError, StopIteration):
        return "10.96.0.1"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def _neighbour(addresses: Mapping[str, str], last: int) -> str | None:
    """An address of the /24 of the first node."""
    first = next(iter(addresses.values()), None)
    if first is None or ":" in first:
        return None
    return f"{first.rpartition('.')[0]}.{last}"


def cluster_configuration(facts: Derived, sans: tuple[str, ...]) -> str:
    """The ClusterConfiguration as kubeadm stores it in the ConfigMap (v1beta4 from 1.31 on, v1beta3 before)."""
    new = facts.minor >= 31
    lines = ["apiServer:"] if sans or not new else ["apiServer: {}"]
    if sans:
        lines += ["  certSANs:", *(f"  - {name}" for name in sans)]
    if not new:
        lines += ["  extraArgs:", "    authorization-mode: Node,RBAC", "  timeoutForControlPlane: 4m0s"]
    lines.append(f"apiVersion: kubeadm.k8s.io/{'v1beta4' if new else 'v1beta3'}")
    if new:
        lines += ["caCertificateValidityPeriod: 87600h0m0s", "certificateValidityPeriod: 8760h0m0s"]
    lines += [f"certificatesDir: {facts.certificates_dir}", f"clusterName: {facts.cluster_name}"]
    if facts.endpoint:
        lines.append(f"controlPlaneEndpoint: {facts.endpoint}")
    lines += ["controllerManager: {}", "dns: {}"]
    if new:
        lines.append(f"encryptionAlgorithm: {facts.algorithm}")
    lines += ["etcd:", "  local:", f"    dataDir: {facts.data_dir}", f"imageRepository: {facts.repository}"]
    lines += ["kind: ClusterConfiguration", f"kubernetesVersion: {facts.version}", "networking:"]
    lines += [f"  dnsDomain: {facts.dns_domain}"]
    lines += [f"  podSubnet: {facts.pod_subnet}"] if facts.pod_subnet else []
    lines += [f"  serviceSubnet: {facts.service_subnet}"]
    lines += ["proxy: {}"] if new else []
    return "\n".join([*lines, "scheduler: {}"]) + "\n"


def init_configuration(facts: Derived, node: str) -> str:
    """/root/kubeadm-init.yaml: what `kubeadm init` may have been given, derived and marked as such."""
    version = "v1beta4" if facts.minor >= 31 else "v1beta3"
    head = [
        "# Made for the simulation: derived from this cluster's flags and certificates.",
        f"apiVersion: kubeadm.k8s.io/{version}",
        "kind: InitConfiguration",
        "localAPIEndpoint:",
        f"  advertiseAddress: {facts.addresses.get(node, '')}",
        f"  bindPort: {facts.port}",
        "nodeRegistration:",
        f"  name: {node}",
        "---",
    ]
    return "\n".join(head) + "\n" + cluster_configuration(facts, facts.sans)
