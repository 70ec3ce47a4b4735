"""What a kubeadm command was given: flags, and the configuration from a file, from the cluster, or by default."""

import ipaddress
import re
from dataclasses import dataclass, replace

from ...reading.bounds import INSPECT
from ...reading.budget import Budget
from ...reading.fields import Document, mapping, text, texts
from ...reading.problem import CannotRead
from ...reading.yaml import read_yaml
from ..configuration import Derived
from ..files import FileError
from ..shell.call import Call, Stop
from ..tools.go_flags import Flags, flag_words, read_flags

TRACE = "To see the stack trace of this error execute with --v=5 or higher"
VALUES = frozenset(
    ["config", "cert-dir", "kubeconfig", "kubeconfig-dir", "apiserver-advertise-address", "apiserver-cert-extra-sans", "control-plane-endpoint", "service-cidr", "service-dns-domain", "kubernetes-version", "v", "ttl", "token", "discovery-token-ca-cert-hash", "skip-phases", "node-name", "o", "output", "ignore-preflight-errors", "cri-socket", "description", "usages", "certificate-key", "apiserver-bind-port", "rootfs", "patches", "client-name", "org"]
)  # fmt: skip
SWITCHES = frozenset(
    ["help", "h", "dry-run", "print-join-command", "discovery-token-unsafe-skip-ca-verification", "control-plane"]
)
_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_NAME = re.compile(rf"(\*\.)?{_LABEL}(\.{_LABEL})*")
_OLD_API = 31


@dataclass(frozen=True, slots=True)
class Asked:
    """`words`: what stands behind the command."""

    flags: Flags
    words: list[str]


