"""Second opinions: cases made in memory on which OpenSSL or Python's cryptography judges otherwise than a cluster.

Nothing is told by heart: each case is a sample's tree with one change, judged by the ladder, shaken hands for with
OpenSSL, and verified by cryptography.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..breaking.broken import as_twin
from ..breaking.draft import Draft
from ..breaking.parts import with_extension
from ..explain.phrases import say
from ..issuing.keys import KeySource
from ..issuing.parts import Parts
from ..issuing.twin import Twin
from ..model.cluster import Cluster
from ..model.verdicts import Verdict
from ..model.words import Sentence
from ..reading import der
from ..reading.bounds import INSPECT
from ..reading.extensions import AUTHORITY_KEY_ID, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE
from ..topology.build import rebuild
from ..topology.signatures import Signatures
from ..trust import judged
from .agreement import compared, difference
from .python_opinion import ACCEPTS, python_words
from .shaking import Shaken, shake

_ANY_USAGE = bytes.fromhex("30060604551d2500")
_SHA1, _MD5 = (bytes.fromhex(f"300d06092a864886f70d01010{number}0500") for number in (5, 4))
"""sha1WithRSAEncryption and md5WithRSAEncryption."""
_PSS = bytes.fromhex(
    "304106092a864886f70d01010a3034a00f300d06096086480165030402010500"
    "a11c301a06092a864886f70d010108300d06096086480165030402010500a203020114"
)
"""rsassaPss with SHA-256, its mask too, and 20 bytes of salt, which is OpenSSL's default of old."""

_ETCD, _KUBECTL = "kube-apiserver@cp1->etcd@cp1", "kubectl:admin.conf@cp1->kube-apiserver@cp1"
_SERVER = "cp1:/etc/kubernetes/pki/apiserver.crt#"
_CLIENT = "cp1:/etc/kubernetes/admin.conf#users[kubernetes-admin].user.client-certificate-data"
_CA = "cp1:/etc/kubernetes/pki/ca.crt#"


@dataclass(frozen=True, slots=True)
class Case:
    """A change of the sample. `target`: the certificate that is issued anew, by the CA that it has."""

    title: str
    connection: str
    target: str | None = None
    change: Callable[[Parts], Parts] | None = None
    host: str | None = None


def _with_unknown_key_id(parts: Parts) -> Parts:
    value = der.encode(der.SEQUENCE, der.encode(0x80, bytes(range(20))))
    return with_extension(parts, AUTHORITY_KEY_ID, value)


CASES = (
    Case("As kubeadm made it: a client’s certificate has no names", _KUBECTL),
    Case("The address dialled is written as IPv6", _ETCD, host="::ffff:127.0.0.1"),
    Case(
        "A server’s certificate is for any usage",
        _KUBECTL,
        _SERVER,
        lambda parts: with_extension(parts, EXTENDED_KEY_USAGE, _ANY_USAGE),
    ),
    Case("A CA without basic constraints", _KUBECTL, _CA, lambda parts: with_extension(parts, BASIC_CONSTRAINTS, None)),
    Case(
        "A server’s certificate is signed with SHA-1",
        _KUBECTL,
        _SERVER,
        lambda parts: replace(parts, algorithm=_SHA1, outer_algorithm=_SHA1),
    ),
    Case(
        "A client’s certificate is signed with MD5",
        _KUBECTL,
        _CLIENT,
        lambda parts: replace(parts, algorithm=_MD5, outer_algorithm=_MD5),
    ),
    Case(
        "A server’s certificate is signed with RSASSA-PSS and a short salt",
        _KUBECTL,
        _SERVER,
        lambda parts: replace(parts, algorithm=_PSS, outer_algorithm=_PSS),
    ),
    Case("A certificate names a key id that its CA does not have", _KUBECTL, _SERVER, _with_unknown_key_id),
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What three say of one case; `says` are a cluster's own words where it has some. `why` is empty where OpenSSL
    agrees.
    """

    title: str
    connection: str
    cluster: str
    says: str | None
    openssl: str
    openssl_agrees: bool
    python: str
    python_agrees: bool
    why: Sentence


def opinions(sample: Cluster, keys: KeySource) -> tuple[Opinion, ...]:
    """Every case. `sample`: a judged cluster of kubeadm's with the node cp1, RSA keys throughout."""
    return tuple(_opinion(_made(sample, case), case, keys) for case in CASES)


def _made(sample: Cluster, case: Case) -> Cluster:
    whole = as_twin(sample)
    draft = Draft(whole, whole.inventory)
    if case.target and case.change:
        change = case.change
        draft.reissue(draft.places(draft.certificates[case.target]), lambda _, parts: change(parts))
    inventory, signers = draft.finished()
    made = rebuild(inventory, sample.clock, signers)
    if case.host:
        one = made.connections[case.connection]
        changed = replace(one, dialled=replace(one.dialled, host=case.host))
        made = replace(made, connections={**made.connections, one.id: changed})
    return judged(made, Signatures(INSPECT, signers))


def _opinion(cluster: Cluster, case: Case, keys: KeySource) -> Opinion:
    connection, verdict = cluster.connections[case.connection], cluster.verdicts[case.connection]
    shaken = shake(Twin(cluster, keys), connection)
    told = compared(connection, verdict, shaken, connection.server.component.partition("@")[0])
    python = python_words(shaken.peers, cluster.clock) if isinstance(shaken, Shaken) else "cannot be asked"
    known = difference(connection, verdict, shaken) if isinstance(shaken, Shaken) and told.agree is False else None
    return Opinion(
        title=case.title,
        connection=case.connection,
        cluster=told.cluster,
        says=_says(verdict),
        openssl=told.openssl,
        openssl_agrees=told.agree is not False,
        python=python,
        python_agrees=(python == ACCEPTS) is (verdict.phase is None),
        why=say(known.why) if known else (),
    )


def _says(verdict: Verdict) -> str | None:
    return verdict.fault.message if verdict.fault else None
