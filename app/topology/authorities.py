"""The certificate authorities of a cluster, told apart by key and named by what they are used for.

Every kubeadm CA of a cluster may be `CN=kubernetes`, and a rotated one keeps its name: a subject is no evidence. What
a CA is follows from who checks certificates with its key (`--client-ca-file`, `--trusted-ca-file`,
`--requestheader-client-ca-file` …) and whose serving certificate it signed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Connection, Group

KIND = "certificate-authority"
SHORT_KEY = 6
"""Hex digits that tell two CAs of one name apart for a person: enough for the handful that a cluster has."""


class Realm(StrEnum):
    """The part of a cluster that a CA belongs to; the order is that of a name with several."""

    KUBERNETES = "kubernetes"
    ETCD = "etcd"
    ETCD_PEER = "etcd peer"
    FRONT_PROXY = "front-proxy"
    KUBELET = "kubelet"


class Side(StrEnum):
    """Whom a CA vouches for in a realm."""

    CLIENT = "client"
    SERVER = "server"


Use = tuple[Realm, Side]


@dataclass(frozen=True, slots=True)
class Authority:
    """A CA: one key, at every place where a certificate of it stands.

    `certificate_ids`: its certificates, the one that a server's flag names first. `uses`: (realm, side) pairs that say
    whom it vouches for. `issued`: ids of the certificates (not its own) whose signature its key verified;
    `signed_count` counts each of them once, however many copies the tree holds. `shape_index`: 0 kubernetes, 1 etcd,
    2 front-proxy, 3 and more any other; None for a throw-away CA, whose certificate stands only beside what it signed
    and with which nobody checks anything. `owner` is the component that presents such a CA's certificate, if any.
    """

    component_id: str
    name: str
    certificate_ids: tuple[str, ...]
    uses: tuple[Use, ...]
    issued: tuple[str, ...]
    signed_count: int
    shape_index: int | None
    owner: str | None = None

    @property
    def throw_away(self) -> bool:
        return self.shape_index is None


class Authorities:
    """The CAs of one cluster, and which of them a certificate is, or was signed by. Made once, asked often."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._by_key = _by_key(cluster)
        self._all = {authority.component_id: authority for authority in _authorities(cluster, self._by_key)}

    @property
    def all(self) -> tuple[Authority, ...]:
        """Sorted by component id."""
        return tuple(self._all.values())

    def of(self, certificate: Certificate) -> Authority | None:
        """The CA that a certificate is a certificate of, by its key; None if it is no CA's."""
        component = self._by_key.get(certificate.facts.key.spki_sha256)
        return self._all[component] if component else None

    def issuer(self, certificate: Certificate) -> Authority | None:
        """The CA whose key verified a certificate's signature; None if no CA here did."""
        found = self._cluster.issuer(certificate)
        return self.of(found) if found else None

    def get(self, component: str) -> Authority | None:
        """The CA of a component's id."""
        return self._all.get(component)


def authorities(cluster: Cluster) -> tuple[Authority, ...]:
    """Every CA of a cluster, sorted by component id."""
    return Authorities(cluster).all


def ca_name(cluster: Cluster, certificate: Certificate) -> str | None:
    """What a person calls the CA that a certificate belongs to; None if it is no CA's. `Authorities` answers often."""
    found = Authorities(cluster).of(certificate)
    return found.name if found else None


@dataclass(slots=True)
class _Uses:
    """What the connections say. `strong`: what servers check with and whose serving certificate a CA signed; `weak`:
    what clients trust, which names only a CA of which servers say nothing (one kubeconfig with a foreign CA in it must
    not rename that CA). `named`: certificates that a server's CA flag names; `trusted`: CAs that anybody checks with;
    `presenter`: certificate → the first component that presents it as a server.
    """

    strong: dict[str, set[Use]] = field(default_factory=lambda: defaultdict(set))
    weak: dict[str, set[Use]] = field(default_factory=lambda: defaultdict(set))
    named: set[str] = field(default_factory=set)
    trusted: set[str] = field(default_factory=set)
    presenter: dict[str, str] = field(default_factory=dict)

    def of(self, ca: str) -> set[Use]:
        return self.strong.get(ca) or self.weak.get(ca) or set()


