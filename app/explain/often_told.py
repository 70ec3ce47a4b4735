"""What is often told differently, and what really happens on the connection at hand.

Each note is a function that gives a sentence where it applies and None elsewhere. It names the files, flags and CAs of
this tree: a tree in which the common story is true is told so.
"""

from collections.abc import Callable

from ..model.certificates import Certificate
from ..model.cluster import Group, State
from ..model.files import FileKind
from ..model.words import Sentence
from .authorities import Authority
from .edge import Edge
from .names import NAMED, certificate_words, reference_name
from .phrases import code, counted, listing, say
from .program import NamedFile, service_account_keys, service_account_signer

KUBE_PROXY_USER = "system:kube-proxy"
"""The user of kube-proxy where it has a certificate (kubernetes-the-hard-way, k3s)."""
Note = Callable[[Edge], Sentence | None]
SHOWN_NAMES = 4
"""Names of a certificate that a note lists before it counts the rest."""


def often_told(edge: Edge) -> tuple[Sentence, ...]:
    """The notes that apply to this connection, in a fixed order."""
    return tuple(sentence for note in _NOTES if (sentence := note(edge)))


def _one_ca(edge: Edge) -> Sentence | None:
    """One CA for everything: told on the connections that have a CA of their own in kubeadm."""
    if edge.plain_http or not edge.shows_certificate or edge.connection.purpose is not None:
        return None
    if edge.connection.group is not Group.ETCD and not edge.by_headers:
        return None
    here = edge.anchors(edge.checks_client_with)
    kubernetes = _kubernetes_ca(edge)
    if not here or kubernetes is None:
        return None
    names = listing(f"the {authority.name}" for authority in here)
    told = say("“One CA signs everything in a cluster.”")
    if kubernetes in here:
        return say("{told} {danger}", told=told, danger=_danger(edge, kubernetes))
    others = say(
        "Here {server} checks the client with {here}; {other} of kube-apiserver are checked with the {kubernetes}.",
        server=edge.server_words,
        here=names,
        other="other clients" if edge.by_headers else "clients",
        kubernetes=kubernetes.name,
    )
    return say("{told} {others}", told=told, others=others)


def _danger(edge: Edge, kubernetes: Authority) -> Sentence:
    """What follows when the API server's CA vouches here too (facts of etcd without RBAC, of request headers)."""
    if edge.connection.group is Group.ETCD:
        return say(
            "Here {server} does check its clients with the same CA as kube-apiserver, the {ca}: so any client "
            "certificate of it, a kubelet’s too, opens all of etcd.",
            server=edge.server_words,
            ca=kubernetes.name,
        )
    return say(
        "Here {server} does check front proxies with the same CA as other clients, the {ca}: so whoever has a "
        "certificate of it with an allowed [CN](cn) may speak for any user.",
        server=edge.server_words,
        ca=kubernetes.name,
    )


def _kubernetes_ca(edge: Edge) -> Authority | None:
    """The CA with which the API server of this connection (or the tree's first) checks its clients."""
    apiserver = edge.client.id if edge.client.kind == "kube-apiserver" else edge.server.id
    connections = [c for c in edge.cluster.connections.values() if c.server.component.startswith("kube-apiserver@")]
    chosen = next((c for c in connections if c.server.component == apiserver), connections[0] if connections else None)
    anchors = edge.anchors(chosen.server.client_ca) if chosen else ()
    return anchors[0] if anchors else None


def _encrypts(edge: Edge) -> Sentence | None:
    """The client encrypts with the server's certificate (the static-RSA exchange, absent in TLS 1.3: RFC 8446 §1.2)."""
    if edge.client.kind != "kubectl" or edge.plain_http or edge.connection.server.certificate.state not in NAMED:
        return None
    crt = edge.server_crt
    key = reference_name(edge.connection.server.key)
    return say(
        "“{client} encrypts with the server’s crt.” {client} {copy}; the session key comes from a fresh "
        "[Diffie-Hellman](diffie-hellman) exchange, and {key} only signs the handshake.",
        client=edge.client_words,
        copy=_copy(edge, crt),
        key=code(key) if key else "the server’s private key",
    )