@dataclass(frozen=True, slots=True)
class Settings:
    """A configuration. `sans`: apiServer.certSANs; `node` and `address`: of InitConfiguration, else this host's."""

    facts: Derived
    sans: tuple[str, ...]
    endpoint: str | None
    dns_domain: str
    service_subnet: str
    directory: str
    node: str
    address: str
    document: str

    @property
    def endpoint_host(self) -> str | None:
        """The host of controlPlaneEndpoint."""
        found = re.fullmatch(r"\[?([^\]]*?)\]?(?::(\d+))?", self.endpoint or "")
        return found[1] or None if found else None

    @property
    def server(self) -> str:
        """What kubeconfigs dial: the endpoint, else this API server."""
        if self.endpoint:
            port = "" if re.search(r":\d+$", self.endpoint) else f":{self.facts.port}"
            return f"https://{self.endpoint}{port}"
        return self.local_server

    @property
    def local_server(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"https://{host}:{self.facts.port}"


def read(call: Call) -> Asked:
    """The flags and words of a call. Raises Stop."""
    flags = read_flags(call.arguments, VALUES, SWITCHES)
    if flags.unknown:
        letter = len(flags.unknown) == 1
        text_ = (
            f"unknown shorthand flag: '{flags.unknown}' in -{flags.unknown}"
            if letter
            else f"unknown flag: --{flags.unknown}"
        )
        call.world.hint("Of kubeadm's flags this simulation offers " + " ".join(sorted(flag_words(VALUES, SWITCHES))))
        raise failure(call, text_)
    return Asked(flags, flags.words)


def failure(call: Call, words: str, status: int = 1) -> Stop:
    """kubeadm's last words: with `error: ` from 1.31 on."""
    facts = call.world.objects.facts if call.world.objects else None
    head = "error: " if facts is None or facts.minor >= _OLD_API else ""
    return Stop(f"{head}{words}\n{TRACE}", status)


def facts_of(call: Call) -> Derived:
    """What the cluster is like."""
    assert call.world.objects is not None  # noqa: S101 - a world that was opened has them
    return call.world.objects.facts


def defaults(call: Call) -> Settings:
    """Without a file: this host's name and address, kubeadm's own values."""
    facts = facts_of(call)
    flags = read_flags(call.arguments, VALUES, SWITCHES)
    extra = tuple(part for value in flags.all("apiserver-cert-extra-sans") for part in value.split(",") if part)
    return Settings(
        facts, extra, flags.value("control-plane-endpoint"), flags.value("service-dns-domain") or "cluster.local",
        flags.value("service-cidr") or "10.96.0.0/12", flags.value("cert-dir") or facts.certificates_dir,
        flags.value("node-name") or call.session.host, flags.value("apiserver-advertise-address") or default_address(call), "",
    )  # fmt: skip


def default_address(call: Call) -> str:
    """The address of the interface with the default route: with two network cards as in Vagrant the wrong one."""
    return call.host.default_address or call.host.address or "127.0.0.1"


def settings(call: Call, asked: Asked) -> Settings:
    """The configuration of --config, or by default. Raises Stop with kubeadm's words."""
    name = asked.flags.value("config")
    if name is None:
        return checked(call, defaults(call))
    mixed = [
        one
        for one in (
            "apiserver-cert-extra-sans",
            "apiserver-advertise-address",
            "control-plane-endpoint",
            "service-cidr",
        )
        if asked.flags.all(one)
    ]
    if mixed:
        raise failure(call, f"can not mix '--config' with arguments [{' '.join(mixed)}]")
    try:
        data = call.files.read(call.path(name))
    except FileError as fault:
        raise failure(
            call, f"unable to read config from {name!r} : open {name}: {fault.reason.lower()}".replace("'", '"')
        ) from None
    found = from_text(call, data.decode("utf-8", "replace"))
    return checked(call, replace(found, node=asked.flags.value("node-name") or found.node))


def from_text(call: Call, text_: str) -> Settings:
    """The settings in the documents of a configuration file."""
    try:
        documents = [one for one in read_yaml(text_.encode(), Budget(INSPECT)) if isinstance(one, dict)]
    except CannotRead as fault:
        raise failure(call, f"error unmarshaling configuration: {fault.problem.reason}") from None
    found = replace(defaults(call), sans=(), endpoint=None, document=text_)
    for document in documents:
        kind, api = text(document, "kind"), text(document, "apiVersion")
        if not kind or not api:
            raise failure(
                call,
                "invalid configuration for GroupVersionKind /, Kind=: kind and apiVersion is mandatory information that must be specified",
            )
        _check_api(call, api, kind)
        if kind == "ClusterConfiguration":
            found = _cluster(found, document)
        elif kind in ("InitConfiguration", "JoinConfiguration"):
            found = _init(found, document)
    if not any(text(one, "kind") in ("ClusterConfiguration", "InitConfiguration") for one in documents):
        raise failure(call, "no InitConfiguration or ClusterConfiguration kind was found in the YAML file")
    return found


def _check_api(call: Call, api: str, kind: str) -> None:
    minor = facts_of(call).minor
    if api == "kubeadm.k8s.io/v1beta3" and minor >= 37:
        raise failure(
            call,
            f'your configuration file uses an old API spec: "{api}" (kind: "{kind}"). Please use kubeadm v1.36 instead and run '
            "'kubeadm config migrate --old-config old-config-file --new-config new-config-file', which will write the new, "
            "similar spec using a newer API version.",
        )


def _cluster(found: Settings, document: Document) -> Settings:
    networking = mapping(document, "networking")
    return replace(
        found,
        sans=texts(mapping(document, "apiServer"), "certSANs"),
        endpoint=text(document, "controlPlaneEndpoint"),
        dns_domain=text(networking, "dnsDomain") or "cluster.local",
        service_subnet=text(networking, "serviceSubnet") or "10.96.0.0/12",
        directory=text(document, "certificatesDir") or "/etc/kubernetes/pki",
    )


def _init(found: Settings, document: Document) -> Settings:
    return replace(
        found,
        node=text(mapping(document, "nodeRegistration"), "name") or found.node,
        address=text(mapping(document, "localAPIEndpoint"), "advertiseAddress") or found.address,
    )


def checked(call: Call, found: Settings) -> Settings:
    """Raises Stop for a SAN that is none (validation.ValidateCertSANs)."""
    for one in found.sans:
        try:
            ipaddress.ip_address(one)
        except ValueError:
            if not _NAME.fullmatch(one) or len(one) > 253:
                raise failure(
                    call,
                    f'apiServer.certSANs: Invalid value: "{one}": altname is not a valid IP address, DNS label or a DNS label with '
                    "subdomain wildcards: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
                    "'.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'); a wildcard DNS-1123 subdomain must start "
                    "with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or "
                    "'.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is "
                    "'\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                ) from None
    return found
