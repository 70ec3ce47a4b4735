"""What a tree lacks, made: files as kubeadm writes them, with certificates that the twin's own CA really issues."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...distributions.kubeadm import KUBELET, KUBERNETES, PKI
from ...issuing.keys import KeyKind, KeyName, PrivateKey
from ...issuing.twin import Twin
from ...model.certificates import Facts
from ...model.cluster import Cluster
from ..configuration import Derived
from ..issuing import BACKDATE, YEAR, Wanted, issue, issue_authority, key_pem, public_pem
from ..kubeadm.asking import Settings
from ..kubeadm.join import kubelet_conf
from ..kubeadm.leaves import configs
from ..kubeadm.making import kind_of, kubeconfig_text
from ..opening import Placed
from ..pem import certificates, private_key
from ..world import LAST_YEAR, World
from .lacks import Lack, lacks, obstacle
from .recordings import dns_address, kubelet_files, manifests, members
from .version import recorded

_PRIVATE, _MODE = 0o600, 0o644
_CURRENT = f"{KUBELET}/pki/kubelet-client-current.pem"
_FIRST_YEAR = 1950
"""UTCTime knows none before."""
_WITHOUT_PREFERENCES = 31
"""Kubeconfigs of 1.30 have `preferences: {}`, those of 1.34 have not."""
_MARK = "# Made for the simulation, not in the upload: after what kubeadm {} writes.\n"


@dataclass(frozen=True, slots=True)
class Completed:
    """`files`: what was made; `issued`: how many serial numbers that took."""

    files: tuple[Placed, ...] = ()
    issued: int = 0


def complete(twin: Twin, placed: Iterable[Placed], facts: Derived) -> Completed:
    """The files that a twin's tree lacks; none where nothing lacks, or where they cannot be made (`lacks.obstacle`)."""
    found = lacks(twin.cluster)
    if not found or obstacle(twin.cluster) is not None:
        return Completed()
    data = {(one.node, one.path): one.data for one in placed}
    authority = _authority(twin.cluster, data)
    if authority is None:
        return Completed()
    maker = _Maker(twin, data, facts, authority)
    made = tuple(file for lack in found for file in maker.files(lack))
    return Completed(made, maker.world.issued)


@dataclass(frozen=True, slots=True)
class _Authority:
    """The twin's CA: its file, what it says, its key."""

    pem: bytes
    facts: Facts
    key: PrivateKey


def _planes(cluster: Cluster) -> list[str]:
    return [node.id for node in cluster.nodes if "control-plane" in node.roles]


def _authority(cluster: Cluster, data: Mapping[tuple[str, str], bytes]) -> _Authority | None:
    """Of the first control-plane node that holds a CA and its key; None where none does: a key of a kind that Go does
    not know has no twin.
    """
    for node in _planes(cluster):
        pem = data.get((node, f"{PKI}/ca.crt"), b"")
        found, key = certificates(pem), private_key(data.get((node, f"{PKI}/ca.key"), b""))
        if found and key is not None:
            return _Authority(pem, found[0], key)
    return None