def _copy(edge: Edge, crt: Sentence) -> Sentence:
    """Whether the client holds the server's certificate before the handshake: a CA file may hold it."""
    served, certificates = edge.server_certificate, edge.cluster.inventory.certificates
    held = (certificates[id_].facts.fingerprint_sha256 for id_ in edge.connection.client.ca.ids)
    if served and served.facts.fingerprint_sha256 in held:
        return say("holds a copy of {crt} to compare, but no message is encrypted with it", crt=crt)
    return say("has no copy of {crt}: {server} sends it in the handshake", crt=crt, server=edge.server_words)


def _same_ca_as_servers(edge: Edge) -> Sentence | None:
    """The server checks clients with the CA that issued its own certificate."""
    reference, served = edge.checks_client_with, edge.server_certificate
    if served is None or not edge.shows_certificate or reference.state is not State.FILE:
        return None
    issuer = edge.cluster.issuer(served)
    if issuer is None or issuer.facts.key.spki_sha256 in edge.keys(reference):
        return None
    return say(
        "“A server checks its clients with the CA that issued its own certificate.” Here {own} issued {crt}, "
        "but {server} checks {whom} with {file}, because {setting} says so.",
        own=_issuer_words(edge, issuer),
        crt=edge.server_crt,
        server=edge.server_words,
        whom="front proxies" if edge.by_headers else "clients",
        file=code(reference_name(reference) or ""),
        setting=_setting(edge),
    )


def _issuer_words(edge: Edge, issuer: Certificate) -> str:
    authority = edge.authorities.of(issuer)
    if authority is None or authority.throw_away:
        return "a throw-away CA"
    return f"the {authority.name}"


def _setting(edge: Edge) -> Sentence:
    """The flag or field that names the server's client CA."""
    role = "requestheader_ca" if edge.by_headers else "client_ca"
    row = next((r for r in edge.connection.evidence if r.side == "server" and r.role == role), None)
    if row is None or row.file is None:
        return say("the convention of {name}", name=edge.cluster.distribution.name)
    return (code(row.field),)


def _kubelet_certificate(edge: Edge) -> Sentence | None:
    """kube-apiserver uses kubelet.crt to reach the kubelet."""
    if edge.server.kind != "kubelet" or edge.client.kind != "kube-apiserver" or not edge.shows_certificate:
        return None
    served = edge.connection.server.certificate
    told = say(
        "“kube-apiserver needs {crt} to reach the kubelet.” It presents {own}, and has no copy of the "
        "kubelet’s certificate",
        crt=edge.server_crt if served.state in NAMED else code("kubelet.crt"),
        own=edge.client_crt,
    )
    if not edge.connection.verifies_server:
        return say("{told}; it verifies nothing while `--kubelet-certificate-authority` is not set.", told=told)
    ca = reference_name(edge.connection.client.ca)
    return say("{told}, only {ca} to check it with.", told=told, ca=code(ca) if ca else "a CA")


def _self_signed(edge: Edge) -> Sentence | None:
    """kubelet.crt is self-signed: its leaf and its CA are two certificates with two keys."""
    served = edge.server_certificate
    issuer = edge.issuer(served)
    if served is None or issuer is None or not issuer.throw_away:
        return None
    ca = edge.cluster.inventory.certificates[issuer.certificate_ids[0]]
    kept = any(key.spki_sha256 == ca.facts.key.spki_sha256 for key in edge.cluster.inventory.keys.values())
    return say(
        "“{crt} is self-signed.” {subject} was issued by another certificate, {issuer}{where}, {key}.",
        crt=edge.server_crt,
        subject=code(served.facts.subject),
        issuer=code(ca.facts.subject),
        where=" in the same file" if (ca.node, ca.path) == (served.node, served.path) else "",
        key="whose key is in the upload" if kept else "a CA whose key is nowhere in the upload",
    )


