"""The model of an opened tree: what `kubepki inspect`, the API and the pages show (docs/model.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .certificates import Certificate, Key
from .identity import Identity
from .inventory import Inventory
from .verdicts import Verdict


class State(StrEnum):
    """What is known of a file that a side of a connection uses."""

    FILE = "file"
    UNREADABLE = "unreadable"
    NOT_IN_TREE = "not_in_tree"
    UNKNOWN = "unknown"
    IN_MEMORY = "in_memory"
    NONE = "none"


class Group(StrEnum):
    """The communication groups: a group is the set of connections that end at one kind of server."""

    APISERVER = "apiserver"
    KUBELET = "kubelet"
    ETCD = "etcd"
    ETCD_PEER = "etcd-peer"
    EXTENSION = "extension"
    TOKEN = "token"  # noqa: S105 - a group's name

    @property
    def number(self) -> int:
        """The badge's number: 1 to 6, in the order of the legend."""
        return _NUMBERS[self]


_NUMBERS = {group: number for number, group in enumerate(Group, 1)}


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that a side uses. `ids`: the certificates or keys behind it; `path`: as named, made absolute on its node;
    `pointer`: the kubeconfig field, `""` for a file. Both are None in the states unknown, in_memory, none. `file`: the
    id of the regular file behind the path, links resolved, None where there is none.
    """

    state: State
    ids: tuple[str, ...] = ()
    path: str | None = None
    pointer: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What says so. `side`: client or server; `role`: a reference's name, address, client_auth or authorizer.
    `file` is None and `value` is None for the field `convention`; `value` is None for data and secrets.
    """

    side: str
    role: str
    file: str | None
    field: str
    value: str | None


@dataclass(frozen=True, slots=True)
class ComponentEvidence:
    file: str | None
    field: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Component:
    """An end of a connection, or a CA. `node` is None for cluster-wide ones and for servers known only by address."""

    id: str
    kind: str
    node: str | None
    evidence: tuple[ComponentEvidence, ...]


@dataclass(frozen=True, slots=True)
class Client:
    component: str
    certificate: Reference
    key: Reference
    ca: Reference
    token: Reference


@dataclass(frozen=True, slots=True)
class Server:
    """`client_auth`: require (in the handshake), request (asked for, judged later), none, or None when unknown."""

    component: str
    certificate: Reference
    key: Reference
    client_ca: Reference
    requestheader_ca: Reference
    client_auth: str | None


@dataclass(frozen=True, slots=True)
class Dialled:
    """The address dialled: `host` without brackets, `server_name` only a kubeconfig's tls-server-name."""

    scheme: str
    host: str | None
    port: int | None
    server_name: str | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """`id` is `client->server`, plus `!PURPOSE` unless it is the main one. `identity`: who the server takes the client
    for if it lets the client in; whether it does is told by the verdict.
    """

    id: str
    group: Group | None
    purpose: str | None
    via: str | None
    client: Client
    server: Server
    dialled: Dialled
    verifies_server: bool
    identity: Identity | None
    authorizer: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the tree was laid out, how sure that is (0 to 1), and what says so."""

    name: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """`roles`: control-plane (has an API server), etcd (has a member), worker (neither)."""

    id: str
    roles: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Altered:
    """What stood at the place of a certificate or key before a fault was put there; of a key no fingerprint."""

    spki_sha256: str | None
    fingerprint_sha256: str | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """An opened tree, whole. `issuers` maps a certificate's id to that of its issuer, found by verified signature;
    `signers` a certificate's fingerprint to those of all whose key verified it, whatever the clock.
    `connections` and `components` are by id, sorted by id. `verdicts`: what becomes of each connection at the clock, by
    its id. `altered`: what stood at the place of a certificate or key, by its id, in a tree broken on purpose.
    """

    clock: datetime
    distribution: Distribution
    nodes: tuple[Node, ...]
    inventory: Inventory
    signers: Mapping[str, tuple[str, ...]]
    issuers: Mapping[str, str | None]
    components: Mapping[str, Component]
    connections: Mapping[str, Connection]
    notes: tuple[str, ...]
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    altered: Mapping[str, Altered] = field(default_factory=dict)

    def certificate(self, reference: Reference) -> Certificate | None:
        """The first certificate (the leaf) behind a reference, None when there is none."""
        return self.inventory.certificates.get(reference.ids[0]) if reference.ids else None

    def key(self, reference: Reference) -> Key | None:
        return self.inventory.keys.get(reference.ids[0]) if reference.ids else None

    def issuer(self, certificate: Certificate) -> Certificate | None:
        """The certificate whose key verified this one's signature (itself if self-signed); None if it is not here."""
        found = self.issuers.get(certificate.id)
        return self.inventory.certificates[found] if found is not None else None
