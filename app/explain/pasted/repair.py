"""How a cause is mended: a sentence, and the commands where this tree's maker has them.

Sources: kubeadm 1.37 (`init phase certs`, `certs renew`), of which a recorded cluster shows that `init phase` keeps a
pair that is there, that a lone `.key` is not made anew, and that `renew` keeps the old names and copies a new CA into
kubeconfigs; kubelet's certificate manager; `kubectl config set-cluster`.
"""

from dataclasses import dataclass

from ...model.certificates import Certificate
from ...model.cluster import Cluster, Reference
from ...model.words import Sentence
from ...pasting import Reading
from ...topology.authorities import Authorities
from ..certificate.kubeadm_parts import KubeadmPart, kubeadm_part
from ..certificate.roles import Subject
from ..command_lines import line
from ..expiry import Kind, expiring
from ..phrases import code, say
from ..renewal import Renewals
from .causes import Cause, host_of

_DATES = frozenset(("expired", "not-yet-valid", "outside-its-dates", "alert-expired"))
_NAMES = frozenset(("name-mismatch", "no-ip-name", "no-names", "common-name-only", "peer-address-mismatch"))
_PATH = frozenset(("unknown-authority", "untrusted", "wrong-signature", "alert-unknown-authority"))
_GENERIC = frozenset(
    (
        "bad-certificate",
        "broken-off",
        "hung-up",
        "deadline",
        "unauthorized",
        "unauthorized-by-kubelet",
        "unauthorized-by-any",
        "extension-unavailable",
    )
)
"""What a text says of any of several causes."""

_FIELDS = {"certs apiserver": "apiServer.certSANs", "certs etcd-server": "etcd.local.serverCertSANs"}
_FIELDS["certs etcd-peer"] = "etcd.local.peerCertSANs"
_AWAY = "/root"


@dataclass(frozen=True, slots=True)
class Repair:
    """`commands`: to type on the cause's node, in this order; empty where there are none."""

    words: Sentence
    commands: tuple[str, ...] = ()


def repair(cluster: Cluster, authorities: Authorities, cause: Cause, reading: Reading) -> Repair:
    """How to mend a cause of what was read."""
    known = cluster.inventory.certificates
    found = next((known[one] for one in _certificate(cause).ids if one in known), None)
    subject = Subject(cluster, found, authorities) if found else None
    part = kubeadm_part(subject) if subject else None
    if cause.code in _GENERIC:
        return Repair(say("What is wrong with it the text does not say: the other side’s words do."))
    if cause.is_authority:
        return _authority(cluster, cause)
    if found and cause.code in _DATES:
        return _dates(cluster, authorities, found, cause)
    if cause.code in _NAMES:
        return _names(cause, part, reading)
    if cause.code == "name-not-allowed":
        words = "Present {name} only to what it is for, or add its `CN` to `--requestheader-allowed-names`."
        return Repair(say(words, name=code(cause.name)))
    return _anew(cause, part)


def _certificate(cause: Cause) -> Reference:
    """The certificate itself; of a key the one beside it."""
    if cause.role != "key":
        return cause.reference
    return cause.connection.client.certificate if cause.side == "client" else cause.connection.server.certificate


def _dates(cluster: Cluster, authorities: Authorities, found: Certificate, cause: Cause) -> Repair:
    one = expiring(cluster, authorities, found)
    renewal = Renewals(cluster).of(one)
    clock = (
        "First look at the clock of the machine that says it (`timedatectl`). "
        if cause.code in ("not-yet-valid", "outside-its-dates")
        else ""
    )
    if one.kind is Kind.KUBELET_CLIENT:
        words = (
            "A kubelet that runs renews it; one that was off too long cannot. Join the node again (`kubeadm join`); "
        )
        words += (
            "on a control-plane node make kubelet.conf anew (`kubeadm init phase kubeconfig kubelet`) and restart it."
        )
        return Repair(say(clock + words))
    restarts = [span for sentence in renewal.restarts for span in (*say(" "), *sentence)]
    if renewal.command is None:
        return Repair((*say(clock + "Who renews it: "), *renewal.who, *restarts))
    renew = say(clock + "Renew it on {node}.", node=code(renewal.node))
    return Repair((*renew, *restarts), (f"sudo {renewal.command}",))