def _in_memory_self_signed(edge: Edge) -> Sentence | None:
    """The managers' log says `Generated self-signed cert in-memory`; the pair has a CA of its own."""
    managers = ("kube-controller-manager", "kube-scheduler")
    if edge.server.kind not in managers or edge.connection.server.certificate.state is not State.IN_MEMORY:
        return None
    return say(
        "“{server} serves a self-signed certificate.” At each start it makes a "
        "[throw-away CA](throw-away-ca), and with it a certificate for `localhost`: two certificates, no file.",
        server=edge.server_words,
    )


def _service_account_certificate(edge: Edge) -> Sentence | None:
    """A service account is a special certificate."""
    if edge.client.kind not in ("pod", "kube-proxy") or not edge.shows_token:
        return None
    keys = service_account_keys(edge.cluster, edge.server.node)
    signer = service_account_signer(edge.cluster, edge.server.node)
    certificates = [key for key in keys if _holds_certificate(edge, key)]
    told = say(
        "“A service account has a special certificate.” It has a [token](token): {signer} signs it and "
        "{keys} checks it, without TLS and without a CA",
        signer=code(signer.name) if signer else "a private key",
        keys=listing((code(key.name) for key in keys), " or ") if keys else "its public key",
    )
    if certificates:
        files = listing(code(key.name) for key in certificates)
        return say("{told}; {files} holds a certificate, of which only the public key counts.", told=told, files=files)
    return say("{told}.", told=told)


def _holds_certificate(edge: Edge, key: NamedFile) -> bool:
    file = edge.cluster.inventory.files.get(key.file_id) if key.file_id else None
    return file is not None and file.kind in (FileKind.CERTIFICATE, FileKind.CERTIFICATE_AND_KEY)


def _names(edge: Edge) -> Sentence | None:
    """A SAN is an additional protection, or limits who may connect."""
    certificate, dialled = edge.server_certificate, edge.connection.dialled
    host = dialled.server_name or dialled.host
    if edge.client.kind != "kubectl" or certificate is None or host is None or not edge.connection.verifies_server:
        return None
    sans = [name.value for name in certificate.facts.sans]
    shown = listing((code(name) for name in sans), limit=SHOWN_NAMES)
    return say(
        "“The [SAN](san) is an extra protection.” It is the only place where {client} looks for {host}, "
        "{why}; the [CN](cn) is not looked at, and who may connect is not written there. {crt} lists {names}.",
        client=edge.client_words,
        host=code(host),
        why=say("its `tls-server-name`") if dialled.server_name else "the host that it dials",
        crt=edge.server_crt,
        names=shown if sans else "no name at all",
    )


def _probe_certificate(edge: Edge) -> Sentence | None:
    """The etcd probe uses healthcheck-client.crt."""
    if edge.server.kind != "etcd" or edge.connection.purpose != "probe":
        return None
    user = next(
        (c for c in edge.cluster.connections.values() if c.client.component == f"kubeadm@{edge.server.node}"), None
    )
    if user is None or user.client.certificate.state is State.NONE:
        return None
    return say(
        "“The kubelet probes etcd with {crt}.” The probe shows no certificate; that one is for kubeadm, and "
        "for people with `etcdctl`.",
        crt=certificate_words(user.client.certificate),
    )


def _kube_proxy_certificate(edge: Edge) -> Sentence | None:
    """kube-proxy has a certificate: in kubeadm it is a pod with a token like any other."""
    if edge.client.kind != "pod" or edge.cluster.distribution.name != "kubeadm":
        return None
    certificates = edge.cluster.inventory.certificates.values()
    if any(certificate.facts.common_name == KUBE_PROXY_USER for certificate in certificates):
        return None
    return say(
        "“kube-proxy has a certificate.” kubeadm runs it as a pod that shows its service account’s token, "
        "and none of the {certificates} in this upload is for the user {user}.",
        certificates=counted(len(certificates), "certificate"),
        user=code(KUBE_PROXY_USER),
    )


_NOTES: tuple[Note, ...] = (
    _one_ca,
    _encrypts,
    _same_ca_as_servers,
    _kubelet_certificate,
    _self_signed,
    _in_memory_self_signed,
    _service_account_certificate,
    _kube_proxy_certificate,
    _names,
    _probe_certificate,
)