def _by_key(cluster: Cluster) -> dict[str, str]:
    """SPKI → component id: a CA's id holds the first 12 hex digits of its key's SHA-256 (docs/model.md)."""
    ids = {component.id for component in cluster.components.values() if component.kind == KIND}
    keys = dict.fromkeys(certificate.facts.key.spki_sha256 for certificate in cluster.inventory.certificates.values())
    return {key: component for key in keys if (component := f"{KIND}:{key[:12]}@cluster") in ids}


def _authorities(cluster: Cluster, by_key: Mapping[str, str]) -> Iterator[Authority]:
    certificates = cluster.inventory.certificates
    places, issued, uses = _places(cluster, by_key), _issued(cluster, by_key), _uses(cluster, by_key)
    throw_away = {ca for ca in places if ca not in uses.trusted and _beside(cluster, places[ca], issued[ca])}
    kept = {ca: uses.of(ca) for ca in places if ca not in throw_away}
    naming = {ca: _naming(use) for ca, use in kept.items()}
    shapes, split = _shapes(naming), _split(naming)
    found = []
    for ca, ids in sorted(places.items()):
        ordered = sorted(ids, key=lambda id_: (id_ not in uses.named, bool(certificates[id_].pointer), id_))
        owner = min((uses.presenter[i] for i in issued[ca] if i in uses.presenter), default=None)
        owner = owner if ca in throw_away else None
        name = _used_name(naming.get(ca, set()), split) or _plain_name(cluster, certificates[ordered[0]], owner)
        signed = len({certificates[id_].facts.fingerprint_sha256 for id_ in issued[ca]})
        use = tuple(sorted(kept.get(ca, ())))
        found.append(Authority(ca, name, tuple(ordered), use, tuple(issued[ca]), signed, shapes.get(ca), owner))
    yield from _told_apart(cluster, found)


def _told_apart(cluster: Cluster, found: list[Authority]) -> Iterator[Authority]:
    """Two CAs of one name get the beginning of their key's fingerprint behind it."""
    names = Counter(authority.name for authority in found)
    for authority in found:
        if names[authority.name] == 1:
            yield authority
            continue
        key = cluster.inventory.certificates[authority.certificate_ids[0]].facts.key.spki_sha256
        yield replace(authority, name=f"{authority.name} ({key[:SHORT_KEY]})")


