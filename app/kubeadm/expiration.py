"""`kubeadm certs check-expiration`: which certificates it looks at, where, and what it finds out.

Source: cmd/kubeadm/app/cmd/certs.go, phases/certs/certlist.go and phases/certs/renewal/manager.go of Kubernetes. The
CA that it names is the one that is expected: it verifies no signature.
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..model.certificates import Certificate
from ..model.configuration import Container
from ..model.inventory import Inventory
from .versions import Release, Version, release_for, version_of

KUBERNETES = "/etc/kubernetes"
CERTIFICATES_DIR = f"{KUBERNETES}/pki"


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `certificate` is None where kubeadm says !MISSING!. `ca` is the CA that is expected (`etcd-ca`), None in
    the rows of CAs; `external` whether that CA’s key is absent, so that kubeadm cannot renew it.
    """

    name: str
    path: str
    ca: str | None
    certificate: Certificate | None
    external: bool


@dataclass(frozen=True, slots=True)
class Expiration:
    """What kubeadm finds on a node. `version` is the tree's, None where nothing says it; `release` the known one whose
    output it takes. `reachable`: whether its kubeconfig can still reach the API server; None without admin.conf, where
    kubeadm asks nobody. `unreadable`: files that are there and hold no certificate, over which it would stop.
    """

    node: str
    version: Version | None
    release: Release
    clock: datetime
    reachable: bool | None
    certificates: tuple[Row, ...]
    authorities: tuple[Row, ...]
    unreadable: tuple[str, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in kubeadm's order."""
        return self.certificates + self.authorities


_CERTIFICATES = (
    ("admin.conf", "", "ca"),
    ("apiserver", "apiserver.crt", "ca"),
    ("apiserver-etcd-client", "apiserver-etcd-client.crt", "etcd-ca"),
    ("apiserver-kubelet-client", "apiserver-kubelet-client.crt", "ca"),
    ("controller-manager.conf", "", "ca"),
    ("etcd-healthcheck-client", "etcd/healthcheck-client.crt", "etcd-ca"),
    ("etcd-peer", "etcd/peer.crt", "etcd-ca"),
    ("etcd-server", "etcd/server.crt", "etcd-ca"),
    ("front-proxy-client", "front-proxy-client.crt", "front-proxy-ca"),
    ("scheduler.conf", "", "ca"),
    ("super-admin.conf", "", "ca"),
)
"""Row, file below the certificates' folder (none: a kubeconfig beside it), and the CA that is expected."""

_AUTHORITIES = {"ca": "ca", "etcd-ca": "etcd/ca", "front-proxy-ca": "front-proxy-ca"}
"""Row, and the file without its ending."""

_ETCD = "etcd-ca"

_OWN_NAMES = (("--tls-cert-file", "apiserver.crt"), ("--client-ca-file", "ca.crt"))
"""Flags that name a file of the certificates' folder, and what kubeadm calls that file."""


def check_expiration(inventory: Inventory, node: str, clock: datetime) -> Expiration:
    """What `kubeadm certs check-expiration` finds on a control-plane node at a moment, over the files of the tree."""
    version = version_of(inventory, node)
    release = release_for(version)
    files = _Files(inventory, node)
    reachable = _reachable(files, clock)
    folder = files.folder
    with_etcd = not (reachable and files.etcd_is_external)
    certificates = tuple(
        Row(name, path, ca, files.certificate(path), files.lacks(f"{folder}/{_AUTHORITIES[ca]}.key"))
        for name, file, ca in _CERTIFICATES
        if (with_etcd or ca != _ETCD) and (release.super_admin or name != "super-admin.conf")
        for path in (f"{folder}/{file}" if file else f"{KUBERNETES}/{name}",)
    )
    authorities = tuple(
        Row(
            name,
            f"{folder}/{file}.crt",
            None,
            files.certificate(f"{folder}/{file}.crt"),
            files.lacks(f"{folder}/{file}.key"),
        )
        for name, file in _AUTHORITIES.items()
        if with_etcd or name != _ETCD
    )
    unreadable = tuple(
        row.path for row in certificates + authorities if row.certificate is None and not files.lacks(row.path)
    )
    return Expiration(node, version, release, clock, reachable, certificates, authorities, unreadable)


def _reachable(files: "_Files", clock: datetime) -> bool | None:
    """Whether admin.conf still opens the API server: both certificates of that connection are in date."""
    path = f"{KUBERNETES}/admin.conf"
    if files.lacks(path):
        return None
    ends = (files.certificate(path), files.certificate(f"{files.folder}/apiserver.crt"))
    return all(end is not None and end.facts.not_before <= clock <= end.facts.not_after for end in ends)


class _Files:
    """A node's files as kubeadm opens them."""

    def __init__(self, inventory: Inventory, node: str) -> None:
        self._inventory = inventory
        self._node = node
        self._at: dict[str, list[Certificate]] = defaultdict(list)
        for certificate in inventory.certificates.values():
            if certificate.node == node:
                self._at[certificate.path].append(certificate)
        self._apiserver = next(self._programs("kube-apiserver"), None)
        self.folder = self._folder()

    @property
    def etcd_is_external(self) -> bool:
        """An API server without a member of etcd on its node, and without that member's certificate."""
        member = next(self._programs("etcd"), None)
        return self._apiserver is not None and member is None and self.lacks(f"{self.folder}/etcd/server.crt")

    def lacks(self, path: str) -> bool:
        """Whether the tree has no file there."""
        return self._inventory.resolve(self._node, path) is None

    def certificate(self, path: str) -> Certificate | None:
        """The certificate that kubeadm reads there: the first of a file, in a kubeconfig the current user's."""
        file = self._inventory.resolve(self._node, path)
        if file is None:
            return None
        found = self._at.get(file.path, [])
        kubeconfig = self._inventory.kubeconfigs.get(file.id)
        if kubeconfig is not None:
            context = kubeconfig.context(kubeconfig.current_context)
            field = f"users[{context.user if context else ''}].user.client-certificate-data"
            found = [one for one in found if one.pointer == field or one.pointer.startswith(f"{field}[")]
        return found[0] if found else None

    def _folder(self) -> str:
        """`certificatesDir`: as a configuration says, else where the API server reads what kubeadm calls so."""
        for configuration in self._inventory.kubeadm_configurations.values():
            if configuration.node == self._node and configuration.certificates_dir:
                return posixpath.normpath(configuration.certificates_dir)
        apiserver = self._apiserver
        if apiserver is None:
            return CERTIFICATES_DIR
        for flag, name in _OWN_NAMES:
            folder, _, base = (apiserver.flag(flag) or "").rpartition("/")
            if base == name and folder.startswith("/"):
                return apiserver.on_host(posixpath.normpath(folder))
        return CERTIFICATES_DIR

    def _programs(self, program: str) -> Iterator[Container]:
        for pod in self._inventory.pods.values():
            if pod.node == self._node:
                yield from (container for container in pod.containers if container.program == program)
