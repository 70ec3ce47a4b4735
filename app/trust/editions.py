"""Whose words are told: what Go, Kubernetes and etcd printed in the version of a tree, as far as that is known.

Everything is judged as Kubernetes 1.37 judges it; here only its words are put into those of an older version. Sources:
the Go release notes (1.17: no more GODEBUG=x509ignoreCN; 1.20: CertificateVerificationError; 1.21: finer alerts),
etcd's CHANGELOG-3.5 (which Go its binaries are built with; pull request 18319), Kubernetes' own logs.
"""

from dataclasses import dataclass, replace

from ..model.cluster import Cluster, Connection
from ..model.verdicts import Rung
from ..topology.versions import etcd_version, minor
from . import texts
from .client_side import Fault

_ALERTS = (texts.UNKNOWN_CERTIFICATE_AUTHORITY, texts.EXPIRED_CERTIFICATE, texts.CERTIFICATE_REQUIRED)

_KNOWN: tuple[tuple[tuple[int, int], int, tuple[int, int, int]], ...] = (
    ((1, 22), 16, (3, 5, 0)),
    ((1, 23), 17, (3, 5, 1)),
    ((1, 27), 20, (3, 5, 7)),
    ((1, 32), 23, (3, 5, 16)),
    ((1, 33), 24, (3, 5, 21)),
    ((1, 37), 26, (3, 7, 0)),
)
"""Versions of Kubernetes in which words changed, with the minor version of Go that the first release of each was built
with and the etcd that kubeadm asked for.
"""

_GO_OF_ETCD = (((3, 5, 13), 21), ((3, 5, 10), 20), ((3, 5, 8), 19), ((3, 5, 7), 17))
"""From which version on etcd's binaries are built with which Go."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The version whose words are told: `kubernetes`, built with Go 1.`go`, and `etcd`. `is_named`: the tree says that
    it is of this version; else it is the nearest one that is known.
    """

    kubernetes: tuple[int, int]
    go: int
    etcd: tuple[int, int, int]
    is_named: bool = True

    @property
    def words(self) -> str:
        """`1.37`."""
        return ".".join(map(str, self.kubernetes))

    @property
    def etcd_words(self) -> str:
        """`3.7.0`."""
        return ".".join(map(str, self.etcd))

    def go_of(self, component: str) -> int:
        """The minor version of Go that a component's program is built with."""
        if not component.startswith(("etcd@", "etcdctl@")):
            return self.go
        return next((go for since, go in _GO_OF_ETCD if self.etcd >= since), 16)


def edition_of(cluster: Cluster) -> Edition:
    """The newest known version that is not newer than the tree's; of a tree that names none the newest."""
    named = minor(cluster)
    fitting = [one for one in _KNOWN if named is None or one[0] <= named] or [_KNOWN[0]]
    kubernetes, go, etcd = fitting[-1]
    return Edition(kubernetes, go, etcd_version(cluster) or etcd, named == kubernetes)


def worded(edition: Edition, connection: Connection, fault: Fault) -> Fault:
    """A fault in the words of a version."""
    client_go, server_go = edition.go_of(connection.client.component), edition.go_of(connection.server.component)
    said, logged = fault.client_error, fault.server_error
    if said in _ALERTS and server_go < 21:
        said = texts.BAD_CERTIFICATE
    said = said and _older(edition, said, client_go, "")
    logged = logged and _older(edition, logged, server_go, texts.VERIFY_PREFIX_OF_SERVERS)
    return Fault(fault.phase, said, logged)


def worded_rungs(edition: Edition, connection: Connection, rungs: list[Rung], side: str) -> list[Rung]:
    """The rungs of a side in the words of a version: what a red one says is Go's."""
    component = connection.client.component if side == "client" else connection.server.component
    prefix = "" if side == "client" else texts.VERIFY_PREFIX_OF_SERVERS
    go = edition.go_of(component)
    return [
        replace(rung, message=_older(edition, rung.message, go, prefix)) if rung.ok is False else rung for rung in rungs
    ]


def _older(edition: Edition, text: str, go: int, prefix: str) -> str:
    """A text as Go 1.`go` and this Kubernetes print it; `prefix`: how a verification's error began before Go 1.20."""
    if go < 20 and text.startswith(texts.VERIFY_PREFIX):
        text = prefix + text.removeprefix(texts.VERIFY_PREFIX)
    if go < 17:
        text = text.replace(texts.COMMON_NAME_ONLY, texts.COMMON_NAME_ONLY_16)
    return texts.BAD_TOKEN_31 if text == texts.BAD_TOKEN and edition.kubernetes < (1, 32) else text
