"""Connections of kube-apiserver to kubelets, and of kubelets to what they probe (edge table rows 5, 11, 12, 19)."""

from collections.abc import Iterator

from ..model.cluster import Client, Dialled, Evidence
from ..model.configuration import Probe
from .apiserver_clients import anonymous_allowed
from .clients import ClientSide
from .finding_kubelets import Kubelet
from .making import Draft
from .references import NOTHING
from .settings import Program
from .sides import Sides, in_memory_side, plain_http_side
from .site import Site


def to_kubelets(site: Site, sides: Sides) -> Iterator[Draft]:
    """Every API server dials every kubelet, for logs, exec and proxy. It checks the kubelet's certificate only with a
    `--kubelet-certificate-authority`; kubeadm sets none.
    """
    for apiserver in site.apiservers.values():
        client, evidence = _apiserver_as_client(site, apiserver)
        verifies = client.ca is not NOTHING
        for kubelet in site.kubelets.values():
            dialled, address = _address(site, kubelet)
            anonymous = bool(kubelet.configuration and kubelet.configuration.anonymous_enabled)
            side = ClientSide(client, dialled, verifies, evidence + address)
            yield Draft(side, sides.kubelet(kubelet), anonymous=anonymous)


def _apiserver_as_client(site: Site, apiserver: Program) -> tuple[Client, tuple[Evidence, ...]]:
    node, find = apiserver.node, site.references
    certificate, key = apiserver.path("--kubelet-client-certificate"), apiserver.path("--kubelet-client-key")
    ca = apiserver.path("--kubelet-certificate-authority")
    client = Client(
        apiserver.component,
        find.certificate(node, certificate, NOTHING),
        find.key(node, key, NOTHING),
        find.certificate(node, ca, NOTHING),
        NOTHING,
    )
    named = (("certificate", certificate), ("key", key), ("ca", ca))
    return client, tuple(row for role, setting in named if setting for row in setting.evidence("client", role))


def _address(site: Site, kubelet: Kubelet) -> tuple[Dialled, tuple[Evidence, ...]]:
    """Where a kubelet listens: at the address of its node's API server, which is the only one that a tree names."""
    beside = site.apiservers.get(kubelet.node)
    home = beside.get("--advertise-address") if beside else None
    config = kubelet.configuration
    port = config.port if config and config.port else site.layout.default_ports.get("kubelet", 10250)
    return Dialled("https", home.value if home else None, port), tuple(
        home.evidence("client", "address") if home else ()
    )


def probes(site: Site, sides: Sides) -> Iterator[Draft]:
    """The kubelet probes the static pods of its node, without a certificate or a check (pkg/probe/http/http.go)."""
    for programs in site.programs.values():
        for node, program in programs.items():
            kubelet, pod, container = site.kubelets.get(node), program.pod, program.container
            probe = (container.probe("liveness") or container.probe("readiness")) if container else None
            if kubelet and pod and container and probe:
                field = f"spec.containers[{container.name}].{probe.kind}Probe.httpGet"
                yield _probed(site, sides, kubelet, program, probe, Evidence("client", "address", pod.id, field, None))


def _probed(site: Site, sides: Sides, kubelet: Kubelet, program: Program, probe: Probe, evidence: Evidence) -> Draft:
    client = Client(kubelet.component, NOTHING, NOTHING, NOTHING, NOTHING)
    side = ClientSide(client, Dialled(probe.scheme, probe.host, probe.port), False, (evidence,))
    if probe.scheme == "http":
        return Draft(side, plain_http_side(program.component), "probe")
    if program.kind == "kube-apiserver":
        return Draft(side, sides.apiserver(program), "probe", anonymous=anonymous_allowed(program))
    if program.kind == "etcd":
        return Draft(side, sides.etcd(program), "probe")
    return Draft(side, in_memory_side(site, program), "probe", anonymous=True)
