"""Edges of this suite's trees, shaken by hand."""

from collections.abc import Callable
from dataclasses import replace

from app.issuing.keys import KeyKind, KeyName
from app.issuing.twin import Change, Order, Twin, unchanged
from app.issuing.validity import encode_time
from app.model.certificates import Certificate
from app.model.cluster import Cluster
from app.reading import der
from app.tls.edge import Edges, Peers
from app.tls.exchange import Exchange, Pair, Wire, untouched
from app.tls.peers import Version
from app.tls.transcript import Transcript, transcript
from tests.issuing.making import POOL
from tests.trees import CLOCK, cluster

RSA = KeyKind("RSA", 2048)
HA = "kubeadm-1.37-cp1-workers"
ETCD = "kube-apiserver@cp1->etcd@cp1"
APISERVER = "kubectl:admin.conf@cp1->kube-apiserver@cp1"


def peers(connection: str, change: Change = unchanged, of: Cluster | None = None) -> Peers:
    """The two ends of a connection."""
    found = of or cluster(HA)
    return Edges(Twin(found, POOL, change)).peers(found.connections[connection])


def shaken(ends: Peers, version: Version = Version.TLS13, wire: Wire = untouched) -> tuple[Exchange, Transcript]:
    """What went over the wire between two ends, and what it says."""
    exchange = Pair(ends.client, ends.server, CLOCK, version).shake(wire)
    return exchange, transcript(exchange)


def changed(where: Callable[[Certificate], bool], change: Callable[[Order], Order]) -> Change:
    """A fault on some certificates."""
    return lambda one, order: change(order) if where(one) else order


def by_a_stranger(order: Order) -> Order:
    """Issued by a CA of the same name that nobody has."""
    return replace(order, signer=KeyName("stranger", RSA))


def expired(order: Order) -> Order:
    """Valid until a moment before the suite's clock."""
    times = encode_time(CLOCK.replace(year=CLOCK.year - 2)) + encode_time(CLOCK.replace(year=CLOCK.year - 1))
    return replace(order, parts=replace(order.parts, validity=der.encode(der.SEQUENCE, times)))


def is_admin(one: Certificate) -> bool:
    return one.path.endswith("/admin.conf") and one.pointer.endswith("client-certificate-data")


def is_etcd_client(one: Certificate) -> bool:
    return one.path.endswith("/apiserver-etcd-client.crt")


def is_etcd_server(one: Certificate) -> bool:
    return one.path.endswith("/etcd/server.crt")


def without_certificate(ends: Peers) -> Peers:
    return replace(ends, client=replace(ends.client, credentials=None))
