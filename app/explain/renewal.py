"""Who renews a certificate, and whether what uses it must be restarted.

Sources: `kubeadm certs renew` (cmd/kubeadm/app/phases/certs/renewal), the kubelet's certificate manager
(pkg/kubelet/certificate), and what running programs were seen to do when their files changed.
"""

from dataclasses import dataclass
from enum import StrEnum

from ..model.cluster import Cluster, Connection, Group
from ..model.configuration import KubeletConfiguration
from ..model.words import Sentence
from .expiry import Expiring, Kind
from .phrases import code, say


class Way(StrEnum):
    """In which way a certificate is renewed; the value is a heading."""

    BY_HAND = "by hand"
    BY_ITSELF = "by itself"
    NOT = "not renewed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Renewal:
    """`who` renews it, as a sentence; `command`: what to type, on `node`, None where there is none; `restarts`: a
    sentence for each program that uses it.
    """

    way: Way
    who: Sentence
    node: str
    command: str | None
    restarts: tuple[Sentence, ...]


class Renewals:
    """Who renews the certificates of one cluster: made once, asked often."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        configurations = cluster.inventory.kubelet_configurations.values()
        self._kubelets = {one.node: one for one in reversed(tuple(configurations))}

    def of(self, one: Expiring) -> Renewal:
        """Who renews a certificate, and what must then be restarted."""
        way, who, command = self._who(one)
        renewed = way in (Way.BY_HAND, Way.BY_ITSELF) and not self._is_ranchers(one)
        restarts = _restarts(self._cluster, one) if renewed else ()
        return Renewal(way, who, one.certificate.node, command, restarts)

    def way(self, one: Expiring) -> Way:
        """The way alone, which costs little."""
        return self._who(one)[0]

    def who(self, one: Expiring) -> Sentence:
        """The sentence alone."""
        return self._who(one)[1]

    def _who(self, one: Expiring) -> tuple[Way, Sentence, str | None]:
        if one.kind is Kind.KUBEADM and one.row is not None:
            ca, node = one.row.ca or "", code(one.certificate.node)
            if one.row.external:
                return Way.BY_HAND, say(_EXTERNAL, ca=code(ca), node=node), None
            return Way.BY_HAND, say("By hand, on {node}.", node=node), f"kubeadm certs renew {one.row.name}"
        if self._is_ranchers(one):
            words = _AT_EACH_START if "/agent/" in one.certificate.path else _AT_ITS_START
            return Way.BY_HAND, say(words, name=self._cluster.distribution.name), None
        configuration = self._kubelets.get(one.certificate.node)
        if one.kind is Kind.KUBELET_CLIENT:
            return (*_kubelet_client(configuration, one), None)
        if one.kind is Kind.KUBELET_SERVING:
            return (*_kubelet_serving(configuration, self._made_by_itself(one)), None)
        return (*_WORDS[one.kind], None)

    def _is_ranchers(self, one: Expiring) -> bool:
        """Whether k3s or RKE2 made it: a leaf below one of their folders."""
        ours = one.kind in (Kind.KUBECONFIG, Kind.OTHER, Kind.KUBELET_CLIENT, Kind.KUBELET_SERVING)
        return ours and self._cluster.distribution.name in _RANCHER and "/rancher/" in one.certificate.path

    def _made_by_itself(self, one: Expiring) -> bool:
        """Whether the kubelet made it: the CA that signed it stands beside it, in the same file."""
        issuer = self._cluster.issuer(one.certificate)
        here = (one.certificate.node, one.certificate.path)
        return issuer is not None and (issuer.node, issuer.path) == here


_EXTERNAL = (
    "By whoever has the key of {ca}: it is not in the upload, and without it on {node} kubeadm does not renew this."
)
_AT_ITS_START = "By {name}, when it is started again and less than 120 days are left (90 before May 2025)."
_AT_EACH_START = "By {name}, each time it is started again."
_RANCHER = ("k3s", "rke2")
"""They renew leaves when they start, an agent's each time (docs.k3s.io/cli/certificate, docs.rke2.io/advanced)."""
_WORDS = {
    Kind.AUTHORITY: (Way.NOT, say("By nobody: no program of the upload renews a [CA](ca).")),
    Kind.COPY: (Way.NOT, say("By nobody: it is a copy of the [CA](ca)’s certificate.")),
    Kind.THROW_AWAY: (Way.NOT, say("By nobody: its key was thrown away. A new leaf brings a new [CA](throw-away-ca).")),
    Kind.KUBECONFIG: (
        Way.BY_HAND,
        say("By whoever made this [kubeconfig](kubeconfig)."),
    ),
    Kind.OTHER: (Way.UNKNOWN, say("Nothing in the upload says who renews it.")),
}