class _Maker:
    """Makes the files of one twin. `world` is a workshop without hosts: it counts serial numbers and tells the time."""

    def __init__(
        self, twin: Twin, data: Mapping[tuple[str, str], bytes], facts: Derived, authority: _Authority
    ) -> None:
        self._twin = twin
        self._data = data
        self._facts = facts
        self._release = recorded(facts.minor)
        self._mark = _MARK.format(self._release)
        self._planes = _planes(twin.cluster)
        self._authority = authority
        self._lasts = YEAR
        self.world = World(twin.cluster.clock)

    def files(self, lack: Lack) -> Iterator[Placed]:
        """What a node lacks."""
        self.world.now, self._lasts = self._dates(lack.node)
        settings = self._settings(lack.node)
        values = self._values(settings)
        if lack.signing:
            yield from self._signing(lack.node)
        if lack.manifests:
            yield from self._texts(lack.node, manifests(self._release, values))
        if lack.kubeconfigs:
            yield from self._kubeconfigs(lack.node, settings)
        if lack.kubelet:
            yield from self._texts(lack.node, kubelet_files(self._release, values))
            yield from self._client_of_kubelet(lack.node)
            yield from self._serving_of_kubelet(lack.node)

    def _dates(self, node: str) -> tuple[datetime, timedelta]:
        """Of a leaf of the same CA that tells what is made when it began, and how long it lasts: kubeadm issues a node's
        in one go. Dates that make no sense are not taken over.
        """
        for place in (node, *self._planes):
            for base in ("apiserver-kubelet-client", "apiserver"):
                for one in certificates(self._data.get((place, f"{PKI}/{base}.crt"), b""))[:1]:
                    if (
                        one.not_before.year > _FIRST_YEAR
                        and one.not_before < one.not_after
                        and one.not_after.year < LAST_YEAR
                    ):
                        return one.not_before, one.not_after - one.not_before
        return self._twin.cluster.clock - BACKDATE, YEAR

    def _settings(self, node: str) -> Settings:
        facts = self._facts
        return Settings(
            facts, facts.sans, facts.endpoint, facts.dns_domain, facts.service_subnet, facts.certificates_dir, node,
            facts.addresses.get(node, ""), "",
        )  # fmt: skip

    def _values(self, settings: Settings) -> dict[str, str]:
        planes = {name: self._facts.addresses[name] for name in self._planes}
        return {
            "NODE": settings.node,
            "ADDRESS": settings.address,
            "DOMAIN": settings.dns_domain,
            "SERVICES": settings.service_subnet,
            "DNS": dns_address(settings.service_subnet),
            "MEMBERS": members(settings.node, planes) if settings.node in planes else "",
        }

    def _key(self, what: str, kind: KeyKind) -> PrivateKey:
        return self._twin.key(KeyName(f"completed {what}", kind))

    def _file(self, node: str, path: str, data: bytes, mode: int = _PRIVATE) -> Placed:
        return Placed(node, path, self._mark.encode() + data, None, mode, None)

    def _texts(self, node: str, texts: Mapping[str, tuple[str, int]]) -> Iterator[Placed]:
        for path, (text, mode) in texts.items():
            yield self._file(node, path, text.encode(), mode)

    def _issue(self, wanted: Wanted, key: PrivateKey) -> bytes:
        return issue(self.world, wanted, key, self._authority.facts, self._authority.key)

    def _wanted(self, name: str, organizations: tuple[str, ...]) -> Wanted:
        return Wanted(name, organizations, lasts=self._lasts, not_before=self.world.now)

    def _kubeconfigs(self, node: str, settings: Settings) -> Iterator[Placed]:
        """admin.conf and those of the programs; super-admin.conf on the first node alone; kubelet.conf as it is after
        kubelet-finalize, or after a join.
        """
        first = node == self._planes[0]
        for config in configs(settings).values():
            path = f"{KUBERNETES}/{config.name}.conf"
            server = settings.local_server if config.local else settings.server
            if config.name == "kubelet" and not first:
                data = kubelet_conf(settings.local_server.removeprefix("https://"), self._authority.pem)
            elif config.name == "super-admin" and not first:
                continue
            else:
                key = self._key(f"{node} {config.name}", kind_of(self._facts.algorithm))
                crt = self._issue(self._wanted(config.common_name, config.organizations), key)
                user = config.common_name
                cluster = self._facts.cluster_name
                data = kubeconfig_text(cluster, server, self._authority.pem, user, crt, key_pem(key))
                data = _pointed_at_the_pair(data) if config.name == "kubelet" else data
                if self._facts.minor < _WITHOUT_PREFERENCES:
                    data = data.replace(b"kind: Config\n", b"kind: Config\npreferences: {}\n")
            yield self._file(node, path, data)

    def _client_of_kubelet(self, node: str) -> Iterator[Placed]:
        """The pair that the kubelet rotates: on the first node kubeadm's, else made by the kubelet in its bootstrap."""
        first = node == self._planes[0]
        key = self._key(f"{node} kubelet-client", kind_of(self._facts.algorithm) if first else KeyKind("ECDSA", 256))
        data = self._issue(self._wanted(f"system:node:{node}", ("system:nodes",)), key) + key_pem(key)
        dated = f"{KUBELET}/pki/kubelet-client-{self.world.now + BACKDATE:%Y-%m-%d-%H-%M-%S}.pem"
        yield self._file(node, dated, data)
        yield Placed(node, _CURRENT, b"", dated, None, None)

    def _serving_of_kubelet(self, node: str) -> Iterator[Placed]:
        """kubelet.crt: a leaf of a CA that the kubelet throws away, which stands behind it in the file."""
        stamp, kind = int(self.world.now.timestamp()), KeyKind("RSA", 2048)
        root, key = self._key(f"{node} kubelet-ca", kind), self._key(f"{node} kubelet", kind)
        authority = issue_authority(self.world, f"{node}-ca@{stamp}", root, years=1)
        wanted = Wanted(f"{node}@{stamp}", (), (node,), (), ("serverAuth",), self._lasts, self.world.now)
        leaf = issue(self.world, wanted, key, certificates(authority)[0], root)
        yield self._file(node, f"{KUBELET}/pki/kubelet.crt", leaf + authority, _MODE)
        yield self._file(node, f"{KUBELET}/pki/kubelet.key", key_pem(key))

    def _signing(self, node: str) -> Iterator[Placed]:
        """sa.key, of the sa.pub that is there; without one a pair of its own, the same on each node."""
        name = next(filter(None, map(self._public_half, (node, *self._planes))), None)
        key = self._twin.key(name or KeyName("completed sa", kind_of(self._facts.algorithm)))
        yield self._file(node, f"{PKI}/sa.key", key_pem(key))
        if (node, f"{PKI}/sa.pub") not in self._data:
            yield self._file(node, f"{PKI}/sa.pub", public_pem(key))

    def _public_half(self, node: str) -> KeyName | None:
        for key in self._twin.cluster.inventory.keys.values():
            if (key.node, key.path) == (node, f"{PKI}/sa.pub") and key.spki_sha256:
                kind = KeyKind.of(key.type, key.bits)
                return KeyName(key.spki_sha256, kind) if kind else None
        return None


def _pointed_at_the_pair(config: bytes) -> bytes:
    """A kubeconfig whose user has the rotated pair in place of what stood in it (phase kubelet-finalize)."""
    lines = []
    for line in config.decode().splitlines(keepends=True):
        field, _, _ = line.partition("-data: ")
        replaced = field.strip() in ("client-certificate", "client-key")
        lines.append(f"{field}: {_CURRENT}\n" if replaced else line)
    return "".join(lines).encode()