def _places(cluster: Cluster, by_key: Mapping[str, str]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for certificate in cluster.inventory.certificates.values():
        if ca := by_key.get(certificate.facts.key.spki_sha256):
            places[ca].append(certificate.id)
    return dict(places)


def _issued(cluster: Cluster, by_key: Mapping[str, str]) -> dict[str, list[str]]:
    """What each CA signed, without the certificates of its own key."""
    issued: dict[str, list[str]] = defaultdict(list)
    for certificate in cluster.inventory.certificates.values():
        issuer = cluster.issuer(certificate)
        ca = by_key.get(issuer.facts.key.spki_sha256) if issuer else None
        if ca and ca != by_key.get(certificate.facts.key.spki_sha256):
            issued[ca].append(certificate.id)
    return issued


def _uses(cluster: Cluster, by_key: Mapping[str, str]) -> _Uses:
    uses = _Uses()
    certificates = cluster.inventory.certificates

    def cas(ids: Iterable[str]) -> set[str]:
        return {ca for id_ in ids if (ca := by_key.get(certificates[id_].facts.key.spki_sha256))}

    for connection in cluster.connections.values():
        server, trust = connection.server, connection.client.ca.ids
        checks, headers = cas(server.client_ca.ids), cas(server.requestheader_ca.ids)
        uses.named.update(server.client_ca.ids, server.requestheader_ca.ids)
        uses.trusted |= checks | headers | cas(trust)
        for id_ in server.certificate.ids:
            uses.presenter[id_] = min(server.component, uses.presenter.get(id_, server.component))
        realm = _realm(cluster, connection)
        if realm is None:
            continue
        presented = cluster.certificate(server.certificate)
        issuer = cluster.issuer(presented) if presented else None
        clients, servers = (uses.weak, uses.weak) if realm is Realm.KUBELET else (uses.strong, uses.strong)
        _note(clients, checks, Realm.KUBERNETES if realm is Realm.KUBELET else realm, Side.CLIENT)
        _note(servers, cas((issuer.id,)) if issuer else (), realm, Side.SERVER)
        _note(uses.strong, headers, Realm.FRONT_PROXY, Side.CLIENT)
        _note(uses.weak, cas(trust), realm, Side.SERVER)
    return uses


def _note(into: dict[str, set[Use]], cas: Iterable[str], realm: Realm, side: Side) -> None:
    for ca in cas:
        into[ca].add((realm, side))


def _realm(cluster: Cluster, connection: Connection) -> Realm | None:
    """Where a connection ends, as far as a CA's name goes; None for servers that say nothing of it."""
    if connection.group is Group.ETCD_PEER:
        return Realm.ETCD_PEER
    server = cluster.components.get(connection.server.component)
    realms = {"kube-apiserver": Realm.KUBERNETES, "etcd": Realm.ETCD, "kubelet": Realm.KUBELET}
    return realms.get(server.kind if server else "")


def _beside(cluster: Cluster, places: list[str], issued: list[str]) -> bool:
    """Whether a CA's certificate stands only in files that also hold a certificate that it signed."""
    certificates = cluster.inventory.certificates
    files = {(certificates[id_].node, certificates[id_].path) for id_ in issued}
    return bool(issued) and all((certificates[id_].node, certificates[id_].path) in files for id_ in places)


def _naming(uses: set[Use]) -> set[Use]:
    """The uses that name a CA: those of the realms in which it vouches for both sides, else all.

    So one flag that names the wrong CA file does not rename that CA: an etcd CA with which kube-apiserver checks its
    clients stays the etcd CA. The etcd members' CA is etcd's if it has any other use there.
    """
    if any(realm is Realm.ETCD for realm, _ in uses):
        uses = {(Realm.ETCD if realm is Realm.ETCD_PEER else realm, side) for realm, side in uses}
    sides = Counter(realm for realm, _ in uses)
    return {use for use in uses if sides[use[0]] == len(Side)} or uses


def _shapes(uses: Mapping[str, set[Use]]) -> dict[str, int]:
    """The three that kubeadm makes have their shapes; whatever else there is follows, in id order."""
    order = (Realm.KUBERNETES, Realm.ETCD, Realm.FRONT_PROXY)
    waiting = sorted(uses)
    shapes: dict[str, int] = {}
    for shape, realm in enumerate(order):
        fitting = [ca for ca in waiting if any(use[0] is realm for use in uses[ca])]
        if fitting:
            first = min(fitting, key=lambda ca: ((realm, Side.CLIENT) not in uses[ca], ca))
            shapes[first] = shape
            waiting.remove(first)
    return shapes | {ca: len(order) + index for index, ca in enumerate(waiting)}


def _split(uses: Mapping[str, set[Use]]) -> set[Realm]:
    """The realms with one CA for clients and another for servers, and none for both (as k3s has them)."""
    split = set()
    for realm in set(Realm) - {Realm.FRONT_PROXY}:
        sides = [{side for of, side in has if of is realm} for has in uses.values()]
        if all(len(has) < len(Side) for has in sides) and set().union(*sides) == set(Side):
            split.add(realm)
    return split


def _used_name(uses: set[Use], split: set[Realm]) -> str | None:
    """`kubernetes CA`, `etcd and front-proxy CA`, `kubernetes client CA`; None for a CA without a use."""
    realms = {realm for realm, _ in uses}
    words = [
        f"{realm} {next(side for of, side in uses if of is realm)}" if realm in split else str(realm)
        for realm in Realm
        if realm in realms
    ]
    if not words:
        return None
    return f"{', '.join(words[:-1])} and {words[-1]} CA" if words[1:] else f"{words[0]} CA"


def _plain_name(cluster: Cluster, certificate: Certificate, owner: str | None) -> str:
    """What to call a CA that nobody checks with: whose it is, else what it calls itself."""
    if owner:
        component = cluster.components[owner]
        return f"{component.kind}’s own CA" + (f" on {component.node}" if component.node else "")
    common_name = certificate.facts.common_name
    return f"CA “{common_name}”" if common_name else "CA without a name"