def _kubelet_client(configuration: KubeletConfiguration | None, one: Expiring) -> tuple[Way, Sentence]:
    if _embedded(one):
        words = (
            "By nobody: a kubelet that renews its certificate keeps the new one in a file of its own, not in {file}."
        )
        return Way.NOT, say(words, file=code(one.name))
    if configuration is None:
        return Way.UNKNOWN, say("Unknown: the kubelet’s configuration, which says so, is not in the upload.")
    if configuration.rotate_certificates:
        return Way.BY_ITSELF, say("By the kubelet itself, while it runs (`rotateCertificates: true`).")
    return Way.NOT, say("By nobody: the kubelet’s configuration does not say `rotateCertificates: true`.")


def _kubelet_serving(configuration: KubeletConfiguration | None, made_by_itself: bool) -> tuple[Way, Sentence]:
    if configuration is not None and configuration.tls_cert_file:
        return Way.BY_HAND, say("By whoever wrote the file that `tlsCertFile` names.")
    if configuration is not None and configuration.server_tls_bootstrap:
        words = (
            "The kubelet asks for a new one with a [CSR](csr) (`serverTLSBootstrap: true`); somebody has to approve it."
        )
        return Way.BY_ITSELF, say(words)
    if configuration is None:
        return Way.UNKNOWN, say("Unknown: the kubelet’s configuration, which says so, is not in the upload.")
    if made_by_itself:
        return Way.NOT, say("By nobody: the kubelet makes one when it starts and there is none.")
    return _WORDS[Kind.OTHER]


_SERVES = {
    "kube-apiserver": "No restart: kube-apiserver reads the new files at once, or within a minute.",
    "etcd": "No restart: etcd reads the new files at the next handshake.",
    "kubelet": "No restart for what the kubelet got itself; files given to it are watched from 1.31 on.",
}
_READS_EACH_TIME = {
    "kubectl": "No restart: kubectl reads its kubeconfig each time. Copies of it keep the old certificate.",
    "etcdctl": "No restart: etcdctl reads it each time.",
    "kubeadm": "No restart: kubeadm reads it each time.",
    "kubelet": "No restart: the kubelet goes over to the new one.",
    "etcd": "No restart: etcd reads the new files at the next handshake.",
    "front-proxy": "No restart: kube-apiserver reads the new files.",
}


def _restarts(cluster: Cluster, one: Expiring) -> tuple[Sentence, ...]:
    """By the programs that present it: as what, and whether from a file or from inside a kubeconfig."""
    found: dict[Sentence, None] = {}
    for connection in cluster.connections.values():
        if one.certificate.id in connection.server.certificate.ids[:1]:
            kind = _kind(cluster, connection.server.component)
            if kind in _SERVES:
                found[say(_SERVES[kind])] = None
        if one.certificate.id in connection.client.certificate.ids[:1]:
            kind = _kind(cluster, connection.client.component)
            found[_client(connection, kind, embedded=_embedded(one), by_kubeadm=one.row is not None)] = None
    return tuple(sentence for sentence in found if sentence)


def _client(connection: Connection, kind: str, *, embedded: bool, by_kubeadm: bool) -> Sentence:
    if kind in _READS_EACH_TIME:
        return say(_READS_EACH_TIME[kind])
    if embedded:
        return say("Restart {program}: it does not read its kubeconfig again while it runs.", program=kind)
    if kind == "kube-apiserver" and connection.group is Group.EXTENSION:
        return say("No restart: kube-apiserver reads the new files.")
    return say("kubeadm asks for a restart of {program}.", program=kind) if by_kubeadm else ()


def _embedded(one: Expiring) -> bool:
    """Whether it stands inside a kubeconfig, which programs read once."""
    return one.certificate.pointer.startswith("users[")


def _kind(cluster: Cluster, component: str) -> str:
    found = cluster.components.get(component)
    return found.kind if found else ""