def _names(cause: Cause, part: KubeadmPart | None, reading: Reading) -> Repair:
    host = host_of(cause, reading)
    name = code(host) if host else "the name dialled"
    kind = cause.connection.server.component.partition("@")[0]
    if part and part.phase in _FIELDS:
        words = (
            "Put {name} under {field} of kubeadm’s configuration, move both files away, and let kubeadm write them "
            "anew; `kubeadm certs renew` would keep the old names. Or dial a name that it has."
        )
        return Repair(say(words, name=name, field=code(_FIELDS[part.phase])), _phase(cause, part))
    if kind == "kubelet" and cause.side == "server":
        words = (
            "Set `serverTLSBootstrap: true` in the kubelet’s configuration, restart it, and approve its [CSR](csr): "
            "the certificate that it makes by itself names no address and comes from a CA that nobody knows."
        )
        return Repair(say(words), ("kubectl get csr", "kubectl certificate approve NAME"))
    return Repair(say("Have it issued anew with {name} among its names, or dial a name that it has.", name=name))


def _authority(cluster: Cluster, cause: Cause) -> Repair:
    """A CA with which a side checks the other: which file holds the one that it should be."""
    file = code(cause.name)
    if cause.code == "ca-and-insecure":
        return Repair(say("Take `insecure-skip-tls-verify` out of {file}: the CA is there.", file=file))
    if cause.code.startswith("authority-"):
        words = (
            "{file} holds a CA that has expired, or is not yet valid. kubeadm renews no CA: make a new certificate of "
            "the same key and name, or a new CA and everything below it anew."
        )
        return Repair(say(words, file=file))
    leaf = _checked(cluster, cause)
    issuer = cluster.issuer(leaf) if leaf else None
    if leaf is None or issuer is None:
        words = "{file} must hold the CA that issued {leaf}. No other file of the upload holds it."
        return Repair(say(words, leaf=code(leaf.path) if leaf else "the other side’s certificate", file=file))
    if issuer.facts.key.spki_sha256 in _keys(cluster, cause):
        words = (
            "{file} holds the CA that issued {leaf}: as it is here it is not at fault. On the node it may be another."
        )
        return Repair(say(words, file=file, leaf=code(leaf.path)))
    words = "{file} must hold the CA that issued {leaf}: {path} on {node} does."
    said = say(words, file=file, leaf=code(leaf.path), path=code(issuer.path), node=code(issuer.node))
    pointer, path = cause.reference.pointer or "", cause.reference.path or ""
    if pointer.startswith("clusters[") and not issuer.pointer and issuer.node == cause.node:
        name = pointer.removeprefix("clusters[").partition("].cluster")[0]
        embed = line(
            "sudo", "kubectl", "--kubeconfig", path, "config", "set-cluster", name,
            f"--certificate-authority={issuer.path}", "--embed-certs",
        )  # fmt: skip
        return Repair(said, (embed,) if embed.isprintable() else ())
    return Repair(said)


def _checked(cluster: Cluster, cause: Cause) -> Certificate | None:
    """What the other side of the first edge that shows a certificate shows."""
    for identifier in cause.edges:
        connection = cluster.connections[identifier]
        other = connection.server.certificate if cause.side == "client" else connection.client.certificate
        if found := cluster.certificate(other):
            return found
    return None


def _keys(cluster: Cluster, cause: Cause) -> set[str]:
    """The keys of the CAs in a file."""
    known = cluster.inventory.certificates
    return {known[one].facts.key.spki_sha256 for one in cause.reference.ids if one in known}


def _anew(cause: Cause, part: KubeadmPart | None) -> Repair:
    """Issued or written anew, by its maker where the tree has one."""
    if part is None:
        return Repair(say("Have {file} issued anew by the CA that the other side trusts.", file=code(cause.name)))
    if part.renew and cause.code in _PATH:
        too = ", and writes that CA into the kubeconfig, too" if part.phase.startswith("kubeconfig") else ""
        return Repair(
            say(f"Sign it with the CA that is there now: `renew` does{too}."),
            (line("sudo", "kubeadm", "certs", "renew", part.renew),),
        )
    words = "Move certificate and key away and let kubeadm write both anew: of a pair it replaces no half."
    return Repair(say(words), _phase(cause, part))


def _phase(cause: Cause, part: KubeadmPart) -> tuple[str, ...]:
    """Away with the old, then the phase that makes it."""
    path = cause.reference.path or ""
    pair = (path,) if part.phase.startswith("kubeconfig") else _pair(path)
    away = line("sudo", "mv", *pair, _AWAY)
    make = f"{line('sudo', 'kubeadm', 'init', 'phase', *part.phase.split())} --config kubeadm.yaml"
    return (away, make) if away.isprintable() else ()


def _pair(path: str) -> tuple[str, str]:
    """kubeadm writes NAME.crt and NAME.key."""
    base = path.removesuffix(".crt").removesuffix(".key")
    return f"{base}.crt", f"{base}.key"
